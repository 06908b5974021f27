#!/usr/bin/env bash
# Installs what is needed, builds the release preset and runs every test. Prints what the tests of faults counted; last
# line: "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-deps.sh
cmake --preset release >/dev/null
cmake --build --preset release

log=$(mktemp)
export CARBONFIX_FIGURES=$log.figures  # what the tests of faults count
trap 'rm -f "$log" "$CARBONFIX_FIGURES"' EXIT
: >"$CARBONFIX_FIGURES"
code=0
ctest --preset release -j "$(nproc)" --progress --no-tests=error --output-junit "$log" || code=$?

sort "$CARBONFIX_FIGURES"
python3 - "$log" "$code" <<'END'
import sys
import xml.etree.ElementTree as ElementTree

cases = ElementTree.parse(sys.argv[1]).getroot().iter("testcase")
names = {"run": [], "fail": [], "notrun": [], "disabled": []}
for case in cases:
    names.setdefault(case.get("status"), []).append(case.get("name"))
skipped = names["notrun"] + names["disabled"]
for name in skipped:
    print("skipped:", name)
for name in names["fail"]:
    print("failed:", name)
print(f"{len(names['run'])} passed, {len(names['fail'])} failed, {len(skipped)} skipped")
failed = names["fail"] or not names["run"] or int(sys.argv[2]) != 0
sys.exit(1 if failed else 0)
END
