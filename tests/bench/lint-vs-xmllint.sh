#!/usr/bin/env bash
# How long one lint of a home takes, as a multiple of `xmllint --noout` over the same XML files.
#
#   tests/bench/lint-vs-xmllint.sh [HOME [CARBONFIX]]      RUNS=31 rounds, alternating, warm cache; medians
#
# HOME: a real one when there is one beside the checkout, else a sample; CARBONFIX: the release build.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${CARBONFIX_SHARED:-$root/../shared}

home=${1:-$shared/corpus/stock/das-3.1.0}
[[ -d $home ]] || home=$root/fixtures/das-cluster-clean/das1
carbonfix=${2:-$root/build/release/carbonfix}
[[ -x $carbonfix ]] || { echo "no program at $carbonfix: cmake --workflow --preset release makes it" >&2; exit 2; }

exec python3 - "$home" "$carbonfix" "${RUNS:-31}" <<'END'
import os
import statistics
import subprocess
import sys
import time

home, carbonfix, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
files = sorted(
    os.path.join(folder, name)
    for folder, folders, names in os.walk(home)
    if ".carbonfix" not in folder.split(os.sep)
    for name in names
    if name.endswith(".xml")
)
commands = {"xmllint --noout": ["xmllint", "--noout", *files], "carbonfix lint": [carbonfix, "lint", home]}
fine = {"xmllint --noout": (0, 1), "carbonfix lint": (0, 1, 2, 3)}
times = {name: [] for name in commands}
for turn in range(runs + 1):
    for name, command in commands.items():
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        spent = time.perf_counter() - start
        if done.returncode not in fine[name]:
            sys.exit(f"{name}: exit code {done.returncode}")
        if turn > 0:  # the first one warms the cache
            times[name].append(spent)

medians = {name: statistics.median(values) for name, values in times.items()}
print(f"{len(files)} XML files of {os.path.basename(os.path.normpath(home))}, {runs} runs each")
for name, median in medians.items():
    print(f"{name:16} {1000 * median:8.2f} ms")
print(f"{'ratio':16} {medians['carbonfix lint'] / medians['xmllint --noout']:8.2f}")
END
