"""What lint leaves out: severities, suppression comments, waivers and baselines, as a user gives them."""

import json
import re
import unittest

import harness
from harness import FIXTURES, PROJECT, CliTest

try:
    import jsonschema
except ImportError:
    jsonschema = None

AXIS2 = "repository/conf/axis2/axis2.xml"
MEMBER = '<parameter name="localMemberHost">'
LOOPBACK = "clustering.local-host-loopback"
DAY_BEFORE, LAST_DAY, DAY_AFTER = "1798588800", "1798761599", "1798761600"  # 2026-12-30, -31 at 23:59:59, 2027-01-01


class LeftOut(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(FIXTURES / "das-cluster" / "das1")
        self.own = self.folder / "own"

    def change(self, path, before, after):
        file = self.home / path
        text = file.read_bytes().decode()
        self.assertIn(before, text)
        file.write_bytes(text.replace(before, after, 1).encode())

    def report(self, *arguments, code=None, **options):
        return json.loads(self.run_cli("lint", "-f", "json", *arguments, self.home, code=code, **options).out)

    def ids(self, *arguments, **options):
        return [finding["id"] for finding in self.report(*arguments, **options)["findings"]]

    def ignore_loopback(self, comment):
        self.change(AXIS2, MEMBER, f"<!-- {comment} -->{MEMBER}")


class Severities(LeftOut):
    def test_a_rule_gets_another_severity(self):
        found = self.report("--select", LOOPBACK, "--severity", f"{LOOPBACK}=warning", code=0)
        self.assertEqual([finding["severity"] for finding in found["findings"]], ["warning"])
        self.run_cli("lint", "--select", LOOPBACK, "--severity", "clustering.=warning", "--fail-on", "warning",
                     self.home, code=1)
        self.assertEqual(self.ids("--select", LOOPBACK, "--severity", f"{LOOPBACK}=info", "--min-severity", "warning",
                                  code=0), [])

    def test_an_unknown_id_is_an_error_with_the_nearest(self):
        done = self.run_cli("lint", "--severity", "clustering.local-host-loopbak=info", self.home, code=2)
        self.assertIn(f'did you mean "{LOOPBACK}"?', done.err)


class Comments(LeftOut):
    def test_a_comment_hides_a_finding_and_the_summary_says_so(self):
        self.assertIn(LOOPBACK, self.ids())
        self.ignore_loopback(f"carbonfix:ignore {LOOPBACK}: one machine only until=2026-12-31")
        env = harness.environment(SOURCE_DATE_EPOCH=LAST_DAY)
        done = self.run_cli("lint", self.home, env=env)
        self.assertNotIn(LOOPBACK, done.out)
        self.assertIn("; 1 suppressed;", done.out)
        shown = self.run_cli("lint", "--show-suppressed", self.home, env=env).out
        self.assertRegex(shown, rf"{AXIS2}:\d+:\d+: suppressed: .*\[{LOOPBACK}\]")
        self.assertIn("= suppressed: by a comment until 2026-12-31: one machine only", shown)
        self.assertIn(LOOPBACK, self.ids("--no-inline", env=env))

    def test_past_its_day_it_is_an_error(self):
        self.ignore_loopback(f"carbonfix:ignore {LOOPBACK}: one machine only until=2026-12-31")
        for epoch, found in ((DAY_BEFORE, False), (LAST_DAY, False), (DAY_AFTER, True)):
            ids = self.ids("--select", f"{LOOPBACK},carbonfix.", env=harness.environment(SOURCE_DATE_EPOCH=epoch))
            self.assertEqual("carbonfix.suppression-expired" in ids, found, epoch)
            self.assertEqual(LOOPBACK in ids, found, epoch)

    def test_what_is_hidden_does_not_fail_the_run(self):
        self.ignore_loopback(f"carbonfix:ignore {LOOPBACK}: one machine only")
        self.run_cli("lint", "--select", LOOPBACK, self.home, code=0)
        self.run_cli("lint", "--select", LOOPBACK, "--no-inline", self.home, code=1)

    def test_a_bad_date_of_the_environment_is_an_error(self):
        done = self.run_cli("lint", self.home, env=harness.environment(SOURCE_DATE_EPOCH="soon"), code=2)
        self.assertIn("SOURCE_DATE_EPOCH", done.err)

    def test_a_line_ending_in_crlf_and_a_comment_keep_the_rest(self):
        file = self.home / AXIS2
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        self.ignore_loopback(f"carbonfix:ignore {LOOPBACK}: one machine only")
        self.assertNotIn(LOOPBACK, self.ids())

    @unittest.skipIf(jsonschema is None, "python3-jsonschema is not installed")
    def test_json_with_what_is_left_out_follows_its_schema(self):
        self.ignore_loopback(f"carbonfix:ignore {LOOPBACK} until=2999-12-31")
        baseline = self.folder / "b.xml"
        self.run_cli("lint", "--baseline", baseline, "--write-baseline", self.home)
        report = self.report("--show-suppressed", "--baseline", baseline)
        jsonschema.validate(report, json.loads((PROJECT / "docs" / "report.schema.json").read_text()))
        kinds = [finding["suppressed"]["kind"] for finding in report["findings"] if finding["suppressed"]]
        self.assertEqual(set(kinds), {"inSource", "baseline"})
        self.assertEqual(report["summary"]["suppressed"], len(kinds))
        self.assertTrue(all(re.fullmatch("[0-9a-f]{32}", finding["fingerprint"]) for finding in report["findings"]))


class Baselines(LeftOut):
    def setUp(self):
        super().setUp()
        self.baseline = self.folder / "baseline.xml"

    def write(self, *arguments, **options):
        return self.run_cli("lint", "--baseline", self.baseline, "--write-baseline", *arguments, **options)

    def test_only_what_is_new_is_shown(self):
        done = self.write(self.home, code=0)
        self.assertRegex(done.err, r"baseline\.xml: \d+ findings written, \d+ new, 0 not found any more")
        self.assertEqual(self.ids("--baseline", self.baseline, code=0), [])
        self.change(AXIS2, "<axisconfig", "<!-- a line -->\n\n<axisconfig")
        self.assertEqual(self.ids("--baseline", self.baseline, code=0), [])
        self.change("repository/conf/event-processor.xml", "<hostName>0.0.0.0</hostName>", "<hostName>::</hostName>")
        done = self.run_cli("lint", "--baseline", self.baseline, self.home)
        self.assertIn("1 entry is not found any more", done.err)
        self.assertEqual(self.write(self.home, code=0).err.count("1 not found any more"), 1)

    def test_it_serves_the_home_wherever_it_is(self):
        self.write(self.home, code=0)
        self.run_cli("lint", "--baseline", self.baseline, self.copy(self.home, "elsewhere"), code=0)

    def test_written_again_it_is_the_same(self):
        self.write(self.home, code=0)
        first = self.baseline.read_bytes()
        self.write(self.home, code=0)
        self.assertEqual(self.baseline.read_bytes(), first)

    def test_a_part_of_the_rules_leaves_the_rest_in_it(self):
        self.write(self.home, code=0)
        first = self.baseline.read_bytes()
        self.write("--select", LOOPBACK, self.home, code=0)
        self.assertEqual(self.baseline.read_bytes(), first)

    def test_of_a_cluster_it_names_the_nodes(self):
        other = self.copy(FIXTURES / "das-cluster" / "das2")
        self.write(self.home, other, code=0)
        self.assertIn('node="das2"', self.baseline.read_text())
        self.run_cli("lint", "--baseline", self.baseline, self.home, other, code=0)
        done = self.run_cli("lint", "--baseline", self.baseline, self.home, code=0)
        self.assertNotIn("not found any more", done.err)

    def test_it_holds_no_secret(self):
        self.change("repository/conf/datasources/master-datasources.xml", "<password>", "<password>hunter-22")
        self.write("--phase", "all", self.home, code=0)
        self.assertNotIn("hunter", self.baseline.read_text())

    def test_a_file_that_is_none_is_refused_and_kept(self):
        done = self.run_cli("lint", "--baseline", self.baseline, self.home, code=2)
        self.assertIn("--write-baseline makes it", done.err)
        for text in ("", "<rules/>", "[]"):
            self.baseline.write_text(text)
            self.run_cli("lint", "--baseline", self.baseline, self.home, code=2)
            self.write(self.home, code=2)
            self.assertEqual(self.baseline.read_text(), text)
        self.assertIn("--baseline FILE", self.run_cli("lint", "--write-baseline", self.home, code=2).err)
        self.write("--diff", self.home, code=2)
        self.run_cli("lint", "--baseline", self.folder, self.home, code=2)
        self.run_cli("lint", "--baseline", self.folder / "no" / "b.xml", "--write-baseline", self.home, code=2)


class WaiverFiles(LeftOut):
    def waive(self, waivers):
        file = self.folder / "waivers.xml"
        file.write_text(f'<waivers xmlns="urn:carbonfix:waivers:1">{waivers}</waivers>')
        return file

    def test_waived_findings_are_left_out_until_their_day(self):
        file = self.waive(f'<waiver id="{LOOPBACK}" path="conf/axis2/*.xml" until="2026-12-31">One machine.</waiver>')
        today = harness.environment(SOURCE_DATE_EPOCH=LAST_DAY)
        self.run_cli("lint", "--select", LOOPBACK, "--waivers", file, self.home, env=today, code=0)
        later = harness.environment(SOURCE_DATE_EPOCH=DAY_AFTER)
        done = self.run_cli("lint", "-f", "concise", "--waivers", file, self.home, env=later, code=1)
        self.assertRegex(done.out, r"(?m)waivers\.xml:1:\d+: error: .* \[carbonfix\.suppression-expired\]$")

    def test_one_that_nothing_needs_is_told_at_its_place(self):
        self.change(AXIS2, MEMBER + "127.0.0.1", MEMBER + "10.0.0.11")
        done = self.run_cli("lint", "-f", "concise", "--waivers",
                            self.waive(f'\n<waiver id="{LOOPBACK}" path="**">One machine.</waiver>'), self.home)
        self.assertRegex(done.out, r"(?m)waivers\.xml:2:2: warning: .* \[carbonfix\.suppression-unused\]$")

    def test_a_file_that_is_none_is_refused(self):
        self.run_cli("lint", "--waivers", self.folder / "none.xml", self.home, code=2)
        done = self.run_cli("lint", "--waivers", self.waive('<waiver id="a.b" path="**"/>'), self.home, code=2)
        self.assertIn("does not say why", done.err)


if __name__ == "__main__":
    harness.main()
