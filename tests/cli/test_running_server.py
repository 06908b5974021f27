"""A server that runs, or has run, and what the patches mean for it."""

import subprocess
import sys

import harness
from harness import CliTest, digests

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <patch id="own.admin" files="conf/a.xml" effect="first-start" ensure="a/admin = 'new'">
    <set sel="a/admin">new</set>
  </patch>
  <patch id="own.hot" files="conf/a.xml" effect="hot" ensure="a/hot = 1">
    <set sel="a/hot">1</set>
  </patch>
  <patch id="own.port" files="conf/a.xml" effect="restart" ensure="a/port = 2">
    <set sel="a/port">2</set>
  </patch>
</rules>
"""
RUNNING = ("Note: the server is running (pid {}): own.hot takes effect at once; own.port takes effect when it is "
           "restarted; what own.admin writes is read at the first start only, which is past.\n")
STARTED = "Note: this home has been started before, and what own.admin writes is read at the first start only.\n"


class RunningServer(CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "own.xml").write_text(RULES)
        self.home = self.folder / "home"
        self.make(self.home)

    def make(self, home):
        (home / "repository" / "conf").mkdir(parents=True)
        (home / "repository" / "conf" / "a.xml").write_text(
            "<a>\n  <admin>old</admin>\n  <hot>0</hot>\n  <port>1</port>\n</a>\n")

    def start(self, home):
        """Something that looks like the server of a home; gives its pid."""
        server = subprocess.Popen(["java", "-c", "import time; print('up', flush=True); time.sleep(600)",
                                   f"-Dcarbon.home={home}", "org.wso2.carbon.bootstrap.Bootstrap"],
                                  executable=sys.executable, stdout=subprocess.PIPE)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        server.stdout.readline()
        (home / "wso2carbon.pid").write_text(f"{server.pid}\n")
        return server

    def own(self, command, *homes, **options):
        return self.run_cli(command, "--rules", self.folder / "own.xml", *homes, **options)

    def test_plan_and_apply_say_what_the_server_takes(self):
        server = self.start(self.home)
        before = digests(self.home)
        plan = self.own("plan", self.home, code=0)
        self.assertIn(RUNNING.format(server.pid), plan.out)
        self.assertNotIn("Takes effect", plan.out)
        self.assertEqual(before, digests(self.home))
        applied = self.own("apply", "--yes", self.home, code=0)
        self.assertIn(RUNNING.format(server.pid), applied.out)
        again = self.own("apply", "--yes", self.home, code=0)
        self.assertNotIn("running", again.out)

    def test_restore_says_so(self):
        self.own("apply", "--yes", self.home, code=0)
        self.assertNotIn("running", self.run_cli("restore", "--dry-run", self.home, code=0).out)
        note = f"Note: the server is running (pid {self.start(self.home).pid}): this takes effect most likely when"
        self.assertIn(note, self.run_cli("restore", "--dry-run", self.home, code=0).out)
        self.assertIn(note, self.run_cli("restore", "--yes", self.home, code=0).out)

    def test_of_several_homes_only_the_one_that_runs_is_named(self):
        other = self.folder / "other"
        self.make(other)
        server = self.start(other)
        plan = self.own("plan", self.home, other, code=0)
        self.assertIn("other: " + RUNNING.format(server.pid), plan.out)
        self.assertIn("home: Takes effect at once: own.hot; at the next restart: own.port; only at", plan.out)
        self.assertEqual(plan.out.count("pid "), 1)

    def test_a_pid_file_left_behind_is_no_server(self):
        server = self.start(self.home)
        server.kill()
        server.wait()
        plan = self.own("plan", self.home, code=0)
        self.assertNotIn("running", plan.out)
        self.assertIn(STARTED, plan.out)

    def test_a_first_start_that_is_past_is_told(self):
        self.assertNotIn("Note:", self.own("plan", self.home, code=0).out)
        logs = self.home / "repository" / "logs"
        logs.mkdir()
        (logs / "wso2carbon.log").touch()
        for command in (("plan",), ("apply", "--yes")):
            self.assertIn(STARTED, self.run_cli(*command, "--rules", self.folder / "own.xml", self.home, code=0).out)


if __name__ == "__main__":
    harness.main()
