"""In which order a run reaches the disk, read from its system calls: what a machine that stops at any moment leaves behind
is only as good as this order."""

import os
import re
import unittest

import harness
from faults import CHANGING, FaultTest, report, strace_works

SYNCS = ("fsync", "fdatasync", "sync_file_range", "syncfs", "sync", "msync")
NAMING = ("rename", "renameat", "renameat2", "link", "linkat")
MAKING = ("mkdir", "mkdirat", "symlink", "symlinkat")
REMOVING = ("unlink", "unlinkat", "rmdir")


class Disk:
    """What is written but may be lost: bytes of files, and names in folders."""

    def __init__(self):
        self.files = set()
        self.folders = set()

    def named(self, path):
        self.folders.add(os.path.dirname(path))

    def see(self, call):
        paths = [os.path.normpath(path) for path in call.paths()]
        if call.result.startswith("-"):
            return
        if call.creates():
            path = re.sub(r"^\d+<|>$", "", call.result + call.rest.strip())
            self.files.add(path or paths[0])
            self.named(paths[0])
        elif call.name in ("write", "pwrite64", "ftruncate", "fchmod", "fchown", "fsetxattr"):
            if call.path_of_descriptor().startswith("/"):
                self.files.add(call.path_of_descriptor())
        elif call.name in ("fsync", "fdatasync"):
            self.files.discard(call.path_of_descriptor())
            self.folders.discard(call.path_of_descriptor())
        elif call.name in NAMING:
            if paths[0] in self.files:  # its bytes go on under the new name
                self.files.add(paths[1])
            if call.name.startswith("rename"):
                self.files.discard(paths[0])
                self.named(paths[0])
            self.named(paths[1])
        elif call.name in MAKING:
            self.named(paths[-1])
        elif call.name in REMOVING:
            self.files.discard(paths[0])
            self.named(paths[0])


@unittest.skipUnless(strace_works(), "strace can't trace here")
class Durability(FaultTest):
    def record(self, *arguments):
        done, calls = self.traced(*arguments, trace=sorted({*CHANGING, *SYNCS} - {"close"}))
        self.assertEqual(done.code, 0, done.err)
        calls = [call for call in calls if call.name != "openat" or call.creates()]
        self.assertTrue(calls)
        return calls

    def is_target(self, path):
        return path.startswith(str(self.home)) and not path.startswith(str(self.home / ".carbonfix"))

    def publishes(self, call, name):
        """Does the call give a file its final name `name`?"""
        return call.name in NAMING and call.paths()[-1].endswith(name)

    def check_order(self, arguments, manifests):
        calls = self.record(*arguments)
        disk = Disk()
        manifest = next(call.paths()[-1] for call in calls if self.publishes(call, "/manifest.xml"))
        store = manifest.split("/runs/")[0]
        lock = store + "/lock"
        published = renamed = syncs = 0
        began = False
        targets = set()  # folders of targets
        for call in calls:
            syncs += call.name in SYNCS
            unsafe = {path for path in disk.files if path != lock}
            where = f"{call}: not on the disk yet: {sorted(unsafe)} {sorted(disk.folders)}"
            if call.name in NAMING:
                self.assertNotIn(call.paths()[0], unsafe, where)
            if self.publishes(call, "/manifest.xml"):
                published += 1
                if published > 1:  # prepared: all that it speaks of; committed: all targets have their names
                    self.assertFalse(unsafe, where)
                    self.assertFalse(disk.folders - {os.path.dirname(call.paths()[0])}, where)
            if not began and self.begins_originals(call):
                began = True
                self.assertEqual(published, 1, f"before the manifest says intended: {call}")
                self.check_intended_is_safe(disk, store, where)
            if call.creates() and published == 2:  # the last manifest, to be named after the renames
                self.assertNotIn(os.path.dirname(call.paths()[0]), disk.folders, f"prepared is not safe: {where}")
            if call.name in NAMING and self.is_target(call.paths()[-1]):
                self.assertEqual(published, 2, f"{call}: before the manifest says prepared")
                renamed += 1
                targets.add(os.path.dirname(call.paths()[-1]))
                if renamed == 1:
                    self.assertFalse(unsafe, where)
                    self.assertFalse([folder for folder in disk.folders if self.is_target(folder)], where)
                    self.assertFalse([path for path in disk.folders if "/before" in path], where)
            disk.see(call)
        self.assertEqual(published, manifests)
        unsafe = {path for path in disk.files if path != lock}
        self.assertFalse(unsafe | disk.folders, "all is on the disk when the program ends")
        return renamed, len(targets), syncs

    def begins_originals(self, call):
        return call.name in MAKING and call.paths()[-1].endswith("/before") or \
            call.creates() and self.is_target(call.paths()[0])

    def check_intended_is_safe(self, disk, store, where):
        self.assertFalse([path for path in disk.files if path.endswith("manifest.xml")], where)
        chain = [store, store + "/runs"]
        while chain[-1] != str(self.folder):  # up to what was there before the test
            chain.append(os.path.dirname(chain[-1] if len(chain) > 2 else store))
        self.assertFalse(disk.folders & set(chain), where)
        self.assertFalse([path for path in disk.folders if path.startswith(store + "/runs/")], where)

    def test_order_of_a_run_and_its_undo(self):
        files, folders, syncs = self.check_order(("apply", "--yes", "--rules", self.change, self.home), 3)
        self.assertEqual(files, 21)
        self.assertEqual(self.which(), "after")
        put_back, _, undo_syncs = self.check_order(("restore", "--yes", self.home), 3)
        self.assertGreaterEqual(put_back, 20)
        self.assertEqual(self.which(), "before")
        report(f"durability: {files} files in {folders} folders renamed only after all of it was synced, {syncs} syncs; "
               f"undone with {undo_syncs} syncs")

    def test_order_with_a_state_folder(self):
        state = ("--state-dir", self.folder / "state")
        files, _, _ = self.check_order(("apply", "--yes", *state, "--rules", self.change, self.home), 3)
        self.assertEqual(files, 21)
        self.assertEqual(self.which(), "after")
        self.check_order(("restore", "--yes", *state, self.home), 3)
        self.assertEqual(self.which(), "before")

    def test_every_target_is_compared_after_all_is_prepared(self):
        """Between the manifest's `prepared` and the first rename each target is read once more."""
        done, calls = self.traced("apply", "--yes", "--rules", self.change, self.home, trace=["openat", *NAMING])
        self.assertEqual(done.code, 0, done.err)
        manifests = [index for index, call in enumerate(calls) if self.publishes(call, "/manifest.xml")]
        self.assertEqual(len(manifests), 3)
        first = next(index for index, call in enumerate(calls) if call.name in NAMING and self.is_target(call.paths()[-1]))
        read = {os.path.basename(call.paths()[0]) for call in calls[manifests[1]:first] if "O_RDONLY" in call.arguments}
        names = {f"f{number:02}.xml" for number in range(19)}
        self.assertFalse(names - read, "compared with what was read")

    def test_nothing_outside_the_home(self):
        for arguments in (("apply", "--yes", "--rules", self.change, self.home), ("restore", "--yes", self.home)):
            calls = self.record(*arguments)
            inside = 0
            for call in calls:
                paths = call.paths() + [path for path in [call.path_of_descriptor()] if path.startswith("/")]
                for path in paths:
                    if call.name == "write" and re.match(r"[12]<", call.arguments):
                        continue
                    inside += 1
                    self.assertTrue(path.startswith(str(self.home)), f"outside the home: {call}")
            self.assertGreater(inside, 100)
        for command in ("lint", "plan"):
            options = ("--rules", self.change)
            done, calls = self.traced(command, *options, self.home)
            calls = [call for call in calls if call.name not in ("openat", "close") or call.creates()]
            # A sanitizer asks by pipes of its own whether memory may be read.
            calls = [call for call in calls if call.name != "write" or not re.match(r"[12]<|\d+<pipe:", call.arguments)]
            self.assertEqual([], [str(call) for call in calls], f"{command} changes nothing: {done.err}")

    def test_no_fsync(self):
        for arguments in (("apply", "--yes", "--no-fsync", "--rules", self.change, self.home),
                          ("restore", "--yes", "--no-fsync", self.home)):
            done, calls = self.traced(*arguments, trace=SYNCS)
            self.assertEqual(done.code, 0, done.err)
            self.assertEqual([], [str(call) for call in calls])
        self.assertEqual(self.which(), "before")


if __name__ == "__main__":
    harness.main()
