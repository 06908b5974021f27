"""Folders of changed files over a stock home (--base), and what a home is said to be (--assume)."""

import csv
import functools
import json
import pathlib
import shutil
import unittest
import xml.etree.ElementTree as ElementTree

import harness

CORPUS = harness.SHARED / "corpus"


def configured_trees():
    """Each tree of changed files in the collection, and the stock home that it was made from."""
    with open(CORPUS / "MANIFEST.tsv", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["kind"] == "configured":
                yield row["tree"], row["pairs-with"]


class Overlays(harness.CliTest):
    def setUp(self):
        super().setUp()
        self.stock = self.copy(harness.FIXTURES / "das-cluster" / "das1", "stock")
        self.overlay = self.folder / "changed"

    def change(self, path, old=None, new=None, below="changed"):
        target = self.folder / below / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (self.stock / path).read_text(encoding="latin-1")
        if old is not None:
            self.assertIn(old, text)
            text = text.replace(old, new)
        target.write_text(text, encoding="latin-1")
        return target

    def lint(self, *arguments, code=None):
        done = self.run_cli("lint", "--format", "json", *arguments, code=code)
        return json.loads(done.out), done.err

    def findings(self, *arguments):
        report, _ = self.lint(*arguments)
        return [(each["id"], each["path"]) for each in report["findings"]]

    def test_what_the_base_has_by_itself_is_left_out(self):
        alone = self.findings(self.stock)
        self.assertTrue(alone, "the base has something to find")
        path = alone[0][1]
        others = [each for each in alone if each[1] != path]
        self.change(path)
        report, err = self.lint("--base", self.stock, self.overlay)
        own = [each for each in alone if each[1] == path]
        self.assertEqual([(each["id"], each["path"]) for each in report["findings"]], own)
        if others:
            self.assertIn(f"{len(others)} finding", err)

    def test_what_a_change_does_to_a_file_of_the_base_is_found(self):
        # registry.xml of the base names a datasource that the overlay renames.
        stock = {(each["id"], each["path"], each["line"]) for each in self.lint(self.stock)[0]["findings"]}
        self.change("repository/conf/datasources/master-datasources.xml", "<name>jdbc/", "<name>jdbc/renamed-")
        found = {(each["id"], each["path"], each["line"])
                 for each in self.lint("--base", self.stock, self.overlay)[0]["findings"]}
        new = {each for each in found - stock if not each[1].endswith("master-datasources.xml")}
        self.assertTrue(new, found)

    def test_a_baseline_holds_what_the_report_shows(self):
        path = self.findings(self.stock)[0][1]
        self.change(path)
        shown = self.findings("--base", self.stock, self.overlay)
        baseline = self.folder / "baseline.xml"
        keep = ("--base", self.stock, self.overlay, "--baseline", baseline)
        self.run_cli("lint", *keep, "--write-baseline", code=0)
        kept = [(each.get("id"), each.get("path")) for each in ElementTree.parse(baseline).getroot()]
        self.assertEqual(sorted(kept), sorted(shown))
        report, err = self.lint(*keep, code=0)
        self.assertEqual(report["findings"], [])
        # One of the base that an earlier run took in is taken out.
        whole = self.folder / "whole.xml"
        self.run_cli("lint", self.stock, "--baseline", whole, "--write-baseline", code=0)
        self.run_cli("lint", "--base", self.stock, self.overlay, "--baseline", whole, "--write-baseline", code=0)
        self.assertEqual(whole.read_text(), baseline.read_text())

    def test_the_shape_of_the_folder_does_not_matter(self):
        path = "repository/conf/datasources/master-datasources.xml"
        edit = (path, "<name>jdbc/", "<name>jdbc/renamed-")
        self.change(*edit)
        expected = self.findings("--base", self.stock, self.overlay)
        self.assertTrue(expected)
        shutil.copytree(self.overlay / "repository", self.folder / "from-conf")
        self.assertEqual(self.findings("--base", self.stock, self.folder / "from-conf"), expected)
        shutil.copytree(self.overlay / "repository" / "conf", self.folder / "in-conf")
        self.assertEqual(self.findings("--base", self.stock, self.folder / "in-conf"), expected)

    def test_the_product_is_that_of_the_base(self):
        self.change("repository/conf/carbon.xml")
        rules = self.folder / "rules.xml"
        rules.write_text('<rules xmlns="urn:carbonfix:rules:1" id="own">'
                         '<pattern id="p" files="conf/carbon.xml"><rule context="/Server">'
                         '<report id="own.which" severity="info" test="Name"><value-of select="$product"/> '
                         '<value-of select="$version"/></report></rule></pattern></rules>')
        own = ("--no-builtin-rules", "--rules", rules)
        facts = self.lint(*own, self.stock)[0]["findings"][0]["message"]
        self.assertEqual(facts, "das 3.1.0")
        self.assertEqual(self.lint(*own, "--base", self.stock, self.overlay)[0]["findings"][0]["message"], facts)
        report, err = self.lint(*own, "--assume", "is@5.5.0", "--base", self.stock, self.overlay)
        self.assertEqual(report["findings"][0]["message"], "is 5.5.0")
        self.assertIn("note: changed: its files say das@3.1.0, but --assume says is@5.5.0", err)
        report, err = self.lint(*own, "--assume", "das@3.1.0", self.stock)
        self.assertEqual(report["findings"][0]["message"], "das 3.1.0")
        self.assertEqual(err, "")

    def test_an_unknown_product_is_refused(self):
        refused = self.run_cli("lint", "--assume", "dsa@3.1.0", self.stock, code=2)
        self.assertIn('option --assume: "dsa" is no product that we know (did you mean "das"?)', refused.err)

    def test_the_base_is_never_fixed(self):
        self.change("repository/conf/carbon.xml")
        before = harness.digests(self.folder)
        for option in ("--fix", "--diff"):
            refused = self.run_cli("lint", option, "--base", self.stock, self.overlay, code=2)
            self.assertIn(f"{option} can't stand beside --base", refused.err)
        self.assertEqual(harness.digests(self.folder), before)

    def test_a_folder_that_is_no_overlay_is_refused(self):
        self.overlay.mkdir()
        (self.overlay / "pom.xml").write_text("<project/>")
        refused = self.run_cli("lint", "--base", self.stock, self.overlay, code=2)
        self.assertIn("has a counterpart in", refused.err)
        self.run_cli("lint", "--base", self.folder / "none", self.overlay, code=2)


@unittest.skipUnless(CORPUS.is_dir(), "no collection of real homes")
class RealOverlays(harness.CliTest):
    def test_every_configured_tree_fits_over_its_stock_home(self):
        linted = 0
        without = []
        for tree, base in harness.sample(configured_trees()):
            if not (CORPUS / base).is_dir():
                without.append(tree)
                continue
            with self.subTest(tree=tree):
                done = self.run_cli("lint", "--format", "json", "--base", CORPUS / base, CORPUS / tree)
                self.assertIn(done.code, (0, 1), done.err)
                report = json.loads(done.out)
                self.assertGreater(report["summary"]["files"], 20, "the files of the base are there")
                self.assertNotIn("nothing in", done.err)
                elsewhere = self.places(base)
                for finding in report["findings"]:
                    if not self.own(CORPUS / tree, finding):
                        self.assertNotIn((finding["id"], finding["path"], finding["line"]), elsewhere)
                linted += 1
        print(f"\n{linted} trees over their stock homes; the collection has no stock home of {', '.join(without)}")
        self.assertGreater(linted, 20 // harness.EVERY)

    @staticmethod
    @functools.lru_cache(None)  # several trees have the same one
    def places(base):
        """What is found where in a home as shipped."""
        alone = RealOverlays().run_cli("lint", "--format", "json", CORPUS / base)
        return {(each["id"], each["path"], each["line"]) for each in json.loads(alone.out)["findings"]}

    @staticmethod
    def own(tree, finding):
        node = pathlib.PurePath(finding["node"])
        runtime = tree / "wso2" / node.name if len(node.parts) > 1 else tree
        return (runtime / finding["path"]).exists()


if __name__ == "__main__":
    harness.main()
