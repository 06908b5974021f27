"""Others who are at the home at the same time: another carbonfix, an editor, somebody who moves folders away."""

import os
import pathlib
import re
import shutil
import signal
import socket
import time
import unittest

import faults
import harness
from faults import EVERY, FaultTest, differences, report, strace_works, temporaries, tree

RENAMES = ["rename", "renameat", "renameat2"]
FOREVER = 600 * 1000000  # µs: until finish()


class Paused(FaultTest):
    """A run that stands still at a moment that is told by its renames of manifests and targets."""

    def renames(self):
        """Numbers of the renames (of all of them) that say `prepared`, change the first target, and say `committed`."""
        _, calls = self.traced("apply", "--yes", "--no-fsync", "--rules", self.change, self.home, trace=RENAMES)
        self.fresh()
        self.assertEqual(1, len({call.name for call in calls} - {"renameat2"}), "one call names manifests")
        manifests = [call for call in calls if call.paths()[-1].endswith("/manifest.xml")]
        targets = [call for call in calls if "/.carbonfix/" not in call.paths()[-1]]
        self.assertEqual(len(manifests), 3)
        return manifests[1], targets, manifests[2]

    def pause_at(self, call):
        """Starts a run that waits in front of the call until finish(); returns when it is there."""
        # -D: the run is our child and the tracer is not, so that the one can go on without the other.
        tracer = self.tracer([call.name], [f"{call.name}:delay_enter={FOREVER}:when={call.number}"], outlived=True)
        process = self.start("apply", "--yes", "--no-fsync", "--rules", self.change, self.home, wrapper=[*tracer, "-D"])
        self.addCleanup(self.let_go, process)
        ended = time.monotonic() + 60
        while self.seen(call.name) < call.number and process.poll() is None and time.monotonic() < ended:
            time.sleep(0.005)
        self.assertEqual(self.seen(call.name), call.number, "it does not get there")
        self.assertIsNone(process.poll(), "it did not wait")
        return process

    def seen(self, name):
        """How many calls the log has, that which waits included."""
        return self.log.read_text(errors="replace").count(" " + name + "(") if self.log.exists() else 0

    @staticmethod
    def let_go(process):
        """Ends the tracer; the kernel then lets the run go on."""
        if process.poll() is None:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            tracer = int(re.search(r"TracerPid:\s*(\d+)", status)[1])
            if tracer:
                os.kill(tracer, signal.SIGKILL)

    def finish(self, process):
        self.let_go(process)
        out, err = process.communicate(timeout=60)
        return harness.Finished(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))


@unittest.skipUnless(strace_works(), "strace can't hold a program up here")
class Editors(Paused):
    def check_refused(self, what, spoil, path="repository/conf/axis2/f01.xml"):
        """Somebody does `spoil` after all was read and written aside, just before the targets are renamed."""
        self.fresh()
        process = self.pause_at(self.prepared)
        self.assertEqual(len(temporaries(self.home)), 21)
        spoil()
        now = tree(self.home)
        expected = {name: what for name, what in now.items() if b".carbonfix-" not in name}
        done = self.finish(process)
        self.assertEqual(done.code, 2, f"{what}: {done.err}")
        self.assertIn(path, done.err, what)
        self.assertEqual([], differences(expected, tree(self.home)), f"{what}: all else as before, and what was done stays: {done.err}")
        self.assertEqual([], temporaries(self.home), what)
        self.settle()
        self.assertEqual([], differences(expected, tree(self.home)), what)

    def test_targets_that_change_meanwhile(self):
        self.prepared, _, _ = self.renames()
        target = self.home / "repository/conf/axis2/f01.xml"
        made = self.home / "repository/conf/my-node-id.dat"

        def edit():
            with open(target, "ab") as file:
                file.write(b"<!-- edited -->")

        def replace():
            new = target.with_name("new")
            new.write_bytes(b"<server><value>9</value></server>")
            os.replace(new, target)

        def become_link():
            target.unlink()
            target.symlink_to("f05.xml")

        def become_folder():
            target.unlink()
            target.mkdir()

        def lead_elsewhere():
            link = self.home / "repository/conf/linked.xml"
            link.unlink()
            link.symlink_to("axis2/f05.xml")

        cases = [("edited", edit), ("replaced", replace), ("deleted", target.unlink), ("a link by now", become_link),
                 ("a folder by now", become_folder), ("its mode changed", lambda: target.chmod(0o4711))]
        for what, spoil in cases:
            with self.subTest(what):
                self.check_refused(what, spoil)
        with self.subTest("made meanwhile"):
            self.check_refused("made meanwhile", lambda: made.write_text("mine"), "repository/conf/my-node-id.dat")
        with self.subTest("the link leads elsewhere"):
            self.check_refused("the link leads elsewhere", lead_elsewhere, "linked.xml")
        with self.subTest("folder gone"):
            self.check_refused("folder gone", lambda: shutil.rmtree(target.parent), "repository/conf/axis2")
        self.fresh()
        self.check_works()
        report(f"changed between read and rename: {len(cases) + 3} ways, each refused, what was done stays, the rest as before")

    def test_a_target_that_changes_between_two_renames(self):
        """The last moment: some targets are renamed already when another is found changed, or can't be replaced."""
        _, targets, _ = self.renames()
        last = next(call for call in targets if call.paths()[-1].endswith("f05.xml"))
        process = self.pause_at(last)
        shutil.rmtree(self.home / "repository/conf/datasources")
        done = self.finish(process)
        self.assertEqual(done.code, 2, done.err)
        self.assertIn("repository/conf/datasources", done.err)
        expected = {name: what for name, what in self.before.items() if b"conf/datasources" not in name}
        self.assertEqual(tree(self.home), expected, "those renamed before are put back")
        self.settle()
        self.assertEqual(tree(self.home), expected)

    def test_the_home_moves_away(self):
        """And comes back: what the run could not undo is undone then."""
        _, targets, committed = self.renames()
        for call in (targets[0], targets[9], committed):
            self.fresh()
            process = self.pause_at(call)
            away = self.folder / "away"
            self.home.rename(away)
            done = self.finish(process)
            self.assertEqual(done.code, 2, done.err)
            self.assertIn("carbonfix: error: ", done.err)
            self.assertFalse(self.home.exists(), "no home is made up")
            away.rename(self.home)
            self.check_cut_off(str(call))
        report("the home moves away during a run: 3 moments, whole again when it is back")


class Writers(Paused):
    def test_two_at_once(self):
        rounds = max(2, 20 // EVERY)
        other = self.write("other.xml", faults.CHANGE % {"to": 3})
        others = faults.after_of(self.before, 3)
        found = {}
        for number in range(rounds):
            self.fresh()
            both = [self.start("apply", "--yes", "--rules", rules, self.home) for rules in (self.change, other)]
            ended = [self.finish(process) for process in both]
            where = f"round {number}: " + "\n".join(f"exit {done.code}: {done.out}{done.err}" for done in ended)
            now = tree(self.home)
            self.assertIn(now, (self.after, others), "never mixed; " + where)
            self.assertEqual([], temporaries(self.home), where)
            self.assertIn(0, [done.code for done in ended], where)
            for done, theirs in zip(ended, (self.after, others)):
                if done.code != 0:
                    self.assertEqual(done.code, 2, where)
                    told = r"another carbonfix is changing|changed since|no longer as it was|made since"
                    self.assertRegex(done.err, told, where)
                    self.assertNotEqual(now, theirs, where)
            refused = "one after the other" if all(done.code == 0 for done in ended) else "one refused"
            found[refused] = found.get(refused, 0) + 1
        if EVERY == 1:
            self.assertIn("one refused", found, "they never met")
        outcome = ", ".join(f"{count} {what}" for what, count in sorted(found.items()))
        report(f"two runs at once: {rounds} rounds: {outcome}; never mixed")

    @unittest.skipUnless(strace_works(), "strace can't hold a program up here")
    def test_who_has_the_lock_is_told_and_readers_do_not_wait(self):
        _, targets, _ = self.renames()
        process = self.pause_at(targets[5])
        between = tree(self.home)
        for command in (("apply", "--yes", "--rules", self.change), ("restore", "--yes")):
            refused = self.run_as(*command, self.home, code=2)
            self.assertIn(f"pid {process.pid} on {socket.gethostname()}", refused.err)
        told = self.run_as("lint", "--no-builtin-rules", "--rules", self.idle, self.home)
        self.assertNotIn("run-interrupted", told.out + told.err, "it is not cut off, it runs")
        self.run_as("plan", "--rules", self.idle, self.home, code=0)
        self.run_as("history", self.home, code=0)
        self.assertEqual(between, tree(self.home), "nobody waited for it, and nobody rolled back what another is at")
        self.assertIsNone(process.poll(), "it was still at it")
        self.assertEqual(self.finish(process).code, 0)
        self.assertEqual(self.which(), "after")

    def test_a_lock_that_was_left(self):
        """The kernel holds the lock, not the file: what a dead process left, in whatever words, is no obstacle."""
        store = self.home / ".carbonfix"
        left = (f"pid 999999999 on {socket.gethostname()} (apply)\n", "", "nonsense", "\0" * 5000,
                f"pid {os.getpid()} on elsewhere (apply)\n")
        for text in left:
            self.fresh()
            store.mkdir(mode=0o700)
            (store / "lock").write_text(text)
            (store / "lock").chmod(0o600)
            self.check_works(repr(text))
        self.fresh()
        process = self.start("apply", "--yes", "--rules", self.change, self.home)
        time.sleep(0.01)
        process.kill()
        process.communicate()
        self.settle()
        self.which()
        report(f"locks of dead processes: {len(left) + 1}, none hinders")


if __name__ == "__main__":
    harness.main()
