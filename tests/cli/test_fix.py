"""lint --fix, --unsafe-fixes and --diff: what is written, what is not, and that it can be undone."""

import difflib
import json
import os
import re
import subprocess
import xml.dom.minidom

import harness
from faults import strace_works
from harness import BINARY, CliTest, digests

PACK = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <pattern id="own-ports" files="conf/*.xml">
    <rule context="Port">
      <assert id="own.one" test=". = 1" fix="one">Port is <value-of select="."/>.</assert>
      <fix id="one"><title>Set it to 1</title><set sel=".">1</set></fix>
    </rule>
  </pattern>
  %s
</rules>
"""
UNSAFE = """<pattern id="own-names" files="conf/*.xml"><rule context="Name">
  <assert id="own.name" test=". = 'n'" fix="n">The name is not n.</assert>
  <fix id="n" safety="unsafe"><set sel=".">n</set></fix></rule></pattern>"""
FIGHT = """<pattern id="own-two" files="conf/*.xml"><rule context="Port">
  <assert id="own.two" test=". = 2" fix="two">It is not 2.</assert>
  <fix id="two"><set sel=".">2</set></fix></rule></pattern>"""
SECRET = """<pattern id="own-secret" files="conf/*.xml"><rule context="/a">
  <assert id="own.secret" test="Password" fix="f">No password.</assert>
  <fix id="f"><add sel="."><Password>s3cretWord</Password></add></fix></rule></pattern>"""


class Fix(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.make_home("home")

    def make_home(self, name):
        conf = self.folder / name / "repository" / "conf"
        conf.mkdir(parents=True)
        (conf / "a.xml").write_text("<a>\n  <Port>7</Port>\n  <Name>x</Name>\n</a>\n")
        (conf / "b.xml").write_bytes(b"<b><Port>1</Port>\r\n<Port>8</Port></b>")
        return self.folder / name

    def text(self, name, home=None):
        return ((home or self.home) / "repository" / "conf" / name).read_bytes().decode()

    def lint(self, *arguments, rules="", homes=None, code=None, **options):
        pack = self.folder / "own.xml"
        pack.write_text(PACK % rules)
        return self.run_cli("lint", "--no-builtin-rules", "--rules", pack, *arguments, *(homes or [self.home]), code=code,
                            **options)

    def test_writes_what_it_finds_and_says_how_to_undo_it(self):
        before = digests(self.home)
        done = self.lint("--fix", code=0)
        self.assertEqual(self.text("a.xml"), "<a>\n  <Port>1</Port>\n  <Name>x</Name>\n</a>\n")
        self.assertEqual(self.text("b.xml"), "<b><Port>1</Port>\r\n<Port>1</Port></b>")
        self.assertIn("wrote repository/conf/a.xml (own.one)\n", done.out)
        self.assertIn("Fixed 2 findings.\n", done.out)
        self.assertIn("undo with: carbonfix restore ", done.out)
        self.assertTrue(done.out.endswith("\nno findings in 2 files.\n"), done.out)
        history = self.run_cli("history", self.home, code=0)
        self.assertIn("rules: own.one", history.out)
        self.run_cli("restore", "--yes", self.home, code=0)
        self.assertEqual(digests(self.home), before)

    def test_a_second_run_writes_nothing(self):
        self.lint("--fix", code=0)
        before = digests(self.home)
        runs = len(os.listdir(self.home / ".carbonfix" / "runs"))
        done = self.lint("--fix", code=0)
        self.assertIn("Nothing to fix. Nothing was written.\n", done.out)
        self.assertEqual(digests(self.home), before)
        self.assertEqual(len(os.listdir(self.home / ".carbonfix" / "runs")), runs)

    def test_what_is_left_decides_the_exit_code(self):
        done = self.lint("--fix", rules=UNSAFE, code=1)
        self.assertIn("own.name", done.out)
        self.assertIn("= fix: unsafe, apply with --fix --unsafe-fixes\n", done.out)
        self.assertIn("1 fixable with --fix --unsafe-fixes.", done.out)
        self.assertIn("<Name>x</Name>", self.text("a.xml"))
        self.lint("--fix", "--unsafe-fixes", rules=UNSAFE, code=0)
        self.assertIn("<Name>n</Name>", self.text("a.xml"))

    def test_diff_shows_and_writes_nothing(self):
        before = digests(self.folder)
        done = self.lint("--diff", code=1)
        self.assertIn("-  <Port>7</Port>\n+  <Port>1</Port>\n", done.out)
        self.assertIn("@@ own.one\n", done.out)
        self.assertTrue(done.out.endswith("--fix would fix 2 findings.\n"), done.out)
        self.assertEqual({**digests(self.folder), "own.xml": None}, {**before, "own.xml": None})
        subprocess.run(["patch", "-p1", "--binary", "-s"], input=done.out.encode(), cwd=self.home, check=True)
        self.lint("--diff", code=0)
        self.lint("--diff", "--fix", code=0)

    def test_fix_and_diff_together_write_nothing(self):
        self.lint("--fix", "--diff", code=1)
        self.assertIn("<Port>7</Port>", self.text("a.xml"))

    def test_unsafe_fixes_alone_are_refused(self):
        done = self.lint("--unsafe-fixes", code=2)
        self.assertIn("--unsafe-fixes does nothing without --fix or --diff", done.err)
        done = self.lint("--diff", "--format", "json", code=2)
        self.assertIn("--diff and --format do not go together", done.err)

    def test_fixes_that_fight_are_told(self):
        done = self.lint("--fix", rules=FIGHT, code=1)
        self.assertEqual(self.text("b.xml"), "<b><Port>1</Port>\r\n<Port>1</Port></b>")
        self.assertIn("Not fixed: repository/conf/a.xml:2: own.two: it makes own.one fail in repository/conf/a.xml: "
                      "Port is 2.\n", done.out)
        self.assertIn("= fix: not here: it makes own.one fail", done.out)

    def test_secrets_are_written_and_not_shown(self):
        shown = [self.lint("--diff", rules=SECRET), self.lint("--format", "json", rules=SECRET), self.lint(rules=SECRET),
                 self.lint("--fix", "-vv", rules=SECRET)]
        self.assertIn("<Password>s3cretWord</Password>", self.text("a.xml"))
        for done in shown:
            self.assertNotIn("s3cretWord", done.out + done.err)
        self.assertIn("********", shown[0].out)
        fixes = {each["id"]: each["fix"]["edits"] for each in json.loads(shown[1].out)["findings"]}
        self.assertEqual(fixes["own.secret"], [])
        self.assertEqual(fixes["own.one"], [{"offset": self.text("b.xml").rfind("<Port>") + 6, "length": 1, "text": "1"}])

    def test_json_offers_fixes_and_tells_what_was_fixed(self):
        report = json.loads(self.lint("--format", "json", code=1).out)
        self.assertIsNone(report["mended"])
        self.assertEqual(report["summary"]["fixable"], {"safe": 2, "unsafe": 0})
        for finding in report["findings"]:
            self.assertEqual((finding["fix"]["safety"], finding["fix"]["description"]), ("safe", "Set it to 1"))
            path = self.home / finding["path"]
            data = path.read_bytes()
            for edit in reversed(finding["fix"]["edits"]):
                data = data[:edit["offset"]] + edit["text"].encode() + data[edit["offset"] + edit["length"]:]
            path.write_bytes(data)
        self.lint(code=0)
        self.home = self.make_home("another")
        done = self.lint("--fix", "--format", "json", rules=FIGHT, code=1)
        mended = json.loads(done.out)["mended"]
        self.assertEqual([each["id"] for each in mended["fixed"]], ["own.one", "own.one"])
        self.assertEqual({each["id"] for each in mended["dropped"]}, {"own.two"})
        self.assertIn("undo with", done.err)

    def test_each_home_is_a_run_of_its_own(self):
        other = self.make_home("other")
        (other / "repository" / "conf" / "a.xml").write_text("<a/>\n")
        done = self.lint("--fix", homes=[self.home, other], code=0)
        self.assertIn("wrote home:repository/conf/a.xml", done.out)
        self.assertIn("Fixed 3 findings.\n", done.out)
        for home in (self.home, other):
            self.assertEqual(len(os.listdir(home / ".carbonfix" / "runs")), 1)

    def test_what_is_suppressed_is_not_fixed(self):
        (self.home / "repository" / "conf" / "a.xml").write_text(
            "<a>\n  <!-- carbonfix:ignore own.one: it is 7 here -->\n  <Port>7</Port>\n</a>\n")
        self.lint("--fix", code=0)
        self.assertIn("<Port>7</Port>", self.text("a.xml"))
        self.assertNotIn("<Port>8</Port>", self.text("b.xml"))

    def test_a_baseline_written_with_it_holds_what_is_left(self):
        baseline = self.folder / "baseline.xml"
        done = self.lint("--fix", "--baseline", baseline, "--write-baseline", rules=UNSAFE, code=0)
        self.assertEqual(self.text("b.xml"), "<b><Port>1</Port>\r\n<Port>1</Port></b>")
        self.assertIn("Fixed 2 findings.\n", done.out)
        self.assertIn("1 suppressed", done.out)
        self.assertIn("1 finding written, 1 new", done.err)
        self.assertEqual(re.findall(' id="(.*?)"', baseline.read_text()), ["own.name"])
        self.lint("--fix", "--unsafe-fixes", "--baseline", baseline, "--write-baseline", rules=UNSAFE, code=0)
        self.assertIn("<Name>x</Name>", self.text("a.xml"))

    def test_quiet_says_findings_only(self):
        self.assertEqual(self.lint("--fix", "-q", code=0).out, "")

    def test_a_generated_home_is_refused(self):
        (self.home / "repository" / "conf" / "deployment.toml").write_text("")
        done = self.lint("--fix", code=2)
        self.assertIn("deployment.toml", done.err)
        self.assertIn("nothing was written", done.err)
        self.assertIn("<Port>7</Port>", self.text("a.xml"))
        self.lint("--diff", code=1)
        self.lint("--fix", "--force-generated", code=0)
        self.assertIn("<Port>1</Port>", self.text("a.xml"))

    def test_a_home_that_cannot_be_written_is_left_whole(self):
        (self.home / "repository" / "conf").chmod(0o555)
        self.addCleanup((self.home / "repository" / "conf").chmod, 0o755)
        before = digests(self.home)
        done = self.as_another_user("lint", "--no-builtin-rules", "--rules", self.own_pack(), "--fix", self.home)
        self.assertEqual(done.code, 2, done.out + done.err)
        self.assertIn("nothing was written", done.err)
        self.assertEqual(digests(self.home), before)

    def own_pack(self):
        self.lint()
        return self.folder / "own.xml"

    def test_state_dir_change_and_owner_are_those_of_apply(self):
        state = self.folder / "state"
        self.lint("--fix", "--state-dir", state, "--change", "CHG-7", "--no-fsync", code=0)
        self.assertFalse((self.home / ".carbonfix").exists())
        history = self.run_cli("history", "--state-dir", state, self.home, code=0)
        self.assertIn("CHG-7", history.out)

    def test_a_run_that_was_cut_off_is_rolled_back_first(self):
        self.lint("--fix", code=0)
        run = next((self.home / ".carbonfix" / "runs").iterdir()) / "manifest.xml"
        run.write_text(run.read_text().replace('state="committed"', 'state="prepared"'))
        done = self.lint("--diff", code=2)
        self.assertIn("cut off", done.err)
        done = self.lint("--fix", code=0)
        self.assertIn("rolled back the run", done.err)
        self.assertIn("Fixed 2 findings.\n", done.out)

    @harness.unittest.skipUnless(strace_works(), "needs strace")
    def test_ctrl_c_in_the_middle_rolls_back(self):
        before = digests(self.home)
        pack = self.own_pack()
        done = subprocess.run(
            ["strace", "-f", "-o", os.devnull, "-e", "trace=rename,renameat,renameat2",
             "-e", "inject=rename,renameat,renameat2:signal=INT:when=2", BINARY, "lint", "--no-builtin-rules", "--rules",
             str(pack), "--fix", str(self.home)],
            capture_output=True, env={**harness.environment(), "ASAN_OPTIONS": "detect_leaks=0"}, check=False)
        self.assertEqual(done.returncode, 130, done.stdout + done.stderr)
        self.assertEqual(digests(self.home), before)


class StockHomes(CliTest):
    """Every home as shipped, with every fix there is."""

    def homes(self):
        stock = harness.SHARED / "corpus" / "stock"
        if not stock.is_dir():
            self.skipTest("no real homes")
        return harness.sample(sorted(stock.iterdir()))

    def fix(self, home, *more):
        return self.run_cli("lint", "--phase", "all", "--fix", "--unsafe-fixes", "--no-fsync", "--force-generated",
                            "--format", "concise", *more, home)

    def test_every_fix_leaves_a_whole_home_and_can_be_undone(self):
        fixed = lines = 0
        for source in self.homes():
            with self.subTest(source.name):
                home = self.copy(source)
                before = digests(home)
                diff = self.run_cli("lint", "--phase", "all", "--diff", "--unsafe-fixes", home)
                self.assertEqual(digests(home), before)
                done = self.fix(home)
                self.assertNotIn("internal error", done.err)
                self.assertNotIn("Not fixed", done.out)
                fixed += sum(map(int, re.findall(r"^Fixed (\d+) finding", done.out, re.M)))
                lines += self.check_changes(source, home, diff.out)
                again = self.fix(home)
                self.assertIn("Nothing to fix. Nothing was written.", again.out)
                self.assertEqual(self.run_cli("lint", "--phase", "all", home).code, done.code)
                for store in sorted(home.rglob(".carbonfix")):
                    self.run_cli("restore", "--yes", "--no-fsync", store.parent, code=0)
                self.assertEqual(self.without_stores(home), self.without_stores(source))
        print(f"\n{fixed} findings fixed in {lines} lines of {len(self.homes())} homes", flush=True)
        self.assertGreater(fixed, 0)

    @staticmethod
    def without_stores(home):
        """Bytes of every file; an EI home has a store in each of its runtimes."""
        return {path.relative_to(home): path.read_bytes() for path in home.rglob("*")
                if path.is_file() and ".carbonfix" not in path.parts}

    def check_changes(self, source, home, diff):
        """Every line that --fix wrote is one that --diff showed, and XML stays XML. Gives the number of lines."""
        shown = set(diff.splitlines())
        changed = 0
        for path in sorted(home.rglob("*")):
            relative = path.relative_to(home)
            if ".carbonfix" in relative.parts or not path.is_file() or path.is_symlink():
                continue
            old, new = (source / relative).read_bytes(), path.read_bytes()
            if old == new:
                continue
            if path.suffix == ".xml":
                xml.dom.minidom.parseString(new)
            lines = list(difflib.unified_diff(old.decode().splitlines(), new.decode().splitlines(), n=0))[2:]
            for line in lines:
                if line[0] in "+-":
                    self.assertIn(line, shown, relative)
                    changed += 1
        return changed


if __name__ == "__main__":
    harness.main()
