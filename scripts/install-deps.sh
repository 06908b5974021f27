#!/usr/bin/env bash
# Installs every Debian package that building, testing and checking carbonfix needs.
# Runs as root or through sudo; says nothing and returns at once when all are there.
set -euo pipefail

packages=(
  # build
  cmake ninja-build g++ pkg-config
  libxml2-dev libboost-program-options-dev libspdlog-dev libfmt-dev libre2-dev libmd-dev rapidjson-dev
  # what libxml2's archive needs: releases carry it
  zlib1g-dev liblzma-dev libicu-dev
  # tests
  libgtest-dev libgmock-dev libxml2-utils python3 patch diffutils git strace
  # checks
  clang libclang-rt-dev clang-tidy clang-format python3-jsonschema
)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "install-deps: these packages are missing: ${missing[*]}" >&2
    echo "install-deps: run this script as root, or install sudo." >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "install-deps: installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1; then
    cat "$log" >&2
    echo "install-deps: failed: $*" >&2
    exit 1
  fi
}
# The package lists may be recent enough; a fresh container has none at all.
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
  run apt-get update
  run apt-get install -y --no-install-recommends "${missing[@]}"
fi
