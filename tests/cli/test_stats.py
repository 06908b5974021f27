"""lint --stats: where the time of a run went, as tables and in JSON."""

import json
import re

import harness

MINE = """<rules xmlns="urn:carbonfix:rules:1" id="mine">
  <pattern id="numbers" files="conf/a.xml">
    <rule context="b"><report id="mine.two" severity="warning" test=". = 2">Two.</report></rule>
    <rule context="c"><report id="mine.c" test=". = 2">C.</report></rule>
  </pattern>
</rules>
"""


class Stats(harness.CliTest):
    def setUp(self):
        super().setUp()
        conf = self.folder / "home" / "repository" / "conf"
        conf.mkdir(parents=True)
        (conf / "a.xml").write_text("<a><b>1</b><b>2</b><b>3</b></a>\n")
        (conf / "unread.xml").write_text("<a/>\n")
        (self.folder / "mine.xml").write_text(MINE)

    def lint(self, *arguments, code=None):
        return self.run_cli("lint", "--no-builtin-rules", "--rules", "mine.xml", *arguments, "home", code=code,
                            cwd=self.folder)

    def test_prints_two_tables_behind_the_report(self):
        plain = self.lint(code=0)
        done = self.lint("--stats", code=0)
        self.assertEqual(done.out, plain.out)
        self.assertRegex(done.err, r"(?m)^ +ms +nodes +file \(read and parsed\)$")
        self.assertRegex(done.err, r"(?m)^ +\d+\.\d{3} +4 +home:repository/conf/a\.xml$")
        self.assertRegex(done.err, r"(?m)^ +\d+\.\d{3} +0 +home:repository/conf/unread\.xml$")
        self.assertRegex(done.err, r"(?m)^ +ms +nodes +rule \(context, lets and checks\)$")
        self.assertRegex(done.err, r"(?m)^ +\d+\.\d{3} +3 +numbers: b$")
        self.assertRegex(done.err, r"(?m)^ +\d+\.\d{3} +0 +numbers: c$")
        self.assertEqual(plain.err, "")
        self.assertEqual(self.lint("--stats", "-qq", code=0).err, "")

    def test_the_slowest_come_first_and_the_total_is_theirs(self):
        done = self.run_cli("lint", "--stats", harness.FIXTURES / "das-cluster" / "das1")
        tables = re.split(r"(?m)^ +ms +nodes .*$", done.err)[1:]
        self.assertEqual(len(tables), 2)
        for table in tables:
            rows = [line.split() for line in table.strip("\n").splitlines()]
            self.assertEqual(rows[0][1], "all")
            times = [float(row[0]) for row in rows[1:]]
            self.assertEqual(times, sorted(times, reverse=True))
            self.assertEqual(len(times), min(int(rows[0][2]), 20))
            self.assertLessEqual(sum(times), float(rows[0][0]) + 0.05)

    def test_json_has_all_of_them(self):
        stats = json.loads(self.lint("--stats", "--format", "json", code=0).out)["stats"]
        self.assertEqual({(each["file"], each["nodes"]) for each in stats["files"]},
                         {("home:repository/conf/a.xml", 4), ("home:repository/conf/unread.xml", 0)})
        self.assertEqual({(each["rule"], each["nodes"]) for each in stats["rules"]}, {("numbers: b", 3), ("numbers: c", 0)})
        for each in stats["files"] + stats["rules"]:
            self.assertIsInstance(each["microseconds"], int)
        self.assertIsNone(json.loads(self.lint("--format", "json", code=0).out)["stats"])


if __name__ == "__main__":
    harness.main()
