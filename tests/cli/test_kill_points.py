"""kill -9 in front of every system call that changes something: of a run, of its undo, and of the recovery itself."""

import shutil
import unittest

import faults
import harness
from faults import EVERY, FaultTest, report, strace_works, tree


@unittest.skipUnless(strace_works(), "strace can't trace here")
class KillPoints(FaultTest):
    in_memory = True

    def kill_at(self, call, *arguments):
        name = f"{call.name} {call.number}: {call}"
        done, _ = self.traced(*arguments, trace=(call.name,), inject=[f"{call.name}:signal=SIGKILL:when={call.number}"])
        self.assertEqual(done.code, -9, f"not killed at {name}: {done.err}")
        return name

    def sweep(self, what, prepare, arguments, every, expect=("before", "after")):
        """Kills at every `every`th point; `prepare` makes the home that the command then finds."""
        prepare()
        points = self.points(*arguments)
        found = {}
        chosen = points[:: every * self.every]
        for call in chosen:
            prepare()
            where = self.kill_at(call, *arguments)
            result = self.check_cut_off(where)
            self.assertIn(result, expect, where)
            found[result] = found.get(result, 0) + 1
        self.check_after_all()
        outcome = ", ".join(f"{count} as {name}" for name, count in sorted(found.items()))
        report(f"kill at every system call: {what}: {len(chosen)} of {len(points)} points: {outcome}, none between")

    def check_after_all(self):
        if self.which() == "after":
            self.run_as("restore", "--yes", "--no-fsync", *self.options, self.home, code=0)
        self.check_works()

    def test_apply(self):
        def sweep(name):
            self.sweep(f"apply, {name}", self.fresh, ("apply", "--yes", "--no-fsync", "--rules", self.change, self.home), 1)

        self.each_user(sweep)

    def test_apply_with_a_state_folder(self):
        state = self.folder / "state"
        self.options = ("--state-dir", state)
        self.every = 3 * EVERY

        def prepare():
            shutil.rmtree(state, ignore_errors=True)
            self.fresh()

        self.sweep("apply --state-dir", prepare,
                   ("apply", "--yes", "--no-fsync", *self.options, "--rules", self.change, self.home), 1)
        self.assertFalse((self.home / ".carbonfix").exists())

    def test_a_share(self):
        """Files that several homes share, through a link to a folder elsewhere, as the vendor lays a cluster out."""
        share = self.folder / "share"
        files = [share / f"server/s{number}.xml" for number in range(3)]
        change = self.write("share.xml", (faults.CHANGE % {"to": 2}).replace(
            "</rules>", """<patch id="t.share" files="repository/deployment/server/*.xml" ensure="/server/value = '2'">
            <set sel="/server/value">2</set></patch></rules>"""))
        self.every = 3 * EVERY

        def values():
            return {file.read_bytes() for file in files}

        def prepare():
            shutil.rmtree(share, ignore_errors=True)
            (share / "server").mkdir(parents=True)
            for file in files:
                file.write_bytes(faults.server(1))
            self.fresh()
            (self.home / "repository/deployment").symlink_to(share)
            self.before = faults.tree(self.home)
            self.after = faults.after_of(self.before)

        prepare()
        command = ("apply", "--yes", "--no-fsync", "--rules", change, self.home)
        points = self.points(*command)[:: self.every]
        found = {}
        for call in points:
            prepare()
            where = self.kill_at(call, *command)
            result = self.check_cut_off(where)
            self.assertEqual(values(), {faults.server(1 if result == "before" else 2)}, where)
            self.assertEqual([], faults.temporaries(share), where)
            found[result] = found.get(result, 0) + 1
        prepare()
        self.run_as(*command, code=0)
        self.assertEqual((self.which(), values()), ("after", {faults.server(2)}))
        self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        self.assertEqual((self.which(), values()), ("before", {faults.server(1)}))
        report(f"kill at every system call: with files in a share: {len(points)} points, home and share both whole")

    def test_restore(self):
        def sweep(name):
            self.apply("--no-fsync", code=0)
            self.keep_home("applied")
            self.sweep(f"restore, {name}", lambda: self.bring_back("applied"), ("restore", "--yes", "--no-fsync", self.home), 2)

        self.each_user(sweep)

    def cut_off(self, share):
        """A home whose run was killed when `share` of its renames of targets were done."""
        points = self.points("apply", "--yes", "--no-fsync", "--rules", self.change, self.home)
        renames = [call for call in points if call.name.startswith(("rename", "link")) and ".carbonfix-" in call.arguments]
        self.fresh()
        self.kill_at(renames[int(len(renames) * share)], "apply", "--yes", "--no-fsync", "--rules", self.change, self.home)
        self.assertNotIn(faults.tree(self.home), (self.before, self.after), "it stands between")

    def test_recovery(self):
        def sweep(name):
            self.cut_off(0.7)
            self.keep_home("cut-off")
            self.sweep(f"recovery, {name}", lambda: self.bring_back("cut-off"),
                       ("apply", "--yes", "--no-fsync", "--rules", self.idle, self.home), 2, expect=("before",))

        self.each_user(sweep)

    # No configuration is touched, no run looks whole that is not, and the next prune takes the rest.
    def sweep_prune(self, what, every, *options):
        command = ("history", "prune", "--yes", *options, self.home)
        self.bring_back("applied")
        before = tree(self.home)
        points = self.points(*command)
        chosen = points[:: every * self.every]
        halves = 0
        for call in chosen:
            self.bring_back("applied")
            where = self.kill_at(call, *command)
            self.assertEqual(before, tree(self.home), where)
            health = self.run_as("history", "--check", self.home)
            self.assertIn("damaged backups      none\n", health.out, where)
            halves += health.code
            self.run_as(*command, code=0)
            self.assertIn(", healthy\n", self.run_as("history", "--check", self.home, code=0).out, where)
            left = [path for path in (self.home / ".carbonfix" / "runs").rglob("f00.xml") if path.is_file()]
            self.assertEqual([], left, where)
        report(f"kill at every system call: {what}: {len(chosen)} of {len(points)} points, {halves} times with an orphan")

    def test_prune(self):
        def sweep(name):
            secret = self.home / "repository" / "conf" / "f00.xml"
            secret.write_bytes(secret.read_bytes().replace(b"</server>", b"<Password>s3cr3t</Password></server>"))
            self.apply("--no-fsync", code=0)
            self.keep_home("applied")
            self.sweep_prune(f"prune, {name}", 2, "--keep", "0")
            self.sweep_prune(f"prune of secrets, {name}", 1, "--secrets")

        self.each_user(sweep)


if __name__ == "__main__":
    harness.main()
