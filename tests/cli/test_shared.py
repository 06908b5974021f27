"""repository/deployment and repository/tenants of several homes, linked to one share."""

import os
import re
import shlex

import harness
from harness import CliTest, digests

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <patch id="own.shared" files="repository/deployment/server/eventreceivers/a.xml" ensure="a = 2" effect="hot">
    <set sel="a">2</set>
  </patch>
  <patch id="own.conf" files="conf/b.xml" ensure="b = 2"><set sel="b">2</set></patch>
</rules>
"""
# Each node wants its own name in the file that they share.
OWN_NAMES = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <patch id="own.name" files="repository/deployment/server/eventreceivers/a.xml" ensure="a = $node">
    <set sel="a">{$node}</set>
  </patch>
</rules>
"""
SHARED = "repository/deployment/server/eventreceivers/a.xml"


class Shared(CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "own.xml").write_text(RULES)
        share = self.folder / "share" / "Deployment"
        (share / "server" / "eventreceivers").mkdir(parents=True)
        self.file = share / "server" / "eventreceivers" / "a.xml"
        self.file.write_text("<a>1</a>\n")
        self.homes = []
        for node in ("das1", "das2"):
            home = self.folder / node
            (home / "repository" / "conf").mkdir(parents=True)
            (home / "repository" / "conf" / "b.xml").write_text("<b>1</b>\n")
            (home / "repository" / "deployment").symlink_to(share)
            self.homes.append(home)

    def own(self, command, *more, rules="own.xml", homes=None, **options):
        return self.run_cli(command, "--rules", self.folder / rules, *more, *(homes or self.homes), **options)

    def test_the_first_home_changes_it_for_all(self):
        before = digests(self.folder)
        plan = self.own("plan", code=0)
        self.assertEqual(plan.out.count("eventreceivers/a.xml\n@@"), 1)
        self.assertIn(f"das2: Note: {SHARED} is shared with das1, whose run changes it.\n", plan.out)
        self.assertIn("Plan: das2: 1 file to change (own.conf), 1 patch already done.\n", plan.out)
        self.assertEqual(before, digests(self.folder))

        applied = self.own("apply", "--yes", code=0)
        self.assertIn(f"wrote das1:{SHARED} (own.shared)\n", applied.out)
        self.assertNotIn(f"wrote das2:{SHARED}", applied.out)
        self.assertIn("wrote das2:repository/conf/b.xml", applied.out)
        self.assertEqual(self.file.read_text(), "<a>2</a>\n")
        self.assertTrue((self.homes[1] / "repository" / "deployment").is_symlink())
        for home in self.homes:
            self.assertEqual((home / "repository" / "conf" / "b.xml").read_text(), "<b>2</b>\n")

        self.assertIn("Nothing to do", self.own("apply", "--yes", code=0).out)
        self.assertEqual(self.own("plan", "--check", code=0).err, "")
        self.run_cli("restore", "--yes", self.homes[1], code=0)
        self.assertEqual(self.file.read_text(), "<a>2</a>\n", "its run did not change it")
        restored = self.run_cli("restore", "--yes", self.homes[0], code=0)
        self.assertIn(f"Note: {SHARED} is shared; the other nodes that reach it see this too.\n", restored.out)
        self.assertEqual(self.file.read_text(), "<a>1</a>\n")

    def test_a_home_of_which_nothing_is_left_says_why(self):
        (self.homes[1] / "repository" / "conf" / "b.xml").write_text("<b>2</b>\n")
        applied = self.own("apply", "--yes", code=0)
        self.assertIn(f"Nothing to do: das2: 2 patches already done, {SHARED} is shared with das1, whose run changes it.",
                      applied.out)
        self.assertFalse((self.homes[1] / ".carbonfix").exists())

    def test_what_each_wants_for_itself_is_refused_before_anything_is_written(self):
        (self.folder / "names.xml").write_text(OWN_NAMES)
        before = digests(self.folder)
        for command in (("plan",), ("apply", "--yes")):
            refused = self.own(*command, rules="names.xml", code=2)
            self.assertIn(f"{SHARED} is one file in das1 and das2, and they want different contents of it", refused.err)
            self.assertEqual(before, digests(self.folder))
        for home in self.homes:
            self.assertFalse((home / ".carbonfix").exists())
        self.own("apply", "--yes", rules="names.xml", homes=self.homes[:1], code=0)
        self.assertEqual(self.file.read_text(), "<a>das1</a>\n")

    def test_one_home_at_a_time_finds_it_done(self):
        self.own("apply", "--yes", homes=self.homes[:1], code=0)
        second = self.own("apply", "--yes", homes=self.homes[1:], code=0)
        self.assertIn("1 patch already done", second.out)
        self.assertNotIn(SHARED, second.out)

    def test_what_another_node_changed_since_is_not_undone_silently(self):
        self.own("apply", "--yes", homes=self.homes[:1], code=0)
        self.file.write_text("<a>3</a>\n")
        refused = self.run_cli("restore", "--yes", self.homes[0], code=2)
        self.assertIn(SHARED, refused.err)
        self.assertEqual(self.file.read_text(), "<a>3</a>\n")

    def test_a_file_that_is_made_is_made_once(self):
        (self.folder / "made.xml").write_text(
            '<rules xmlns="urn:carbonfix:rules:1" id="own"><patch id="own.made" create="true" '
            'files="repository/deployment/server/my-node-id.dat" ensure="text = 1"><set sel="text">1</set></patch></rules>')
        applied = self.own("apply", "--yes", rules="made.xml", code=0)
        self.assertEqual(applied.out.count("made das"), 1)
        self.run_cli("restore", "--yes", self.homes[0], code=0)
        self.assertEqual(os.listdir(self.file.parents[1]), ["eventreceivers"])

    def test_another_link_that_leads_out_wants_a_word(self):
        outside = self.folder / "outside"
        (self.homes[0] / "repository" / "conf").rename(outside)
        (self.homes[0] / "repository" / "conf").symlink_to(outside)
        before = digests(self.homes[0]), digests(outside)
        refused = self.own("apply", "--yes", homes=self.homes[:1], code=2)
        self.assertIn("--follow-outside", refused.err)
        self.assertEqual(before, (digests(self.homes[0]), digests(outside)))
        self.own("apply", "--yes", "--follow-outside", homes=self.homes[:1], code=0)
        self.assertEqual((outside / "b.xml").read_text(), "<b>2</b>\n")

    def test_the_command_that_undoes_such_a_run_can_be_typed_as_it_is(self):
        outside = self.folder / "outside"
        (self.homes[0] / "repository" / "conf").rename(outside)
        (self.homes[0] / "repository" / "conf").symlink_to(outside)
        before = digests(outside)
        done = self.own("apply", "--yes", "--follow-outside", homes=self.homes[:1], code=0)
        command = re.search(r"undo with: carbonfix (.*)", done.out)[1]
        self.run_cli(*shlex.split(command), "--yes", code=0)
        self.assertEqual(digests(outside), before)


if __name__ == "__main__":
    harness.main()
