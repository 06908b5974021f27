"""A run that is ended at a random moment: killed, or asked to stop by a signal or by Ctrl-C on a terminal.

The moments are drawn from the seed that is printed; CARBONFIX_SEED takes it up again.
"""

import os
import pty
import random
import select
import shutil
import signal
import time
import unittest

import faults
import harness
from faults import EVERY, STOPPED, FaultTest, median_time, report

SEED = int(os.environ.get("CARBONFIX_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
KILLS, TERMS, INTERRUPTS, HANGUPS, KEYS = (max(1, count // EVERY) for count in (500, 100, 100, 40, 20))


class RandomMoments(FaultTest):
    in_memory = True  # where a run is not most of all waiting for a disk that others use too

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.command = ("apply", "--yes", "--rules", self.change, self.home)

    def duration(self):
        """How long a run takes here, from its start to its end."""

        def once():
            self.fresh()
            self.run_as(*self.command, code=0)

        return median_time(once)

    def ended_by(self, number, count, length):
        """Starts the command and sends the signal at a moment of its own in the run's duration."""
        process = self.start(*self.command)
        # One in each slice of the duration, so that all of it is met whatever the seed; a little beyond the end too.
        time.sleep(length * 1.1 * (number + self.random.random()) / count)
        return process

    def test_kill(self):
        def kills(name):
            length = self.duration()
            count = max(1, KILLS * EVERY // self.every)
            found = {}
            between = 0
            for number in range(count):
                self.fresh()
                process = self.ended_by(number, count, length)
                process.kill()
                process.communicate()
                where = f"seed {SEED}, kill {number} of {count}, {name}"
                between += faults.tree(self.home) not in (self.before, self.after)
                result = self.check_cut_off(where)
                if process.returncode == 0:
                    self.assertEqual(result, "after", where)
                found[result] = found.get(result, 0) + 1
            self.check_after_all()
            outcome = ", ".join(f"{times} as {what}" for what, times in sorted(found.items()))
            report(f"kill -9 at random moments of {length * 1000:.0f} ms, seed {SEED}, {name}: {count} kills: {outcome}; "
                   f"{between} stood between until the next command rolled them back")

        self.each_user(kills)

    def check_after_all(self):
        self.settle()
        if self.which() == "after":
            self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        self.check_works()

    def stop(self, number, times):
        """Asks to stop `times` times; a run that hears it is as before at once, not only after the next command."""
        length = self.duration()
        found = {}
        for turn in range(times):
            self.fresh()
            process = self.ended_by(turn, times, length)
            process.send_signal(number)
            shown = b"".join(process.communicate(timeout=60)).decode()
            where = f"seed {SEED}, signal {number}, turn {turn} of {times}: {process.returncode}\n{shown}"
            result = self.which(where)
            # Before it writes there is nothing to roll back: the signal ends it as it ends any program.
            self.assertIn(process.returncode, (0, -number, STOPPED[number]), where)
            self.assertEqual(result, "after" if process.returncode == 0 else "before", where)
            told = self.run_as("lint", "--no-builtin-rules", "--rules", self.idle, self.home)
            self.assertNotIn("run-interrupted", told.out + told.err, where)
            found[process.returncode] = found.get(process.returncode, 0) + 1
        self.check_after_all()
        outcome = ", ".join(f"{count} × exit {code if code >= 0 else 128 - code}{' (before it wrote)' if code < 0 else ''}"
                            for code, count in sorted(found.items()))
        report(f"{signal.Signals(number).name} at random moments, seed {SEED}: {times} times: {outcome}; as before or as after")

    def test_terminate(self):
        self.stop(signal.SIGTERM, TERMS)

    def test_interrupt(self):
        self.stop(signal.SIGINT, INTERRUPTS)

    def test_hang_up(self):
        self.stop(signal.SIGHUP, HANGUPS)


@unittest.skipUnless(faults.strace_works(), "strace can't hold a program up here")
class WhilePuttingBack(FaultTest):
    """A signal that comes while a run that was cut off is put back: that is done to its end, and nothing after it."""

    def test_of_the_next_run(self):
        writing = ("apply", "--yes", "--no-fsync", "--rules", self.change, self.home)
        renames = [call for call in self.points(*writing) if call.name == "rename" and ".tmp" in call.paths()[0]]
        self.fresh()
        cut = renames[12]
        self.traced(*writing, trace=(cut.name,), inject=[f"{cut.name}:signal=SIGKILL:when={cut.number}"])
        self.assertNotIn(faults.tree(self.home), (self.before, self.after))
        for number in STOPPED:
            with self.subTest(number):
                self.keep_home(f"cut-off-{number}")
                done, _ = self.traced(*writing, trace=("rename",), inject=[f"rename:signal={number.name}:when=3"])
                self.assertEqual(done.code, STOPPED[number], done.err)
                self.assertEqual(self.which(done.err), "before")
                self.bring_back(f"cut-off-{number}")
        self.settle()
        self.check_works()


@unittest.skipUnless(faults.strace_works(), "strace can't hold a program up here")
class BetweenHomes(FaultTest):
    """Each home is whole by itself: a signal leaves those that are done, and puts the one that is being written back."""

    def test_second_of_two(self):
        other = faults.make_home(self.folder / "other", self.owner)
        command = ("apply", "--yes", "--no-fsync", "--rules", self.change, self.home, other)
        _, calls = self.traced(*command, trace=("rename",))
        late = next(call for call in calls if str(other) in call.arguments and "f05.xml" in call.arguments)
        for number in (*STOPPED, signal.SIGKILL):
            with self.subTest(number):
                self.fresh()
                shutil.rmtree(other)
                faults.make_home(other, self.owner)
                done, _ = self.traced(*command, trace=("rename",), inject=[f"rename:signal={number.name}:when={late.number}"])
                self.assertEqual(self.which(), "after", done.err)
                if number == signal.SIGKILL:
                    self.assertEqual(done.code, -9)
                    self.settle(other)
                else:
                    self.assertEqual(done.code, STOPPED[number], done.err)
                    self.assertIn("the homes before this one keep their changes", done.err)
                self.assertEqual(faults.tree(other), self.before, done.err)
        report(f"signals in the second of two homes: {len(STOPPED) + 1}, the first is as after, the second as before")


class Keys(FaultTest):
    """Ctrl-C as a person types it: on a terminal, which sends the signal."""

    def run_on_pty(self, arguments, when):
        """Types Ctrl-C when `when(shown, seconds)` says so; gives the exit code as a shell shows it."""
        # A key typed before the child has become the program must end it, not raise KeyboardInterrupt in a copy of
        # this test, which would clean up the folder of the original.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        pid, terminal = pty.fork()
        if pid == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
                os.chdir(self.folder)
                os.execve(self.binary, [self.binary, *map(os.fspath, arguments)], self.environment())
            finally:
                os._exit(127)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        shown, typed, began = b"", False, time.monotonic()
        while True:
            ready, _, _ = select.select([terminal], [], [], 0.0005 if not typed else 30)
            if ready:
                try:
                    piece = os.read(terminal, 65536)
                except OSError:
                    piece = b""
                if not piece:
                    break
                shown += piece
            elif typed:
                os.kill(pid, signal.SIGKILL)
                self.fail(f"Ctrl-C has no effect: {shown}")
            if not typed and when(shown, time.monotonic() - began):
                os.write(terminal, b"\x03")
                typed = True
        os.close(terminal)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return (code if code >= 0 else 128 - code), shown.decode(errors="replace")

    def test_at_the_question(self):
        code, shown = self.run_on_pty(("apply", "--rules", self.change, self.home), lambda text, _: b"[y/N] " in text)
        self.assertEqual(code, 130, shown)
        self.assertEqual(self.which(), "before")
        self.assertFalse((self.home / ".carbonfix").exists(), "nothing was begun")
        self.check_works()

    def test_at_the_question_of_the_undo(self):
        self.apply("--no-fsync", code=0)
        code, shown = self.run_on_pty(("restore", self.home), lambda text, _: b"[y/N] " in text)
        self.assertEqual(code, 130, shown)
        self.assertEqual(self.which(), "after")

    def test_while_writing(self):
        command = ("apply", "--yes", "--rules", self.change, self.home)

        def once():
            self.fresh()
            self.run_as(*command, code=0)

        length = median_time(once)
        found = {}
        for turn in range(KEYS):
            self.fresh()
            moment = length * (turn + 0.5) / KEYS
            code, shown = self.run_on_pty(command, lambda _, passed, moment=moment: passed >= moment)
            self.assertIn(code, (0, 130), shown)
            self.assertEqual(self.which(shown), "after" if code == 0 else "before")
            found[code] = found.get(code, 0) + 1
        self.check_works_again()
        report(f"Ctrl-C on a terminal: {KEYS} times while it ran ({found.get(130, 0)} rolled back, {found.get(0, 0)} done), "
               "twice at a question")

    def check_works_again(self):
        if self.which() == "after":
            self.run_as("restore", "--yes", "--no-fsync", self.home, code=0)
        self.check_works()


if __name__ == "__main__":
    harness.main()
