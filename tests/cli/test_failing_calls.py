"""Every system call of a run fails once: the run is refused with a clear message, and the home is as it was."""

import re
import unittest

import harness
from faults import Call, FaultTest, changing, report, strace_works

REASONS = {"ENOSPC": "No space left on device", "EIO": "Input/output error", "EACCES": "Permission denied",
           "EROFS": "Read-only file system", "EDQUOT": "Disk quota exceeded"}
# What these calls fail with on real disks.
FAILURES = {"openat": ("ENOSPC", "EACCES", "EROFS", "EDQUOT"), "write": ("ENOSPC", "EIO", "EDQUOT"), "fsync": ("EIO", "ENOSPC"),
            "close": ("EIO", "EDQUOT"), "mkdir": ("ENOSPC", "EACCES", "EROFS"), "flock": ("EIO",)}
OTHER_FAILURES = ("EIO", "EROFS", "EACCES")
READING = ("openat", "read", "pread64", "getdents64", "newfstatat", "fstat", "stat", "lstat", "readlink", "statx", "getxattr",
           "lgetxattr", "fgetxattr", "llistxattr", "flistxattr", "listxattr", "access", "faccessat", "faccessat2")


def is_harmless(call, done):
    """The line in the lock is for people; a last sync that fails comes after all is done, and is told."""
    if call.path_of_descriptor().endswith("/.carbonfix/lock"):
        return True
    return call.name == "fsync" and "carbonfix: warning: cannot sync the folder" in done.err


@unittest.skipUnless(strace_works(), "strace can't trace here")
class FailingCalls(FaultTest):
    in_memory = True

    def fail_at(self, call: Call, errors, arguments, onwards=""):
        error = errors[call.number % len(errors)]
        done, _ = self.traced(*arguments, trace=(call.name,),
                              inject=[f"{call.name}:error={error}:when={call.number}{onwards}"])
        return done, error, f"{error} of {call.name} {call.number}: {call}\n--- exit {done.code}\n{done.err}"

    def check_refused(self, done, error, where):
        self.assertEqual(done.code, 2, where)
        self.assertRegex(done.err, r"(?m)^carbonfix: error: ", where)
        self.assertNotIn("internal error", done.err, where)
        self.assertIn(REASONS[error], done.err, where)
        self.assertRegex(done.err, re.escape(str(self.home)) + "|repository/|[.]carbonfix", "names the file: " + where)
        self.assertEqual(self.which(where), self.start_tree, where)

    def sweep(self, what, prepare, arguments, thinner=1):
        prepare()
        self.start_tree = self.which()
        points = [call for call in self.points(*arguments) if not call.name.startswith("set")]
        tried = harmless = 0
        for call in points[:: self.every * thinner]:
            prepare()
            tried += 1
            done, error, where = self.fail_at(call, FAILURES.get(call.name, OTHER_FAILURES), arguments)
            if done.code == 0:
                self.assertTrue(is_harmless(call, done), where)
                self.assertNotEqual(self.which(where), self.start_tree, where)
                harmless += 1
            else:
                self.check_refused(done, error, where)
                if tried % 10 == 0:
                    self.run_as(*arguments, code=0)
                    self.assertNotEqual(self.which(), self.start_tree, "a later run works")
        report(f"failing calls: {what}: {tried} of {len(points)} changing calls failed once: {tried - harmless} refused and "
               f"rolled back, {harmless} did not matter")

    def test_apply(self):
        self.each_user(lambda name: self.sweep(f"apply, {name}", self.fresh,
                                               ("apply", "--yes", "--rules", self.change, self.home)))

    def test_restore(self):
        def sweep(name):
            self.apply("--no-fsync", code=0)
            self.keep_home("applied")
            self.sweep(f"restore, {name}", lambda: self.bring_back("applied"), ("restore", "--yes", self.home), 2)

        self.each_user(sweep)

    def test_reading(self):
        """Reads too: what can't be read is never taken for absent."""
        arguments = ("apply", "--yes", "--no-fsync", "--rules", self.change, self.home)
        _, calls = self.traced(*arguments, trace=READING)
        points = [call for call in calls
                  if str(self.home) in call.arguments and not call.creates() and "ENOENT" not in call.rest]
        self.fresh()
        refused = unimportant = 0
        for call in points[:: self.every * 2]:
            done, error, where = self.fail_at(call, ("EIO",), arguments)
            if done.code == 0:
                self.assertEqual(self.which(where), "after", where)
                unimportant += 1
                self.fresh()
            else:
                self.assertEqual(done.code, 2, where)
                self.assertIn("carbonfix: error: ", done.err, where)
                self.assertEqual(self.which(where), "before", where)
                refused += 1
        self.check_works()
        report(f"failing calls: {refused + unimportant} of {len(points)} reading calls failed once: {refused} refused, "
               f"{unimportant} did not matter; none changed what is written")

    def test_a_disk_that_dies(self):
        """From a call on nothing can be changed any more, the roll-back included; later the disk is back."""
        arguments = ("apply", "--yes", "--no-fsync", "--rules", self.change, self.home)
        _, calls = self.traced(*arguments)
        points = changing(calls, [self.home])
        names = sorted({call.name for call in points} - {"close", "flock"})
        step = 5 * self.every
        found = {}
        for index in range(0, len(points), step):
            first = points[index]
            self.fresh()
            dead = {name: 1 + sum(1 for call in calls[: calls.index(first)] if call.name == name) for name in names}
            inject = [f"{name}:error=EIO:when={number}+" for name, number in dead.items() if name != "write"]
            done, _ = self.traced(*arguments, trace=[name for name in names if name != "write"], inject=inject)
            where = f"dead from {first}: exit {done.code}\n{done.err}"
            if done.code != 0:
                self.assertEqual(done.code, 2, where)
                self.assertIn("carbonfix: error: ", done.err, where)
            result = self.check_cut_off(where)
            if done.code == 0:
                self.assertEqual(result, "after", where)
            found[result] = found.get(result, 0) + 1
        outcome = ", ".join(f"{count} as {name}" for name, count in sorted(found.items()))
        self.fresh()
        self.check_works()
        report(f"failing calls: a disk that dies for good at {sum(found.values())} of {len(points)} calls: {outcome} once it is back")


if __name__ == "__main__":
    harness.main()
