#!/usr/bin/env bash
# How long one lint of a home takes, as a multiple of `xmllint --noout` over the same XML files.
#
#   tests/bench/lint-vs-xmllint.sh [HOME [CARBONFIX...]]   RUNS=31 rounds, alternating, warm cache; medians and minima
#
# HOME: a real one when there is one beside the checkout, else a sample; CARBONFIX: the release build, or several builds
# to compare. Each is timed in the default phase and with the rules of all phases; `--version` tells what the start costs.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${CARBONFIX_SHARED:-$root/../shared}

home=${1:-$shared/corpus/stock/das-3.1.0}
[[ -d $home ]] || home=$root/fixtures/das-cluster-clean/das1
shift $(($# > 0 ? 1 : 0))
(($# > 0)) || set -- "$root/build/release/carbonfix"
for carbonfix in "$@"; do
  [[ -x $carbonfix ]] || { echo "no program at $carbonfix: cmake --workflow --preset release makes it" >&2; exit 2; }
done

exec python3 - "$home" "${RUNS:-31}" "$@" <<'END'
import os
import statistics
import subprocess
import sys
import time

home, runs, programs = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
files = sorted(
    os.path.join(folder, name)
    for folder, folders, names in os.walk(home)
    if ".carbonfix" not in folder.split(os.sep)
    for name in names
    if name.endswith(".xml")
)
baseline = "xmllint --noout"
commands = {"xmllint --version": ["xmllint", "--version"], baseline: ["xmllint", "--noout", *files]}
for program in programs:
    name = os.path.relpath(program)
    commands[f"{name} --version"] = [program, "--version"]
    commands[f"{name} lint"] = [program, "lint", home]
    commands[f"{name} lint --phase all"] = [program, "lint", "--phase", "all", home]
times = {name: [] for name in commands}
for turn in range(runs + 1):
    for name, command in commands.items():
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        spent = time.perf_counter() - start
        if done.returncode not in range(4):
            sys.exit(f"{name}: exit code {done.returncode}")
        if turn > 0:  # the first one warms the cache
            times[name].append(spent)

print(f"{len(files)} XML files of {os.path.basename(os.path.normpath(home))}, {runs} runs each")
print(f"{'median':>10} {'least':>10} {'ratio':>6}   of {baseline}")
for name, values in times.items():
    ratio = statistics.median(values) / statistics.median(times[baseline])
    print(f"{1000 * statistics.median(values):8.2f}ms {1000 * min(values):8.2f}ms {ratio:6.2f}   {name}")
END
