#!/usr/bin/env bash
# How long patching takes, as a multiple of `xmllint --noout` over the files patched:
#   - 60 operations over 12 files of a home, planned: read, edited, proved, told; nothing is written, so no fsync;
#   - 3 operations on files of 5, 10 and 20 MB (100,000 elements in the last), by carbonfix patch: the same, and linear?
#
#   tests/bench/patch-vs-xmllint.sh [HOME [CARBONFIX]]      RUNS=21 rounds, alternating, warm cache; medians
#
# HOME: a real one when there is one beside the checkout, else a sample; CARBONFIX: the release build.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${CARBONFIX_SHARED:-$root/../shared}

home=${1:-$shared/corpus/stock/das-3.1.0}
[[ -d $home ]] || home=$root/fixtures/das-cluster-clean/das1
carbonfix=${2:-$root/build/release/carbonfix}
[[ -x $carbonfix ]] || { echo "no program at $carbonfix: cmake --workflow --preset release makes it" >&2; exit 2; }

exec python3 - "$home" "$carbonfix" "${RUNS:-21}" <<'END'
import os
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import quoteattr

home, carbonfix, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])


def medians(commands):
    """name → seconds; every command once a round, the first round warms the cache."""
    times = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
            spent = time.perf_counter() - start
            if done.returncode != 0:
                sys.exit(f"{name}: exit code {done.returncode}\n{done.stderr.decode()}")
            if turn > 0:
                times[name].append(spent)
    return {name: statistics.median(values) for name, values in times.items()}


def tell(what, found):
    print(what)
    base, ours = found.values()
    for name, median in found.items():
        print(f"  {name:18} {1000 * median:8.2f} ms")
    print(f"  {'ratio':18} {ours / base:8.2f}")


def leaves(path):
    """Positions of elements that hold nothing but a text, as XPath."""
    found = []

    def walk(element, where):
        for number, child in enumerate(element, 1):
            here = f"{where}/*[{number}]"
            if len(child):
                walk(child, here)
            elif (child.text or "").strip():
                found.append(here)

    try:
        walk(ElementTree.parse(path).getroot(), "/*")
    except ElementTree.ParseError:
        pass
    return found


def rules_for(home, folder):
    """A rule file of 60 operations over 12 files, and the files."""
    files, patches = [], []
    for path in sorted(os.path.join(at, name) for at, _, names in os.walk(home) for name in names if name.endswith(".xml")):
        some = leaves(path)
        if len(some) < 5 or len(files) == 12:
            continue
        files.append(path)
        sets = "".join(f"<set sel={quoteattr(where)}>changed</set>" for where in some[:: len(some) // 5][:5])
        patches.append(f'<patch id="b.f{len(files)}" files={quoteattr(os.path.relpath(path, home))} '
                       f'ensure={quoteattr(some[0] + " = " + repr("changed"))}>{sets}</patch>')
    target = os.path.join(folder, "rules.xml")
    with open(target, "w", encoding="utf-8") as out:
        out.write(f'<rules xmlns="urn:carbonfix:rules:1" id="b" xpath-default-namespace="##local">{"".join(patches)}</rules>')
    return target, files


def large_file(folder, elements):
    target = os.path.join(folder, f"large-{elements}.xml")
    with open(target, "w", encoding="utf-8") as out:
        out.write("<?xml version=\"1.0\"?>\n<list>\n")
        for i in range(elements // 4):
            out.write(f'  <item id="i{i}">\n    <name>n{i}</name>\n    <url>jdbc:mysql://h{i}/d?a=1&amp;b=2</url>\n'
                      f'    <text>{"some words of a text " * 32}</text>\n  </item>\n')
        out.write("</list>\n")
    return target


with tempfile.TemporaryDirectory() as folder:
    rules, files = rules_for(home, folder)
    tell(f"{5 * len(files)} operations over {len(files)} files of {os.path.basename(os.path.normpath(home))}",
         medians({"xmllint --noout": ["xmllint", "--noout", *files],
                  "carbonfix plan": [carbonfix, "plan", "-q", "--rules", rules, home]}))
    diff = os.path.join(folder, "diff.xml")
    with open(diff, "w", encoding="utf-8") as out:
        out.write('<diff><replace sel="list/item[3]/name/text()">x</replace><add sel="list/item[500]" type="@a">1</add>'
                  '<remove sel="list/item[2000]/url"/></diff>')
    for elements in (25000, 50000, 100000):
        large = large_file(folder, elements)
        tell(f"3 operations on {os.path.getsize(large) / 1e6:.1f} MB, {elements} elements",
             medians({"xmllint --noout": ["xmllint", "--noout", large],
                      "carbonfix patch": [carbonfix, "patch", diff, large]}))
END
