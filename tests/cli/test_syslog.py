"""--syslog, heard at a /dev/log of the test's own: only root can give a process one."""

import os
import socket
import subprocess
import unittest

import harness
from harness import BINARY, PROJECT, CliTest

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <param name="own-password" sensitive="true"/>
  <patch id="own.one" files="conf/a.xml" ensure="a/password = $own-password">
    <set sel="a/password">{$own-password}</set>
  </patch>
</rules>
"""
DIFF = '<diff><replace sel="a/b/text()">2</replace></diff>'
SECRETS = ("old-sample", "new-sample")


def has_namespaces():
    return subprocess.run(["unshare", "-m", "mount", "--bind", "/dev/null", "/dev/null"], capture_output=True,
                          check=False).returncode == 0


@unittest.skipUnless(os.geteuid() == 0 and has_namespaces(), "needs root and a mount namespace")
class Syslog(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        conf = self.home / "repository" / "conf"
        conf.mkdir(parents=True)
        self.file = conf / "a.xml"
        self.file.write_text("<a>\n  <password>old-sample</password>\n  <b>1</b>\n</a>\n")
        (self.folder / "own.xml").write_text(RULES)
        (self.folder / "diff.xml").write_text(DIFF)
        (self.folder / "params").write_text("own-password=new-sample\n")
        self.devices = self.folder / "dev"
        self.devices.mkdir()
        (self.devices / "null").touch()
        self.log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.log.close)

    def listen(self):
        self.log.bind(str(self.devices / "log"))
        self.log.setblocking(False)

    def heard(self):
        lines = []
        while True:
            try:
                lines.append(self.log.recv(65536).decode().rstrip("\0\n"))
            except BlockingIOError:
                break
        for line in lines:
            self.assertTrue(line.startswith("<13>"), line)  # user.notice
            self.assertIn(" carbonfix[", line)
            for secret in SECRETS:
                self.assertNotIn(secret, line)
        return [line.split("]: ", 1)[1] for line in lines]

    def cli(self, *arguments, code=0, env=None):
        script = 'mount --bind /dev/null "$0/null" && mount --rbind "$0" /dev && exec "$@"'
        done = subprocess.run(["unshare", "-m", "--propagation", "private", "sh", "-c", script, self.devices, BINARY,
                               *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, cwd=PROJECT,
                              env=env or harness.environment(), timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def apply(self, *more, **options):
        return self.cli("apply", "--yes", "--syslog", "--rules", self.folder / "own.xml", "--params",
                        self.folder / "params", *more, self.home, **options)

    def runs(self):
        return sorted(os.listdir(self.home / ".carbonfix" / "runs"))

    def test_one_line_a_run(self):
        self.listen()
        self.apply("--change", "CHG 7", env=harness.environment(SUDO_USER="alice"))
        run = self.runs()[-1]
        self.assertEqual(self.heard(), [f"command=apply result=done run={run} home={self.home} user=root sudo_user=alice "
                                        'change="CHG 7" files=1 rules=own.one'])
        manifest = (self.home / ".carbonfix" / "runs" / run / "manifest.xml").read_text()
        self.assertIn('sudo-user="alice" change="CHG 7"', manifest)
        self.apply()
        self.assertEqual(self.heard(), [], "nothing was to be done")

        self.cli("restore", "--yes", "--syslog", self.home)
        self.assertEqual(self.heard(), [f"command=restore result=done run={self.runs()[-1]} undoes={run} home={self.home} "
                                        "user=root files=1 rules=own.one"])
        self.cli("patch", "-i", "--syslog", self.folder / "diff.xml", self.file)
        self.assertEqual(self.heard(), [f"command=patch result=done run={self.runs()[-1]} home={self.home} user=root "
                                        f'files=1 rules="patch {self.folder}/diff.xml"'])

    def test_a_change_can_not_forge_a_line(self):
        self.listen()
        self.apply("--change", '7" result=failed\nJan 1 00:00:00 host sshd[1]: root')
        (line,) = self.heard()
        self.assertIn(r'change="7\" result=failed\x0aJan 1 00:00:00 host sshd[1]: root" files=1', line)

    def test_a_run_that_fails_is_told_with_the_reason(self):
        self.listen()
        os.link(self.file, self.folder / "other-name")
        self.apply(code=2)
        (line,) = self.heard()
        self.assertIn(f"command=apply result=failed home={self.home} user=root files=1 why=", line)
        self.assertIn("2 hard links", line)

    def test_a_run_that_was_cut_off_is_told_when_it_is_rolled_back(self):
        self.listen()
        self.apply()
        (run,) = self.runs()
        manifest = self.home / ".carbonfix" / "runs" / run / "manifest.xml"
        manifest.write_text(manifest.read_text().replace('state="committed"', 'state="prepared"'))
        self.heard()
        self.apply()
        lines = self.heard()
        self.assertIn(f"command=apply result=rolled-back run={run} home={self.home}", lines[0])
        self.assertIn(f"command=apply result=done run={self.runs()[-1]}", lines[1])

    def test_nothing_is_told_unless_asked(self):
        self.listen()
        self.cli("apply", "--yes", "--rules", self.folder / "own.xml", "--params", self.folder / "params", self.home)
        self.cli("restore", "--yes", self.home)
        self.assertEqual(self.heard(), [])

    def test_a_machine_without_a_log_is_noted(self):
        _, err = self.apply()
        self.assertIn("carbonfix: note: there is no system log here (/dev/log is missing)\n", err)
        self.assertIn("new-sample", self.file.read_text())


if __name__ == "__main__":
    harness.main()
