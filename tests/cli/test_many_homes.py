"""Many homes, and threads: the same report whatever their number."""

import json
import os
import shutil
import subprocess
import unittest

import harness
from harness import BINARY, FIXTURES, PROJECT, CliTest

CLUSTER = [FIXTURES / "das-cluster" / node for node in ("das1", "das2")]


class ManyHomes(CliTest):
    def test_the_report_is_the_same_for_any_number_of_threads(self):
        homes = [self.copy(CLUSTER[number % 2], f"n{number}") for number in range(5)]
        for arguments in (homes, homes[:1]):
            for more in ([], ["--phase", "all"], ["--phase", "all", "--format", "json"]):
                one = self.run_cli("lint", *more, "--jobs", "1", *arguments, code=1)
                for jobs in ("2", "7"):
                    other = self.run_cli("lint", *more, "-j", jobs, *arguments, code=1)
                    self.assertEqual((other.out, other.err), (one.out, one.err), (more, jobs))

    def test_jobs_is_a_number(self):
        self.assertIn('"0" is not a number from 1 to', self.run_cli("lint", "--jobs", "0", CLUSTER[0], code=2).err)

    def test_without_threads_one_does_it_all(self):
        if shutil.which("prlimit") is None or os.geteuid() == 0:
            self.skipTest("root may have as many threads as it likes")
        expected = self.run_cli("lint", *CLUSTER, code=1).out
        done = subprocess.run(["prlimit", "--nproc=1", BINARY, "lint", *CLUSTER], capture_output=True, check=False)
        self.assertEqual(done.stdout.decode(), expected)

    def test_nodes_are_told_apart_by_folders(self):
        homes = [self.copy(CLUSTER[0], f"{site}/{name}/das") for site in "ab" for name in "xy"]
        homes.append(self.copy(CLUSTER[1], "other"))
        report = json.loads(self.run_cli("lint", "--format", "json", *homes, code=1).out)
        self.assertEqual({finding["node"] for finding in report["findings"]},
                         {"a/x/das", "a/y/das", "b/x/das", "b/y/das", "other"})

    def test_the_bench_works(self):
        done = subprocess.run([PROJECT / "tests" / "bench" / "many-homes.py", BINARY, "20"], capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertIn("20 in one cluster", done.stdout.decode())


if __name__ == "__main__":
    harness.main()
