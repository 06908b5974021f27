"""Everything a person can get wrong: a clear sentence, the right exit code, nothing changed."""

import os
import shutil

import harness
from harness import FIXTURES, PARAMS, RECIPE, CliTest, digests

APPLY = ("apply", "--yes", "--recipe", RECIPE, "--params", PARAMS)


class Arguments(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(FIXTURES / "das-cluster" / "das1")
        self.before = digests(self.home)

    def refuse(self, *arguments, says, code=2, **options):
        done = self.run_cli(*arguments, code=code, **options)
        self.assertTrue(done.err.startswith("carbonfix: error: "), done.err)
        self.assertIn(says, done.err)
        self.assertEqual(done.out, "", "stdout carries results only")
        self.assertEqual(self.before, digests(self.home))
        self.assertFalse((self.home / ".carbonfix").exists())
        return done

    def test_no_home_given(self):
        self.refuse("lint", says="no HOME given, and CARBON_HOME is not set")
        self.refuse(*APPLY, says="no HOME given")

    def test_home_is_missing(self):
        for command in (("lint",), APPLY, ("restore", "--yes")):
            self.refuse(*command, self.folder / "none", says="no such folder")

    def test_home_is_a_file(self):
        file = self.folder / "file"
        file.write_text("x")
        for command in (("lint",), APPLY, ("restore", "--yes")):
            self.refuse(*command, file, says="is not a folder")

    def test_unknown_command(self):
        self.refuse("lnit", self.home, says='"lnit" is neither a command nor a folder (did you mean "lint"?)')

    def test_unknown_option(self):
        self.refuse("apply", "--recpie", RECIPE, self.home, says='unknown option --recpie (did you mean "--recipe"?)')

    def test_option_of_another_command(self):
        self.refuse("lint", "--recipe", RECIPE, self.home, says="option --recipe is not for lint but for plan, apply")

    def test_unknown_recipe(self):
        self.refuse("apply", "--yes", "--recipe", "das-3.1-min-hq", self.home, says="das-3.1-min-ha")

    def test_unknown_param(self):
        self.refuse(*APPLY, "--param", "node-hots=10.0.0.1", self.home, says='did you mean "node-host"')

    def test_param_without_value(self):
        self.refuse(*APPLY, "--param", "node-host", self.home, says="node-host")
        self.refuse(*APPLY, self.home, "--param", says="option --param needs a value")

    def test_params_missing(self):
        done = self.refuse("apply", "--yes", "--recipe", RECIPE, self.home, says="db-password")
        self.assertIn("node-host", done.err, "all problems at once")

    def test_params_file_missing(self):
        self.refuse("plan", "--recipe", RECIPE, "--params", self.folder / "none", self.home, says="none")

    def test_params_file_line_without_equals(self):
        params = self.folder / "p"
        params.write_text("# sample\nnode-host 10.0.0.1\n")
        self.refuse("plan", "--recipe", RECIPE, "--params", params, self.home, says=f"{params}:2")

    def test_a_folder_that_is_no_home(self):
        empty = self.folder / "empty"
        empty.mkdir()
        done = self.run_cli("lint", empty, code=0)
        self.assertIn("no file was checked", done.err)
        self.assertIn("not checked: conf/", done.out)
        refused = self.refuse(*APPLY, empty, says="no file conf/")
        self.assertEqual(1, refused.err.count("is this the right product home?"), "said once for all")

    def test_nothing_to_apply(self):
        self.refuse("apply", "--yes", self.home, says="nothing to apply")

    def test_unknown_rule_id(self):
        self.refuse("lint", "--select", "clustering.local-host-loopbak", self.home, says="clustering.local-host-loopback")
        self.refuse("lint", "--ignore", "nonsense.", self.home, says="nonsense.")

    def test_unknown_phase(self):
        self.refuse("lint", "--phase", "prestart", self.home, says="pre-start")

    def test_unknown_run(self):
        self.refuse("restore", "--yes", self.home, "20200101T000000Z-1", says="no run")

    def test_apply_without_consent(self):
        refused = self.refuse("apply", "--recipe", RECIPE, "--params", PARAMS, self.home, says="--yes")
        self.assertIn("nothing was written", refused.err)

    def test_report_file_that_cannot_be_written(self):
        self.refuse("lint", "--format", f"json:{self.folder}/none/report.json", self.home, says="none/report.json")
        self.refuse("lint", "--format", f"json:{self.folder}", self.home, says="it is a folder")


class RuleFiles(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(FIXTURES / "das-cluster" / "das1")
        self.rules = self.folder / "rules.xml"

    def refuse(self, text, *says):
        self.rules.write_text(text)
        before = digests(self.home)
        for command in (("lint", "--rules", self.rules, self.home), ("apply", "--yes", "--rules", self.rules, self.home),
                        ("test", self.rules)):
            done = self.run_cli(*command, code=2)
            self.assertEqual(done.out, "")
            self.assertIn(f"carbonfix: error: {self.rules}:", done.err)
            for part in says:
                self.assertIn(part, done.err)
        self.assertEqual(before, digests(self.home))

    def pack(self, body):
        return f'<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">\n{body}\n</rules>\n'

    def test_not_well_formed(self):
        self.refuse(self.pack("<pattern>"), ":3:")

    def test_empty(self):
        self.refuse("")

    def test_unknown_element(self):
        self.refuse(self.pack('<patern id="p" files="conf/carbon.xml"/>'), ":2:", "patern")

    def test_bad_xpath(self):
        self.refuse(self.pack('<pattern id="p" files="conf/carbon.xml"><rule context="/Server">'
                              '<assert id="t.x" test="HostName[">x</assert></rule></pattern>'), ":2:", "^")

    def test_patch_without_ensure(self):
        self.refuse(self.pack('<patch id="t.x" files="conf/carbon.xml"><set sel="/Server/Name">x</set></patch>'), ":2:", "ensure")

    def test_missing_file(self):
        done = self.run_cli("lint", "--rules", self.folder / "none.xml", self.home, code=2)
        self.assertIn("none.xml", done.err)

    def test_the_same_id_twice(self):
        check = ('<pattern id="p" files="conf/carbon.xml"><rule context="/Server">'
                 '<assert id="t.x" test="HostName">x</assert></rule></pattern>')
        self.rules.write_text(self.pack(check))
        other = self.folder / "other.xml"
        other.write_text(self.pack(check))
        done = self.run_cli("lint", "--rules", self.rules, "--rules", other, self.home, code=2)
        self.assertIn("t.x", done.err)


class Targets(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(FIXTURES / "das-cluster-clean" / "das1")
        self.conf = self.home / "repository" / "conf"
        self.axis2 = self.conf / "axis2" / "axis2.xml"

    def check_not_well_formed(self):
        before = digests(self.home)
        found = self.run_cli("lint", self.home, code=1)
        self.assertRegex(found.out, r"(?m)^repository/conf/axis2/axis2\.xml:\d+:\d+: error: .* \[xml\.not-well-formed\]$")
        done = self.run_cli(*APPLY, self.home, code=2)
        self.assertIn("repository/conf/axis2/axis2.xml", done.err)
        self.assertIn("nothing was", done.err)
        self.assertEqual(before, digests(self.home))
        self.assertFalse((self.home / ".carbonfix").exists())

    def test_malformed(self):
        self.axis2.write_text(self.axis2.read_text().replace("</axisconfig>", "</axisconfg>"))
        self.check_not_well_formed()

    def test_empty(self):
        self.axis2.write_bytes(b"")
        self.check_not_well_formed()

    def test_binary(self):
        self.axis2.write_bytes(bytes(range(256)) * 64)
        self.check_not_well_formed()

    def test_100_megabytes(self):
        with open(self.axis2, "r+b") as file:
            file.seek(0, os.SEEK_END)
            file.write(b"<!--" + b"x" * (100 << 20) + b"-->\n")
        size = self.axis2.stat().st_size
        done = self.run_cli("lint", self.home, code=2)
        self.assertIn("axis2.xml", done.err)
        self.assertIn(str(size), done.err.replace(",", ""))
        self.assertIn("axis2.xml", self.run_cli(*APPLY, self.home, code=2).err)
        self.assertEqual(size, self.axis2.stat().st_size)

    def test_unreadable_file(self):
        self.give_away(self.home)
        self.axis2.chmod(0)
        before = {path: what for path, what in digests(self.home).items()}
        done = self.as_another_user("lint", self.home, code=2)
        self.assertIn("axis2.xml", done.err)
        self.assertIn("ermission denied", done.err)
        params = shutil.copy(PARAMS, self.folder / "params")
        done = self.as_another_user("apply", "--yes", "--recipe", RECIPE, "--params", params, self.home, code=2)
        self.assertIn("axis2.xml", done.err)
        self.assertEqual(before, digests(self.home))

    def test_unreadable_and_findings(self):
        self.give_away(self.home)
        (self.conf / "user-mgt.xml").chmod(0)
        self.axis2.write_text("<axisconfig>")
        self.axis2.chmod(0o644)
        done = self.as_another_user("lint", self.home, code=3)
        self.assertIn("[xml.not-well-formed]", done.out)
        self.assertIn("user-mgt.xml", done.err)

    def test_folder_that_cannot_be_written(self):
        # The last node's values: something is to be done.
        self.give_away(self.home)
        self.run_cli("plan", "--check", "--recipe", RECIPE, "--params", PARAMS, "--param", "node-host=10.0.0.99", self.home, code=1)
        params = shutil.copy(PARAMS, self.folder / "params")
        for folder in (self.home, self.axis2.parent):
            folder.chmod(0o555)
            before = digests(self.home)
            done = self.as_another_user("apply", "--yes", "--recipe", RECIPE, "--params", params, "--param",
                                        "node-host=10.0.0.99", self.home, code=2)
            self.assertRegex(done.err, "may not write to the folder|Permission denied")
            self.assertEqual(before, digests(self.home))
            folder.chmod(0o755)


if __name__ == "__main__":
    harness.main()
