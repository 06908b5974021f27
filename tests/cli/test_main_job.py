"""lint → plan → apply → lint clean → apply again → restore, on the sample cluster."""

import json
import os
import pathlib
import re
import subprocess

import harness
from harness import FIXTURES, PARAMS, RECIPE, CliTest, digests


class MainJob(CliTest):
    def setUp(self):
        super().setUp()
        self.das1 = self.copy(FIXTURES / "das-cluster" / "das1")
        self.das2 = self.copy(FIXTURES / "das-cluster" / "das2")

    def recipe(self, command, home, *more, node="10.0.0.11", **options):
        return self.run_cli(command, "--recipe", RECIPE, "--params", PARAMS, "--param", f"node-host={node}", *more, home,
                            **options)

    def test_the_whole_way_and_back(self):
        before = digests(self.das1), digests(self.das2)

        found = self.run_cli("lint", self.das1, self.das2, code=1)
        self.assertIn("[clustering.duplicate-local-member]", found.out)
        self.assertIn("das2:repository/conf/", found.out)
        self.assertEqual(before, (digests(self.das1), digests(self.das2)), "lint writes nothing")
        self.assertFalse((self.das1 / ".carbonfix").exists())

        plan = self.recipe("plan", self.das1, code=0)
        self.assertRegex(plan.out, r"\n\nPlan: [1-9]\d* files? to change \(das-3\.1-min-ha\.[^)]*\)[^\n]*\.\n"
                                    r"Takes effect at the next restart\.\n$")
        self.assertEqual(before[0], digests(self.das1), "plan writes nothing")
        self.recipe("plan", self.das1, "--check", code=1)

        for home, node in ((self.das1, "10.0.0.11"), (self.das2, "10.0.0.12")):
            applied = self.recipe("apply", home, "--yes", node=node, code=0)
            self.assertIn("undo with: carbonfix restore", applied.out)
            self.assertEqual(applied.err, "")
        after = digests(self.das1), digests(self.das2)

        self.assertIn("no findings", self.run_cli("lint", self.das1, self.das2, code=0).out)
        for path in list(self.das1.rglob("*.xml")) + list(self.das2.rglob("*.xml")):
            subprocess.run(["xmllint", "--noout", str(path)], check=True)

        again = self.recipe("apply", self.das1, "--yes", code=0)
        self.assertTrue(again.out.startswith("Nothing to do: "), again.out)
        self.assertIn("Nothing was written.", again.out)
        self.assertEqual(after[0], digests(self.das1))
        self.assertEqual(1, len(list((self.das1 / ".carbonfix" / "runs").iterdir())), "no run for nothing")
        self.recipe("plan", self.das1, "--check", code=0)

        for home in (self.das1, self.das2):
            self.assertIn("Restored: ", self.run_cli("restore", "--yes", home, code=0).out)
        self.assertEqual(before, (digests(self.das1), digests(self.das2)))
        self.assertIn("Nothing to restore", self.run_cli("restore", "--yes", self.das1, code=0).out)

    def test_two_homes_in_one_run(self):
        plan = self.run_cli("plan", "--recipe", RECIPE, "--params", PARAMS, self.das1, self.das2, code=0)
        self.assertIn("--- a/das1/repository/conf/", plan.out)
        self.assertIn("+++ b/das2/repository/conf/", plan.out)
        self.assertIn("\nPlan: das1: ", plan.out)
        self.assertIn("\nPlan: das2: ", plan.out)
        applied = self.run_cli("apply", "--yes", "--recipe", RECIPE, "--params", PARAMS, self.das1, self.das2, code=0)
        self.assertIn("Applied: das1: ", applied.out)
        self.assertIn("Applied: das2: ", applied.out)

    def test_what_stops_the_second_home_is_told_before_the_first_is_written(self):
        axis2 = self.das2 / "repository/conf/axis2/axis2.xml"
        os.link(axis2, self.folder / "another-name.xml")
        before = digests(self.das1), digests(self.das2)
        refused = self.run_cli("apply", "--yes", "--recipe", RECIPE, "--params", PARAMS, "--param", "node-host=10.0.0.11",
                               self.das1, self.das2, code=2)
        self.assertIn(f"{axis2} has 2 hard links", refused.err)
        self.assertEqual(refused.out, "")
        self.assertEqual(before, (digests(self.das1), digests(self.das2)))
        self.assertFalse((self.das1 / ".carbonfix").exists())

    def test_errors_name_the_home_when_there_are_several(self):
        (self.das2 / "repository" / "conf" / "registry.xml").write_text("<a>")
        failed = self.run_cli("plan", "--recipe", RECIPE, "--params", PARAMS, self.das1, self.das2, code=2)
        self.assertIn("das2: ", failed.err)
        self.assertNotIn("das1: ", failed.err)

    def test_the_undo_that_apply_names_works_in_a_shell(self):
        home = self.das1.rename(self.folder / "it's das 1")
        before = digests(home)
        applied = self.recipe("apply", home, "--yes", code=0).out
        command = re.search(r"undo with: carbonfix (.*)", applied)[1]
        subprocess.run(["bash", "-c", f"'{harness.BINARY}' {command} --yes"], check=True, stdout=subprocess.DEVNULL,
                       env=harness.environment())
        self.assertEqual(before, digests(home))

    def test_the_diff_of_plan_applies(self):
        plain = self.copy(self.das1, "plain")
        diff = self.recipe("plan", self.das1, "--no-mask", "-q", code=0).out
        subprocess.run(["patch", "-p1", "--binary", "-s"], input=diff.encode(), cwd=plain, check=True)
        self.recipe("apply", self.das1, "--yes", code=0)
        self.assertEqual(digests(plain), digests(self.das1))

    def test_secrets_are_in_no_output(self):
        secret = "a-sample-password"
        self.assertIn(secret, pathlib.Path(PARAMS).read_text())
        for done in (self.recipe("plan", self.das1, "-vv"), self.recipe("apply", self.das1, "--yes", "-vv"),
                     self.recipe("plan", self.das1, node="10.0.0.99"),
                     self.run_cli("lint", "--phase", "all", "--context", "20", self.das1),
                     self.run_cli("lint", "--phase", "all", "--format", "json", self.das1),
                     self.run_cli("restore", "--yes", "-vv", self.das1)):
            self.assertNotIn(secret, done.out + done.err)

    def test_secrets_come_from_a_pipe_not_from_the_command_line(self):
        refused = self.recipe("plan", self.das1, "--param", "db-password=hunter2", code=2)
        self.assertIn("parameter db-password is sensitive", refused.err)
        self.assertNotIn("hunter2", refused.err)
        text = pathlib.Path(PARAMS).read_text()
        piped = self.run_cli("plan", "--recipe", RECIPE, "--params", "-", self.das1, input=text, code=0)
        self.assertIn("Plan: ", piped.out)

    def test_carbon_home_stands_for_a_home(self):
        env = harness.environment(CARBON_HOME=str(self.das1))
        self.assertEqual(self.run_cli("lint", self.das1, code=1).out, self.run_cli("lint", env=env, code=1).out)
        self.assertEqual(self.run_cli(self.das1, code=1).out, self.run_cli(env=env, code=1).out)

    def test_nodes_can_be_named(self):
        found = self.run_cli("lint", "--format", "json", "--node", f"left={self.das1}", "--node", f"right={self.das2}", code=1)
        self.assertEqual({"left", "right"}, {finding["node"] for finding in json.loads(found.out)["findings"]})

    def test_a_named_run_is_restored(self):
        before = digests(self.das1)
        self.recipe("apply", self.das1, "--yes", code=0)
        first = digests(self.das1)
        self.recipe("apply", self.das1, "--yes", node="10.0.0.77", code=0)
        newest = sorted(run.name for run in (self.das1 / ".carbonfix" / "runs").iterdir())
        unknown = self.run_cli("restore", "--yes", self.das1, newest[1][:-1] + "9", code=2)
        self.assertIn("did you mean", unknown.err)
        self.run_cli("restore", "--yes", self.das1, newest[1], code=0)
        self.assertEqual(first, digests(self.das1))
        self.run_cli("restore", "--yes", self.das1, newest[0], code=0)
        self.assertEqual(before, digests(self.das1))

    def test_restore_does_not_overwrite_what_came_later(self):
        self.recipe("apply", self.das1, "--yes", code=0)
        axis2 = self.das1 / "repository" / "conf" / "axis2" / "axis2.xml"
        axis2.write_text(axis2.read_text() + "<!-- mine -->\n")
        later = digests(self.das1)
        refused = self.run_cli("restore", "--yes", self.das1, code=2)
        self.assertIn("axis2.xml", refused.err)
        self.assertEqual(later, digests(self.das1))

    def test_a_generated_home_is_linted_but_not_written(self):
        toml = self.das1 / "repository" / "conf" / "deployment.toml"
        toml.write_text("[server]\nhostname = \"das1\"\n")
        before = digests(self.das1)
        self.assertIn("deployment.toml", self.run_cli("lint", self.das1, code=1).err)
        refused = self.recipe("apply", self.das1, "--yes", code=2)
        self.assertIn("generated from", refused.err)
        self.assertIn("--force-generated", refused.err)
        self.assertEqual(before, digests(self.das1))
        self.recipe("apply", self.das1, "--yes", "--force-generated", code=0)
        self.assertNotEqual(before, digests(self.das1))

    def test_a_post_condition_that_fails_writes_nothing(self):
        rules = self.folder / "rules.xml"
        rules.write_text('<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">\n'
                         '<patch id="t.p" files="conf/carbon.xml" context="/Server" ensure="HostName = \'b\'">'
                         '<set sel="Name">a</set></patch></rules>\n')
        before = digests(self.das1)
        failed = self.run_cli("apply", "--yes", "--rules", rules, self.das1, code=1)
        self.assertIn("still does not hold", failed.err)
        self.assertEqual(before, digests(self.das1))


if __name__ == "__main__":
    harness.main()
