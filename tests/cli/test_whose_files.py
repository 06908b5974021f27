"""Whose files they are: root in the home of another who may be hostile, and what a file has besides its bytes."""

import os
import shutil
import signal
import stat
import struct
import time
import unittest

import faults
import harness
from faults import ANOTHER_USER, EVERY, FaultTest, report, tree

ROOT_ONLY = unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else")
STRANGER = 4711


def swap(place, other):
    """Puts a link in the place of a folder and takes it away again, for as long as the process lives."""
    away = place + ".away"
    while True:
        try:
            os.rename(place, away)
            os.symlink(other, place)
            os.unlink(place)
            os.rename(away, place)
        except OSError:  # the other side has moved it meanwhile
            if os.path.islink(place):
                os.unlink(place)
            if os.path.lexists(away) and not os.path.lexists(place):
                os.rename(away, place)


@ROOT_ONLY
class HostileOwner(FaultTest):
    owner = ANOTHER_USER

    def setUp(self):
        super().setUp()
        self.vault = self.folder / "vault"  # root's, which nobody else may enter
        self.vault.mkdir(mode=0o700)
        self.secret = self.vault / "secret.xml"
        self.secret.write_bytes(b"<server><value>1</value>root's own</server>")
        (self.vault / "before").mkdir()
        self.outside = tree(self.vault)

    def hostile_process(self, action):
        """Starts something as the owner of the home."""
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setgroups([])
                os.setgid(ANOTHER_USER)
                os.setuid(ANOTHER_USER)
                action()
                code = 0
            finally:
                os._exit(code)
        return child

    def hostile(self, action):
        self.assertEqual(0, os.waitpid(self.hostile_process(action), 0)[1])

    def check_outside(self, done, where):
        self.assertEqual(self.outside, tree(self.vault), where)
        self.assertNotIn("root's own", done.out + done.err, where)
        for above, folders, files in os.walk(self.home):
            for name in folders + files:
                path = os.path.join(above, name)
                status = os.lstat(path)
                self.assertEqual(status.st_uid, ANOTHER_USER, f"{where}: {path}")
                if stat.S_ISREG(status.st_mode):
                    with open(path, "rb") as file:
                        self.assertNotIn(b"root's own", file.read(), f"{where}: {path} discloses it")

    def test_links_of_theirs(self):
        conf = self.home / "repository/conf"
        store = self.home / ".carbonfix"
        runs = store / "runs"

        def link_to_secret():
            (conf / "axis2/f01.xml").unlink()
            (conf / "axis2/f01.xml").symlink_to(self.secret)

        def link_of_folder():
            shutil.rmtree(conf / "axis2")
            (conf / "axis2").symlink_to(self.vault)

        def temporary_is_a_link():
            (conf / "axis2/.carbonfix-1.tmp").symlink_to(self.vault / "new")

        def store_is_a_link():
            store.symlink_to(self.vault)

        def make_store():
            store.mkdir(mode=0o700)
            (store / ".gitignore").write_text("*\n")

        def runs_is_a_link():
            make_store()
            runs.symlink_to(self.vault)

        def lock_is_a_link():
            make_store()
            (store / "lock").symlink_to(self.vault / "lock")

        def lock_leads_to_secret():
            make_store()
            (store / "lock").symlink_to(self.secret)

        def ignore_is_a_link():
            store.mkdir(mode=0o700)
            (store / ".gitignore").symlink_to(self.vault / "ignore")

        def made_file_is_a_link():
            (conf / "my-node-id.dat").symlink_to(self.vault / "id")

        def hard_link():
            os.link(conf / "axis2/f05.xml", conf / "axis2/f21.xml")

        ways = (link_to_secret, link_of_folder, temporary_is_a_link, store_is_a_link, runs_is_a_link, lock_is_a_link,
                lock_leads_to_secret, ignore_is_a_link, made_file_is_a_link, hard_link)
        refused = 0
        for way in ways:
            for options in ((), ("--follow-outside", "--break-links")):
                self.fresh()
                self.hostile(way)
                done = self.apply("--no-fsync", *options)
                where = f"{way.__name__} {options}: exit {done.code}\n{done.err}"
                self.assertIn(done.code, (0, 1, 2), where)
                refused += done.code != 0
                self.check_outside(done, where)
                for command in (("lint",), ("history",), ("history", "--check"), ("restore", "--yes", "--no-fsync")):
                    told = self.run_as(*command, self.home)
                    self.assertIn(told.code, (0, 1, 2, 3), where)
                    self.check_outside(told, f"{where}, then {command}")
        report(f"hostile links: {2 * len(ways)} cases, {refused} refused; nothing outside the home written or shown")

    def test_a_folder_swapped_for_a_link_during_runs(self):
        """Somebody swaps a folder for a link to root's, and back, as fast as they can."""
        rounds = max(5, 200 // EVERY)
        folders = ("repository/conf/axis2", ".carbonfix", ".carbonfix/runs")
        counts = {}
        for number in range(rounds):
            if number % 20 == 0:
                self.fresh()
                self.apply("--no-fsync", code=0)
                self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
            place = self.home / folders[number % len(folders)]
            swapper = self.hostile_process(lambda place=place: swap(str(place), str(self.vault)))
            try:
                time.sleep(0.005)
                done = self.apply("--no-fsync") if number % 2 == 0 else \
                    self.run_as("restore", "--yes", "--no-fsync", self.home)
            finally:
                os.kill(swapper, signal.SIGKILL)
                os.waitpid(swapper, 0)
            where = f"round {number}: exit {done.code}\n{done.err}"
            self.assertIn(done.code, (0, 1, 2), where)
            counts[done.code] = counts.get(done.code, 0) + 1
            away = place.with_name(place.name + ".away")
            if place.is_symlink():
                place.unlink()
            if away.exists():
                if place.exists():
                    shutil.rmtree(place)
                away.rename(place)
            self.check_outside(done, where)
        outcome = ", ".join(f"{count} × exit {code}" for code, count in sorted(counts.items()))
        self.fresh()
        self.check_works()
        report(f"folders swapped for links to root's: {rounds} runs and undos ({outcome}); nothing outside the home touched")

    def test_what_is_made_is_the_owners(self):
        self.apply("--no-fsync", code=0)
        self.check_outside(harness.Finished(0, "", ""), "apply")
        self.assertEqual(self.which(), "after")
        self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        self.check_outside(harness.Finished(0, "", ""), "restore")

    def test_a_manifest_of_theirs(self):
        """A forged run may at most do to the home what its owner could do."""
        self.apply("--no-fsync", code=0)
        run = next((self.home / ".carbonfix/runs").iterdir())
        forged = (run / "manifest.xml").read_text()
        original = next(path for path in (run / "before").rglob("*") if path.name == "f01.xml")
        for path in ("../vault/secret.xml", str(self.secret), "repository/../../vault/secret.xml"):
            with self.subTest(path):
                text = forged.replace("repository/conf/axis2/f01.xml", path)
                self.assertNotEqual(text, forged)
                for state in ("committed", "prepared"):
                    (run / "manifest.xml").write_text(text.replace('state="committed"', f'state="{state}"'))
                    for command in (("restore", "--yes", "--force-changed"), ("apply", "--yes", "--rules", self.idle),
                                    ("restore", "--yes", "--follow-outside", "--force-changed")):
                        done = self.run_as(*command, "--no-fsync", self.home)
                        self.assertIn(done.code, (0, 2), done.err)
                        self.assertEqual(self.outside, tree(self.vault), f"{command}: {done.err}")
                        self.assertNotIn("root's own", done.out + done.err)
        self.hostile(lambda: (original.unlink(), original.symlink_to(self.secret)))
        (run / "manifest.xml").write_text(forged)
        done = self.run_as("restore", "--yes", "--force-changed", "--no-fsync", self.home)
        self.check_outside(done, "an original that is a link")

    def test_a_store_that_strangers_can_write(self):
        self.apply("--no-fsync", code=0)
        now = tree(self.home)
        store = self.home / ".carbonfix"
        run = next((store / "runs").iterdir())
        spoilt = 0
        for path in (store, store / "runs", run, run / "manifest.xml"):
            for spoil, mend in ((lambda: path.chmod(0o777), lambda: path.chmod(0o600 if path.is_file() else 0o700)),
                                (lambda: os.chown(path, STRANGER, STRANGER), lambda: os.chown(path, ANOTHER_USER, ANOTHER_USER))):
                spoil()
                done = self.run_as("restore", "--yes", "--no-fsync", self.home)
                self.assertEqual(done.code, 2, f"{path}: {done.err}")
                self.assertIn("trust", done.err)
                self.assertEqual(now, tree(self.home), path)
                mend()
                spoilt += 1
        self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        self.assertEqual(self.which(), "before")
        report(f"a store that strangers can write: {spoilt} ways, none trusted")


class Kept(FaultTest):
    def acl(self):
        """user::rw-, user:4711:r--, group::r--, mask::r--, other::---, as the kernel has it."""
        entries = ((0x01, 6, 0xFFFFFFFF), (0x02, 4, STRANGER), (0x04, 4, 0xFFFFFFFF), (0x10, 4, 0xFFFFFFFF), (0x20, 0, 0xFFFFFFFF))
        return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)

    def attributes(self, path):
        names = sorted(os.listxattr(path))
        return {name: os.getxattr(path, name) for name in names if name != "security.selinux"}

    def all_attributes(self):
        return {name: self.attributes(self.home / name) for name in faults.changed_files()}

    def test_attributes(self):
        def kept(name):
            file = self.home / "repository/conf/axis2/f01.xml"
            try:
                os.setxattr(file, "user.note", b"by \0 hand")
                os.setxattr(self.home / "repository/conf/f04.xml", "user.empty", b"")
                os.setxattr(self.home / faults.LINKED, "system.posix_acl_access", self.acl())
                if os.geteuid() == 0 and self.owner is None:
                    os.setxattr(file, "trusted.mark", b"x")
            except OSError as error:
                self.skipTest(f"this file system keeps no such attributes: {error}")
            faults.give(self.home, self.owner) if self.owner is not None else None
            self.before = tree(self.home)
            self.after = faults.after_of(self.before)
            attributes = self.all_attributes()
            self.assertEqual(3, sum(1 for found in attributes.values() if found))
            self.apply("--no-fsync", code=0)
            self.assertEqual(self.which(name), "after")
            self.assertEqual(attributes, self.all_attributes(), name)
            self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
            self.assertEqual(self.which(name), "before")
            self.assertEqual(attributes, self.all_attributes(), name)

        self.each_user(kept)
        report("attributes: user.*, ACL (and trusted.* as root) kept by a run and by its undo, for each kind of user")

    def test_masks_and_modes(self):
        for mask in (0o000, 0o022, 0o027, 0o077, 0o177):
            self.fresh()
            strange = (0o444, 0o666, 0o755, 0o4755, 0o2750, 0o1644, 0o6711)
            for mode, name in zip(strange, faults.changed_files()):
                (self.home / name).chmod(mode)
            self.before = tree(self.home)
            expected = faults.after_of(self.before)
            done = self.run_as("apply", "--yes", "--no-fsync", "--rules", self.change, self.home, umask=mask)
            self.assertEqual(done.code, 0, f"{mask:o}: {done.err}")
            made = b"repository/conf/my-node-id.dat"
            now = tree(self.home)
            self.assertEqual([made] if 0o644 & mask else [], faults.differences(now, expected), f"umask {mask:o}")
            self.assertEqual(now[made][1], oct(0o100644 & ~mask), "what is new is as a shell would make it")
            self.check_private()
            self.run_as("restore", "--yes", "--no-fsync", self.home, code=0, umask=mask)
            self.assertEqual(tree(self.home), self.before, f"umask {mask:o}")
            self.check_private()
        report("umask: 5 masks and 7 modes, none shows in a file that was there")

    def check_private(self):
        store = self.home / ".carbonfix"
        for path in [store, *store.rglob("*")]:
            mode = stat.S_IMODE(path.lstat().st_mode)
            self.assertEqual(oct(mode), oct(0o700 if path.is_dir() else 0o600), path)
        originals = [path for path in store.rglob("*.xml") if "before" in path.parts]
        self.assertGreaterEqual(len(originals), 20)
        conf = self.home / "repository/conf"
        self.assertEqual([], [path for path in conf.rglob("*") if "before" in path.parts or path.name.startswith(".")])

    def test_hard_links(self):
        file, other = self.home / "repository/conf/axis2/f01.xml", self.home / "repository/resources/same.xml"
        os.link(file, other)
        before = tree(self.home)
        done = self.apply(code=2)
        self.assertRegex(done.err, "repository/conf/axis2/f01.xml has 2 hard links")
        self.assertIn("--break-links", done.err)
        self.assertEqual(before, tree(self.home))
        self.apply("--break-links", "--no-fsync", code=0)
        self.assertEqual(file.read_bytes(), faults.server(2, 1))
        self.assertEqual(other.read_bytes(), faults.server(1, 1), "the other name keeps the old bytes")
        self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        self.assertEqual(tree(self.home), before)

    def test_links_stay(self):
        (self.home / "repository/conf/again.xml").symlink_to("linked.xml")
        self.before = tree(self.home)
        self.after = faults.after_of(self.before)
        self.check_works()
        elsewhere = self.folder / "elsewhere.xml"
        elsewhere.write_bytes(faults.server(1))
        (self.home / "repository/conf/out.xml").symlink_to(elsewhere)
        before = tree(self.home)
        done = self.apply(code=2)
        self.assertIn("--follow-outside", done.err)
        self.assertEqual((before, faults.server(1)), (tree(self.home), elsewhere.read_bytes()))
        self.apply("--follow-outside", "--no-fsync", code=0)
        self.assertEqual(elsewhere.read_bytes(), faults.server(2))
        self.run_as("restore", "--yes", "--follow-outside", "--no-fsync", self.home, code=0)
        self.assertEqual((before, faults.server(1)), (tree(self.home), elsewhere.read_bytes()))


if __name__ == "__main__":
    harness.main()
