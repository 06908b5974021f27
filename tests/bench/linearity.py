#!/usr/bin/env python3
"""Does what lint costs grow as what it is given does? Each thing is run with n, 2n and 4n of it.

  tests/bench/linearity.py [CARBONFIX]   default: the release build; RUNS=5 runs each, the least counts

The last column is what doubling costs at the end, from 2n to 4n: 2 is linear, 4 is quadratic. From 2.6 on it is marked,
and the exit code is 1. Nothing is measured while something else runs: look at the figures, and run it again in doubt.
Known to grow faster: the edits of fixes, each of which is made and proved on a parse of the file of its own.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("CARBONFIX_SHARED", PROJECT.parent / "shared"))
RUNS = int(os.environ.get("RUNS", "5"))
TOO_MUCH = 2.6

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="bench">
  <key name="all" files="conf/a.xml" match="b" use="."/>
  <pattern id="plain" files="conf/a.xml"><rule context="b">
    <report id="bench.plain" test="not(*)">Found <value-of select="."/>.</report></rule></pattern>
  <pattern id="key" files="conf/a.xml"><rule context="b">
    <report id="bench.key" test="not(key('all', concat(., 'x')))">Found.</report></rule></pattern>
  <pattern id="secret" files="conf/a.xml"><rule context="password">
    <report id="bench.secret" test="not(*)">Found.</report></rule></pattern>
  <pattern id="fix" files="conf/a.xml"><rule context="b">
    <report id="bench.fix" test=". != 'x'" fix="x">Found.</report>
    <fix id="x"><title>Set it</title><set sel=".">x</set></fix></rule></pattern>
</rules>
"""


def run(program, arguments):
    done = subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr.decode()[:2000]}")
    return done.stdout.decode()


def seconds(program, arguments):
    least = None
    for _ in range(RUNS):
        start = time.perf_counter()
        run(program, arguments)
        spent = time.perf_counter() - start
        least = spent if least is None else min(least, spent)
    return least


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.rules = folder / "rules.xml"
        self.rules.write_text(RULES)
        real = SHARED / "corpus" / "stock" / "das-3.1.0"
        self.stock = real if real.is_dir() else PROJECT / "fixtures" / "das-cluster-clean" / "das1"
        self.slow = False

    def home(self, name, text):
        conf = self.folder / name / "repository" / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        (conf / "a.xml").write_text(text)
        return self.folder / name

    def own(self, home, rule, *more):
        return ["lint", "--no-builtin-rules", "--rules", self.rules, "--select", rule, "--format", "concise", *more, home]

    @staticmethod
    def flat(count, element="b", between="\n"):
        return "<a>" + "".join(f"<{element}>v{i}</{element}>{between}" for i in range(count)) + "</a>\n"

    def findings(self, count):
        return self.own(self.home("findings", self.flat(count)), "bench.plain")

    def missed(self, count):
        return self.own(self.home("missed", self.flat(count)), "bench.key")

    def secrets(self, count):
        return self.own(self.home("secrets", self.flat(count, "password")), "bench.secret")

    def one_line(self, count):
        return self.own(self.home("one-line", self.flat(count, between="")), "bench.plain")

    def known(self, count):
        arguments = self.own(self.home("known", self.flat(count)), "bench.plain", "--baseline", self.folder / "known.xml")
        (self.folder / "known.xml").unlink(missing_ok=True)
        run(self.program, [*arguments, "--write-baseline"])
        return arguments

    def gone(self, count, folder="repository/conf/a.xml"):
        baseline = self.folder / "gone.xml"
        entries = "".join(f'<finding path="{folder.replace("#", str(i))}" id="bench.plain" place="/a/b" '
                          f'fingerprint="{i:032x}"/>\n' for i in range(count))
        baseline.write_text(f'<baseline xmlns="urn:carbonfix:baseline:1">\n{entries}</baseline>\n')
        return self.own(self.home("gone", self.flat(1)), "bench.plain", "--baseline", baseline)

    def gone_files(self, count):
        return self.gone(count, "repository/conf/gone-#.xml")

    def edits(self, count):
        return ["lint", "--no-builtin-rules", "--rules", self.rules, "--select", "bench.fix", "--format", "json",
                self.home("edits", self.flat(count))]

    def packs(self, count):
        """All shipped packs, so many times, under other ids."""
        bundle = run(self.program, ["rules", "--bundle"])
        arguments = ["lint", "--no-builtin-rules", "--phase", "all", "--format", "concise"]
        for copy in range(count):
            path = self.folder / f"packs-{copy}.xml"
            if not path.exists():
                path.write_text(renamed(bundle, f"-{copy}"))
            arguments += ["--rules", path]
        return [*arguments, self.stock]

    def homes(self, count):
        folder = self.folder / "homes"
        for index in range(count):
            if not (folder / f"n{index}").exists():
                shutil.copytree(self.stock, folder / f"n{index}", copy_function=os.link, symlinks=True)
        return ["lint", "--format", "concise", *(folder / f"n{index}" for index in range(count))]

    def measure(self, name, make, count):
        times = [seconds(self.program, make(count * factor)) for factor in (1, 2, 4)]
        ratio = times[2] / times[1]
        mark = ""
        if ratio > TOO_MUCH:
            mark, self.slow = "  grows faster than what is given", True
        figures = "".join(f"{1000 * spent:10.1f}" for spent in times)
        print(f"{name:36}{count:>7}{figures}{times[2] / times[0]:8.2f}{ratio:8.2f}{mark}", flush=True)


def renamed(bundle, suffix):
    """The ids of packs and of their checks; those of patterns, phases and keys are the packs' own affair."""
    for pack in set(re.findall(r'<rules\b[^>]*?\sid="([^"]+)"', bundle)):
        bundle = re.sub(rf'(<rules\b[^>]*?\sid="){re.escape(pack)}"', rf'\g<1>{pack}{suffix}"', bundle)
        bundle = re.sub(rf'(\s(?:id|of)="){re.escape(pack)}\.', rf'\g<1>{pack}{suffix}.', bundle)
    return bundle


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(PROJECT / "build" / "release" / "carbonfix")
    if not os.access(program, os.X_OK):
        sys.exit(f"no program at {program}: cmake --workflow --preset release makes it")
    with tempfile.TemporaryDirectory(prefix="carbonfix-bench-", dir=os.environ.get("TMPDIR")) as folder:
        bench = Bench(program, pathlib.Path(folder))
        print(f"{'':36}{'n':>7}{'n ms':>10}{'2n ms':>10}{'4n ms':>10}{'4n/n':>8}{'4n/2n':>8}")
        bench.measure("findings in one file", bench.findings, 2500)
        bench.measure("findings in one line", bench.one_line, 1000)
        bench.measure("lookups in vain, each a finding", bench.missed, 2000)
        bench.measure("findings beside secrets", bench.secrets, 2000)
        bench.measure("findings in the baseline", bench.known, 2500)
        bench.measure("entries of a baseline that are gone", bench.gone, 25000)
        bench.measure("the same, each in a file of its own", bench.gone_files, 25000)
        bench.measure("edits of fixes in one file", bench.edits, 100)
        bench.measure("shipped packs, again and again", bench.packs, 1)
        bench.measure(f"homes like {bench.stock.name}", bench.homes, 10)
    return 1 if bench.slow else 0


if __name__ == "__main__":
    sys.exit(main())
