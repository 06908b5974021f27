"""carbonfix patch: plain XML patches on one file, printed or in place."""

import os
import subprocess

import harness
from harness import BINARY, FIXTURES, CliTest, digests

CARBON = "http://wso2.org/projects/carbon/carbon.xml"
DIFF = f"""<p:diff xmlns:p="urn:patch" xmlns="{CARBON}">
  <p:replace sel="Server/Ports/Offset/text()">7</p:replace>
</p:diff>
"""


class Patch(CliTest):
    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def test_prints_the_result_and_writes_nothing(self):
        diff = self.write("d.xml", "<d><add sel='a'> <c/></add></d>")
        target = self.write("t.xml", "<a>\r\n<b/></a>")
        done = subprocess.run([BINARY, "patch", diff, target], capture_output=True, check=True)
        self.assertEqual((done.stdout, done.stderr), (b"<a>\r\n<b/> <c/></a>", b""))
        self.assertEqual(sorted(os.listdir(self.folder)), ["d.xml", "t.xml"])
        self.assertEqual(target.read_bytes(), b"<a>\r\n<b/></a>")
        self.run_cli("patch", self.write("t2.xml", "<a\x07/>"), target, code=2)

    def test_reads_the_diff_from_standard_input(self):
        target = self.write("t.xml", "<a><b/></a>")
        done = self.run_cli("patch", "-", target, input="<d><remove sel='a/b'/></d>", code=0)
        self.assertEqual((done.out, done.err), ("<a></a>", ""))
        done = self.run_cli("patch", "-", target, input="<d>\n  <remove sel='a/c'/></d>", code=2)
        self.assertEqual(done.out, "")
        self.assertTrue(done.err.startswith("carbonfix: error: standard input:2:4: unlocated-node: "), done.err)

    def test_takes_lines_unless_exact(self):
        target = self.write("t.xml", "<a>\n  <b/>\n</a>\n")
        diff = "<d><remove sel='a/b'/></d>"
        self.assertEqual(self.run_cli("patch", "-", target, input=diff, code=0).out, "<a>\n</a>\n")
        self.assertEqual(self.run_cli("patch", "--exact", "-", target, input=diff, code=0).out, "<a>\n  \n</a>\n")

    def test_in_place_is_undone_by_restore(self):
        home = self.copy(FIXTURES / "das-cluster" / "das1")
        file = home / "repository" / "conf" / "carbon.xml"
        before, all_before = file.read_bytes(), digests(home)
        diff = self.write("d.xml", DIFF)
        done = self.run_cli("patch", "-i", diff, file, code=0)
        self.assertIn(f"undo with: carbonfix restore {home} ", done.out)
        changed = [(old, new) for old, new in zip(before.splitlines(), file.read_bytes().splitlines()) if old != new]
        self.assertEqual(len(changed), 1)
        self.assertIn(b"<Offset>7</Offset>", changed[0][1])
        again = self.run_cli("patch", "-i", diff, file, code=0)
        self.assertEqual(again.out, f"Nothing to do: {file} is unchanged.\n")
        self.run_cli("restore", "--yes", home, code=0)
        self.assertEqual(digests(home), all_before)
        self.assertEqual({path.name for path in home.glob("repository/conf/.*")}, set(), "nothing for Carbon to load")

    def test_in_place_works_on_any_file(self):
        diff = self.write("d.xml", "<d><remove sel='a/b'/></d>")
        (self.folder / "some where").mkdir()
        target = self.write("some where/t.xml", "<a><b/></a>")
        link = self.folder / "link.xml"
        link.symlink_to(target)
        done = self.run_cli("patch", "--in-place", diff, "link.xml", code=0, cwd=self.folder)
        self.assertIn(f"undo with: carbonfix restore '{target.parent}' ", done.out)
        self.assertTrue(link.is_symlink())
        self.assertEqual(target.read_text(), "<a></a>")
        self.run_cli("restore", "--yes", target.parent, code=0)
        self.assertEqual(target.read_text(), "<a><b/></a>")
        for name, home in (("t.xml", "."), ("../some where/t.xml", "'../some where'")):
            done = self.run_cli("patch", "-i", diff, name, code=0, cwd=target.parent)
            self.assertIn(f"undo with: carbonfix restore {home} ", done.out)
            self.run_cli("restore", "--yes", ".", code=0, cwd=target.parent)

    def test_a_conf_folder_beside_repository_is_no_configuration_root(self):
        home = self.copy(FIXTURES / "das-cluster" / "das1")
        (home / "conf").mkdir()
        target = home / "conf" / "carbon.xml"
        target.write_text("<a><b/></a>")
        kept = (home / "repository" / "conf" / "carbon.xml").read_bytes()
        self.run_cli("patch", "-q", "-i", "-", target, input="<d><remove sel='a/b'/></d>", code=0)
        self.assertEqual(target.read_text(), "<a></a>")
        self.assertEqual((home / "repository" / "conf" / "carbon.xml").read_bytes(), kept)
        self.assertTrue((home / "conf" / ".carbonfix").is_dir())

    def test_generated_homes_are_refused(self):
        home = self.copy(FIXTURES / "das-cluster" / "das1")
        (home / "repository" / "conf" / "deployment.toml").write_text("")
        file = home / "repository" / "conf" / "carbon.xml"
        before = digests(home)
        done = self.run_cli("patch", "-i", "-", file, input=DIFF, code=2)
        self.assertIn("deployment.toml", done.err)
        self.assertEqual(digests(home), before)
        printed = subprocess.run([BINARY, "patch", "-", file], input=DIFF.encode(), capture_output=True, check=True)
        self.assertIn(b"<Offset>7</Offset>", printed.stdout)
        self.run_cli("patch", "-i", "--force-generated", "-", file, input=DIFF, code=0)
        self.assertNotEqual(digests(home), before)

    def test_bad_input_changes_nothing(self):
        target = self.write("t.xml", "<a><b/></a>")
        cases = {
            ("<d><remove sel='a/b'/><remove sel='a/b'/></d>", "t.xml"): "standard input:1:24: unlocated-node: ",
            ("<d>", "t.xml"): "standard input:1:4: invalid-diff-format: ",
            ("", "t.xml"): "standard input:1:1: invalid-diff-format: ",
            ("<d/>", "none.xml"): "none.xml",
            ("<d/>", "."): "",
            ("<d/>", "bad.xml"): "bad.xml:2:1: ",
        }
        self.write("bad.xml", "<a>\n")
        for (diff, name), said in cases.items():
            with self.subTest(diff=diff, name=name):
                done = self.run_cli("patch", "-i", "-", name, input=diff, code=2, cwd=self.folder)
                self.assertEqual(done.out, "")
                self.assertTrue(done.err.startswith("carbonfix: error: "), done.err)
                self.assertIn(said, done.err)
        self.assertEqual(target.read_text(), "<a><b/></a>")
        self.assertEqual(sorted(os.listdir(self.folder)), ["bad.xml", "t.xml"])

    def test_two_files_are_needed(self):
        for arguments in ((), ("d.xml",), ("a", "b", "c")):
            done = self.run_cli("patch", *arguments, code=2)
            self.assertIn(f"patch takes two files, a diff and its target, not {len(arguments)}", done.err)

    def test_notes_go_to_standard_error(self):
        target = self.write("t.xml", "<a k='1'/>")
        diff = "<d><add sel='a' type='@k'>2</add></d>"
        done = self.run_cli("patch", "-", target, input=diff, code=0)
        self.assertEqual(done.out, "<a k='2'/>")
        self.assertEqual(done.err, "carbonfix: note: standard input:1:5: /a/@k was there already and has a new value\n")
        self.assertEqual(self.run_cli("patch", "-q", "-", target, input=diff, code=0).err, "")


if __name__ == "__main__":
    harness.main()
