#!/usr/bin/env python3
"""What the shipped lint rules find in real homes: tests/corpus/report.tsv.

A line for each rule and tree: the severity, the phases in which the rule speaks, how often it does, and where. After an
intended change `tests/corpus/report.py --accept` takes what is found now; look at `git diff` afterwards. Without
--accept the report is compared, and what differs is printed; 77 says that there are no homes to look at.

CARBONFIX_BIN names the binary, CARBONFIX_SHARED the folder whose corpus/ holds the homes (default: ../shared beside the
checkout). A folder that holds changed files only is laid over the stock home that MANIFEST.tsv names.
"""

import argparse
import collections
import concurrent.futures
import csv
import difflib
import json
import os
import pathlib
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
REPORT = pathlib.Path(__file__).with_name("report.tsv")
BINARY = os.path.abspath(os.environ.get("CARBONFIX_BIN", PROJECT / "build" / "release" / "carbonfix"))
CORPUS = pathlib.Path(os.environ.get("CARBONFIX_SHARED", PROJECT.parent / "shared")) / "corpus"
# Every pattern is in one of them, or in `default` as it is in none.
PHASES = ("default", "pre-start", "production", "style")
HEADER = ("rule", "severity", "tree", "phases", "count", "places")
PLACES = 4  # of one rule in one tree
NOTHING_TO_DO = 77


def trees():
    """(name, folder, the stock home that it lies over or None), in the order of the manifest."""
    with open(CORPUS / "MANIFEST.tsv", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            base = CORPUS / row["pairs-with"] if row["kind"] == "configured" else None
            yield row["tree"], CORPUS / row["tree"], base if base and base.is_dir() else None


def find(home, base, phase):
    over = ["--base", str(base)] if base else []
    done = subprocess.run([BINARY, "lint", "--isolated", "--phase", phase, "--format", "json", *over, str(home)],
                          capture_output=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, timeout=120)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"{home}: {done.stderr.decode()}")
    return json.loads(done.stdout)["findings"]


def place(finding, home):
    """path:line, behind the profile that the file belongs to where a home has several (EI 6)."""
    profile = finding["node"].removeprefix(home.name).lstrip("/")
    return f"{profile and profile + ':'}{finding['path']}:{finding.get('line', '')}"


def lines_of(tree):
    name, home, base = tree
    places = collections.defaultdict(list)  # (rule, severity) → places, in the order of the files
    phases = collections.defaultdict(list)
    for phase in PHASES:
        for finding in find(home, base, phase):
            what = (finding["id"], finding["severity"])
            if phase not in phases[what]:
                phases[what].append(phase)
            if phases[what][0] == phase:
                places[what].append(place(finding, home))
    return [(rule, severity, name, ",".join(phases[rule, severity]), str(len(where)),
             " ".join(where[:PLACES]) + (" …" if len(where) > PLACES else ""))
            for (rule, severity), where in places.items()]


def report():
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        lines = [line for found in pool.map(lines_of, list(trees())) for line in found]
    return "".join("\t".join(line) + "\n" for line in [HEADER, *sorted(lines)])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--accept", action="store_true", help="write report.tsv")
    accept = options.parse_args().accept
    if not (CORPUS / "MANIFEST.tsv").exists():
        print(f"no corpus of homes at {CORPUS}")
        return NOTHING_TO_DO
    now = report()
    before = REPORT.read_text() if REPORT.exists() else ""
    if accept:
        REPORT.write_text(now)
    elif now != before:
        sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), now.splitlines(True), n=0,
                                                   fromfile="report.tsv", tofile="found now"))
        print("tests/corpus/report.py --accept takes this")
        return 1
    print(f"{now.count(chr(10)) - 1} lines, {'written' if accept else 'as in report.tsv'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
