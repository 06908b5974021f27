"""Homes that get hurt in the middle of a run, and the question of whether they are as before or as after it.

A home has 20 XML files that one rule file changes, one file that it makes, and some that it leaves alone. What a whole
run turns it into is said here, byte by byte, and not learnt from the program.
"""

import functools
import hashlib
import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time

import harness
from harness import ANOTHER_USER, BINARY, EVERY, CliTest

FILES = 20
CHANGE = """<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">
  <patch id="t.value" files="conf/**/*.xml" ensure="/server/value = '%(to)s'">
    <set sel="/server/value">%(to)s</set>
  </patch>
  <patch id="t.made" files="conf/my-node-id.dat" create="true" ensure="text = '%(to)s'"><set sel="text">%(to)s</set></patch>
</rules>
"""
IDLE = """<rules xmlns="urn:carbonfix:rules:1" id="idle" version="1">
  <patch id="idle.nothing" files="conf/idle.none" optional="true" ensure="/none"><remove sel="/none"/></patch>
</rules>
"""
MODES = (0o644, 0o600, 0o640, 0o664, 0o604)
FOLDERS = ("", "axis2/", "datasources/", "identity/sso/")
LINKED = "repository/resources/real.xml"  # conf/linked.xml is a symlink to it


def server(value, number=0):
    return f'<?xml version="1.0"?>\r\n<server  n="{number}">\r\n\t<value>{value}</value><!-- {number} -->\r\n</server>'.encode()


def changed_files():
    """Path of each of the 20 files, as it stands on the disk."""
    names = [f"repository/conf/{FOLDERS[i % len(FOLDERS)]}f{i:02}.xml" for i in range(FILES - 1)]
    return [*names, LINKED]


def make_home(home, owner=None):
    """Writes the home as it is before a run."""
    home = pathlib.Path(home)
    for folder in FOLDERS:
        (home / "repository/conf" / folder).mkdir(parents=True, exist_ok=True)
    (home / "repository/resources").mkdir()
    for number, name in enumerate(changed_files()):
        (home / name).write_bytes(server(1, number))
        (home / name).chmod(MODES[number % len(MODES)])
    (home / "repository/conf/linked.xml").symlink_to("../resources/real.xml")
    (home / "repository/conf/alone.properties").write_bytes(b"a=1\n")
    (home / "repository/conf/alone.jks").write_bytes(bytes(range(256)))
    (home / "repository/resources/alone.xml").write_bytes(server(1))
    if owner is not None:
        give(home, owner)
    return home


def give(folder, owner):
    """chown -R, which a process for each home would make slow."""
    os.chown(folder, owner, owner)
    for above, folders, files in os.walk(folder):
        for name in folders + files:
            os.lchown(os.path.join(above, name), owner, owner)


def tree(folder):
    """Path → kind, bytes or link target, mode, owner and group of everything below `folder` but .carbonfix."""
    found = {}
    for above, folders, files in os.walk(os.fsencode(folder)):
        if above == os.fsencode(folder) and b".carbonfix" in folders:
            folders.remove(b".carbonfix")
        for name in folders + files:
            path = os.path.join(above, name)
            status = os.lstat(path)
            if stat.S_ISLNK(status.st_mode):
                what = os.readlink(path)
            elif stat.S_ISDIR(status.st_mode):
                what = "folder"
            else:
                with open(path, "rb") as file:
                    what = hashlib.sha256(file.read()).hexdigest()
            found[os.path.relpath(path, os.fsencode(folder))] = (what, oct(status.st_mode), status.st_uid, status.st_gid)
    return found


def identities(folder):
    """Path → inode and time of the files that no run changes."""
    names = ("repository/conf/alone.properties", "repository/conf/alone.jks", "repository/resources/alone.xml")
    statuses = {name: os.stat(os.path.join(folder, name)) for name in names}
    return {name: (status.st_ino, status.st_mtime_ns) for name, status in statuses.items()}


def after_of(before, value=2):
    """The tree that a whole run makes of the tree `before`."""
    after = dict(before)
    for number, name in enumerate(changed_files()):
        key = os.fsencode(name)
        after[key] = (hashlib.sha256(server(value, number)).hexdigest(), *before[key][1:])
    owner = before[b"repository/conf"][2:]
    after[b"repository/conf/my-node-id.dat"] = (hashlib.sha256(str(value).encode()).hexdigest(), oct(0o100644), *owner)
    return after


def differences(one, other):
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def temporaries(folder):
    return sorted(str(path) for path in pathlib.Path(folder).rglob(".carbonfix-*.tmp"))


class Call:
    """One system call as strace shows it."""

    LINE = re.compile(r"(\d+) +([a-z_0-9]+)\((.*)\) += (-?\d+|\?)(.*)$")

    def __init__(self, pid, name, arguments, result, rest):
        self.pid, self.name, self.arguments, self.result, self.rest = pid, name, arguments, result, rest
        self.number = 0  # which call of this name it is in its thread, from 1

    def path_of_descriptor(self):
        found = re.match(r"\d+<([^>]*)>", self.arguments)
        return found.group(1) if found else ""

    def paths(self):
        if self.name in ("write", "pwrite64"):
            return []
        return re.findall(r'"((?:[^"\\]|\\.)*)"', self.arguments)

    def creates(self):
        return self.name == "openat" and "O_CREAT" in self.arguments

    def __str__(self):
        return f"{self.name}({self.arguments}) = {self.result}"


def read_calls(log):
    """The calls of a strace log in the order in which they ended, each numbered among those of its name."""
    begun, calls, counts = {}, [], {}
    for line in pathlib.Path(log).read_text(errors="surrogateescape").splitlines():
        if line.endswith("<unfinished ...>"):
            pid = line.split(maxsplit=1)[0]
            begun[pid] = line[: -len(" <unfinished ...>")]
            continue
        resumed = re.match(r"(\d+) +<\.\.\. [a-z_0-9]+ resumed>(.*)$", line)
        if resumed and resumed.group(1) in begun:
            line = begun.pop(resumed.group(1)) + resumed.group(2)
        found = Call.LINE.match(line)
        if not found:
            continue
        call = Call(*found.groups())
        key = (call.pid, call.name)
        counts[key] = call.number = counts.get(key, 0) + 1
        calls.append(call)
    return calls


# Every call that can change something on a disk, or who the program is.
CHANGING = ("openat", "write", "pwrite64", "fsync", "fdatasync", "fchmod", "fchmodat", "chmod", "fchown", "lchown", "chown",
            "fchownat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat",
            "mkdir", "mkdirat", "rmdir", "ftruncate", "flock", "setxattr", "lsetxattr", "fsetxattr", "removexattr",
            "lremovexattr", "fremovexattr", "setresuid", "setreuid", "setuid", "close")


def changing(calls, places):
    """The calls that change something below one of the folders `places`, and the closing of what they wrote."""
    result, written = [], set()
    for call in calls:
        names = [*call.paths(), call.path_of_descriptor()] + re.findall(r"<(/[^>]*)>", call.arguments)
        if call.name in ("setresuid", "setreuid", "setuid"):
            result.append(call)
            continue
        if not any(name.startswith(str(place)) for name in names for place in places):
            continue
        if call.name == "openat":
            if call.creates():
                result.append(call)
                written.add((call.pid, call.result))
        elif call.name == "close":
            key = (call.pid, call.arguments.split("<")[0])
            if key in written:
                written.discard(key)
                result.append(call)
        else:
            result.append(call)
    return result


@functools.lru_cache(None)
def strace_works():
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", "trace=write", "true"], capture_output=True, check=False)
    return done.returncode == 0


class FaultTest(CliTest):
    """`self.user` runs the program (None: whoever runs the tests), `self.owner` has the homes."""

    user = None
    owner = None
    every = EVERY  # how thinly to sample
    in_memory = False  # where the disk has no part in what is tested
    options = ()  # of every command

    def each_user(self, test, thinner=5):
        """Runs `test` as each of users(), the first in full, the others `thinner` times less."""
        for number, (name, user, owner) in enumerate(users()):
            with self.subTest(name):
                self.user, self.owner, self.every = user, owner, EVERY * (1 if number == 0 else thinner)
                self.setUp()
                test(name)

    def setUp(self):
        memory = "/dev/shm"
        tempfile.tempdir = memory if self.in_memory and os.access(memory, os.W_OK) else None
        super().setUp()
        tempfile.tempdir = None
        self.folder = pathlib.Path(os.path.realpath(self.folder))
        self.folder.chmod(0o755)
        self.binary = BINARY
        if os.geteuid() == 0 and self.user is not None:
            self.binary = harness.binary_for_everybody()
        self.home = self.folder / "home"
        self.change = self.write("change.xml", CHANGE % {"to": 2})
        self.idle = self.write("idle.xml", IDLE)
        (self.folder / "logs").mkdir()
        (self.folder / "logs").chmod(0o777)
        self.log = self.folder / "logs" / "strace"
        self.fresh()

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o644)
        return path

    def fresh(self):
        """The home as before any run."""
        if os.path.lexists(self.home):
            shutil.rmtree(self.home)
        make_home(self.home, self.owner)
        self.before = tree(self.home)
        self.after = after_of(self.before)
        self.untouched = identities(self.home)

    def keep_home(self, name):
        subprocess.run(["cp", "-a", self.home, self.folder / name], check=True)

    def bring_back(self, name):
        """The home as keep_home() saw it."""
        shutil.rmtree(self.home)
        subprocess.run(["cp", "-a", self.folder / name, self.home], check=True)
        self.untouched = identities(self.home)

    def environment(self, traced=False):
        env = harness.environment()
        if traced:  # the leak sanitizer traces the process itself
            env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        return env

    def start(self, *arguments, wrapper=(), **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                   "env": self.environment(bool(wrapper)), "cwd": self.folder, **options}
        if self.user is not None:
            options.update(user=self.user, group=self.user, extra_groups=[])
        return subprocess.Popen([*wrapper, self.binary, *map(os.fspath, arguments)], **options)

    def run_as(self, *arguments, code=None, wrapper=(), **options):
        """Runs the program as the user of this test."""
        process = self.start(*arguments, wrapper=wrapper, **options)
        out, err = process.communicate(timeout=120)
        done = harness.Finished(process.returncode, out.decode(errors="surrogateescape"), err.decode(errors="surrogateescape"))
        if code is not None:
            self.assertEqual(done.code, code, f"{arguments}\n--- stdout\n{done.out}--- stderr\n{done.err}")
        return done

    def apply(self, *more, home=None, code=None, **options):
        return self.run_as("apply", "--yes", *self.options, "--rules", self.change, *more, home or self.home, code=code, **options)

    def settle(self, home=None):
        """The next command that writes, with nothing of its own to write."""
        return self.run_as("apply", "--yes", "--no-fsync", *self.options, "--rules", self.idle, home or self.home, code=0)

    def tracer(self, trace, inject=(), strings=8, outlived=False):
        """The strace command that the program is put behind; `outlived`: it ends before the program does."""
        if self.log.exists():
            self.log.unlink()
        command = ["strace", "-f", "-y", "-s", str(strings), "-o", str(self.log), "-e", "trace=" + ",".join(trace)]
        for what in inject:
            command += ["-e", "inject=" + what]
        # Faster, but no signal would be sent, and no call would work without the tracer.
        if not outlived and not any("signal=" in what for what in inject):
            command.insert(1, "--seccomp-bpf")
        return command

    def traced(self, *arguments, trace=CHANGING, inject=(), strings=8, **options):
        """Runs under strace; gives what it ended with, and its calls."""
        done = self.run_as(*arguments, wrapper=self.tracer(trace, inject, strings), **options)
        return done, read_calls(self.log)

    def places(self):
        """The folders that a run may write below."""
        return [self.home, self.folder / "state", self.folder / "share"]

    def points(self, *arguments, code=0):
        """The changing calls of a run that nothing disturbs."""
        done, calls = self.traced(*arguments)
        self.assertEqual(done.code, code, done.err)
        found = changing(calls, self.places())
        self.assertEqual(1, len({call.pid for call in found}), "one thread writes")
        return found

    def which(self, where=""):
        """"before" or "after"; anything else fails."""
        self.assertEqual(self.untouched, identities(self.home), where)
        self.assertEqual([], temporaries(self.home), where)
        now = tree(self.home)
        if now == self.before:
            return "before"
        if now == self.after:
            return "after"
        self.fail(f"{where}: neither as before nor as after.\n"
                  f"not as before: {differences(now, self.before)}\nnot as after: {differences(now, self.after)}")

    def check_cut_off(self, where):
        """Lint tells of a run that was cut off, the next command that writes rolls it back: what is it then?"""
        now = tree(self.home)
        told = self.run_as("lint", "--no-builtin-rules", *self.options, "--rules", self.idle, self.home)
        if now not in (self.before, self.after):
            self.assertIn("carbonfix.run-interrupted", told.out + told.err, where)
        self.assertEqual(now, tree(self.home), "lint changes nothing")
        self.settle()
        result = self.which(where)
        told = self.run_as("lint", "--no-builtin-rules", *self.options, "--rules", self.idle, self.home)
        self.assertNotIn("run-interrupted", told.out + told.err, where)
        return result

    def check_works(self, where=""):
        """A run and its undo, whatever was before."""
        self.apply("--no-fsync", code=0)
        self.assertEqual(self.which(where), "after")
        self.run_as("restore", "--yes", "--no-fsync", *self.options, self.home, code=0)
        self.assertEqual(self.which(where), "before")


def report(text):
    """A line of figures: in the log of the tests, and in the file CARBONFIX_FIGURES that scripts/test.sh prints."""
    print("\n" + text, flush=True)
    if file := os.environ.get("CARBONFIX_FIGURES"):
        with open(file, "a", encoding="utf-8") as figures:
            figures.write(text + "\n")


def users():
    """Who runs the program and who owns the home: (name, user, owner). The root of a user namespace is one user only."""
    if os.geteuid() != 0 or int(pathlib.Path("/proc/self/uid_map").read_text().split()[2]) <= ANOTHER_USER:
        return [("plain user", None, None)]
    return [("root", None, None), ("plain user", ANOTHER_USER, ANOTHER_USER), ("root for the owner", None, ANOTHER_USER)]


def median_time(action, rounds=5):
    times = []
    for _ in range(rounds):
        began = time.monotonic()
        action()
        times.append(time.monotonic() - began)
    return sorted(times)[rounds // 2]


STOPPED = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGTERM: 143}
