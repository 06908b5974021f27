"""Whole outputs, byte for byte, under golden/. tests/cli/accept.sh takes what comes out as the new truth."""

import os
import pathlib
import re

import harness
from harness import PARAMS, PROJECT, RECIPE, CliTest

GOLDEN = pathlib.Path(__file__).parent / "golden"
CLUSTER = ("fixtures/das-cluster/das1", "fixtures/das-cluster/das2")
CLEAN = ("fixtures/das-cluster-clean/das1", "fixtures/das-cluster-clean/das2")
PLAN = ("--recipe", RECIPE, "--params", os.path.relpath(PARAMS, PROJECT))

CASES = {
    "lint-cluster.txt": ("lint", *CLUSTER),
    "lint-cluster-concise.txt": ("lint", "--format", "concise", *CLUSTER),
    "lint-cluster.json": ("lint", "--format", "json", *CLUSTER),
    "lint-one-home-all-phases.txt": ("lint", "--phase", "all", CLUSTER[0]),
    "lint-context.txt": ("lint", "--context", "5", "--select", "clustering.", CLUSTER[0]),
    "lint-color.txt": ("lint", "--color", "always", "--select", "registry.", CLUSTER[1]),
    "lint-clean.txt": ("lint", *CLEAN),
    "lint-clean.json": ("lint", "--format", "json", *CLEAN),
    "plan.txt": ("plan", *PLAN, CLUSTER[0]),
    "plan-two-homes.txt": ("plan", *PLAN, *CLUSTER),
    "ports.txt": ("ports", *CLEAN),
    "ports.csv": ("ports", "--format", "csv", *CLEAN),
    "ports.json": ("ports", "--format", "json", CLEAN[0]),
    "ports-matrix.txt": ("ports", "--matrix", *CLEAN),
    "rules.txt": ("rules",),
    "recipes.txt": ("rules", "--recipes"),
    "help.txt": ("--help",),
    "help-lint.txt": ("lint", "--help"),
    "help-apply.txt": ("apply", "--help"),
    "help-patch.txt": ("patch", "--help"),
}


class Golden(CliTest):
    def test_outputs(self):
        accept = os.environ.get("CARBONFIX_ACCEPT") == "1"
        for name, arguments in CASES.items():
            with self.subTest(name):
                done = self.run_cli(*arguments)
                out = re.sub(r'("version": )"[0-9.]+"', r'\1"VERSION"', done.out)
                got = f"$ carbonfix {' '.join(arguments)}\n{out}{done.err and '--- stderr' + chr(10) + done.err}exit {done.code}\n"
                if accept:
                    (GOLDEN / name).write_text(got, newline="")
                with open(GOLDEN / name, newline="") as file:
                    self.assertEqual(file.read(), got, "tests/cli/accept.sh accepts this")

    def test_without_leftovers(self):
        self.assertEqual(set(CASES), {path.name for path in GOLDEN.iterdir()})


if __name__ == "__main__":
    harness.main()
