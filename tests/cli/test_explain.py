"""explain, and rules as a list, a page and JSON."""

import json
import os
import re
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

import harness
from harness import PROJECT, CliTest

PAGE = PROJECT / "docs" / "rules.md"

MINE = """<rules xmlns="urn:carbonfix:rules:1" id="mine">
  <title>Ours</title>
  <param name="host" type="host">Name of the node.</param>
  <param name="unused" default="1"/>
  <let name="fqdn" value="concat($host, '.example.org')"/>
  <phase id="nightly"><active pattern="p"/></phase>
  <pattern id="p" files="conf/carbon.xml conf/other.xml" if="not($product = 'das')">
    <title>Names</title>
    <p>How nodes are called here.</p>
    <rule context="/Server/HostName">
      <assert id="mine.host" test="normalize-space(.) != ''" severity="warning" diagnostics="why" fix="f"
              see="https://example.org/names">HostName of <value-of select="../Name"/> is empty.</assert>
      <fix id="f" safety="unsafe"><title>Write localhost</title><set sel=".">localhost</set></fix>
    </rule>
    <example of="mine.host">
      <param name="host" value="n1"/>
      <bad><![CDATA[
        <Server><Name>IS</Name>
          <HostName/>
        </Server>]]></bad>
      <good><![CDATA[
        <Server><Name>IS</Name>
          <HostName>localhost</HostName>
        </Server>]]></good>
    </example>
  </pattern>
  <patch id="mine.set" files="conf/carbon.xml" ensure="/Server/HostName = $fqdn" effect="restart" consent="identity">
    <title>Set the name</title>
    <set sel="/Server/HostName">{$fqdn}</set>
  </patch>
  <diagnostics><diagnostic id="why">Others find the node by it.</diagnostic></diagnostics>
</rules>
"""


class Explain(CliTest):
    def mine(self):
        path = self.folder / "mine.xml"
        path.write_text(MINE)
        return path

    def explain(self, *arguments):
        return self.run_cli("explain", *arguments, code=0).out

    def test_tells_all_of_a_check(self):
        path = self.mine()
        out = self.explain("--rules", path, "mine.host")
        for line in ("mine.host  warning", "HostName of … is empty.", "Files      conf/carbon.xml conf/other.xml",
                     "Applies if not product das", "Phases     nightly", "How nodes are called here.",
                     "Others find the node by it.", "https://example.org/names", "> 2 |   <HostName/>",
                     "-> HostName of IS is empty.", "Good: conf/carbon.xml", "Fix (unsafe)", "Write localhost",
                     "- set it to localhost", "<!-- carbonfix:ignore mine.host: REASON -->",
                     f"carbonfix lint --rules {path} --phase nightly --select mine.host HOME",
                     f"carbonfix lint --fix --unsafe-fixes --rules {path} --phase nightly --select mine.host HOME"):
            self.assertIn(line, out)

    def test_tells_all_of_a_patch(self):
        path = self.mine()
        out = self.explain("--rules", path, "mine.set")
        for line in ("mine.set  patch", "Set the name", "Ensures    /Server/HostName = $fqdn",
                     "Effect     at the next start", "Consent    --consent identity",
                     "Parameter  host (host, required): Name of the node.", "- set /Server/HostName to {$fqdn}",
                     f"carbonfix plan --rules {path} HOME"):
            self.assertIn(line, out)
        self.assertNotIn("unused", out)

    def test_tells_of_recipes_by_their_name(self):
        self.assertIn("carbonfix plan --recipe das-3.1-min-ha HOME", self.explain("das-3.1-min-ha.axis2-clustering"))
        listed = self.explain("das-3.1-min-ha")
        self.assertGreater(listed.count("\ndas-3.1-min-ha."), 5)

    def test_tells_of_the_tools_own(self):
        out = self.explain("xml.not-well-formed")
        self.assertIn("xml.not-well-formed  error", out)
        self.assertIn("> 2 |", out)

    def test_lists_what_a_beginning_or_a_glob_names(self):
        by_prefix = self.explain("ports.")
        self.assertEqual(by_prefix, self.explain("ports.*"))
        self.assertEqual(by_prefix, self.explain("ports"))
        ids = [line.split()[0] for line in by_prefix.splitlines()]
        self.assertGreater(len(ids), 3)
        self.assertTrue(all(each.startswith("ports.") for each in ids), ids)

    def test_takes_several_ids(self):
        out = self.explain("ports.offset-invalid", "xml.namespace")
        self.assertLess(out.index("ports.offset-invalid  error"), out.index("xml.namespace  error"))

    def test_names_the_nearest_of_an_unknown_id(self):
        done = self.run_cli("explain", "ports.ofset-invalid", "portss", code=2)
        self.assertIn('did you mean "ports.offset-invalid"?', done.err)
        self.assertIn('did you mean "ports"?', done.err)
        self.assertEqual(done.out, "")

    def test_asks_for_an_id(self):
        self.assertIn("explain which rule?", self.run_cli("explain", code=2).err)

    def test_fits_a_terminal(self):
        out = self.run_on_terminal("explain", "clustering.duplicate-local-member").out
        self.assertIn("\x1b[", out)
        plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
        wide = [line for line in plain.splitlines() if len(line) > 80 and " " in line.strip()]
        self.assertEqual(wide, [])
        self.assertNotIn("\x1b[", self.explain("clustering.duplicate-local-member"))

    def test_every_shipped_rule_can_be_explained(self):
        ids = [line.split()[0] for line in self.run_cli("rules", code=0).out.splitlines()]
        self.assertGreater(len(ids), 200)
        told = json.loads(self.explain(*ids, "--format", "json"))["rules"]
        self.assertEqual([rule["id"] for rule in told], ids)
        for rule in told:
            self.assertTrue(rule["why"], rule["id"])
            self.assertTrue(rule["examples"] or rule["kind"] == "own", rule["id"])
            for example in rule["examples"]:
                if example["bad"]:
                    self.assertTrue(any(file["lines"] for file in example["bad"]), rule["id"])

    def test_markdown_has_the_examples(self):
        out = self.explain("--rules", self.mine(), "mine.host", "--format", "markdown")
        self.assertIn("## mine.host\n", out)
        self.assertIn("Bad, `conf/carbon.xml`, line 2:\n\n```xml\n<Server><Name>IS</Name>\n  <HostName/>\n</Server>\n```", out)


class Rules(CliTest):
    def ids(self, *arguments):
        return [line.split()[0] for line in self.run_cli("rules", *arguments, code=0).out.splitlines()]

    def test_are_chosen_as_lint_chooses(self):
        every = self.ids()
        self.assertEqual(every, sorted(every))
        some = self.ids("--select", "ports.,carbon.", "--ignore", "carbon.")
        self.assertTrue(some and all(each.startswith("ports.") for each in some))
        self.assertLess(len(self.ids("--phase", "pre-start")), len(self.ids("--phase", "default")))
        self.assertIn("xml.not-well-formed", self.ids("--phase", "pre-start"))
        self.assertNotIn("json.comment", self.ids("--phase", "pre-start"))
        errors = self.run_cli("rules", "--min-severity", "error", code=0).out.splitlines()
        self.assertEqual({line.split()[1] for line in errors}, {"error"})
        self.assertIn("did you mean", self.run_cli("rules", "--select", "port.", code=2).err)
        self.assertIn("xml.not-well-formed", every)

    def test_of_a_file_alone(self):
        path = self.folder / "mine.xml"
        path.write_text(MINE)
        done = self.run_cli("rules", "--no-builtin-rules", "--rules", path, code=0)
        self.assertEqual(done.out, "mine.host  warning  unsafe  conf/carbon.xml …  HostName of … is empty.\n"
                                   "mine.set   patch    -       conf/carbon.xml    Set the name\n")

    def test_patches_are_found_by_their_ids(self):
        path = self.folder / "mine.xml"
        path.write_text(MINE)
        self.assertEqual(self.ids("--rules", path, "--select", "mine.set"), ["mine.set"])
        self.assertEqual(self.ids("--rules", path, "--select", "mine.", "--ignore", "mine.set"), ["mine.host"])
        patch = "das-3.1-min-ha.axis2-clustering"
        told = self.run_cli("rules", "--select", patch, code=2)
        self.assertIn(f"--select {patch}: this is a patch of a recipe, and not a rule of lint", told.err)
        self.assertIn(f"carbonfix explain {patch} shows it", told.err)

    def test_as_json(self):
        target = self.folder / "rules.json"
        self.run_cli("rules", "--select", "ports.", "--format", f"json:{target}", code=0)
        told = json.loads(target.read_text())
        self.assertEqual([rule["id"] for rule in told["rules"]], self.ids("--select", "ports."))
        self.assertTrue({"id", "severity", "files", "fix", "phases", "why"} <= set(told["rules"][0]))

    @unittest.skipIf(jsonschema is None, "python3-jsonschema is not installed")
    def test_json_follows_its_schema(self):
        schema = json.loads((PROJECT / "docs" / "rules.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for command in (("rules",), ("explain", "ports.", "das-3.1-min-ha.axis2-clustering", "json.comment")):
            told = json.loads(self.run_cli(*command, "--format", "json", code=0).out)
            self.assertEqual([error.message for error in validator.iter_errors(told)], [])
            for rule in told["rules"]:
                self.assertEqual(set(rule), set(schema["$defs"]["rule"]["required"]))

    def test_a_configuration_file_is_about_lint(self):
        before = self.ids()
        (self.folder / "carbonfix.conf").write_text("format = concise\nphase = pre-start\nignore = ports.\nselect = carbon.\n")
        done = self.run_cli("rules", cwd=self.folder, code=0)
        self.assertEqual([line.split()[0] for line in done.out.splitlines()], before)

    def test_format_must_be_known(self):
        self.assertIn("text, markdown, json", self.run_cli("rules", "--format", "concise", code=2).err)

    def test_page_is_current(self):
        page = self.run_cli("rules", "--format", "markdown", code=0).out
        if os.environ.get("CARBONFIX_ACCEPT") == "1":
            PAGE.write_text(page)
        self.assertEqual(PAGE.read_text(), page, "tests/cli/accept.sh makes docs/rules.md anew")


if __name__ == "__main__":
    harness.main()
