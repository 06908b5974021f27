"""The main job on a product home as shipped; skipped where the collection of real homes is not there."""

import difflib
import re
import subprocess
import unittest

import harness
from harness import PARAMS, RECIPE, SHARED, CliTest, digests

STOCK = SHARED / "corpus" / "stock" / "das-3.1.0"


@unittest.skipUnless(STOCK.is_dir(), f"no stock home: {STOCK}")
class StockHome(CliTest):
    def test_the_whole_way_and_back(self):
        home = self.copy(STOCK, "das")
        before = digests(home)
        self.assertIn("no findings", self.run_cli("lint", home, code=0).out)

        arguments = ("--recipe", RECIPE, "--params", PARAMS, home)
        self.run_cli("plan", *arguments, code=0)
        self.assertEqual(before, digests(home))
        self.run_cli("apply", "--yes", *arguments, code=0)
        after = digests(home)
        changed = {path for path in before if before[path] != after.get(path)}
        self.assertEqual(set(before), set(after), "no file comes or goes")
        self.assertEqual({"repository/conf/axis2/axis2.xml", "repository/conf/event-processor.xml",
                          "repository/conf/registry.xml", "repository/conf/user-mgt.xml",
                          "repository/conf/datasources/master-datasources.xml",
                          "repository/conf/datasources/analytics-datasources.xml",
                          "repository/conf/analytics/spark/spark-defaults.conf"}, changed)
        for path in changed:
            self.check_lines((STOCK / path).read_bytes(), (home / path).read_bytes(), path)
            if path.endswith(".xml"):
                subprocess.run(["xmllint", "--noout", str(home / path)], check=True)
            self.assertEqual(before[path][1], after[path][1], "the mode stays")

        self.assertRegex(self.run_cli("lint", home, code=0).out, "^no findings")
        again = self.run_cli("apply", "--yes", *arguments, code=0)
        self.assertIn("Nothing was written.", again.out)
        self.assertEqual(after, digests(home))
        self.run_cli("restore", "--yes", home, code=0)
        self.assertEqual(before, digests(home))

    def check_lines(self, old, new, path):
        """A changed line is a setting: it holds an element, an attribute or a key, and replaces one line or is new. No line
        is only reformatted."""
        setting = r"<|\w=\"|^\s*$" if path.endswith(".xml") else r"^[\w.]+\s+\S+$"
        old, new = old.decode("latin-1").splitlines(True), new.decode("latin-1").splitlines(True)
        for tag, from_, to, new_from, new_to in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            for line in new[new_from:new_to]:
                self.assertRegex(line, setting, f"{path}: {line!r}")
            squeeze = lambda lines: re.sub(r"\s+", "", "".join(lines))
            self.assertNotEqual(squeeze(old[from_:to]), squeeze(new[new_from:new_to]), f"{path}: only white space changed")


if __name__ == "__main__":
    harness.main()
