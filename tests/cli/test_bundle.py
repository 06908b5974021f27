"""rules --bundle, and plain Schematron schemas: rules that come from elsewhere than the packs of this machine."""

import json
import subprocess
import unittest

import harness
from harness import FIXTURES, PROJECT, SHARED, CliTest, sample

STOCK = SHARED / "corpus" / "stock"

MINE = """<rules xmlns="urn:carbonfix:rules:1" id="mine">
  <pattern id="mine" files="conf/carbon.xml">
    <rule context="/*"><report id="mine.found" test="." severity="warning">It is there.</report></rule>
  </pattern>
</rules>
"""

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt">
  <ns prefix="c" uri="http://wso2.org/projects/carbon/carbon.xml"/>
  <phase id="nightly"><active pattern="names"/></phase>
  <pattern id="names">
    <rule context="c:Server/c:Name"><report id="named" test="." role="info">Its name is <value-of select="."/>.</report></rule>
  </pattern>
  <pattern>
    <rule context="c:Server"><assert test="c:Nothing" role="warning">Nothing lacks.</assert></rule>
  </pattern>
</schema>
"""


def homes_to_lint():
    homes = [FIXTURES / "das-cluster" / "das1", FIXTURES / "das-cluster-clean" / "das2"]
    if STOCK.is_dir():
        homes += sample(sorted(path for path in STOCK.iterdir() if path.is_dir()))
    return homes


class Bundle(CliTest):
    def lint(self, *arguments, input="", code=None):
        done = self.run_cli("lint", "--phase", "all", "--format", "json", *arguments, input=input)
        if code is not None:
            self.assertEqual(done.code, code, done.err)
        return done

    def test_finds_what_the_embedded_packs_find(self):
        bundle = self.run_cli("rules", "--bundle", code=0).out
        findings = 0
        for home in homes_to_lint():
            with self.subTest(home.name):
                expected = self.lint(home)
                got = self.lint("--no-builtin-rules", "--rules", "-", home, input=bundle)
                self.assertEqual((got.code, got.out, got.err), (expected.code, expected.out, expected.err))
                findings += len(json.loads(got.out)["findings"])
        self.assertGreater(findings, 30)

    def test_standard_input_is_read_once(self):
        done = self.lint("--rules", "-", "--rules", "-", self.folder, input=MINE, code=2)
        self.assertIn("--rules - is given twice", done.err)

    def test_finds_the_same_of_a_cluster_in_each_phase(self):
        bundle = self.folder / "bundle.xml"
        bundle.write_text(self.run_cli("rules", "--bundle", code=0).out)
        nodes = [FIXTURES / "das-cluster" / name for name in ("das1", "das2")]
        for phase in ("default", "pre-start", "production"):
            expected = self.run_cli("lint", "--phase", phase, *nodes)
            got = self.run_cli("lint", "--phase", phase, "--no-builtin-rules", "--rules", bundle, *nodes)
            self.assertEqual((got.code, got.out), (expected.code, expected.out), phase)

    def test_is_valid_by_the_schema(self):
        bundle = self.run_cli("rules", "--bundle", code=0).out
        subprocess.run(["xmllint", "--noout", "--relaxng", PROJECT / "rules" / "schema" / "rules.rng", "-"],
                       input=bundle.encode(), check=True, capture_output=True)

    def test_takes_own_rules_along(self):
        own = self.folder / "mine.xml"
        own.write_text(MINE)
        home = FIXTURES / "das-cluster-clean" / "das1"
        bundle = self.run_cli("rules", "--bundle", "--no-builtin-rules", "--rules", own, code=0).out
        expected = self.lint("--no-builtin-rules", "--rules", own, home)
        self.assertIn("mine.found", expected.out)
        self.assertEqual(self.lint("--no-builtin-rules", "--rules", "-", home, input=bundle).out, expected.out)
        both = self.run_cli("rules", "--bundle", "--rules", self.folder, code=0).out
        self.assertIn('id="clustering"', both)
        self.assertIn("mine.found", both)

    def test_beside_the_shipped_packs_is_refused_in_one_sentence(self):
        bundle = self.run_cli("rules", "--bundle", code=0).out
        done = self.run_cli("lint", "--rules", "-", FIXTURES / "das-cluster" / "das1", input=bundle, code=2)
        self.assertIn("leave the shipped packs out with --no-builtin-rules", done.err)
        self.assertEqual(done.err.count("carbonfix: error:"), 1)

    def test_of_nothing_or_of_what_is_wrong_is_refused(self):
        self.assertIn("no rule to put", self.run_cli("rules", "--bundle", "--no-builtin-rules", code=2).err)
        self.assertIn("holds whole packs", self.run_cli("rules", "--bundle", "--select", "ports.", code=2).err)
        for chosen in ("json", "markdown", f"text:{self.folder / 'out'}"):
            self.assertIn("has no other format", self.run_cli("rules", "--bundle", "--format", chosen, code=2).err)
        self.assertFalse((self.folder / "out").exists())
        wrong = self.folder / "wrong.xml"
        wrong.write_text(MINE.replace('test="."', 'test="$x"'))
        done = self.run_cli("rules", "--bundle", "--rules", wrong, code=2)
        self.assertIn("wrong.xml:3:", done.err)
        self.assertEqual(done.out, "")


class Schema(CliTest):
    HOME = FIXTURES / "das-cluster-clean" / "das1"

    def setUp(self):
        super().setUp()
        self.schema = self.folder / "house.sch"
        self.schema.write_text(SCHEMA)

    def lint(self, *arguments, **options):
        return self.run_cli("lint", "--no-builtin-rules", "--format", "concise", *arguments, self.HOME, **options)

    def test_runs_as_it_is(self):
        out = self.lint("--rules", self.schema, "--bind", f"{self.schema}=conf/carbon.xml", code=0).out
        self.assertRegex(out, r"repository/conf/carbon.xml:\d+:\d+: warning: Nothing lacks. \[house.pattern-2-1\]")
        self.assertRegex(out, r"info: Its name is .*\. \[house.named\]")
        nightly = self.lint("--rules", self.schema, "--bind", f"{self.schema}=conf/carbon.xml", "--phase", "nightly", code=0)
        self.assertNotIn("pattern-2-1", nightly.out)
        self.assertIn("house.named", nightly.out)

    def test_from_a_folder_from_standard_input_and_by_another_spelling(self):
        expected = self.lint("--rules", self.schema, "--bind", f"{self.schema}=conf/carbon.xml", code=0).out
        self.assertEqual(self.lint("--rules", self.folder, "--bind", f"{self.schema}=conf/carbon.xml", code=0).out, expected)
        self.assertEqual(self.lint("--rules", "./house.sch", "--bind", "house.sch=conf/carbon.xml", code=2).code, 2)
        here = self.run_cli("lint", "--no-builtin-rules", "--format", "concise", "--rules", "./house.sch", "--bind",
                            "house.sch=conf/carbon.xml", self.HOME, cwd=self.folder, code=0)
        self.assertEqual(here.out, expected)
        piped = self.lint("--rules", "-", "--bind", "-=conf/carbon.xml", input=SCHEMA, code=0).out
        self.assertEqual(piped.replace("standard-input.", "house."), expected)

    def test_several_bindings_add_up(self):
        out = self.lint("--rules", self.schema, "--bind", f"{self.schema}=conf/none.xml", "--bind",
                        f"{self.schema}=conf/carbon.xml conf/user-mgt.xml", code=0).out
        self.assertIn("house.named", out)
        self.assertIn("conf/none.xml", out)

    def test_must_be_bound(self):
        done = self.lint("--rules", self.schema, code=2)
        self.assertIn(f"--bind '{self.schema}=conf/axis2/axis2.xml'", done.err)

    def test_bindings_must_mean_something(self):
        self.assertIn("is not FILE.sch=GLOBS", self.lint("--rules", self.schema, "--bind", "house.sch", code=2).err)
        other = self.lint("--rules", self.schema, "--bind", "other.sch=conf/carbon.xml", code=2).err
        self.assertIn("no --rules gives this schema", other)
        self.assertEqual(other.count("carbonfix: error:"), 1)
        outside = self.lint("--rules", self.schema, "--bind", f"{self.schema}=../conf/carbon.xml", code=2).err
        self.assertIn("must be a path inside the product home", outside)

    def test_is_listed_and_explained(self):
        given = ("--rules", self.schema, "--bind", f"{self.schema}=conf/carbon.xml")
        listed = self.run_cli("rules", "--no-builtin-rules", *given, code=0).out
        self.assertIn("house.named        info     -       conf/carbon.xml  Its name is ….", listed)
        told = self.run_cli("explain", *given, "house.named", code=0).out
        self.assertIn("Phases     default, nightly", told)
        self.assertIn(f"--bind {self.schema}=conf/carbon.xml --select house.named HOME", told)

    def test_is_not_for_a_bundle(self):
        done = self.run_cli("rules", "--bundle", "--rules", self.schema, "--bind", f"{self.schema}=conf/carbon.xml", code=2)
        self.assertIn("can't be put into a bundle", done.err)


if __name__ == "__main__":
    harness.main()
