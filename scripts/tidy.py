#!/usr/bin/env python3
"""clang-tidy over all sources, in a fraction of the time that it takes one by one.

Most of what clang-tidy looks at in a source is the standard library, so several sources of a room are looked at as one.
What it says of those is not taken as it is: they are looked at again one by one then.
Usage: tidy.py BUILD_FOLDER, which has a compile_commands.json.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[1]
TIDY = ["clang-tidy", "--quiet", "--header-filter=.*/(include/carbonfix|src)/.*"]
AT_ONCE = 10
DECLARED = re.compile(r"(?:(?:struct|class|enum|enum class|using) (\w+)|\w[\w:<>,*& ]*[ *&](\w+) ?[(={;\[])")


def own_names(source):
    """What a source declares in its unnamed namespace: two with a name in common can't be one."""
    names, inside = set(), False
    for line in source.read_text().splitlines():
        if line == "namespace {":
            inside = True
        elif line == "}  // namespace":
            inside = False
        elif inside and (found := DECLARED.match(line)):
            names.add(found[1] or found[2])
    return names


def groups(sources):
    """Sources of one room, compiled alike, that have no name in common."""
    made = collections.defaultdict(list)
    for source, flags in sources:
        names = own_names(source)
        place = made[source.relative_to(PROJECT).parts[:2], flags]
        for group, taken in place:
            if len(group) < AT_ONCE and not taken & names:
                break
        else:
            group, taken = [], set()
            place.append((group, taken))
        group.append(source)
        taken |= names
    return [(group, flags) for (_, flags), place in made.items() for group, _ in place]


def tidy(file, flags):
    done = subprocess.run([*TIDY, str(file), "--", *flags], capture_output=True, text=True, check=False, cwd=PROJECT)
    return done.returncode == 0, done.stdout + done.stderr


def look_at(folder, number, group, flags):
    """What is wrong with the sources of a group: "" if nothing is."""
    if len(group) > 1:
        together = folder / f"{number}.cpp"
        together.write_text("".join(f'#include "{source}"  // NOLINT\n' for source in group))
        if tidy(together, flags)[0]:
            return ""
    return "".join(said for good, said in (tidy(source, flags) for source in group) if not good)


def main():
    build = pathlib.Path(sys.argv[1])
    sources = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        if source.is_relative_to(PROJECT / "src"):
            flags = shlex.split(entry["command"])[1:]
            sources.append((source, tuple(flags[: flags.index("-o")])))
    folder = build / "together"
    folder.mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looks = [pool.submit(look_at, folder, number, *group) for number, group in enumerate(groups(sources))]
        wrong = [said for said in (look.result() for look in looks) if said]
    print("".join(wrong), end="")
    sys.exit(1 if wrong or not sources else 0)


if __name__ == "__main__":
    main()
