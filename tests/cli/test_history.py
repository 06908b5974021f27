"""carbonfix history: the runs of a home, whether its store is healthy, and what of it is removed."""

import os
import re
import shutil

import harness
from harness import FIXTURES, CliTest, digests

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">
  <patch id="t.{name}" files="conf/carbon.xml" context="/Server" ensure="Name = '{value}'"><set sel="Name">{value}</set></patch>
</rules>
"""


class StoreTest(CliTest):
    """A home, and rules that set the name in its carbon.xml."""

    def setUp(self):
        super().setUp()
        self.home = self.copy_ascii(FIXTURES / "das-cluster" / "das1")
        self.carbon = self.home / "repository" / "conf" / "carbon.xml"

    def copy_ascii(self, source):
        """A copy whose files Python reads as text."""
        home = self.copy(source)
        for path in (home / "repository" / "conf").rglob("*.xml"):
            path.write_bytes(path.read_bytes().replace(b"\xa9", b"(c)"))
        return home

    def apply(self, value, *more, home=None, rule="name"):
        rules = self.folder / "rules.xml"
        rules.write_text(RULES.format(name=rule, value=value))
        done = self.run_cli("apply", "--yes", "--rules", rules, *more, home or self.home, code=0)
        return re.search(r"^Run (\S+);", done.out, re.MULTILINE)[1]

    def names(self, home=None):
        return self.run_cli("history", "-q", home or self.home, code=0).out.split()

    def run_folder(self, name, home=None):
        return (home or self.home) / ".carbonfix" / "runs" / name

    def cut_off(self, name):
        """The manifest as it is while the run goes on, or after it was cut off."""
        manifest = self.run_folder(name) / "manifest.xml"
        text = manifest.read_text()
        self.assertIn('state="committed"', text)
        manifest.write_text(text.replace('state="committed"', 'state="prepared"'))


class History(StoreTest):
    def test_no_runs(self):
        done = self.run_cli("history", self.home, code=0)
        self.assertEqual(done.out, f"No runs of {self.home} are kept in {self.home}/.carbonfix.\n")
        self.assertFalse((self.home / ".carbonfix").exists())
        self.assertEqual(self.run_cli("history", "-q", self.home, code=0).out, "")

    def test_a_run_is_told_with_all_that_is_known_of_it(self):
        first = self.apply("a", "--change", "CHG-7")
        second = self.apply("b", rule="other")
        self.run_cli("restore", "--yes", self.home, second, code=0)
        third = self.names()[0]
        env = harness.environment()
        shown = self.run_cli("history", self.home, code=0, env=env).out
        for name, stands_for in ((first, "FIRST"), (second, "SECOND"), (third, "THIRD")):
            shown = shown.replace(name, stands_for)
        shown = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", "WHEN", shown)
        shown = re.sub(r"by .* on [^,\n]*", "by USER on HOST", shown)
        self.assertEqual(shown, "THIRD  WHEN  committed\n"
                                "  by USER on HOST\n"
                                "  undoes SECOND\n"
                                "  files: repository/conf/carbon.xml\n"
                                "SECOND  WHEN  undone by THIRD\n"
                                "  by USER on HOST\n"
                                "  rules: t.other\n"
                                "  files: repository/conf/carbon.xml\n"
                                "FIRST  WHEN  committed\n"
                                "  by USER on HOST, change CHG-7\n"
                                "  rules: t.name\n"
                                "  files: repository/conf/carbon.xml\n")

    def test_who_became_root_is_told(self):
        rules = self.folder / "rules.xml"
        rules.write_text(RULES.format(name="name", value="a"))
        self.run_cli("apply", "--yes", "--rules", rules, self.home, code=0, env=harness.environment(SUDO_USER="alice"))
        self.assertIn(" (sudo alice) on ", self.run_cli("history", self.home, code=0).out)

    def test_eighty_columns(self):
        self.run_cli("apply", "--yes", "--recipe", harness.RECIPE, "--params", harness.PARAMS, self.home, code=0)
        shown = self.run_cli("history", self.home, code=0).out
        self.assertGreater(len(shown.splitlines()), 8)
        for line in shown.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_what_is_foreign_cannot_drive_the_terminal(self):
        self.apply("a", "--change", "x\x1b[31m")
        shown = self.run_cli("history", self.home, code=0).out
        self.assertNotIn("\x1b", shown)
        self.assertIn("change x\\x1b[31m", shown)

    def test_quiet_gives_names_newest_first(self):
        runs = [self.apply("a"), self.apply("b")]
        self.assertEqual(self.names(), runs[::-1])
        self.assertEqual(self.run_cli("history", "-qq", self.home, code=0).out, "")

    def test_several_homes_are_told_apart(self):
        other = self.copy_ascii(FIXTURES / "das-cluster" / "das2")
        first, second = self.apply("a"), self.apply("a", home=other)
        shown = self.run_cli("history", self.home, other, code=0).out
        self.assertIn(f"das1:{first}  ", shown)
        self.assertIn(f"das2:{second}  ", shown)
        self.assertEqual(self.run_cli("history", "-q", self.home, other, code=0).out, f"das1:{first}\ndas2:{second}\n")

    def test_an_interrupted_run_is_told_as_such(self):
        name = self.apply("a")
        self.cut_off(name)
        self.assertRegex(self.run_cli("history", self.home, code=0).out, f"{name}  .*  interrupted\n")

    def test_a_running_run_is_told_as_such(self):
        name = self.apply("a")
        self.cut_off(name)
        (self.home / ".carbonfix" / "lock").write_text("pid=1 host=elsewhere since=2026-11-21T09:15:00Z\n")
        self.assertRegex(self.run_cli("history", self.home, code=0).out, f"{name}  .*  running\n")

    def test_no_right_to_write_is_needed(self):
        name = self.apply("a")
        self.give_away(self.home)
        for path in [self.home, *self.home.rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o500)
        try:
            self.assertEqual(self.as_another_user("history", "-q", self.home, code=0).out, name + "\n")
        finally:
            for path in [self.home, *self.home.rglob("*")]:
                path.chmod(0o700)

    def test_a_store_that_cannot_be_read_is_an_error(self):
        self.apply("a")
        runs = self.home / ".carbonfix" / "runs"
        runs.chmod(0)  # root may all the same, so somebody else looks
        self.addCleanup(runs.chmod, 0o700)
        for more in ((), ("--check",)):
            done = self.as_another_user("history", *more, self.home, code=2)
            self.assertIn("Permission denied", done.err)
            if os.geteuid() == 0:
                self.assertIn("The runs are for root to see: do this as that user", done.err)
            self.assertEqual(done.out, "")

    def test_a_damaged_manifest_is_an_error(self):
        name = self.apply("a")
        (self.run_folder(name) / "manifest.xml").write_text("<run")
        for more in ((), ("--check",)):
            told = self.run_cli("history", *more, self.home, code=2).err
            self.assertIn("manifest.xml", told)
            self.assertIn("then move the run's folder away", told)
        self.run_folder(name).rename(self.folder / "damaged")
        self.assertEqual(self.names(), [])


class Check(StoreTest):
    def check(self, code):
        return self.run_cli("history", "--check", self.home, code=code).out

    def test_healthy(self):
        self.assertIn("das1 (", self.check(0))
        self.apply("a")
        self.assertEqual(self.check(0), f"das1 ({self.home}): 1 run, healthy\n"
                                        "  being written by     nobody\n"
                                        "  interrupted runs     none\n"
                                        "  orphans              none\n"
                                        "  damaged backups      none\n"
                                        "  changed since        none\n")
        self.assertEqual(self.run_cli("history", "--check", "-q", self.home, code=0).out, "")

    def test_all_that_can_be_wrong_fits_a_screen(self):
        runs = [self.apply(value) for value in "abcdefgh"]
        for name in runs[:6]:
            shutil.rmtree(self.run_folder(name) / "before")
        self.carbon.write_text(self.carbon.read_text() + "<!-- mine -->\n")
        self.cut_off(runs[-1])
        for number in range(9):
            (self.home / "repository" / "conf" / f".carbonfix-{number + 5}.tmp").write_text("half")
        shown = self.check(1)
        self.assertIn("8 runs, not healthy\n", shown)
        self.assertIn(f"  interrupted runs     {runs[-1]}\n", shown)
        self.assertIn("  orphans              repository/conf/.carbonfix-10.tmp\n", shown)
        self.assertIn(": repository/conf/carbon.xml\n", shown)
        self.assertIn("and 5 more\n", shown)
        self.assertLessEqual(len(shown.splitlines()), 24)

    def test_a_file_changed_since_is_told_but_no_fault_of_the_store(self):
        self.apply("a")
        self.carbon.write_text(self.carbon.read_text() + "<!-- mine -->\n")
        self.assertIn("  changed since        repository/conf/carbon.xml\n", self.check(0))

    def test_a_folder_that_is_no_home_is_not_just_healthy(self):
        wrong = self.folder / "wrong"
        wrong.mkdir()
        self.assertIn("is this the folder that the product is installed in?",
                      self.run_cli("history", "--check", wrong, code=0).err)
        self.assertEqual(self.run_cli("history", "--check", self.home, code=0).err, "")

    def test_quiet_tells_of_the_sick_only(self):
        name = self.apply("a")
        self.assertEqual(self.run_cli("history", "--check", "-q", self.home, code=0).out, "")
        self.cut_off(name)
        other = self.copy(FIXTURES / "das-cluster" / "das2")
        told = self.run_cli("history", "--check", "-q", self.home, other, code=1).out
        self.assertIn("das1 (", told)
        self.assertNotIn("das2 (", told)
        self.assertEqual(self.run_cli("history", "--check", "-qq", self.home, code=1).out, "")

    def test_checking_changes_nothing(self):
        name = self.apply("a")
        self.cut_off(name)
        before = digests(self.home), digests(self.home / ".carbonfix")
        self.check(1)
        self.assertEqual(before, (digests(self.home), digests(self.home / ".carbonfix")))


class Prune(StoreTest):
    def prune(self, *arguments, code=0):
        return self.run_cli("history", "prune", *arguments, self.home, code=code)

    def test_what_to_remove_must_be_said(self):
        refused = self.prune("--yes", code=2)
        self.assertIn("--keep", refused.err)
        self.assertIn("--secrets", refused.err)
        self.assertIn("prune", self.run_cli("history", "--keep", "1", self.home, code=2).err)
        self.assertIn("prune", self.run_cli("history", "--secrets", self.home, code=2).err)
        self.assertIn("--check", self.prune("--keep", "1", "--check", code=2).err)

    def test_without_yes_nothing_is_removed(self):
        runs = [self.apply("a"), self.apply("b")]
        self.assertIn("--yes", self.prune("--keep", "1", code=2).err)
        self.assertEqual(self.names(), runs[::-1])
        refused = self.run_on_terminal("history", "prune", "--keep", "1", self.home, typed="n\n")
        self.assertEqual(refused.code, 2)
        self.assertIn("Remove 1 run from", refused.out)
        self.assertEqual(self.names(), runs[::-1])
        done = self.run_on_terminal("history", "prune", "--keep", "1", self.home, typed="y\n")
        self.assertEqual(done.code, 0, done.out)
        self.assertEqual(self.names(), runs[1:])

    def test_a_home_that_fails_does_not_hide_what_was_removed(self):
        other = self.copy(self.home, "other")
        self.apply("a"), self.apply("b", home=other)
        (other / ".carbonfix" / "lock").unlink()
        (other / ".carbonfix" / "lock").mkdir()
        done = self.prune("--keep", "0", "--yes", "--", other, code=2)
        self.assertNotIn("is gone", done.err)
        done = self.run_cli("history", "prune", "--keep", "0", "--yes", self.home, other, code=2)
        self.assertIn("what was removed from the homes before this one is gone", done.err)

    def test_a_no_for_the_second_home_does_not_deny_the_first(self):
        other = self.copy(self.home, "other")
        self.apply("a"), self.apply("b", home=other)
        done = self.run_on_terminal("history", "prune", "--keep", "0", self.home, other, typed="y\nn\n")
        self.assertEqual(done.code, 2)
        self.assertIn(f"nothing was removed from {other}", done.out)
        self.assertNotIn("nothing was written", done.out)
        self.assertEqual((len(self.names()), len(self.names(other))), (0, 1))

    def test_old_runs_go_and_configuration_stays(self):
        runs = [self.apply("a"), self.apply("b"), self.apply("c")]
        before = digests(self.home)
        self.assertEqual(self.prune("--keep", "1", "--yes").out,
                         f"removed {runs[1]}\nremoved {runs[0]}\nRemoved 2 runs from {self.home}.\n")
        self.assertEqual(self.names(), runs[2:])
        self.assertEqual(before, digests(self.home))
        self.assertEqual(self.prune("--keep", "1").out, f"Nothing to remove from {self.home}.\n")
        self.assertEqual(self.prune("--keep", "0", "--yes", "-q").out, "")
        self.assertEqual(self.names(), [])

    def test_a_home_without_store_gets_none(self):
        self.prune("--keep", "1", "--secrets", "--yes")
        self.assertFalse((self.home / ".carbonfix").exists())

    def test_no_state_directory_where_the_product_reads(self):
        conf = self.home / "repository" / "conf"
        before = digests(self.home)
        (self.folder / "link").symlink_to(conf)
        rules = self.folder / "rules.xml"
        rules.write_text(RULES.format(name="name", value="a"))
        for state in (conf, conf / "state", conf / "datasources", self.folder / "link", self.folder / "link" / "state"):
            refused = self.run_cli("apply", "--yes", "--rules", rules, "--state-dir", state, self.home, code=2)
            self.assertIn("is in the configuration of the home", refused.err)
            self.assertEqual(before, digests(self.home))
        self.apply("a", "--state-dir", self.home / "repository" / "state")

    def test_with_a_state_directory(self):
        state = ("--state-dir", self.folder / "state")
        before = digests(self.home)
        runs = [self.apply("a", *state), self.apply("b", *state)]
        self.assertFalse((self.home / ".carbonfix").exists())
        self.assertEqual(self.names(), [], "it is in the state directory only")
        self.assertIn(f"No runs of {self.home} are kept in {self.home}/.carbonfix.",
                      self.run_cli("history", self.home, code=0).out)
        self.assertEqual(self.run_cli("history", "-q", *state, self.home, code=0).out.split(), runs[::-1])
        self.assertIn("2 runs, healthy", self.run_cli("history", "--check", *state, self.home, code=0).out)
        self.assertIn("a/repository/conf/carbon.xml", self.run_cli("restore", "--dry-run", *state, self.home, code=0).out)
        self.run_cli("restore", "--yes", *state, self.home, code=0)
        self.run_cli("restore", "--yes", *state, self.home, code=0)
        self.assertEqual(before, digests(self.home))
        manifest = next((self.folder / "state").glob(f"*/runs/{runs[1]}/manifest.xml"))
        text = manifest.read_text()
        manifest.write_text(text.replace('state="committed"', 'state="prepared"'))
        advice = self.run_cli("history", "--check", *state, self.home, code=1).out
        self.assertIn(f"restore --state-dir {self.folder}/state {self.home}\n", advice)
        manifest.write_text(text)
        self.prune("--keep", "1", "--yes", *state)
        self.assertEqual(1, len(self.run_cli("history", "-q", *state, self.home, code=0).out.split()))

    def test_backups_with_secrets_go(self):
        self.run_cli("apply", "--yes", "--recipe", harness.RECIPE, "--params", harness.PARAMS, self.home, code=0)
        name, = self.names()
        done = self.prune("--secrets", "--yes")
        self.assertIn(f"removed the backup {name}: repository/conf/datasources/master-datasources.xml\n", done.out)
        before = self.run_folder(name) / "before"
        left = [path for path in before.rglob("*") if path.is_file()]
        self.assertTrue(left, "what holds no secret stays")
        for path in left:
            self.assertNotRegex(path.read_text(), "<password>[^<]")
        self.assertIn("master-datasources.xml (original dropped)", self.run_cli("history", self.home, code=0).out)
        self.assertIn(", healthy\n", self.run_cli("history", "--check", self.home, code=0).out)
        now = digests(self.home)
        refused = self.run_cli("restore", "--yes", self.home, code=2)
        self.assertIn("history prune --secrets", refused.err)
        self.assertEqual(now, digests(self.home))


if __name__ == "__main__":
    harness.main()
