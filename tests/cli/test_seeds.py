"""The slips of the vendor's guides, one at a time, in homes that are right but for them: fixtures/seeds/*/mistakes.xml.

Each mistake replaces a piece of one file, and with <change> of another. Its rule speaks at the line where the mistake begins, or at line=; nothing else
does, but what also= names, and not in other phases. The homes without a mistake, the twins of all of them, are silent.
"""

import json
import shutil
import xml.etree.ElementTree as xml

import harness
from harness import FIXTURES, CliTest

PHASES = ("default", "pre-start")


def text_of(mistake, name):
    """What stands between the tags, without the line ends next to them."""
    element = mistake.find(name)
    return "" if element is None or element.text is None else element.text.removeprefix("\n").removesuffix("\n")


def first_difference(before, after):
    """The number of the first line that is not the same."""
    after = after.splitlines() + [None]
    return next(at for at, line in enumerate(before.splitlines() + [None], 1) if line != after[at - 1])


class Seeds(CliTest):
    def homes(self, seed):
        """name → folder, laid out as <home name over> says."""
        shutil.rmtree(self.folder / seed.name, ignore_errors=True)
        homes = {}
        for home in xml.parse(seed / "mistakes.xml").iter("home"):
            target = homes[home.get("name")] = self.folder / seed.name / home.get("name")
            for layer in (*home.get("over", "").split(), home.get("name")):
                if (seed / layer).exists():
                    shutil.copytree(seed / layer, target, dirs_exist_ok=True)
        return homes

    def lint(self, homes, phase):
        done = self.run_cli("lint", "--isolated", "--phase", phase, "--format", "json", *homes.values())
        self.assertIn(done.code, (0, 1), done.err)
        return json.loads(done.out)["findings"]

    def make(self, change, file):
        """Puts what is wrong in the place of what is right, and returns the line where that begins."""
        right = file.read_bytes().decode()
        if change.find("wrong") is None:
            return 1
        self.assertEqual(right.count(text_of(change, "right")), 1, "<right> must stand in the file once")
        wrong = right.replace(text_of(change, "right"), text_of(change, "wrong"))
        file.write_bytes(wrong.encode())
        return first_difference(wrong, right)

    def check(self, mistake, homes):
        node = mistake.get("node") or next(iter(homes))
        path = mistake.get("renamed", mistake.get("file"))
        if mistake.get("renamed"):
            (homes[node] / mistake.get("file")).rename(homes[node] / path)
        line = self.make(mistake, homes[node] / path)
        for change in mistake.iter("change"):
            self.make(change, homes[node] / change.get("file"))
        wanted = (node, mistake.get("at", path), int(mistake.get("line", line)), mistake.get("rule"))
        phases = mistake.get("phases", "default").split()
        for phase in dict.fromkeys((*PHASES, *phases)):
            found = self.lint(homes, phase)
            if phase in phases:
                self.assertIn(wanted, [(each["node"], each["path"], each["line"], each["id"]) for each in found], phase)
            ids = {each["id"] for each in found} - set(mistake.get("also", "").split())
            if phase in PHASES:
                self.assertEqual(ids, {wanted[-1]} if phase in phases else set(), phase)

    def mistakes(self, seed):
        """The seed's own mistakes, then those it shares with others."""
        made = xml.parse(seed / "mistakes.xml")
        yield from made.iter("mistake")
        for shared in made.iter("mistakes"):
            yield from self.mistakes(seed / shared.get("of"))

    def test_every_mistake_and_its_twin(self):
        seeds = sorted(file.parent for file in (FIXTURES / "seeds").glob("*/mistakes.xml"))
        self.assertTrue(seeds)
        for seed in seeds:
            with self.subTest(f"{seed.name}: as it should be"):
                homes = self.homes(seed)
                for phase in PHASES:
                    self.assertEqual(self.lint(homes, phase), [])
            for mistake in harness.sample(self.mistakes(seed)):
                with self.subTest(f"{seed.name}: {mistake.get('rule')}: {mistake.find('p').text}"):
                    self.check(mistake, self.homes(seed))


if __name__ == "__main__":
    harness.main()
