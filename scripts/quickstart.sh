#!/usr/bin/env bash
# The main job from a fresh checkout: installs what is needed, builds, and configures a copy of the sample cluster:
# lint -> plan -> apply -> lint -> restore. Nothing outside build/ and a temporary folder is written.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-deps.sh
cmake --preset release >/dev/null
cmake --build --preset release --target carbonfix
carbonfix=$PWD/build/release/carbonfix

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R fixtures/das-cluster fixtures/inventories "$work"
cd "$work"

# run CODE COMMAND...: shows the command, runs it, and stops when its exit code is another one.
run() {
  local expected=$1 code=0
  shift
  printf '\n$ %s\n' "${*//$carbonfix/carbonfix}"
  "$@" || code=$?
  if ((code != expected)); then
    echo "quickstart: exit code $code, expected $expected" >&2
    exit 1
  fi
}

digests() { find das-cluster -name .carbonfix -prune -o -type f -print0 | sort -z | xargs -0 sha256sum; }
say() { printf '\n== %s\n' "$*"; }

das1=das-cluster/das1
das2=das-cluster/das2
recipe=(--recipe das-3.1-min-ha --inventory inventories/das-cluster.xml)
export DAS_DB_PASSWORD=a-sample-password  # the inventory asks for it
digests >before

say "A cluster of two nodes with mistakes in it (exit code 1: errors found)"
run 1 "$carbonfix" lint "$das1" "$das2"

say "What the recipe for a highly available pair would change"
run 0 "$carbonfix" plan "${recipe[@]}" "$das1"

say "Do it, on both nodes; the inventory says what differs between them"
run 0 "$carbonfix" apply --yes "${recipe[@]}" "$das1" "$das2"

say "No error is left"
run 0 "$carbonfix" lint "$das1" "$das2"

say "A second run has nothing to do"
run 0 "$carbonfix" apply --yes "${recipe[@]}" "$das1" "$das2"

say "And back"
run 0 "$carbonfix" restore --yes "$das1"
run 0 "$carbonfix" restore --yes "$das2"
digests | cmp - before
printf '\nquickstart: every file is back, byte for byte.\n'
