"""A run that was cut off, as commands tell it that write nothing; and what the next one that writes makes of it."""

import json
import os
import socket
import subprocess
import sys

import harness
from harness import FIXTURES, CliTest, digests

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <patch id="own.one" files="conf/a.xml" ensure="a = 2"><set sel="a">2</set></patch>
  <patch id="own.two" files="conf/b.xml" ensure="b = 2"><set sel="b">2</set></patch>
</rules>
"""
STRICT = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <patch id="own.one" files="conf/a.xml" ensure="a = 4"><set sel="a">3</set></patch>
</rules>
"""
ID = "carbonfix.run-interrupted"


def everything(folder):
    """All of it, the store too, with what a mere look must not change."""
    shown = {}
    for path, _, files in os.walk(folder):
        for name in (".", *files):
            status = os.lstat(os.path.join(path, name))
            shown[os.path.join(path, name)] = (status.st_ino, status.st_mode, status.st_mtime_ns, status.st_size)
    return shown


class Interrupted(CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "own.xml").write_text(RULES)
        (self.folder / "strict.xml").write_text(STRICT)
        self.home = self.folder / "home"
        self.conf = self.home / "repository" / "conf"
        self.conf.mkdir(parents=True)
        (self.conf / "a.xml").write_text("<a>1</a>\n")
        (self.conf / "b.xml").write_text("<b>1</b>\n")
        self.before = digests(self.home)

    def own(self, command, *more, **options):
        return self.run_cli(command, "--rules", self.folder / "own.xml", *more, self.home, **options)

    def cut_off(self, *more, state="prepared", store=None):
        """As if the run had died after the first of two renames. Gives its name."""
        self.own("apply", "--yes", *more, code=0)
        (self.conf / "b.xml").write_text("<b>1</b>\n")
        runs = (store or self.home / ".carbonfix") / "runs"
        run = max(os.listdir(runs))
        manifest = runs / run / "manifest.xml"
        text = manifest.read_text()
        self.assertIn('state="committed"', text)
        manifest.write_text(text.replace('state="committed"', f'state="{state}"'))
        if state == "intended":
            (self.conf / "a.xml").write_text("<a>1</a>\n")
        return run

    def lint(self, *more, code, **options):
        report = json.loads(self.run_cli("lint", "--format", "json", *more, self.home, code=code, **options).out)
        return report["findings"], report["summary"]["notChecked"]

    def test_patch_in_place_does_not_take_what_was_cut_off_for_done(self):
        diff = self.folder / "diff.xml"
        diff.write_text("<diff><replace sel='a/text()'>2</replace></diff>")
        run = self.cut_off()
        done = self.run_cli("patch", "-i", diff, self.conf / "a.xml", code=0)
        self.assertIn(f"rolled back the run {run} of {self.home}, which was cut off", done.err)
        self.assertIn("wrote ", done.out)
        self.run_cli("restore", "--dry-run", self.home, code=0)
        self.assertEqual((self.conf / "a.xml").read_text(), "<a>2</a>\n")

    def test_lint_tells_in_every_phase_and_touches_nothing(self):
        run = self.cut_off()
        before = everything(self.home)
        for phase in ("default", "pre-start", "production", "all"):
            findings, _ = self.lint("--phase", phase, code=1)
            (finding,) = [each for each in findings if each["id"] == ID]
            self.assertEqual(finding["severity"], "error")
            self.assertEqual(finding["path"], f".carbonfix/runs/{run}/manifest.xml")
            self.assertEqual((finding["line"], finding["column"]), (1, 1))
            for part in (f"{run[0:4]}-{run[4:6]}-{run[6:8]} {run[9:11]}:", socket.gethostname(), "was cut off while it wrote",
                         "repository/conf/a.xml, repository/conf/b.xml"):
                self.assertIn(part, finding["message"])
            self.assertTrue(finding["help"].endswith(f" before anything else: carbonfix restore {self.home}"), finding["help"])
        text = self.run_cli("lint", self.home, code=1).out
        self.assertIn(f".carbonfix/runs/{run}/manifest.xml:1:1: error: A run of apply", text)
        self.assertEqual(before, everything(self.home))

    def test_it_is_chosen_like_every_other_finding(self):
        self.cut_off()
        for more, code in ((("--select", ID), 1), (("--select", "carbonfix."), 1), (("--min-severity", "error"), 1),
                           (("--ignore", ID), 0), (("--select", "clustering."), 0), (("--fail-on", "never"), 0)):
            findings, _ = self.lint(*more, code=code)
            told = ID in [each["id"] for each in findings]
            self.assertEqual(told, code == 1 or "never" in more, more)

    def test_before_the_first_rename_it_says_so(self):
        self.cut_off(state="intended")
        (finding,) = self.lint("--select", ID, code=1)[0]
        self.assertIn("was cut off before it had changed a file", finding["message"])

    def test_plan_warns_and_is_not_to_be_trusted(self):
        self.cut_off()
        before = everything(self.home)
        self.assertEqual(self.own("plan", "-qq", code=2).err, "")
        for more in ((), ("--check",), ("-q",)):
            plan = self.own("plan", *more, code=2)
            self.assertIn("carbonfix: warning: A run of apply", plan.err)
            self.assertIn(f"[{ID}]\n  The next apply or restore", plan.err)
        failed = self.run_cli("plan", "--rules", self.folder / "strict.xml", self.home, code=2)
        self.assertIn("carbonfix: warning: A run of apply", failed.err)
        self.assertEqual(before, everything(self.home))

    def test_nothing_is_put_out_that_was_made_of_it(self):
        self.cut_off()
        before = everything(self.home)
        refused = self.own("apply", "--yes", "--output", self.folder / "out", code=2)
        self.assertIn("was cut off", refused.err)
        self.assertFalse((self.folder / "out").exists())
        saved = self.own("plan", "--out", self.folder / "plan.xml", code=2)
        self.assertIn("the plan is not saved", saved.err)
        self.assertFalse((self.folder / "plan.xml").exists())
        self.assertEqual(before, everything(self.home))

    def test_of_several_homes_the_one_is_named(self):
        self.cut_off()
        other = self.copy(FIXTURES / "das-cluster-clean" / "das1")
        warned = self.run_cli("plan", "--recipe", harness.RECIPE, "--params", harness.PARAMS, other, self.home)
        self.assertIn("carbonfix: warning: home: A run of apply", warned.err)
        self.assertNotIn("das1: A run", warned.err)

    def test_apply_rolls_back_before_it_reads(self):
        run = self.cut_off()
        applied = self.own("apply", "--yes", code=0)
        self.assertIn(f"rolled back the run {run}", applied.err)
        self.assertIn("wrote repository/conf/a.xml", applied.out, "it saw the file of before the run")
        self.assertEqual(self.lint("--select", ID, code=0)[0], [])
        self.run_cli("restore", "--yes", self.home, code=0)
        self.assertEqual(self.before, digests(self.home))

    def test_a_run_that_is_going_on_is_none(self):
        self.cut_off()
        other = subprocess.Popen(["carbonfix", "-c", "import time; print('up', flush=True); time.sleep(600)"],
                                 executable=sys.executable, stdout=subprocess.PIPE)
        self.addCleanup(other.stdout.close)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        other.stdout.readline()
        lock = self.home / ".carbonfix" / "lock"
        lock.write_text(f"pid={other.pid} host={socket.gethostname()} since=2026-01-05T09:15:00Z\n")
        findings, not_checked = self.lint("--select", ID, code=0)
        self.assertEqual(findings, [])
        self.assertIn(f"a run that is not at its end: pid {other.pid} on {socket.gethostname()}", not_checked[0]["why"])
        self.assertIn(f"not at its end: pid {other.pid}", self.own("plan", code=0).err)
        other.kill()
        other.wait()
        self.assertEqual(len(self.lint("--select", ID, code=1)[0]), 1)

    def test_of_another_machine_it_is_not_known(self):
        self.cut_off()
        (self.home / ".carbonfix" / "lock").write_text("pid=1 host=elsewhere since=2026-01-05T09:15:00Z\n")
        findings, not_checked = self.lint("--select", ID, code=0)
        self.assertEqual(findings, [])
        self.assertIn("pid 1 on elsewhere, since 2026-01-05", not_checked[0]["why"])
        self.own("apply", "--yes", code=0)
        self.assertEqual(self.lint("--select", ID, code=0)[1], [], "whoever has the lock finds out")

    def test_a_store_that_may_not_be_read_is_not_checked(self):
        self.cut_off()
        for path in (self.home, self.home / "repository", self.conf):
            path.chmod(0o755)
        self.folder.chmod(0o755)
        if os.geteuid() != 0:
            (self.home / ".carbonfix").chmod(0)
            self.addCleanup((self.home / ".carbonfix").chmod, 0o700)
        linted = self.as_another_user("lint", "--select", ID, self.home, code=0)
        self.assertIn("not checked: ", linted.out)
        self.assertIn("whether a run was cut off", linted.out)
        self.assertNotIn("error", linted.err)
        planned = self.as_another_user("plan", "--rules", self.folder / "own.xml", self.home, code=0)
        self.assertIn("carbonfix: note: not checked: whether a run was cut off", planned.err)
        self.assertNotIn("note:", self.as_another_user("plan", "-q", "--rules", self.folder / "own.xml", self.home).err)

    def test_a_damaged_manifest_is_not_checked(self):
        run = self.cut_off()
        (self.home / ".carbonfix" / "runs" / run / "manifest.xml").write_text("<run")
        findings, not_checked = self.lint("--select", ID, code=0)
        self.assertEqual(findings, [])
        self.assertEqual(not_checked[0]["path"], ".carbonfix")

    def test_a_state_directory_is_looked_at(self):
        states = self.folder / "states"
        states.mkdir(mode=0o700)
        applied = self.own("apply", "--yes", "--state-dir", states, code=0)
        self.assertIn(f"undo with: carbonfix restore --state-dir {states} {self.home} 2", applied.out)
        self.run_cli("restore", "--yes", "--state-dir", states, self.home, code=0)
        (store,) = states.iterdir()
        run = self.cut_off("--state-dir", states, store=store)
        self.assertFalse((self.home / ".carbonfix").exists())
        self.assertEqual(self.lint("--select", ID, code=0)[0], [])
        (finding,) = self.lint("--select", ID, "--state-dir", states, code=1)[0]
        self.assertEqual(finding["path"], str(store / "runs" / run / "manifest.xml"))
        self.assertIn(f"--state-dir {states}", finding["help"])
        self.own("plan", "--state-dir", states, code=2)
        self.own("plan", code=0)


if __name__ == "__main__":
    harness.main()
