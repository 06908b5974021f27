#!/usr/bin/env python3
"""Does lint of many homes cost in proportion to their number, in time, and bounded memory?

  tests/bench/many-homes.py [CARBONFIX [COUNT...]]   default: the release build; 100, 1,000 and 10,000 homes

Homes are made of the fixture's two nodes: each with a host, a port offset and a member list of its own. Once as clusters
of four, with a domain each, and once as one cluster. Prints the time of all and of one home, what it is of xmllint's over
the same XML files, and the most memory. Exit code 1: ten times the homes cost more than 11 times the time, or 1,000
homes more than 256 MB. JOBS=N: the option --jobs. Nothing is measured while something else runs.
"""

import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
FIXTURE = PROJECT / "fixtures" / "das-cluster-clean"
AXIS2 = "repository/conf/axis2/axis2.xml"
MOST_TIME = 11  # of ten times the homes
MOST_MEMORY = 256  # MB, of a thousand homes
CLUSTER = 4


def host_of(index):
    return f"10.{1 + index // 62500}.{index // 250 % 250}.{index % 250 + 1}"


class Maker:
    """Homes that differ in little: their files are links to one copy but for those that say who they are."""

    def __init__(self, folder):
        self.folder = folder
        self.templates = sorted(path for path in FIXTURE.iterdir() if (path / AXIS2).is_file())
        self.hosts = sorted({host for template in self.templates for host in self.hosts_in(template)})

    @staticmethod
    def hosts_in(template):
        return re.findall(r'localMemberHost"[^>]*>([^<]+)<', (template / AXIS2).read_text())

    def make(self, name, count, of_cluster):
        for index in range(count):
            first = index - index % of_cluster
            self.make_one(self.folder / name / f"n{index}", index, first, min(of_cluster, count - first, CLUSTER))
        return [self.folder / name / f"n{index}" for index in range(count)]

    def make_one(self, home, index, first, members):
        template = self.templates[index % len(self.templates)]
        names = {old: host_of(first + number) for number, old in enumerate(self.hosts[:members])}
        own = self.hosts_in(template)
        if own:
            names[own[0]] = host_of(index)
        for source in template.rglob("*"):
            target = home / source.relative_to(template)
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_bytes()
            changed = self.own_text(text, names, f"cluster{first}")
            if changed == text:
                os.link(source, target) if same_disk(source, target.parent) else shutil.copyfile(source, target)
            else:
                target.write_bytes(changed)

    @staticmethod
    def own_text(text, names, domain):
        for old, new in names.items():
            text = re.sub(rb"\b" + re.escape(old.encode()) + rb"\b", new.encode(), text)
        return re.sub(rb'(<parameter name="domain">)[^<]*', rb"\g<1>" + domain.encode(), text)


def same_disk(a, b):
    return os.stat(a).st_dev == os.stat(b).st_dev


def run(arguments):
    """Seconds, and the most memory in MB."""
    start = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                                       (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(pid, 0)
    spent = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{' '.join(map(str, arguments[:4]))} …: exit code {code}")
    return spent, used.ru_maxrss / 1024


def xmllint(homes):
    files = [str(path) for home in homes for path in home.rglob("*.xml")]
    start = time.perf_counter()
    for first in range(0, len(files), 5000):
        subprocess.run(["xmllint", "--noout", *files[first : first + 5000]], stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(PROJECT / "build" / "release" / "carbonfix")
    counts = [int(count) for count in sys.argv[2:]] or [100, 1000, 10000]
    if not os.access(program, os.X_OK):
        sys.exit(f"no program at {program}: cmake --workflow --preset release makes it")
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    jobs = ["--jobs", os.environ["JOBS"]] if "JOBS" in os.environ else []
    failed = False
    print(f"{'homes':>24} {'seconds':>9} {'ms a home':>10} {'xmllint':>8} {'MB':>6} {'times':>6}")
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(pathlib.Path(folder))
        for kind in ("clusters", "one cluster"):
            before = None
            for count in counts:
                homes = maker.make(kind.replace(" ", "-"), count, CLUSTER if kind == "clusters" else count)
                arguments = [program, "lint", "--format", "concise", *jobs, *map(str, homes)]
                run(arguments)  # warms the cache
                spent, memory = run(arguments)
                growth = spent / before[1] * 10 * before[0] / count if before else 0
                before = (count, spent)
                print(f"{f'{count} in {kind}':>24} {spent:9.3f} {1000 * spent / count:10.2f} "
                      f"{spent / xmllint(homes):8.2f} {memory:6.0f} {growth:6.2f}", flush=True)
                failed = failed or growth > MOST_TIME or (count == 1000 and memory > MOST_MEMORY)
                shutil.rmtree(folder + "/" + kind.replace(" ", "-"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
