"""apply --output DIR: the new files elsewhere, and homes that stay as they are."""

import os
import pathlib
import re
import stat
import subprocess

import harness
from harness import FIXTURES, PARAMS, RECIPE, CliTest, digests

APPLY = ("apply", "--recipe", RECIPE, "--params", PARAMS)
MADE = """<rules xmlns="urn:carbonfix:rules:1" id="t">
  <patch id="t.made" files="conf/my-node-id.dat" create="true" ensure="/text = 'n1'"><set sel="/text">n1</set></patch>
</rules>
"""


class Output(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(FIXTURES / "das-cluster" / "das1")
        self.other = self.copy(FIXTURES / "das-cluster" / "das2")
        self.out = self.folder / "out"

    def written(self):
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*") if path.is_file()}

    def unchanged(self):
        return digests(self.home), digests(self.other), (self.home / ".carbonfix").exists(), (self.other / ".carbonfix").exists()

    def refuse(self, *arguments, says, out=None):
        before = digests(self.folder)
        done = self.run_cli(*APPLY, "--output", out or self.out, *(arguments or (self.home,)), code=2)
        self.assertIn(says, done.err)
        self.assertEqual(done.out, "")
        self.assertEqual(digests(self.folder), before)

    def test_it_writes_what_apply_would_and_leaves_the_home(self):
        path = self.home / "repository/conf/registry.xml"
        path.chmod(0o640)
        before = self.unchanged()
        done = self.run_cli(*APPLY, "--output", self.out, self.home, code=0)
        self.assertEqual(self.unchanged(), before)
        self.assertIn("wrote repository/conf/registry.xml (", done.out)
        self.assertIn(f"Written: 7 files below {self.out}; the home is as before.", done.out)
        self.assertEqual(stat.S_IMODE((self.out / "repository/conf/registry.xml").stat().st_mode), 0o640)
        written = self.written()
        self.run_cli(*APPLY, "--yes", self.home, code=0)
        self.assertEqual(len(written), 7)
        for name, content in written.items():
            self.assertEqual((self.home / name).read_bytes(), content, name)
        done = self.run_cli(*APPLY, "--output", self.folder / "none", self.home, code=0)
        self.assertIn("Nothing to do", done.out)
        self.assertFalse((self.folder / "none").exists())

    def test_several_homes_have_a_folder_each(self):
        before = self.unchanged()
        self.run_cli(*APPLY, "--output", self.out, self.home, self.other, code=0)
        self.assertEqual(self.unchanged(), before)
        self.assertEqual(sorted(os.listdir(self.out)), ["das1", "das2"])
        self.assertIn("das2/repository/conf/datasources/master-datasources.xml", self.written())

    def test_a_made_file_and_an_existing_one(self):
        rules = self.folder / "rules.xml"
        rules.write_text(MADE)
        (self.out / "repository/conf").mkdir(parents=True)
        (self.out / "repository/conf/my-node-id.dat").write_text("old")
        (self.out / "repository/conf/kept").write_text("kept")
        self.run_cli("apply", "--rules", rules, "--output", self.out, self.home, code=0)
        self.assertEqual(self.written(), {"repository/conf/my-node-id.dat": b"n1", "repository/conf/kept": b"kept"})
        self.assertFalse((self.home / "repository/conf/my-node-id.dat").exists())

    def test_a_home_that_can_not_be_written(self):
        subprocess.run(["chmod", "-R", "a-w,a+rX", str(self.home)], check=True)
        self.out.mkdir()
        self.give_away(self.out)
        done = self.as_another_user(*APPLY, "--output", self.out, self.home)
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual(len(self.written()), 7)
        plan = self.as_another_user("plan", *APPLY[1:], self.home, code=0)
        self.assertRegex(plan.out, r"Note: .*repository/conf/registry.xml.* can't be written here \(")
        self.assertIn("apply --output DIR writes the new file elsewhere", plan.out)
        self.assertNotIn("can't be written", done.out)

    def test_never_into_a_home(self):
        for folder in (self.home, self.home / "new", self.home / "repository" / ".." / "x"):
            self.refuse(out=folder, says="which --output leaves as it is")
        link = self.folder / "link"
        link.symlink_to(self.home / "repository")
        self.refuse(out=link, says="which --output leaves as it is")
        self.refuse(self.home, self.other, out=self.folder, says="which --output leaves as it is")

    def test_links_and_other_things_in_the_way(self):
        (self.out / "repository").mkdir(parents=True)
        (self.out / "repository/conf").symlink_to(self.home / "repository/conf")
        self.refuse(says="repository/conf is there already and no folder")
        (self.out / "repository/conf").unlink()
        (self.out / "repository/conf").mkdir()
        (self.out / "repository/conf/registry.xml").symlink_to(self.home / "repository/conf/registry.xml")
        self.refuse(says="registry.xml is there already and no regular file")
        (self.out / "repository/conf/registry.xml").unlink()
        (self.out / "repository/conf/registry.xml").mkdir()
        self.refuse(says="registry.xml is there already and no regular file")
        file = self.folder / "file"
        file.write_text("")
        self.refuse(out=file, says="is not a folder")
        self.refuse(out=file / "below", says="is not a folder")

    def test_a_node_is_called_as_a_folder_can_be(self):
        for name in ("..", "a/../../b", "/etc"):
            self.refuse("--node", f"{name}={self.home}", self.other, says="refused: no folder can be called as the node")

    def test_of_a_plan(self):
        plan = self.folder / "plan.xml"
        self.run_cli("plan", "--out", plan, *APPLY[1:], self.home, code=0)
        before = self.unchanged()
        self.run_cli("apply", "--output", self.out, plan, code=0)
        self.assertEqual(self.unchanged(), before)
        self.assertEqual(len(self.written()), 7)
        with open(self.home / "repository/conf/registry.xml", "a") as file:
            file.write("\n")
        done = self.run_cli("apply", "--output", self.folder / "again", plan, code=2)
        self.assertIn("registry.xml has changed since the plan was made", done.err)
        self.assertFalse((self.folder / "again").exists())

    def test_folder_that_can_not_be_made(self):
        closed = self.folder / "closed"
        closed.mkdir(0o555)
        done = self.as_another_user(*APPLY, "--output", closed / "none", self.home, code=2)
        self.assertIn("Permission denied", done.err)

    def test_secrets_are_not_shown(self):
        done = self.run_cli(*APPLY, "--output", self.out, self.home, code=0)
        password = re.search(r"(?m)^db-password *= *(.*)$", pathlib.Path(PARAMS).read_text())[1]
        self.assertNotIn(password, done.out + done.err)

    def test_a_home_in_which_a_run_was_cut_off(self):
        self.run_cli(*APPLY, "--yes", self.home, code=0)
        manifest = next(self.home.glob(".carbonfix/runs/*/manifest.xml"))
        manifest.write_text(manifest.read_text().replace('state="committed"', 'state="prepared"'))
        (self.home / "repository/conf/registry.xml").write_bytes((self.other / "repository/conf/registry.xml").read_bytes())
        self.refuse(says="was cut off")


if __name__ == "__main__":
    harness.main()
