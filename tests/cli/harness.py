"""What the end-to-end tests share: the binary, copies of homes, digests, a terminal.

CARBONFIX_BIN names the binary, CARBONFIX_SHARED the folder of real homes (default: ../shared beside the checkout).
"""

import atexit
import functools
import hashlib
import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = PROJECT / "fixtures"
BINARY = os.path.abspath(os.environ.get("CARBONFIX_BIN", PROJECT / "build" / "release" / "carbonfix"))
SHARED = pathlib.Path(os.environ.get("CARBONFIX_SHARED", PROJECT.parent / "shared"))
RECIPE = "das-3.1-min-ha"
PARAMS = str(FIXTURES / (RECIPE + ".params"))
ANOTHER_USER = 65534  # nobody: has no right to anything

ALL_SKIPPED = 77
EVERY = int(os.environ.get("CARBONFIX_EVERY", "1"))  # sanitized builds are slow: they take a sample

# nohup, or a shell that runs the tests in the background, has these ignored, and what is started here would inherit
# that. A program whose signals have a handler starts others with the default; this one goes on ignoring them.
for _number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)


def environment(**changes):
    """A clean environment: no colour setting, no CARBON_HOME of the person who runs the tests."""
    env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TERM": "xterm"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    env.update(changes)
    return env


@functools.lru_cache(None)
def binary_for_everybody():
    """A copy of the binary in a place that every user can reach, made once: with sanitizers it is large."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="carbonfix-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    shutil.copy(BINARY, folder / "carbonfix")
    (folder / "carbonfix").chmod(0o755)
    return str(folder / "carbonfix")


def digests(folder):
    """Path → digest of bytes (or link target, or "folder") and mode, for a whole tree without .carbonfix."""
    result = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0] == ".carbonfix":
            continue
        if path.is_symlink():
            what = "-> " + os.readlink(path)
        elif path.is_dir():
            what = "folder"
        else:
            what = hashlib.sha256(path.read_bytes()).hexdigest()
        result[str(relative)] = (what, oct(path.lstat().st_mode))
    return result


def sample(found):
    """All of it, or what a slow build takes of it."""
    return list(found)[::EVERY]


class Finished:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


class CliTest(unittest.TestCase):
    """Each test has a folder of its own, `self.folder`."""

    maxDiff = None

    def setUp(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="carbonfix-test-")
        self.addCleanup(self._temporary.cleanup)
        self.folder = pathlib.Path(self._temporary.name)

    def copy(self, source, name=None):
        target = self.folder / (name or pathlib.Path(source).name)
        shutil.copytree(source, target, symlinks=True)
        subprocess.run(["chmod", "-R", "u+rwX", str(target)], check=True)
        return target

    def run_cli(self, *arguments, code=None, input="", env=None, cwd=None, user=None, binary=BINARY):
        done = subprocess.run([binary, *map(str, arguments)], input=input.encode(), capture_output=True, timeout=120,
                              env=env or environment(), cwd=cwd or PROJECT, user=user,
                              group=user, extra_groups=[] if user is not None else None)
        result = Finished(done.returncode, done.stdout.decode(), done.stderr.decode())
        if code is not None:
            self.assertEqual(result.code, code, f"carbonfix {' '.join(map(str, arguments))}\n"
                                                f"--- stdout\n{result.out}--- stderr\n{result.err}")
        return result

    def run_on_terminal(self, *arguments, typed="", env=None):
        """All three streams are one terminal of 80 columns; returns code and everything shown."""
        pid, terminal = pty.fork()
        if pid == 0:
            try:
                subprocess.run(["stty", "cols", "80", "rows", "24"], check=False)
                os.chdir(PROJECT)
                os.execve(BINARY, [BINARY, *map(str, arguments)], env or environment())
            finally:  # never a second copy of the tests
                os._exit(127)
        shown = b""
        answered = not typed
        while True:
            ready, _, _ = select.select([terminal], [], [], 60)
            if not ready:
                os.kill(pid, 9)
                self.fail("no answer from the terminal: " + shown.decode(errors="replace"))
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # the other end is closed
                piece = b""
            if not piece:
                break
            shown += piece
            if not answered and b"[y/N] " in shown:
                os.write(terminal, typed.encode())
                answered = True
        os.close(terminal)
        _, status = os.waitpid(pid, 0)
        return Finished(os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n"), "")

    def as_another_user(self, *arguments, **options):
        """Runs as a user without rights: root may read and write whatever its mode says."""
        if os.geteuid() != 0:
            return self.run_cli(*arguments, **options)
        self.folder.chmod(0o755)
        return self.run_cli(*arguments, binary=binary_for_everybody(), cwd=self.folder, user=ANOTHER_USER, **options)

    def give_away(self, folder):
        """Makes the user of as_another_user() the owner."""
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{ANOTHER_USER}:{ANOTHER_USER}", str(folder)], check=True)


def main():
    """Like unittest.main(), but tells apart a file of which nothing could be run."""
    program = unittest.main(module="__main__", exit=False, argv=[sys.argv[0], "-v"])
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(ALL_SKIPPED if result.testsRun == len(result.skipped) else 0)
