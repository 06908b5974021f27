#!/usr/bin/env bash
# Takes what the binary prints today as the expected output: tests/cli/golden, docs/rules.md, and the console blocks of
# README.md and docs/.
# Look at `git diff` afterwards. Usage: tests/cli/accept.sh [BINARY]   (default: build/release/carbonfix)
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARBONFIX_BIN="${1:-build/release/carbonfix}" CARBONFIX_ACCEPT=1 LC_ALL=C
python3 -B tests/cli/test_golden.py
python3 -B tests/cli/test_pages.py
python3 -B tests/cli/test_explain.py
