"""Streams, files and exit codes: what scripts rely on."""

import json
import os
import resource
import subprocess
import time
import unittest

import harness
from harness import BINARY, FIXTURES, PARAMS, PROJECT, RECIPE, CliTest

BAD = FIXTURES / "das-cluster" / "das1"
CLEAN = FIXTURES / "das-cluster-clean" / "das1"

try:
    import jsonschema
except ImportError:
    jsonschema = None


class Streams(CliTest):
    def test_quiet_leaves_the_summary_out_and_twice_everything(self):
        loud, quiet = self.run_cli("lint", BAD, code=1), self.run_cli("lint", "-q", BAD, code=1)
        self.assertTrue(loud.out.startswith(quiet.out))
        self.assertNotIn(" in 7 files", quiet.out)
        silent = self.run_cli("lint", "-qq", BAD, code=1)
        self.assertEqual((silent.out, silent.err), ("", ""))
        self.assertEqual(self.run_cli("lint", "-q", CLEAN, code=0).out, "")

    def test_fail_on_and_min_severity(self):
        self.run_cli("lint", "--fail-on", "never", BAD, code=0)
        self.run_cli("lint", "--fail-on", "error", BAD, code=1)
        warned = self.run_cli("lint", "--phase", "production", "--select", "datasource.", CLEAN, code=0)
        if " warning: " in warned.out:
            self.run_cli("lint", "--phase", "production", "--fail-on", "warning", CLEAN, code=1)
        errors = self.run_cli("lint", "--phase", "all", "--min-severity", "error", BAD, code=1)
        self.assertNotIn(": warning: ", errors.out)

    def test_limit_on_the_size_of_files_is_an_error_and_no_crash(self):
        home = self.copy(BAD, "home")
        rules = self.folder / "own.xml"
        rules.write_text('<rules xmlns="urn:carbonfix:rules:1" id="own"><patch id="own.one" files="conf/carbon.xml" '
                         'ensure="//Offset = 7"><set sel="//Offset">7</set></patch></rules>')
        before = harness.digests(home)
        done = subprocess.run([BINARY, "apply", "--yes", "--rules", rules, home], capture_output=True, check=False,
                              text=True, env=harness.environment(),
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)))
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertIn("Nothing was changed.", done.stderr)
        self.assertEqual(harness.digests(home), before)

    def test_select_and_ignore(self):
        only = self.run_cli("lint", "-q", "-f", "concise", "--select", "clustering.", BAD, code=1).out
        self.assertTrue(only and all("[clustering." in line for line in only.splitlines()), only)
        without = self.run_cli("lint", "-q", "-f", "concise", "--ignore", "clustering.*", BAD, code=1).out
        self.assertNotIn("[clustering.", without)

    def test_concise_is_the_first_line_of_each_finding(self):
        concise = self.run_cli("lint", "-q", "-f", "concise", BAD, code=1).out.splitlines()
        full = self.run_cli("lint", "-q", "--context", "0", BAD, code=1).out.splitlines()
        self.assertEqual(concise, [line for line in full if line and not line.startswith(" ")])

    def test_reports_go_to_files(self):
        text, data = self.folder / "report.txt", self.folder / "report.json"
        done = self.run_cli("lint", "-f", f"text:{text}", "-f", f"json:{data}", BAD, code=1)
        self.assertEqual(done.out, "")
        self.assertEqual(text.read_text(), self.run_cli("lint", BAD, code=1).out)
        self.assertTrue(json.loads(data.read_text())["findings"])
        self.assertEqual(sorted(os.listdir(self.folder)), ["report.json", "report.txt"], "no temporary is left")
        both = self.run_cli("lint", "-f", "concise", "-f", f"json:{data}", BAD, code=1)
        self.assertIn("[clustering.", both.out)
        self.run_cli("lint", "-f", "json:/dev/null", BAD, code=1)
        self.assertFalse(os.path.isfile("/dev/null"))

    def test_same_input_same_bytes(self):
        homes = (FIXTURES / "das-cluster" / "das1", FIXTURES / "das-cluster" / "das2")
        first = self.run_cli("lint", "--phase", "all", *homes, code=1).out
        self.assertEqual(first, self.run_cli("lint", "--phase", "all", *homes, code=1).out)

    def test_a_reader_that_goes_away_is_no_error(self):
        big = self.folder / "big"
        conf = big / "repository" / "conf"
        conf.mkdir(parents=True)
        for i in range(400):
            (conf / f"{i}.xml").write_text("<a>" + "x" * 200 + "</b>\n")
        shell = f"set -o pipefail; '{BINARY}' lint '{big}' | head -n 1; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", shell], capture_output=True, env=harness.environment(), timeout=60)
        self.assertEqual(done.stderr, b"")
        self.assertEqual(done.stdout.splitlines()[-1], b"1")

    def test_a_full_disk_is_one(self):
        for arguments in (("lint", BAD), ("rules",), ("plan", "--recipe", RECIPE, "--params", PARAMS, BAD)):
            with open("/dev/full", "wb") as full:  # little of it fails at the end, much of it in between
                done = subprocess.run([BINARY, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE,
                                      env=harness.environment())
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(b"cannot write to standard output", done.stderr)

    def test_no_file_gets_the_number_of_a_closed_stream(self):
        shell = f"exec '{BINARY}' lint --params - '{BAD}' >&- 2>&-"
        with subprocess.Popen(["bash", "-c", shell], stdin=subprocess.PIPE, env=harness.environment()) as waiting:
            for _ in range(6000):  # it waits for its params
                if os.readlink(f"/proc/{waiting.pid}/exe") == os.path.realpath(BINARY) and self.is_null(waiting.pid, 2):
                    break
                time.sleep(0.01)
            self.assertTrue(self.is_null(waiting.pid, 1) and self.is_null(waiting.pid, 2))
            waiting.communicate(b"")
        self.assertEqual(waiting.returncode, 2)

    @staticmethod
    def is_null(pid, stream):
        return os.path.lexists(f"/proc/{pid}/fd/{stream}") and os.readlink(f"/proc/{pid}/fd/{stream}") == os.devnull

    def test_help_and_version_are_results(self):
        for arguments in (("--help",), ("lint", "--help"), ("apply", "-h"), ("--version",)):
            done = self.run_cli(*arguments, code=0)
            self.assertEqual(done.err, "")
            self.assertTrue(done.out)
        self.assertRegex(self.run_cli("--version").out, r"^carbonfix \d+\.\d+\.\d+\n$")

    def test_rules_are_listed_id_first(self):
        for line in self.run_cli("rules", code=0).out.splitlines():
            self.assertRegex(line, r"^[a-z0-9-]+(\.[a-z0-9-]+)+ +(error|warning|info) +\S")
        self.assertRegex(self.run_cli("rules", "--recipes", code=0).out, r"(?m)^das-3\.1-min-ha +\S")

    def test_a_file_cannot_drive_the_terminal(self):
        home = self.copy(BAD)
        (home / "repository" / "conf" / "evil\x1b[2J.xml").write_text("<a>\x1b[31m</b>")
        done = self.run_cli("lint", home, code=1)
        self.assertNotIn("\x1b", done.out + done.err)

    @unittest.skipIf(jsonschema is None, "python3-jsonschema is not installed")
    def test_json_follows_its_schema(self):
        schema = json.loads((PROJECT / "docs" / "report.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        home = self.copy(BAD)
        (home / "repository" / "conf" / "broken.xml").write_text("<a>")
        for homes in ((home,), (home, FIXTURES / "das-cluster" / "das2"), (CLEAN,)):
            report = json.loads(self.run_cli("lint", "--phase", "all", "-f", "json", *homes).out)
            validator.validate(report)
            for finding in report["findings"]:
                self.assertFalse(set(schema["$defs"]["finding"]["required"]) - set(finding))


if __name__ == "__main__":
    harness.main()
