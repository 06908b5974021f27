"""A disk that is full at any moment of a run, one that is read-only, and targets that something is mounted on.

Each test mounts what it needs in a mount namespace of its own, so nothing of it is seen outside and nothing stays.
"""

import os
import shutil
import subprocess
import sys

import faults
import harness
from faults import EVERY, FaultTest, report, tree

INSIDE = "CARBONFIX_OWN_MOUNTS"
PAGE = 4096


def enter_own_mounts():
    """Starts this program again where it may mount; as a plain user in a user namespace, where the kernel lets it."""
    if os.environ.get(INSIDE):
        return
    options = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    probe = 'd=$(mktemp -d) && mount -t tmpfs -o size=64k none "$d" && umount "$d"; e=$?; rmdir "$d"; exit $e'
    usable = shutil.which("unshare") and subprocess.run(["unshare", *options, "sh", "-c", probe], capture_output=True,
                                                        check=False).returncode == 0
    if not usable:
        print("skipped: nothing can be mounted here")
        sys.exit(harness.ALL_SKIPPED)
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", *options, sys.executable, "-B", *sys.argv])


class Mounts(FaultTest):
    def setUp(self):
        self.mounted = getattr(self, "mounted", [])  # each user of a test sets up anew
        super().setUp()
        self.addCleanup(self.unmount_all)

    def mount(self, *arguments):
        subprocess.run(["mount", *map(str, arguments)], check=True)
        if "remount" not in str(arguments):
            self.mounted.append(arguments[-1])

    def unmount_all(self):
        while self.mounted:
            subprocess.run(["umount", "-l", self.mounted.pop()], check=True)

    def small_disk(self, name="disk", size="2m"):
        disk = self.folder / name
        disk.mkdir()
        self.mount("-t", "tmpfs", "-o", f"size={size},nr_inodes=1000,mode=0755", "none", disk)
        return disk


class FullDisk(Mounts):
    def fill(self, disk, pages):
        """Leaves room for `pages` pages."""
        filler = disk / "filler"
        if filler.exists():
            filler.unlink()
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
        with open(filler, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - pages * PAGE))
        return filler

    def fill_names(self, disk, names):
        """Leaves room for `names` files or folders more."""
        folder = disk / "fillers"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for number in range(os.statvfs(disk).f_ffree - names):
            (folder / str(number)).touch()
        return folder

    def sweep(self, what, disk, command, fill, start, step=1):
        """More and more room, until a run has had enough of it a few times; `start` makes what the run finds."""
        refused = done = room = 0
        step *= self.every
        while done < 3:
            self.assertLess(room, 400, "it never works")
            start()
            fill(disk, room)
            was = tree(self.home)
            ended = self.run_as(*command)
            where = f"{what}, room for {room}: exit {ended.code}\n{ended.err}"
            shutil.rmtree(disk / "fillers", ignore_errors=True)
            (disk / "filler").unlink(missing_ok=True)
            if ended.code == 0:
                done += 1
                self.assertNotEqual(tree(self.home), was, where)
            else:
                refused += 1
                self.assertEqual(done, 0, "with more room it fails again: " + where)
                self.assertEqual(ended.code, 2, where)
                self.assertIn("carbonfix: error: ", ended.err, where)
                self.assertIn("No space left on device", ended.err, where)
                self.assertIn(str(disk), ended.err, "names the file: " + where)
                self.assertEqual(tree(self.home), was, where)
                if room % 5 == 0:
                    self.run_as(*command, code=0)
            self.which(where)
            room += step
        self.assertGreater(refused, 0, what)
        report(f"full disk: {what}: {refused} sizes too small, all refused with everything as before; {done} large enough")

    def each_room(self, what, disk, command, start):
        self.sweep(what + ", bytes", disk, command, self.fill, start)
        self.sweep(what + ", names", disk, command, self.fill_names, start)

    def test_of_the_home(self):
        def full(name):
            disk = self.small_disk()
            self.home = disk / "home"
            self.each_room(f"apply, {name}", disk, ("apply", "--yes", "--no-fsync", "--rules", self.change, self.home), self.fresh)

        self.each_user(full, thinner=3)

    def test_of_the_home_at_the_undo(self):
        disk = self.small_disk()
        self.home = disk / "home"
        self.fresh()
        self.apply("--no-fsync", code=0)
        subprocess.run(["cp", "-a", self.home, self.folder / "applied"], check=True)

        def start():
            shutil.rmtree(self.home)
            subprocess.run(["cp", "-a", self.folder / "applied", self.home], check=True)
            self.untouched = faults.identities(self.home)

        self.every = EVERY
        self.each_room("restore", disk, ("restore", "--yes", "--no-fsync", self.home), start)

    def test_of_the_state_folder(self):
        disk = self.small_disk("state")
        state = disk / "carbonfix"

        def start():
            shutil.rmtree(state, ignore_errors=True)
            self.fresh()

        self.every = EVERY
        self.each_room("apply with --state-dir", disk,
                       ("apply", "--yes", "--no-fsync", "--state-dir", state, "--rules", self.change, self.home), start)
        self.assertFalse((self.home / ".carbonfix").exists())


class ReadOnly(Mounts):
    def test_file_system(self):
        disk = self.small_disk()
        self.home = disk / "home"
        self.fresh()
        self.apply("--no-fsync", code=0)
        self.mount("-o", "remount,bind,ro", disk)
        change = self.write("more.xml", faults.CHANGE % {"to": 3})
        for command in (("apply", "--yes", "--rules", change, self.home), ("restore", "--yes", self.home)):
            done = self.run_as(*command, code=2)
            self.assertIn("Read-only file system", done.err)
            self.assertIn(str(self.home), done.err)
            self.assertEqual(self.which(), "after")
        self.run_as("lint", "--no-builtin-rules", "--rules", self.idle, self.home, code=0)
        self.run_as("plan", "--rules", change, self.home, code=0)
        self.run_as("history", self.home, code=0)
        self.mount("-o", "remount,bind,rw", disk)
        self.run_as("restore", "--yes", self.home, code=0)
        self.check_works()
        report("read-only file system: apply and restore refused; lint, plan and history work")

    def test_targets_that_are_mounted(self):
        """As Docker and Kubernetes put a file of their own in the place of one of the image."""
        for number, mode in enumerate(("rw", "ro")):
            target = self.home / "repository/conf/axis2/f01.xml"
            other = self.folder / f"mounted-{mode}.xml"
            other.write_bytes(faults.server(1, 1))
            os.chmod(other, target.stat().st_mode)
            self.mount("--bind", other, target)
            if mode == "ro":
                self.mount("-o", "remount,bind,ro", target)
            done = self.apply(code=2)
            self.assertIn("repository/conf/axis2/f01.xml", done.err)
            self.assertRegex(done.err, "mounted|mount point|Device or resource busy|Read-only file system")
            self.assertEqual(self.which(done.err), "before")
            self.assertEqual(other.read_bytes(), faults.server(1, 1))
            planned = self.run_as("plan", "--rules", self.change, self.home, code=0)
            self.assertRegex(planned.out + planned.err, "repository/conf/axis2/f01.xml[^\n]*(mount|read-only|Read-only|busy)",
                             "the plan says so already")
            self.unmount_all()
        self.check_works()
        report(f"mounted targets: {number + 1} refused by apply, told by plan")

    def test_mounted_folder(self):
        """A folder that is mounted is no obstacle: its files are replaced in it."""
        axis2 = self.home / "repository/conf/axis2"
        other = self.folder / "axis2"
        shutil.copytree(axis2, other)
        self.mount("--bind", other, axis2)
        self.check_works()
        self.mount("-o", "remount,bind,ro", axis2)
        done = self.apply(code=2)
        self.assertIn("Read-only file system", done.err)
        self.assertEqual(self.which(), "before")
        self.unmount_all()

    def test_store_elsewhere(self):
        """A home whose top folder is read-only, but whose configuration is not, with the store in a state folder."""
        state = self.folder / "state"
        conf, other = self.home / "repository", self.folder / "writable"
        shutil.copytree(conf, other, symlinks=True)
        self.mount("--bind", self.home, self.home)
        self.mount("-o", "remount,bind,ro", self.home)
        self.mount("--bind", other, conf)
        self.untouched = faults.identities(self.home)
        self.apply(code=2)
        self.assertEqual(self.which(), "before")
        self.apply("--state-dir", state, code=0)
        self.assertEqual(self.which(), "after")
        self.run_as("restore", "--yes", "--state-dir", state, self.home, code=0)
        self.assertEqual(self.which(), "before")


if __name__ == "__main__":
    enter_own_mounts()
    harness.main()
