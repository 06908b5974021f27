"""What gets in the way of a lint run: folders that can't be read, a Ctrl-C among many homes."""

import os
import signal
import subprocess
import time

import harness


class LintTrouble(harness.CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(harness.FIXTURES / "das-cluster" / "das1", "das1")

    def test_a_folder_that_cannot_be_read_is_told_once(self):
        folder = self.home / "repository" / "conf" / "datasources"
        folder.chmod(0)
        self.addCleanup(folder.chmod, 0o755)
        self.give_away(self.home)
        done = self.as_another_user("lint", self.home)
        self.assertIn(done.code, (2, 3))
        errors = [line for line in done.err.splitlines() if "error: " in line]
        self.assertEqual(len(errors), 1, done.err)
        self.assertRegex(errors[0], r"error: das1:conf/.* and \d+ more were not checked: cannot list .*datasources: Permission")

    def test_a_file_that_cannot_be_read_is_told(self):
        path = self.home / "repository" / "conf" / "registry.xml"
        path.chmod(0)
        self.give_away(self.home)
        done = self.as_another_user("lint", self.home)
        self.assertIn(done.code, (2, 3))
        self.assertIn("error: das1:repository/conf/registry.xml was not checked: cannot read", done.err)

    def test_a_home_that_cannot_be_read_is_refused(self):
        self.give_away(self.home)
        self.home.chmod(0o311)
        self.addCleanup(self.home.chmod, 0o755)
        done = self.as_another_user("lint", self.home, code=2)
        self.assertIn("cannot list", done.err)
        self.assertIn("let this user read it", done.err)

    def test_ctrl_c_ends_it_and_leaves_nothing(self):
        homes = [self.copy(harness.FIXTURES / "das-cluster" / "das1", f"home{index}") for index in range(40)]
        before = harness.digests(self.folder)
        for extra in ([], ["--diff"], ["--format", f"json:{self.folder / 'report.json'}"]):
            process = subprocess.Popen([harness.BINARY, "lint", "--phase", "all", *extra, *map(str, homes)],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=harness.environment())
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
            if process.returncode == -signal.SIGINT:  # else it was quicker
                self.assertEqual(err, b"")
                self.assertEqual(harness.digests(self.folder), before)
            else:
                self.assertIn(process.returncode, (0, 1))
                (self.folder / "report.json").unlink(missing_ok=True)
        self.assertEqual([name for name in os.listdir(homes[0]) if name == ".carbonfix"], [])


if __name__ == "__main__":
    harness.main()
