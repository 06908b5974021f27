"""The machine stops: what was not synced may be lost, or not, each folder for itself.

The system calls of a run are recorded. For many moments the disk is made up as it may be found afterwards: of each folder
what was done up to its last sync and some of what came later, of each file what it held when it was synced. The next
command must make the home whole again.
"""

import codecs
import os
import random
import re
import shutil
import unittest

import faults
import harness
from faults import EVERY, FaultTest, report, strace_works

SEED = int(os.environ.get("CARBONFIX_SEED", "0")) or 20261121
CALLS = ("openat", "write", "pwrite64", "ftruncate", "fchmod", "chmod", "fsync", "fdatasync", "rename", "renameat", "renameat2",
         "link", "unlink", "mkdir", "rmdir")


class File:
    def __init__(self, mode, content=b""):
        self.mode, self.content = mode, content
        self.synced = (mode, b"")

    def sync(self):
        self.synced = (self.mode, self.content)


class Folder:
    """Its names at the start, and what was done to them: (name, File, Folder, link target or None)."""

    def __init__(self, mode):
        self.mode, self.done, self.synced = mode, [], 0


class Disk:
    """What a recorded run makes of a tree, call by call."""

    def __init__(self, root):
        self.root, self.folders, self.files = str(root), {}, {}
        self.take(self.root)

    def take(self, path):
        folder = self.folders[path] = Folder(os.stat(path).st_mode & 0o7777)
        for name in sorted(os.listdir(path)):
            below = os.path.join(path, name)
            if os.path.islink(below):
                folder.done.append((name, os.readlink(below)))
            elif os.path.isdir(below):
                folder.done.append((name, self.take(below)))
            else:
                with open(below, "rb") as stream:
                    self.files[below] = File(os.stat(below).st_mode & 0o7777, stream.read())
                self.files[below].sync()
                folder.done.append((name, self.files[below]))
        folder.synced = len(folder.done)
        return folder

    def name(self, path, what):
        self.folders[os.path.dirname(path)].done.append((os.path.basename(path), what))

    def see(self, call):
        """Does what the call did, if it is one of those that matter; tells whether it is."""
        path = call.path_of_descriptor() or (call.paths() or [""])[0]
        if call.result.startswith("-") or not path.startswith(self.root):
            return False
        if call.name == "openat":
            if not call.creates() or path in self.files:
                return False
            self.files[path] = File(int(call.arguments.rsplit(", ", 1)[1], 8))
            self.name(path, self.files[path])
        elif call.name in ("write", "pwrite64"):
            text = re.search(r', "((?:[^"\\]|\\.)*)", \d+', call.arguments).group(1)
            self.files[path].content += codecs.escape_decode(text.encode("latin-1"))[0]
        elif call.name == "ftruncate":
            self.files[path].content = self.files[path].content[: int(call.arguments.rsplit(", ", 1)[1])]
        elif call.name in ("fchmod", "chmod"):
            (self.files.get(path) or self.folders[path]).mode = int(call.arguments.rsplit(", ", 1)[1], 8)
        elif call.name in ("fsync", "fdatasync"):
            if path in self.folders:
                self.folders[path].synced = len(self.folders[path].done)
            else:
                self.files[path].sync()
        elif call.name.startswith("rename"):
            old, new = call.paths()
            self.files[new] = self.files.pop(old)
            self.name(new, self.files[new])  # in one folder both are one step; half of it is the worse case
            self.name(old, None)
        elif call.name == "link":
            old, new = call.paths()
            self.files[new] = self.files[old]
            self.name(new, self.files[new])
        elif call.name == "unlink":
            self.files.pop(path)
            self.name(path, None)
        elif call.name == "mkdir":
            self.folders[path] = Folder(int(call.arguments.rsplit(", ", 1)[1], 8))
            self.name(path, self.folders[path])
        elif call.name == "rmdir":
            self.folders.pop(path)
            self.name(path, None)
        return True

    def make(self, path, folder, how):
        """Writes the folder as it may be found: `how` says how much of what was not synced is there."""
        os.mkdir(path)
        names = {}
        for name, what in folder.done[: how(folder.synced, len(folder.done))]:
            names[name] = what
        for name, what in names.items():
            below = os.path.join(path, name)
            if isinstance(what, Folder):
                self.make(below, what, how)
            elif isinstance(what, File):
                mode, content = what.synced if how(0, 1) == 0 else (what.mode, what.content)
                with open(below, "wb") as stream:
                    stream.write(content)
                os.chmod(below, mode)
            elif what is not None:
                os.symlink(what, below)
        os.chmod(path, folder.mode)


@unittest.skipUnless(strace_works(), "strace can't trace here")
class PowerLoss(FaultTest):
    in_memory = True

    def sweep(self, what, arguments, each, outcome):
        """Stops the machine after every `each`th call of the command, in three ways."""
        start = self.folder / "start"
        shutil.copytree(self.home, start, symlinks=True)
        done, calls = self.traced(*arguments, trace=CALLS, strings=100000)
        self.assertEqual(done.code, 0, done.err)
        chance = random.Random(SEED)
        ways = {"nothing that was not synced": lambda synced, _: synced, "everything": lambda _, done: done,
                "some of it": chance.randint}
        found = {}
        ends = [*range(0, len(calls), each * EVERY), len(calls)]
        for end in ends:
            shutil.rmtree(self.home)
            shutil.copytree(start, self.home, symlinks=True)
            disk = Disk(self.home)
            seen = [call for call in calls[:end] if disk.see(call)]
            for way, how in ways.items():
                shutil.rmtree(self.home)
                disk.make(str(self.home), disk.folders[str(self.home)], how)
                self.untouched = faults.identities(self.home)
                where = f"{what}, seed {SEED}: stopped after {seen[-1] if seen else 'nothing'}; {way} is there"
                result = self.check_cut_off(where)
                if end == len(calls):
                    self.assertEqual(result, outcome, f"what the program has told is lasting; {where}")
                found[result] = found.get(result, 0) + 1
        counts = ", ".join(f"{count} as {name}" for name, count in sorted(found.items()))
        report(f"power loss: {what}: {len(ends) * len(ways)} disks after {len(ends)} of {len(calls)} calls, seed {SEED}: "
               f"{counts}, none between")

    def test_apply(self):
        self.sweep("apply", ("apply", "--yes", "--rules", self.change, self.home), 8, "after")

    def test_restore(self):
        self.apply("--no-fsync", code=0)
        self.sweep("restore", ("restore", "--yes", self.home), 16, "before")


if __name__ == "__main__":
    harness.main()
