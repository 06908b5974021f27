"""--inventory: which node a home is, where its values come from, and what is said when that is not clear."""

import json
import pathlib
import re
import shutil
from xml.etree import ElementTree

import harness
from harness import FIXTURES, RECIPE, CliTest

PASSWORD = "hunter-22"
WITH_PASSWORD = harness.environment(DAS_DB_PASSWORD=PASSWORD)


class Inventory(CliTest):
    def setUp(self):
        super().setUp()
        self.copy(FIXTURES / "das-cluster")
        self.copy(FIXTURES / "inventories")
        self.inventory = self.folder / "inventories" / "das-cluster.xml"
        self.homes = [self.folder / "das-cluster" / node for node in ("das1", "das2")]

    def run_with(self, command, *arguments, env=WITH_PASSWORD, **options):
        recipe = () if command == "lint" else ("--recipe", RECIPE)
        return self.run_cli(command, *recipe, "--inventory", self.inventory, *arguments, env=env, **options)

    def change(self, before, after):
        text = self.inventory.read_text()
        self.assertIn(before, text)
        self.inventory.write_text(text.replace(before, after))

    def member_of(self, home):
        text = (home / "repository/conf/axis2/axis2.xml").read_text()
        return text.split('<parameter name="localMemberHost">')[1].split("<")[0]

    def test_each_home_gets_the_values_of_its_node(self):
        done = self.run_with("apply", "--yes", *self.homes, code=0)
        self.assertEqual([self.member_of(home) for home in self.homes], ["10.0.0.11", "10.0.0.12"])
        self.assertIn(PASSWORD, (self.homes[0] / "repository/conf/datasources/master-datasources.xml").read_text())
        self.assertNotIn(PASSWORD, done.out + done.err)
        self.run_with("plan", "--check", *self.homes, code=0)
        lint = self.run_with("lint", "--format", "json", "--phase", "all", *self.homes)
        self.assertNotIn(PASSWORD, lint.out + lint.err)
        self.assertIn('"node": "das2"', lint.out)

    def test_a_name_says_which_node_the_home_is(self):
        self.run_with("apply", "--yes", "--node", "das2", self.homes[0], code=0)
        self.assertEqual(self.member_of(self.homes[0]), "10.0.0.12")

    def test_names_with_paths_bind_several_homes(self):
        first, second = self.homes
        self.run_with("apply", "--yes", "--node", f"das2={first}", "--node", f"das1={second}", code=0)
        self.assertEqual([self.member_of(home) for home in self.homes], ["10.0.0.12", "10.0.0.11"])

    def test_a_name_alone_is_the_home_that_the_inventory_knows(self):
        self.run_with("apply", "--yes", "--node", "das2", code=0)
        self.assertEqual(self.member_of(self.homes[1]), "10.0.0.12")

    def test_the_home_of_the_environment_can_be_named(self):
        env = harness.environment(DAS_DB_PASSWORD=PASSWORD, CARBON_HOME=str(self.homes[0]))
        self.run_with("apply", "--yes", "--node", "das2", env=env, code=0)
        self.assertEqual(self.member_of(self.homes[0]), "10.0.0.12")

    def test_an_unknown_home_or_node_is_an_error_that_lists_the_nodes(self):
        for arguments in ([self.copy(self.homes[0], "elsewhere")], ["--node", "das3", self.homes[0]],
                          ["--node", f"das3={self.homes[0]}"], ["--node", "das1", *self.homes]):
            with self.subTest(arguments=arguments):
                done = self.run_with("plan", *arguments, code=2)
                self.assertEqual(done.out, "")
                self.assertIn("das1", done.err)
        self.assertIn("its nodes are das1, das2", self.run_with("lint", "--node", "das3", self.homes[0], code=2).err)

    def test_later_values_win(self):
        params = self.folder / "values"
        params.write_text("cluster-domain=from-file\ndb-host=file.example.org\n")
        diff = self.run_with("plan", "--params", params, "--param", "db-host=option.example.org", self.homes[0], code=0).out
        self.assertIn('+        <parameter name="domain">from-file</parameter>', diff)
        self.assertIn("option.example.org", diff)
        self.assertNotIn("file.example.org", diff)

    def test_a_missing_variable_is_told_without_a_value_and_nothing_is_written(self):
        before = harness.digests(self.folder)
        done = self.run_with("apply", "--yes", *self.homes, env=harness.environment(), code=2)
        self.assertIn('the parameter "db-password" has no value: the environment has no variable DAS_DB_PASSWORD', done.err)
        self.assertEqual(done.err.count("db-password"), 1, "said once for both homes")
        self.assertEqual(harness.digests(self.folder), before)

    def test_other_variables_are_not_read(self):
        self.change("<param name=\"db-user\"", "<param name=\"of-another-recipe\" from=\"env:UNSET\"/><param name=\"db-user\"")
        self.run_with("plan", *self.homes, code=0)

    def test_all_problems_at_once_each_with_its_node_and_place(self):
        self.change('name="db-host"', 'name="db-hots"')
        self.change('<param name="node-host">10.0.0.12<', '<param name="node-host">10.0.0.12:4000<')
        done = self.run_with("plan", "--param", "offset=x", "--param", "ofset=1", *self.homes, code=2, env=harness.environment())
        for words in ('environment has no variable', 'db-password', 'the parameter "db-host" has no value', 'has "db-hots"',
                      'das2: the parameter "node-host" must be a host', "--param: the parameter \"offset\" must be a whole number",
                      'no rule has a parameter "ofset" (did you mean "offset"?)'):
            self.assertIn(words, done.err)

    def test_a_value_that_the_inventory_calls_sensitive_is_so_for_the_rule(self):
        self.change('<param name="db-user">das', '<param name="db-user" sensitive="true">das-account-1')
        diff = self.run_with("plan", self.homes[0], code=0).out
        self.assertNotIn("das-account-1", diff)
        self.assertIn("das-account-1", self.run_with("plan", "--no-mask", self.homes[0], code=0).out)
        self.assertIn("sensitive", self.run_with("plan", "--param", "db-user=x", self.homes[0], code=2).err)

    def test_lint_reads_no_value_that_only_patches_ask_for(self):
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="t">
  <param name="db-password" sensitive="true"/><param name="db-host" type="host"/>
  <pattern id="p" files="conf/carbon.xml"><rule context="/Server">
    <report id="t.host" severity="info" test="$db-host and self::*"><value-of select="$db-host"/></report></rule></pattern>
  <patch id="t.p" files="conf/carbon.xml" ensure="HostName = $db-password"><set sel="HostName">{$db-password}</set></patch>
</rules>
""")
        arguments = ["--rules", rules, "--inventory", self.inventory, self.homes[0]]
        self.assertIn("db.example.org", self.run_cli("lint", "--no-builtin-rules", *arguments, code=0).out)
        self.assertIn("DAS_DB_PASSWORD", self.run_cli("plan", *arguments, code=2).err)
        diff = self.run_cli("plan", *arguments, env=WITH_PASSWORD)
        self.assertNotIn(PASSWORD, diff.out + diff.err)

    def test_a_runtime_of_an_ei_home_has_the_values_of_its_home_unless_it_is_a_node_itself(self):
        home = self.folder / "ei1"
        for runtime in ("", "wso2/analytics/", "wso2/broker/"):
            (home / runtime / "conf").mkdir(parents=True)
            (home / runtime / "conf/carbon.xml").write_text("<Server/>\n")
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="t"><param name="p"/>
  <pattern id="p" files="conf/carbon.xml"><rule context="/Server"><report id="t.p" severity="info" test="self::*"
    ><value-of select="$node"/> has <value-of select="$p"/> as <value-of select="$self/@name"/></report></rule></pattern>
</rules>
""")
        self.inventory.write_text("""<cluster xmlns="urn:carbonfix:inventory:1" name="ei">
  <node name="ei1" host="h"><param name="p">main</param></node>
  <node name="ei1/broker" host="h"><param name="p">own</param></node>
</cluster>
""")
        out = self.run_cli("lint", "--no-builtin-rules", "--rules", rules, "--inventory", self.inventory, "--node",
                           "ei1", home, code=0).out
        for words in ("ei1 has main as ei1", "ei1/analytics has main as ei1", "ei1/broker has own as ei1/broker"):
            self.assertIn(words, out)

    def test_it_may_come_on_standard_input(self):
        done = self.run_cli("plan", "-q", "--recipe", RECIPE, "--inventory", "-", "--node", "das2", self.homes[0],
                            input=self.inventory.read_text(), env=WITH_PASSWORD, code=0)
        self.assertIn("localMemberHost\">10.0.0.12", done.out)
        self.assertIn("standard input:2:", self.run_cli("lint", "--inventory", "-", self.homes[0], input="<a>\n", code=2).err)

    def test_rules_see_the_cluster(self):
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="t">
  <pattern id="p" files="conf/carbon.xml"><rule context="/Server">
    <report id="t.peers" severity="info" test="$inventory/node">peers of <value-of select="$self/@name"/>:
      <value-of select="$self/../node[@name != $self/@name]/@host"/></report>
    <report id="t.secret" severity="info" test="$self/param[@name = 'db-password']/@sensitive"
      >[<value-of select="$self/param[@name = 'db-password']"/>]</report>
  </rule></pattern>
</rules>
""")
        done = self.run_with("lint", "--rules", rules, "--no-builtin-rules", "-q", "--format", "concise", *self.homes,
                             env=harness.environment(), code=0)
        self.assertIn("peers of das1: 10.0.0.12", done.out)
        self.assertIn("peers of das2: 10.0.0.11", done.out)
        self.assertIn("[]", done.out)
        plain = self.run_cli("lint", "--rules", rules, "--no-builtin-rules", "-q", *self.homes, code=0)
        self.assertEqual(plain.out, "")

    def test_a_list_of_the_nodes_is_made_of_the_inventory(self):
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="t">
  <patch id="t.nodes" files="conf/nodes.xml" create="true" if="$self" ensure="count(/nodes/node) = count($inventory/node)">
    <add sel="/">
      <nodes>
        <for-each select="$inventory/node">
          <node><value-of select="@name"/> at <value-of select="@host"/></node>
        </for-each>
      </nodes>
    </add>
  </patch>
</rules>
""")
        run = ("--rules", rules, "--inventory", self.inventory)
        self.run_cli("apply", "--yes", *run, *self.homes, code=0)
        nodes = ElementTree.parse(self.inventory).getroot().findall("{urn:carbonfix:inventory:1}node")
        lines = "".join(f"  <node>{node.get('name')} at {node.get('host')}</node>\n" for node in nodes)
        self.assertGreaterEqual(len(nodes), 2)
        for home in self.homes:
            self.assertEqual((home / "repository/conf/nodes.xml").read_text(), '<?xml version="1.0" encoding="UTF-8"?>\n' + f"<nodes>\n{lines}</nodes>\n")
        self.assertIn("Nothing to do", self.run_cli("apply", "--yes", *run, *self.homes, code=0).out)
        self.assertIn("not applicable", self.run_cli("plan", "--rules", rules, self.homes[0], code=0).out)

    def of_inventory(self, *arguments, code=None):
        report = json.loads(self.run_with("lint", "--select", "inventory.", "--format", "json", *arguments, code=code).out)
        return [(each["id"], each["node"], pathlib.Path(each["path"] or "").name) for each in report["findings"]]

    def test_lint_takes_all_nodes_of_the_inventory(self):
        done = self.run_with("lint", "--select", "inventory.", code=0)
        self.assertIn("of 2 nodes", done.out)
        self.assertIn("HOME", self.run_with("plan", code=2).err)
        env = harness.environment(CARBON_HOME=str(self.homes[0]))
        self.assertNotIn("nodes", self.run_with("lint", "--select", "inventory.", env=env, code=0).out)

    def test_a_home_may_be_told_with_wildcards(self):
        self.change('home="../das-cluster/das2"', 'home="../das-c*/das2*"')
        self.run_with("plan", "--check", self.homes[1], code=1)
        self.run_with("apply", "--yes", "--node", "das2", code=0)
        self.assertEqual(self.member_of(self.homes[1]), "10.0.0.12")
        self.assertEqual(self.of_inventory(code=0), [])
        self.copy(self.homes[1], "das-cluster/das2-old")
        err = self.run_with("plan", "--node", "das2", code=2).err
        self.assertIn("2 paths match", err)
        self.assertIn("das2-old", err)
        self.assertEqual(self.of_inventory(code=1), [("inventory.home-missing", "", "das-cluster.xml")])

    def test_lint_says_what_differs(self):
        self.change('<node name="das1"', '<node name="das0" host="10.0.0.10"/>\n  <node name="das1" offset="3" version="3.0.0"')
        self.assertEqual(self.of_inventory(*self.homes, code=1), [
            ("inventory.node-not-given", "", "das-cluster.xml"),
            ("inventory.version-differs", "", "das-cluster.xml"),
            ("inventory.offset-differs", "das1", "carbon.xml")])
        self.assertEqual([each[0] for each in self.of_inventory(self.homes[1], code=0)], [], "a run over one home is about that one")
        self.run_with("lint", "--ignore", "inventory.", "--select", "inventory.offset-differs", self.homes[0], code=0)
        shutil.rmtree(self.homes[1])
        self.assertIn(("inventory.home-missing", "", "das-cluster.xml"), self.of_inventory(code=1))

    def test_lint_of_a_home_that_is_no_node(self):
        stranger = self.copy(self.homes[0], "elsewhere")
        self.assertEqual(self.of_inventory(stranger, *self.homes, code=1), [("inventory.node-unknown", "elsewhere", "")])
        self.assertEqual(self.of_inventory("--node", f"das7={stranger}", *self.homes, code=1), [("inventory.node-unknown", "das7", "")])
        namesake = self.copy(self.homes[0], "elsewhere-too/das1")
        self.assertIn("das1", self.run_with("lint", namesake, code=2).err)

    def test_bad_inventories_are_told_in_words(self):
        self.change("</cluster>", "</clusters>")
        self.assertRegex(self.run_with("plan", *self.homes, code=2).err, r"das-cluster\.xml:\d+:\d+: ")
        self.inventory.unlink()
        self.assertIn("das-cluster.xml", self.run_with("plan", *self.homes, code=2).err)

    def test_params_lists_what_a_recipe_wants(self):
        lines = self.run_cli("rules", "params", RECIPE, code=0).out.splitlines()
        self.assertIn("node-host           host             required", [line[:45].rstrip() for line in lines])
        self.assertTrue(any(line.startswith("db-password         text, sensitive  required") for line in lines))
        self.assertIn("--recipes", self.run_cli("rules", "params", "das-3.1-min", code=2).err)
        self.assertIn("whose", self.run_cli("rules", "params", code=2).err)
        self.assertIn("rules params", self.run_cli("rules", "--skeleton", code=2).err)

    def rule_file(self):
        path = self.folder / "own.xml"
        path.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="own">
  <param name="mode" values="hot cold" default="hot">Hot -- or not.</param>
  <param name="token" sensitive="true" default="hunter-22">T &lt;1>.</param>
  <param name="range" default="a--b---c"/>
  <patch id="own.p" files="conf/carbon.xml" ensure="Server"><set sel="Server">{$mode}{$token}{$range}</set></patch>
</rules>
""")
        return path

    def test_params_of_a_rule_file(self):
        path = self.rule_file()
        for arguments in ([path], ["--rules", path]):
            out = self.run_cli("rules", "params", *arguments, code=0).out
            self.assertEqual(out, "mode   hot|cold         default: hot       Hot -- or not.\n"
                                  "token  text, sensitive  default: ********  T <1>.\n"
                                  "range  text             default: a--b---c\n")

    def test_the_skeleton_is_valid_and_an_inventory_when_its_marks_are_off(self):
        for arguments in ([RECIPE], [self.rule_file()]):
            skeleton = self.run_cli("rules", "params", *arguments, "--skeleton", code=0).out
            self.assertNotIn("hunter-22", skeleton)
            filled = re.sub(r"(?m)^  <!-- (<param .*) -->$", r"\1", skeleton).replace("…", "x.example.org")
            for text in (skeleton, filled):
                ElementTree.fromstring(text)
                self.inventory.write_text(text)
                env = harness.environment(DB_PASSWORD="p", TOKEN="t")
                done = self.run_cli("plan", "-q", "--recipe", RECIPE, "--inventory", self.inventory, "--node", "node1",
                                    self.homes[0], env=env)
                self.assertNotIn("das-cluster.xml:", done.err)
            values = {each.get("name"): each.text for each in ElementTree.fromstring(filled).iter()}
            self.assertEqual(done.code, 0 if arguments == [RECIPE] else 2)
        self.assertEqual(values["range"], "a--b---c")


if __name__ == "__main__":
    harness.main()
