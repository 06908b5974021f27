"""plan --out and apply PLAN: what was planned is what is written, or nothing is and each difference is named."""

import hashlib
import json
import os
import shutil
from xml.etree import ElementTree

import harness
from harness import FIXTURES, RECIPE, CliTest, digests

PASSWORD = "hun<ter&\"22\\"
WITH_PASSWORD = harness.environment(DAS_DB_PASSWORD=PASSWORD)
NS = "{urn:carbonfix:plan:1}"
RULES = """<rules xmlns="urn:carbonfix:rules:1" id="t">
  <param name="host"/><param name="token" sensitive="true"/><param name="pin" sensitive="true" default=""/>
  <patch id="t.host" files="conf/carbon.xml" ensure="/Server/HostName = $host"><set sel="/Server/HostName">{$host}</set></patch>
  <patch id="t.token" files="conf/carbon.xml" ensure="/Server/Note = $token"><set sel="/Server/Note">{$token}</set></patch>
  <patch id="t.literal" files="conf/carbon.xml" ensure="/Server/Security/Password = 'literal-secret'"
    ><set sel="/Server/Security/Password">literal-secret</set></patch>
</rules>
"""
CARBON = """<Server>
  <HostName>localhost</HostName>
  <Note>none</Note>
  <Security><Password>wso2carbon</Password></Security>
</Server>
"""


def spellings(secret):
    """As XML, JSON, properties and shell files write it."""
    xml = secret.replace("&", "&amp;").replace("<", "&lt;")
    backslashed = secret.replace("\\", "\\\\")
    found = {secret, xml, xml.replace('"', "&quot;"), xml.replace(">", "&gt;"), backslashed, json.dumps(secret)[1:-1]}
    percent = {"".join(c if c.isalnum() else f"%{ord(c):02X}" for c in each) for each in found}
    return found | percent | {hashlib.sha256(secret.encode()).hexdigest()}


class PlanFileTest(CliTest):
    def setUp(self):
        super().setUp()
        self.plan = self.folder / "a plan.xml"

    def refuse(self, *arguments, says, before=None, code=2, **options):
        """Nothing is written, and every one of `says` is in the message."""
        homes = [each for each in self.homes if each.exists()]
        was = [digests(home) for home in homes]
        done = self.run_cli("apply", "--yes", *(arguments or (self.plan,)), code=code, **options)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, done.err)
        self.assertEqual(done.out, "")
        self.assertEqual([digests(home) for home in homes], was)
        for home in homes:
            self.assertFalse((home / ".carbonfix" / "runs").exists())
        return done

    def tree(self):
        return ElementTree.parse(self.plan).getroot()


class Cluster(PlanFileTest):
    """Two homes, a shipped recipe, an inventory, a secret in the environment."""

    def setUp(self):
        super().setUp()
        self.copy(FIXTURES / "das-cluster")
        self.copy(FIXTURES / "inventories")
        self.inventory = self.folder / "inventories" / "das-cluster.xml"
        self.homes = [self.folder / "das-cluster" / node for node in ("das1", "das2")]

    def make(self, *arguments, env=WITH_PASSWORD, cwd=None, code=0):
        return self.run_cli("plan", "--out", self.plan, "--recipe", RECIPE, "--inventory", self.inventory,
                            *(arguments or self.homes), env=env, cwd=cwd, code=code)

    def change(self, file, before, after):
        text = file.read_text("latin-1")
        self.assertIn(before, text)
        file.write_text(text.replace(before, after), "latin-1")

    def test_what_was_planned_is_written_and_can_be_undone(self):
        before = [digests(home) for home in self.homes]
        planned = self.make()
        plain = self.run_cli("plan", "--recipe", RECIPE, "--inventory", self.inventory, *self.homes, env=WITH_PASSWORD)
        self.assertEqual(planned.out, plain.out, "it is printed too")
        self.assertIn("carbonfix apply '" + str(self.plan), planned.err)
        self.assertEqual([digests(home) for home in self.homes], before)
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, cwd="/", code=0)
        after = {(home.get("node"), file.get("path")): file.get("after")
                 for home in self.tree().iter(NS + "home") for file in home.iter(NS + "file")}
        self.assertEqual(len(after), 15)
        for (node, path), digest in after.items():
            real = hashlib.sha256((self.folder / "das-cluster" / node / path).read_bytes()).hexdigest()
            self.assertEqual(real, digest, path)
        for home, was in zip(self.homes, before):
            self.run_cli("restore", "--yes", home, code=0)
            self.assertEqual(digests(home), was)
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)

    def test_relative_paths_are_those_of_the_folder_it_was_made_in(self):
        os.symlink("das-cluster/das1", self.folder / "link")
        self.run_cli("plan", "--out", "p.xml", "--recipe", RECIPE, "--inventory", "inventories/das-cluster.xml", "link",
                     env=WITH_PASSWORD, cwd=self.folder, code=0)
        self.run_cli("apply", "--yes", "../p.xml", env=WITH_PASSWORD, cwd=self.homes[1].parent, code=0)
        self.assertIn("10.0.0.11", (self.homes[0] / "repository/conf/axis2/axis2.xml").read_text())

    def test_it_is_for_nobody_else_to_read(self):
        self.plan.write_text('<plan xmlns="urn:carbonfix:plan:1"/>')
        self.plan.chmod(0o666)
        self.make()
        self.assertEqual(self.plan.stat().st_mode & 0o7777, 0o600)
        self.assertEqual(sorted(each.name for each in self.folder.iterdir()), ["a plan.xml", "das-cluster", "inventories"])

    def test_it_holds_no_secret(self):
        self.make()
        text = self.plan.read_text()
        for spelling in spellings(PASSWORD):
            self.assertNotIn(spelling, text)
        self.assertNotRegex(text, r"hun|[tT]er\W.{0,9}22")
        self.assertIn('<secret param="db-password"/>', text)
        self.assertIn('<param name="db-password" sensitive="yes" from="env:DAS_DB_PASSWORD"/>', text)
        # What was there before is no less a secret.
        for old in ("wso2carbon</password>", "wso2carbon%3C/password"):
            self.assertNotIn(old, text)

    def test_same_input_same_bytes(self):
        self.make()
        first = self.plan.read_bytes()
        self.make()
        self.assertEqual(self.plan.read_bytes(), first)

    def test_without_yes_it_asks(self):
        self.make()
        before = [digests(home) for home in self.homes]
        done = self.run_cli("apply", self.plan, env=WITH_PASSWORD, code=2)
        self.assertIn("--yes", done.err)
        done = self.run_on_terminal("apply", self.plan, typed="n\n", env=WITH_PASSWORD)
        self.assertIn("Change 15 files in", done.out)
        self.assertEqual((done.code, [digests(home) for home in self.homes]), (2, before))
        self.assertEqual(self.run_on_terminal("apply", self.plan, typed="y\n", env=WITH_PASSWORD).code, 0)
        self.assertNotEqual([digests(home) for home in self.homes], before)

    def test_a_changed_target_is_named(self):
        self.make()
        path = "repository/conf/registry.xml"
        with open(self.homes[1] / path, "ab") as file:
            file.write(b"\n")
        done = self.refuse(says=f"das2: {path} has changed since the plan was made", env=WITH_PASSWORD)
        self.assertEqual(done.err.count("error:"), 1)
        self.assertIn("make a new plan", done.err)
        (self.homes[1] / path).unlink()
        self.refuse(says=f"das2: {path} is gone since the plan was made", env=WITH_PASSWORD)

    def test_a_change_of_another_file_that_a_patch_would_change_now(self):
        self.make(self.homes[0])
        carbon = self.homes[0] / "repository/conf/carbon.xml"
        self.change(carbon, "<Offset>0<", "<Offset>7<")
        done = self.refuse(says="repository/conf/carbon.xml would be changed too, which is not planned", env=WITH_PASSWORD)
        self.assertEqual(done.err.count("error:"), 1)

    def test_a_changed_value_is_named(self):
        self.make()
        self.change(self.inventory, ">db.example.org<", ">other.example.org<")
        done = self.refuse(says='the parameter db-host is "other.example.org" instead of "db.example.org"', env=WITH_PASSWORD)
        self.assertEqual(done.err.count("error:"), 1, "said once for both homes")
        self.change(self.inventory, ">other.example.org<", ">db.example.org<")
        self.change(self.inventory, '<param name="node-host">10.0.0.12<', '<param name="node-host">10.0.0.13<')
        self.refuse(says='das2: the parameter node-host is "10.0.0.13" instead of "10.0.0.12"', env=WITH_PASSWORD)

    def test_what_else_stands_in_the_inventory_does_not_matter(self):
        self.make(self.homes[0])
        self.change(self.inventory, "</cluster>", '<node name="das3" host="10.0.0.19"/></cluster>')
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)

    def test_a_changed_secret_is_told_without_its_value(self):
        self.make()
        done = self.refuse(says="the value of a sensitive parameter (db-password) differs", env=harness.environment(DAS_DB_PASSWORD="zz-other-zz"))
        self.assertNotIn("zz-other", done.err)
        self.assertNotIn(PASSWORD, done.err)
        self.assertIn("datasources/master-datasources.xml", done.err)

    def test_a_secret_that_is_missing_is_told(self):
        self.make()
        self.refuse(says="the environment has no variable DAS_DB_PASSWORD")

    def test_an_inventory_that_is_gone_or_broken(self):
        self.make()
        self.change(self.inventory, "</cluster>", "</clusters>")
        self.refuse(says="das-cluster.xml", env=WITH_PASSWORD)
        self.inventory.unlink()
        self.refuse(says="das-cluster.xml", env=WITH_PASSWORD)

    def test_a_home_that_is_gone_or_elsewhere(self):
        self.make()
        shutil.move(self.homes[1], self.folder / "moved")
        self.refuse(says=[str(self.homes[1]), "no such folder"], env=WITH_PASSWORD)
        self.homes[1].symlink_to(self.folder / "moved")
        self.refuse(says=f"the path {self.homes[1]} leads to {self.folder}/moved now", env=WITH_PASSWORD)

    def test_applied_twice(self):
        self.make()
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        done = self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=2)
        self.assertIn("the plan has been applied already", done.err)
        self.assertEqual(done.err.count("error:"), 1)

    def test_a_plan_of_nothing(self):
        self.run_cli("apply", "--yes", "--recipe", RECIPE, "--inventory", self.inventory, self.homes[0],
                     env=WITH_PASSWORD, code=0)
        self.make("--check", self.homes[0], code=0)
        self.assertEqual(list(self.tree().iter(NS + "file")), [])
        done = self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        self.assertIn("Nothing to do", done.out)
        self.change(self.homes[0] / "repository/conf/axis2/axis2.xml", ">10.0.0.11<", ">10.0.0.19<")
        done = self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=2)
        self.assertIn("axis2.xml would be changed too", done.err)

    def test_check_writes_the_plan_too(self):
        self.make("--check", *self.homes, code=1)
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        self.make("--check", *self.homes, code=0)

    def test_options_that_a_plan_leaves_no_room_for(self):
        self.make()
        for option in (("--recipe", RECIPE), ("--rules", self.inventory), ("--inventory", self.inventory),
                       ("--param", "offset=1"), ("--node", f"x={self.homes[0]}")):
            self.refuse(*option, self.plan, says=[option[0], "with a plan " + option[0] + " can't be given"], env=WITH_PASSWORD)
        self.refuse(self.plan, self.homes[0], "--recipe", RECIPE, says="is not a folder", env=WITH_PASSWORD)

    def test_a_generated_home_is_refused_as_ever(self):
        (self.homes[0] / "repository/conf/deployment.toml").write_text("")
        self.make()
        self.refuse(says="generated from repository/conf/deployment.toml", env=WITH_PASSWORD)
        self.run_cli("apply", "--yes", "--force-generated", self.plan, env=WITH_PASSWORD, code=0)

    def test_a_recipe_of_another_version(self):
        self.make()
        digest = self.tree().find(NS + "recipe").get("digest")
        self.change(self.plan, digest, "0" * 64)
        self.refuse(says=f"the recipe {RECIPE} is another one in this version of carbonfix", env=WITH_PASSWORD)

    def test_a_plan_that_was_edited(self):
        self.make(self.homes[0])
        self.change(self.plan, ">wso2.das.domain<", ">wso2.other.domain<")
        self.refuse(says="the parameter cluster-domain is", env=WITH_PASSWORD)
        self.make(self.homes[0])
        edit = self.tree().find(f"{NS}home/{NS}file/{NS}edit")
        self.change(self.plan, f'offset="{edit.get("offset")}" length="{edit.get("length")}"',
                    f'offset="{edit.get("offset")}" length="99"')
        self.refuse(says="would become something else than planned", env=WITH_PASSWORD)

    def cut_off(self, home):
        """As if the last run had been stopped behind its last rename."""
        manifest = max(home.glob(".carbonfix/runs/*/manifest.xml"))
        text = manifest.read_text()
        self.assertIn('state="committed"', text)
        manifest.write_text(text.replace('state="committed"', 'state="prepared"'))

    def test_a_run_that_was_cut_off_is_rolled_back_before_anything_is_compared(self):
        self.make(self.homes[0])
        before = digests(self.homes[0])
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        after = digests(self.homes[0])
        self.cut_off(self.homes[0])
        done = self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        self.assertIn("rolled back the run", done.err)
        self.assertEqual(digests(self.homes[0]), after)
        self.run_cli("restore", "--yes", self.homes[0], code=0)
        self.assertEqual(digests(self.homes[0]), before)

    def test_no_plan_of_a_home_in_which_a_run_was_cut_off(self):
        self.run_cli("apply", "--yes", "--recipe", RECIPE, "--inventory", self.inventory, self.homes[0],
                     env=WITH_PASSWORD, code=0)
        self.cut_off(self.homes[0])
        self.assertIn("the plan is not saved", self.make(self.homes[0], code=2).err)
        self.assertFalse(self.plan.exists())

    def test_homes_that_are_not_named(self):
        self.make("--node", "das2")
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        self.assertFalse((self.homes[0] / ".carbonfix").exists())
        self.assertIn("10.0.0.12", (self.homes[1] / "repository/conf/axis2/axis2.xml").read_text("latin-1"))
        self.make("--node", "das1", env=harness.environment(DAS_DB_PASSWORD=PASSWORD, CARBON_HOME=str(self.homes[0])))
        self.run_cli("apply", "--yes", self.plan, cwd="/", code=0,
                     env=harness.environment(DAS_DB_PASSWORD=PASSWORD, CARBON_HOME=str(self.homes[1])))
        self.assertTrue((self.homes[0] / ".carbonfix").exists())

    def test_the_set_of_homes(self):
        self.make()
        text = self.plan.read_text()
        self.plan.write_text(text[: text.index('  <home node="das2"')] + "</plan>\n")
        self.run_cli("apply", "--yes", self.plan, env=WITH_PASSWORD, code=0)
        self.assertFalse((self.homes[1] / ".carbonfix").exists())


class Trust(PlanFileTest):
    def setUp(self):
        super().setUp()
        self.homes = [self.copy(FIXTURES / "das-cluster" / "das1")]
        rules = self.folder / "rules.xml"
        rules.write_text(RULES.replace("carbon.xml", "own.xml"))
        (self.homes[0] / "repository/conf/own.xml").write_text(CARBON)
        params = self.folder / "own.params"
        params.write_text("host=h1\ntoken=some-token\n")
        self.run_cli("plan", "--out", self.plan, "--rules", rules, "--params", params, self.homes[0], code=0)

    def test_a_plan_that_others_may_write(self):
        for mode in (0o620, 0o602, 0o666):
            self.plan.chmod(mode)
            self.refuse(says=f"refused: other users may write the plan (its mode is 0{mode:o})")
        self.plan.chmod(0o644)
        self.run_cli("apply", "--yes", self.plan, code=0)

    def test_a_plan_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a file away")
        os.chown(self.plan, 1234, 1234)
        self.refuse(says="refused: the plan belongs to another user")
        self.refuse(says="refused: the plan belongs to another user", env=harness.environment(SUDO_UID="12345"))
        self.run_cli("apply", "--yes", self.plan, code=0, env=harness.environment(SUDO_UID="1234"))

    def test_files_that_are_no_plan(self):
        for text in ("", "x", "<a/>", "\0" * 100, self.plan.read_text()[:900]):
            self.plan.write_text(text)
            self.refuse(says="this is no plan")
        self.plan.write_text('<plan xmlns="urn:carbonfix:plan:2" format="2"/>')
        self.refuse(says="it was made by another version of carbonfix")

    def test_a_huge_file(self):
        with open(self.plan, "r+b") as file:
            file.truncate(65 << 20)
        self.refuse(says="more than the limit")

    def test_a_folder_is_a_home_and_what_is_neither_is_told(self):
        self.refuse(self.folder, "--recipe", RECIPE, says="")
        self.refuse(self.folder / "none.xml", says="no such folder")
        os.mkfifo(self.folder / "pipe")
        self.refuse(self.folder / "pipe", says="is neither the folder of a home nor a plan in a file")

    def test_a_plan_replaces_plans_only(self):
        other = self.folder / "other.xml"
        other.write_text("")  # as mktemp makes it
        for _ in range(2):
            self.run_cli("plan", "-qq", "--out", other, "--rules", self.folder / "rules.xml", "--params",
                         self.folder / "own.params", self.homes[0], code=0)
            self.assertIn("urn:carbonfix:plan:1", other.read_text())
        was = digests(self.homes[0])
        carbon = next(self.homes[0].rglob("carbon.xml"))
        done = self.run_cli("plan", "--out", carbon, "--rules", self.folder / "rules.xml", "--params",
                            self.folder / "own.params", self.homes[0], code=2)
        self.assertIn("that is a file, and no plan", done.err)
        self.assertEqual(was, digests(self.homes[0]))

    def test_no_plan_where_it_can_not_be_written(self):
        done = self.run_cli("plan", "--out", self.folder / "none" / "p.xml", "--rules", self.folder / "rules.xml",
                            "--params", self.folder / "own.params", self.homes[0], code=2)
        self.assertIn("No such file or directory", done.err)
        done = self.run_cli("plan", "--out", self.folder, "--rules", self.folder / "rules.xml",
                            "--params", self.folder / "own.params", self.homes[0], code=2)
        self.assertIn("it is a folder", done.err)
        done = self.run_cli("plan", "--out", "/dev/full", "--rules", self.folder / "rules.xml",
                            "--params", self.folder / "own.params", self.homes[0], code=2)
        self.assertIn("cannot write /dev/full", done.err)
        self.run_cli("plan", "--out", "-", "--rules", self.folder / "rules.xml", self.homes[0], code=2)
        self.assertFalse((harness.PROJECT / "-").exists())


class OwnRules(PlanFileTest):
    """A rule file, values from a params file or standard input."""

    def setUp(self):
        super().setUp()
        self.homes = [self.folder / "home"]
        conf = self.homes[0] / "repository/conf"
        conf.mkdir(parents=True)
        (conf / "carbon.xml").write_text(CARBON)
        self.rules = self.folder / "rules"
        self.rules.mkdir()
        (self.rules / "site.xml").write_text(RULES)
        self.params = self.folder / "site.params"
        self.params.write_text("host=h1.example.org\ntoken=some<token>\n")

    def make(self, *arguments, params=None, input="", code=0):
        return self.run_cli("plan", "--out", self.plan, "--rules", self.rules, "--params", params or self.params,
                            *arguments, self.homes[0], input=input, code=code)

    def carbon(self):
        return (self.homes[0] / "repository/conf/carbon.xml").read_text()

    def test_secrets_of_values_places_and_rules(self):
        self.make()
        text = self.plan.read_text()
        for secret in ("some<token>", "literal-secret"):
            for spelling in spellings(secret):
                self.assertNotIn(spelling, text)
        self.assertNotIn("wso2carbon", text)
        self.assertIn('<secret param="token"/>', text)
        self.assertIn('<secret patch="t.literal"/>', text)
        self.assertIn(f'name="token" sensitive="yes" from="file:{self.params}"', text)
        self.assertIn(">h1.example.org<", text)
        self.run_cli("apply", "--yes", self.plan, code=0)
        self.assertIn("<Note>some&lt;token></Note>", self.carbon().replace("&gt;", ">"))

    def test_a_value_that_is_a_secret_too(self):
        self.make("--param", "host=some<token>")
        self.assertNotIn("some", self.plan.read_text())
        self.refuse(says="the plan was made with --param host=…, which holds a secret")
        given = self.folder / "again"
        given.write_text("host=some<token>\n")
        self.run_cli("apply", "--yes", "--params", given, self.plan, code=0)

    def test_a_short_secret_is_not_told_by_what_is_left_out(self):
        self.params.write_text("host=h1.example.org\ntoken=ab\npin=\n")
        self.make()
        self.assertNotRegex(self.plan.read_text(), r">[^<]*ab[^<]*</edit>")
        self.run_cli("apply", "--yes", self.plan, code=0)

    def test_values_of_the_command_line_are_kept(self):
        self.make("--param", "host=h2.example.org")
        self.run_cli("apply", "--yes", self.plan, code=0)
        self.assertIn("h2.example.org", self.carbon())

    def test_standard_input_is_given_again(self):
        values = self.params.read_text()
        self.make(params="-", input=values)
        self.assertIn('<params standard-input="yes"/>', self.plan.read_text())
        self.assertIn('from="standard input"', self.plan.read_text())
        self.refuse(says="made with values from standard input, and does not hold them")
        self.refuse("--params", "-", self.plan, says='the parameter host is "h9" instead of "h1.example.org"',
                    input=values.replace("h1.example.org", "h9"))
        self.refuse("--params", "-", self.plan, says="the value of a sensitive parameter (pin, token) differs",
                    input=values.replace("some<", "more<"))
        self.refuse("--params", "-", self.plan, says='the parameter "host" has no value', input="token=some<token>\n")
        self.run_cli("apply", "--yes", "--params", "-", self.plan, input=values, code=0)
        self.assertIn("h1.example.org", self.carbon())

    def test_values_given_again_must_be_the_same(self):
        self.make("--param", "host=h2.example.org")
        given = self.folder / "given"
        given.write_text("host=h3.example.org\n")
        self.refuse("--params", given, self.plan, says='the parameter host is "h3.example.org" instead of "h2.example.org"')
        given.write_text("hots=h3.example.org\n")
        self.refuse("--params", given, self.plan, says='did you mean "host"')
        given.write_text("host=h2.example.org\n")
        self.run_cli("apply", "--yes", "--params", given, self.plan, code=0)

    def test_a_rule_file_that_differs(self):
        self.make()
        site = self.rules / "site.xml"
        site.write_text(RULES + "<!-- -->\n")
        done = self.refuse(says=f"the rule file {site} has changed since the plan was made")
        self.assertEqual(done.err.count("error:"), 1)
        site.write_text("<rules")
        self.refuse(says=[f"the rule file {site} has changed", "site.xml:1:"])
        site.rename(self.rules / "site.off")
        self.refuse(says=f"the rule file {site} is gone since the plan was made")

    def test_a_rule_file_more(self):
        self.make()
        (self.rules / "more.xml").write_text("""<rules xmlns="urn:carbonfix:rules:1" id="u">
  <patch id="u.p" files="conf/carbon.xml" ensure="/Server"><remove sel="/Server/Note"/></patch>
</rules>""")
        self.refuse(says=f"the rule file {self.rules}/more.xml is new: the plan was made without it")

    def test_rules_on_standard_input_can_not_be_kept(self):
        done = self.run_cli("plan", "--out", self.plan, "--rules", "-", self.homes[0], input=RULES, code=2)
        self.assertIn("rules on standard input can't be read again", done.err)
        done = self.run_cli("plan", "--out", self.plan, "--recipe", RECIPE, "--inventory", "-", self.homes[0], code=2)
        self.assertIn("an inventory on standard input can't be read again", done.err)
        self.assertFalse(self.plan.exists())

    def test_a_file_that_is_made(self):
        (self.rules / "site.xml").write_text("""<rules xmlns="urn:carbonfix:rules:1" id="t"><param name="host"/>
  <param name="token" sensitive="true" default="t-default"/>
  <patch id="t.made" files="conf/my-node-id.dat" create="true" ensure="/text = $host"><set sel="/text">{$host}</set></patch>
</rules>""")
        self.params.write_text("host=n1\n")
        self.make()
        self.assertIn('before="absent"', self.plan.read_text())
        made = self.homes[0] / "repository/conf/my-node-id.dat"
        made.write_text("x")
        self.refuse(says="repository/conf/my-node-id.dat is there now, and was not when the plan was made")
        made.unlink()
        self.run_cli("apply", "--yes", self.plan, code=0)
        self.assertEqual(made.read_text(), "n1")

    def test_names_of_any_bytes(self):
        """Not UTF-8, quotes, spaces, a line end, a percent sign."""
        odd = os.fsdecode(b"h\xff \"'<&>%41\n")
        for path in (self.homes[0], self.rules, self.params):
            path.rename(path.parent / (path.name + odd))
        self.homes = [self.folder / ("home" + odd)]
        self.rules = self.folder / ("rules" + odd)
        self.params = self.folder / ("site.params" + odd)
        self.plan = self.folder / (odd + "plan")
        arguments = [os.fsencode(each) for each in ("plan", "--out", self.plan, "--rules", self.rules, "--params",
                                                    self.params, self.homes[0])]
        harness.subprocess.run([harness.BINARY, *arguments], check=True, capture_output=True)
        text = self.plan.read_bytes()
        self.assertTrue(all(byte == 10 or 32 <= byte < 127 for byte in text))
        harness.subprocess.run([harness.BINARY, b"apply", b"--yes", os.fsencode(self.plan)], check=True, capture_output=True)
        self.assertIn("h1.example.org", self.carbon())

    def test_what_is_moved_wants_consent_as_ever(self):
        site = self.rules / "site.xml"
        site.write_text(RULES.replace('id="t.host"', 'id="t.host" consent="data"'))
        self.make()
        self.refuse(says="refused: t.host moves data")
        self.run_cli("apply", "--yes", "--consent", "data", self.plan, code=0)

    def test_a_header_of_another_tool_is_pointed_out(self):
        (self.homes[0] / "repository/conf/carbon.xml").write_text("<!-- This file is managed by Puppet -->\n" + CARBON)
        note = "Note: repository/conf/carbon.xml: written by Puppet, a comment says"
        self.assertIn(note, self.make().out)
        self.assertIn(note, self.run_cli("apply", "--yes", self.plan, code=0).out)


class Runtimes(PlanFileTest):
    """An EI home is several homes, which are found again."""

    def test_runtimes(self):
        root = self.folder / "ei1"
        self.homes = [root]
        for runtime in ("", "wso2/analytics/", "wso2/broker/"):
            (root / runtime / "conf").mkdir(parents=True)
            (root / runtime / "conf/carbon.xml").write_text("<Server><HostName>a</HostName></Server>\n")
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="t"><param name="p"/>
  <patch id="t.p" files="conf/carbon.xml" ensure="/Server/HostName = $p"><set sel="/Server/HostName">{$p}</set></patch>
</rules>
""")
        inventory = self.folder / "inventory.xml"
        inventory.write_text("""<cluster xmlns="urn:carbonfix:inventory:1" name="ei">
  <node name="ei1" host="h"><param name="p">main</param></node>
  <node name="ei1/broker" host="h"><param name="p">own</param></node>
</cluster>
""")
        self.run_cli("plan", "--out", self.plan, "--rules", rules, "--inventory", inventory, "--node", "ei1", root, code=0)
        late = root / "wso2/late/conf"
        late.mkdir(parents=True)
        (late / "carbon.xml").write_text("<Server><HostName>a</HostName></Server>\n")
        self.refuse(says="the home " + str(root) + "/wso2/late (ei1/late) is new, and not in the plan")
        shutil.rmtree(late.parent)
        self.run_cli("apply", "--yes", self.plan, code=0)
        for runtime, name in (("", "main"), ("wso2/analytics/", "main"), ("wso2/broker/", "own")):
            self.assertIn(f">{name}<", (root / runtime / "conf/carbon.xml").read_text())


if __name__ == "__main__":
    harness.main()
