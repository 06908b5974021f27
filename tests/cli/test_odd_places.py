"""Homes in places that nobody thinks of, without the rights that it takes, and under a clock that is wrong."""

import os
import pathlib
import random
import shutil
import signal
import tempfile
import time
import unittest

import faults
import harness
from faults import ANOTHER_USER, FaultTest, report, strace_works, tree

# Some have characters that XML can't hold, even as references: the manifest has to keep such paths too.
NAMES = (b"with space", b" both ends ", b"quote's", b'double"quote', b"new\nline", b"tab\there", b"-dash", b"--yes", b"$HOME",
         b"`id`", b"back\\slash", b"per%cent", b"amp&lt;", b"a;b", b"star*", b"ques?", b"[brackets]", b"{braces}",
         "ümläut €".encode(), b"latin1-\xe9\xfc", b"\xff\xfe", b"control\x01\x7f", b"x" * 200)


class Names(FaultTest):
    in_memory = True

    def test_paths_of_homes(self):
        self.call = self.renaming() if strace_works() else None
        for name in NAMES:
            with self.subTest(name):
                self.home = self.folder / os.fsdecode(name)
                self.fresh()
                self.check_works(repr(name))
                cut = self.cut_off()
                self.settle()
                self.assertEqual(self.which(repr(name)), "before" if cut else self.which())
                if not name.startswith(b"-"):
                    continue
                for command in (("apply", "--yes", "--rules", self.change, "--"), ("restore", "--yes", "--")):
                    self.run_as(*command, os.fsdecode(name), code=0)
                self.settle()
                self.assertEqual(self.which(repr(name)), "before")
        report(f"homes in folders with odd names: {len(NAMES)}, each changed, undone, killed and recovered")

    def renaming(self):
        """Name and number of the call that gives half of the files their new bytes."""
        points = self.points("apply", "--yes", "--no-fsync", "--rules", self.change, self.home)
        renames = [call for call in points if call.name.startswith(("rename", "link")) and ".carbonfix-" in call.arguments]
        return renames[len(renames) // 2].name, renames[len(renames) // 2].number

    def cut_off(self):
        """Kills a run between two of its files; without strace kills runs until one stands there, False after 30."""
        self.fresh()
        if self.call:
            name, number = self.call
            self.traced("apply", "--yes", "--no-fsync", "--rules", self.change, self.home, trace=[name],
                        inject=[f"{name}:signal=SIGKILL:when={number}"])
            self.assertNotIn(tree(self.home), (self.before, self.after))
            return True
        for turn in range(30):
            self.fresh()
            process = self.start("apply", "--yes", "--rules", self.change, self.home)
            time.sleep(random.Random(turn).uniform(0.002, 0.03))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if tree(self.home) not in (self.before, self.after):
                return True
        return False

    def test_names_of_files(self):
        for name in NAMES:
            with self.subTest(name):
                self.fresh()
                folder = os.path.join(os.fsencode(self.home), b"repository/conf", name)
                os.mkdir(folder)
                file = os.path.join(folder, name + b".xml")
                with open(file, "wb") as stream:
                    stream.write(faults.server(1))
                before = tree(self.home)
                done = self.apply("--no-fsync")
                self.assertEqual(done.code, 0, f"{name}: {done.err}")
                with open(file, "rb") as stream:
                    self.assertEqual(stream.read(), faults.server(2), name)
                self.assertNotRegex(done.out, "[\x00-\x08\x0b-\x1f\x7f]", "no terminal is taken over")
                self.run_as("history", self.home, code=0)
                self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
                self.assertEqual(tree(self.home), before, name)
        report(f"files and folders with odd names: {len(NAMES)}, each changed and undone")

    def test_relative_and_linked_homes(self):
        (self.folder / "link").symlink_to("home")
        for home in ("home", "./home/", "link", "link/.", "home/../home", "."):
            cwd = self.home if home == "." else self.folder
            self.run_as("apply", "--yes", "--no-fsync", "--rules", self.change, home, cwd=cwd, code=0)
            self.assertEqual(self.which(home), "after")
            self.run_as("restore", "--yes", "--no-fsync", home, cwd=cwd, code=0)
            self.assertEqual(self.which(home), "before")


class OtherFileSystem(FaultTest):
    def test_another_file_system_than_the_one_of_temporary_files(self):
        memory = pathlib.Path("/dev/shm")
        if not os.access(memory, os.W_OK) or memory.stat().st_dev == self.folder.stat().st_dev:
            self.skipTest("/dev/shm is no file system of its own here")
        with tempfile.TemporaryDirectory(prefix="carbonfix-test-", dir=memory) as other:
            os.chmod(other, 0o755)
            self.home = pathlib.Path(other) / "home"
            self.fresh()
            self.check_works()
            state = self.folder / "state"
            self.apply("--state-dir", state, code=0)
            self.assertEqual(self.which(), "after")
            self.run_as("restore", "--yes", "--state-dir", state, self.home, code=0)
            self.assertEqual(self.which(), "before")
            self.assertNotEqual(0, len(list(state.iterdir())))


class Clock(FaultTest):
    def test_a_clock_that_went_back(self):
        """A run that seems to come from the future stays older than the ones after it."""
        changes = [self.write(f"to-{value}.xml", faults.CHANGE % {"to": value}) for value in (2, 3, 4)]
        self.run_as("apply", "--yes", "--no-fsync", "--rules", changes[0], self.home, code=0)
        runs = self.home / ".carbonfix/runs"
        for future in ("29990101T000000Z-1", "99991231T235959Z-9"):
            first = sorted(runs.iterdir())[-1]
            first.rename(runs / future)
            for change in changes[1:]:
                self.run_as("apply", "--yes", "--no-fsync", "--rules", change, self.home, code=0)
            for value in (3, 2):
                self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
                self.assertEqual(tree(self.home), faults.after_of(self.before, value), future)
            self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
            self.assertEqual(self.which(future), "before")
            shutil.rmtree(runs)
            runs.mkdir(mode=0o700)
            self.run_as("apply", "--yes", "--no-fsync", "--rules", changes[0], self.home, code=0)
        report("a clock that went back: 2 runs from the future, later ones undone in the right order")


class Rights(FaultTest):
    """As a user who may not do what a run needs; root may do everything."""

    def setUp(self):
        if os.geteuid() == 0:
            self.user = self.owner = ANOTHER_USER
        super().setUp()

    def tearDown(self):
        for above, folders, _ in os.walk(self.home):  # so that it can be removed
            for name in folders:
                if not os.path.islink(os.path.join(above, name)):
                    os.chmod(os.path.join(above, name), 0o755)
        super().tearDown()

    def check_refused(self, *says):
        before = tree(self.home) if os.geteuid() == 0 else None
        done = self.apply(code=2)
        self.assertIn("carbonfix: error: ", done.err)
        for what in says:
            self.assertRegex(done.err, what)
        if before is not None:
            self.assertEqual(before, tree(self.home), done.err)
        return done

    def test_folder_without_the_right_to_write(self):
        folder = self.home / "repository/conf/axis2"
        folder.chmod(0o555)
        self.check_refused("may not write to the folder", "repository/conf/axis2")
        self.run_as("plan", "--rules", self.change, self.home, code=0)
        folder.chmod(0o755)
        self.check_works()

    def test_home_without_the_right_to_write(self):
        self.home.chmod(0o555)
        self.check_refused("Permission denied", str(self.home), "--state-dir DIR", "apply --output DIR")
        self.assertFalse((self.home / ".carbonfix").exists())
        self.home.chmod(0o755)
        self.check_works()

    def test_file_that_cannot_be_read(self):
        file = self.home / "repository/conf/axis2/f01.xml"
        mode = file.stat().st_mode
        file.chmod(0)
        self.check_refused("Permission denied", "repository/conf/axis2/f01.xml")
        file.chmod(mode)
        self.check_works()

    def test_folder_that_cannot_be_listed(self):
        folder = self.home / "repository/conf/axis2"
        for mode in (0o000, 0o100, 0o400):
            folder.chmod(mode)
            self.check_refused("Permission denied", "repository/conf/axis2")
        folder.chmod(0o755)
        self.check_works()

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_store_of_another_user(self):
        """Somebody ran the tool as root before it knew whose home it is: said, not failed on half-way."""
        self.apply("--no-fsync", code=0)
        self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        store = self.home / ".carbonfix"
        faults.give(store, 0)
        done = self.check_refused("[.]carbonfix")
        self.assertRegex(done.err, "Permission denied|owner|trust")
        told = self.run_as("lint", "--no-builtin-rules", "--rules", self.idle, self.home)
        self.assertIn(told.code, (0, 2), "a store that can't be read is not checked, not a finding")
        self.assertNotIn("run-interrupted:", told.out)
        faults.give(store, ANOTHER_USER)
        self.check_works()

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_file_of_another_owner(self):
        """Its owner can't be kept by a plain user, so it is not replaced."""
        file = self.home / "repository/conf/axis2/f01.xml"
        os.chown(file, 0, 0)
        file.chmod(0o666)
        self.check_refused("repository/conf/axis2/f01.xml", "owner")
        os.chown(file, ANOTHER_USER, ANOTHER_USER)
        self.fresh()
        self.check_works()


if __name__ == "__main__":
    harness.main()
