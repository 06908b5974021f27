"""carbonfix restore: what it shows, what it refuses, and that an undo can itself be undone."""

import os
import re
import subprocess

import harness
import test_history
from harness import FIXTURES, CliTest, digests
from test_history import StoreTest


class Restore(StoreTest):
    def restore(self, *arguments, code=0, **options):
        return self.run_cli("restore", *arguments, code=code, **options)

    def add_comment(self):
        self.carbon.write_text(self.carbon.read_text() + "<!-- mine -->\n")

    def test_an_undo_can_be_undone_by_name(self):
        before = digests(self.home)
        name = self.apply("a")
        after = digests(self.home)
        done = self.restore("--yes", self.home)
        self.assertEqual(before, digests(self.home))
        undo = self.names()[0]
        self.assertEqual(done.out, "restored repository/conf/carbon.xml\n"
                                   f"Restored: 1 file of run {name}.\n"
                                   f"Run {undo}; undo with: carbonfix restore {self.home} {undo}\n")
        self.restore("--yes", self.home, undo)
        self.assertEqual(after, digests(self.home))
        self.restore("--yes", self.home)  # the run counts again
        self.assertEqual(before, digests(self.home))

    def test_runs_are_undone_newest_first(self):
        states = [digests(self.home)]
        for value in "abc":
            self.apply(value)
            states.append(digests(self.home))
        for state in states[-2::-1]:
            self.restore("--yes", self.home)
            self.assertEqual(state, digests(self.home))
        self.assertEqual(self.restore("--yes", self.home).out,
                         f"Nothing to restore: every run of {self.home} is undone already.\n")
        self.assertIn("is undone already, by ", self.restore("--yes", self.home, self.names()[-1]).out)

    def test_a_home_without_runs(self):
        self.assertIn("has no run that could be undone", self.restore("--yes", self.home, code=2).err)
        self.assertFalse((self.home / ".carbonfix").exists())

    def test_an_unknown_run(self):
        name = self.apply("a")
        refused = self.restore("--yes", self.home, name[:-1] + "7", code=2)
        self.assertIn("did you mean", refused.err)
        self.assertIn("at most one run", self.restore("--yes", self.home, name, name, code=2).err)

    def test_the_secret_of_before_is_not_shown_where_a_new_one_is_written(self):
        rules = self.folder / "secret.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="s" version="1">
          <param name="key" sensitive="true"/>
          <patch id="s.key" files="conf/carbon.xml" context="/Server" ensure="Name = $key"><set sel="Name">{$key}</set></patch>
        </rules>""")
        params = self.folder / "secret.params"
        params.write_text("key=the-old-key\n")
        self.run_cli("apply", "--yes", "--rules", rules, "--params", params, self.home, code=0)
        params.write_text("key=the-new-key\n")
        diff = self.run_cli("plan", "--rules", rules, "--params", params, self.home, code=0).out
        self.assertIn("-    <Name>********</Name>\n+    <Name>******** (changed)</Name>\n", diff)
        self.assertNotIn("the-old-key", diff)
        shown = self.run_on_terminal("apply", "--rules", rules, "--params", params, self.home, typed="n\n").out
        self.assertNotIn("the-old-key", shown)
        self.assertIn("the-old-key", self.run_cli("plan", "--no-mask", "--rules", rules, "--params", params, self.home).out)

    def test_the_command_that_undoes_can_be_typed_whatever_the_path(self):
        before = digests(self.home)
        for name in (b"a b", b"new\nline", b"q\"uo'te\\", b"\xff\xfe0", b"-dash", b"tab\t", b"$(x)", "\u00fc".encode()):
            home = self.folder / os.fsdecode(name)
            self.home.rename(home)
            done = subprocess.run([harness.BINARY, "apply", "--yes", "--rules", self.rules_of("a"), "--", home.name],
                                  cwd=self.folder, capture_output=True, check=True, env=harness.environment())
            command = done.stdout.decode().splitlines()[-1].partition("undo with: carbonfix ")[2]
            subprocess.run(["bash", "-c", f"exec '{harness.BINARY}' --yes {command}"], cwd=self.folder,
                           capture_output=True, check=True, env=harness.environment())
            home.rename(self.home)
            self.assertEqual(before, digests(self.home))

    def rules_of(self, value):
        rules = self.folder / "rules.xml"
        rules.write_text(test_history.RULES.format(name="name", value=value))
        return rules

    def test_the_runtimes_of_a_home_keep_their_runs_and_are_named(self):
        home = self.folder / "ei"
        for runtime in ("", "wso2/analytics/", "wso2/broker/"):
            (home / runtime / "conf").mkdir(parents=True)
            (home / runtime / "conf" / "carbon.xml").write_text("<Server><Name>before</Name></Server>\n")
        before = digests(home)
        self.run_cli("apply", "--yes", "--rules", self.rules_of("a"), "--change", "CHG-1", home, code=0)
        done = self.restore("--yes", home)
        for runtime in ("analytics", "broker"):
            self.assertIn(f"the runtime ei/{runtime} has a run of its own: carbonfix restore {home}/wso2/{runtime}\n",
                          done.err)
        self.restore("--yes", home / "wso2" / "broker")
        self.assertNotIn("broker", self.restore("--yes", home).err)
        self.assertEqual(self.restore("--yes", "--change", "CHG-1", home).err, "")
        self.assertEqual(before, {path: what for path, what in digests(home).items() if ".carbonfix" not in path})

    def test_what_a_link_out_of_the_home_leads_to_is_not_shown(self):
        self.apply("a")
        other = self.folder / "shadow"
        other.write_text("root:not-for-everyone\n")
        self.carbon.unlink()
        self.carbon.symlink_to(other)
        for more in (("--dry-run",), ("--yes",), ("--yes", "--force-changed")):
            done = self.restore(*more, self.home, code=2)
            self.assertNotIn("not-for-everyone", done.out + done.err)
            self.assertIn("outside the product home", done.err)
        self.assertIn("-root:", self.restore("--dry-run", "--follow-outside", self.home).out)

    def test_what_is_no_file_any_more_is_to_be_moved_away(self):
        self.apply("a")
        self.carbon.unlink()
        self.carbon.mkdir()
        self.assertIn("Move it away first", self.restore("--yes", self.home, code=2).err)

    def test_a_plan_that_does_not_know_the_secret_shows_nothing_of_its_file(self):
        rules = self.folder / "secret.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="s" version="1">
          <param name="key" sensitive="true"/>
          <patch id="s.key" files="conf/carbon.xml" context="/Server" ensure="ServerKey = $key"><set sel="ServerKey">{$key}</set></patch>
        </rules>""")
        params = self.folder / "secret.params"
        params.write_text("key=a-harmless-place\n")
        self.run_cli("apply", "--yes", "--rules", rules, "--params", params, self.home, code=0)
        diff = self.run_cli("plan", "--rules", self.rules_of("b"), self.home, code=0).out
        self.assertNotIn("a-harmless-place", diff)
        self.assertIn("(not shown: a run wrote a secret to it", diff)
        self.assertIn("Plan: 1 file to change", diff)
        known = self.run_cli("plan", "--rules", rules, "--rules", self.rules_of("b"), "--params", params, self.home, code=0)
        self.assertIn("+    <Name>b</Name>\n     <ServerKey>********</ServerKey>\n", known.out)
        self.assertIn("a-harmless-place",
                      self.run_cli("plan", "--no-mask", "--rules", self.rules_of("b"), self.home, code=0).out)

    def test_twice_quiet_is_the_exit_code_alone(self):
        self.apply("a")
        self.add_comment()
        self.assertIn("wants --force-changed", self.restore("--dry-run", "-q", self.home).err)
        silent = self.restore("--dry-run", "-qq", self.home)
        self.assertEqual((silent.out, silent.err), ("", ""))

    def test_an_empty_word_is_not_the_newest_run(self):
        self.apply("a")
        after = digests(self.home)
        self.assertIn("names no run", self.restore("--yes", self.home, "", code=2).err)
        self.assertEqual(after, digests(self.home))

    def test_no_run_is_named_beside_a_change(self):
        name = self.apply("a", "--change", "CHG-1")
        after = digests(self.home)
        self.assertIn("--change undoes all runs",
                      self.restore("--yes", "--change", "CHG-1", self.home, name, code=2).err)
        self.assertEqual(after, digests(self.home))

    def test_a_run_alone_is_one_of_the_home_in_the_environment(self):
        before = digests(self.home)
        name = self.apply("a")
        self.assertIn("no HOME given", self.restore("--yes", name, code=2).err)
        self.restore("--yes", name, env=harness.environment(CARBON_HOME=str(self.home)))
        self.assertEqual(before, digests(self.home))

    def test_without_yes_nothing_is_written(self):
        self.apply("a")
        after = digests(self.home)
        refused = self.restore(self.home, code=2)
        self.assertIn("--yes", refused.err)
        self.assertEqual(after, digests(self.home))

    def test_a_person_sees_the_diff_before_the_question(self):
        before = digests(self.home)
        self.apply("a")
        done = self.run_on_terminal("restore", "--color", "never", self.home, typed="n\n")
        self.assertEqual(done.code, 2)
        self.assertLess(done.out.index("<Name>a</Name>"), done.out.index("[y/N]"))
        self.assertNotEqual(before, digests(self.home))
        self.assertIn("\x1b[", self.run_on_terminal("restore", self.home, typed="y\n").out)
        self.assertEqual(before, digests(self.home))

    def test_dry_run_shows_and_writes_nothing(self):
        name = self.apply("a")
        after = digests(self.home), self.names()
        shown = self.restore("--dry-run", self.home).out
        self.assertIn("--- a/repository/conf/carbon.xml\n+++ b/repository/conf/carbon.xml\n@@ ", shown)
        self.assertRegex(shown, r"\n-\s*<Name>a</Name>\n\+\s*<Name>")
        self.assertTrue(shown.endswith(f"\nRestore: 1 file to put back (run {name}). Nothing was written.\n"), shown)
        self.assertEqual(after, (digests(self.home), self.names()))

    def test_a_file_that_the_run_made(self):
        before = digests(self.home)
        rules = self.folder / "made.xml"
        rules.write_text('<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">'
                         '<patch id="t.made" files="repository/conf/made.properties" create="true" '
                         'ensure="properties/property = 1"><set sel="properties/property[@name = \'a\']" missing="add">1'
                         '</set></patch></rules>')
        self.run_cli("apply", "--yes", "--rules", rules, self.home, code=0)
        shown = self.restore("--dry-run", self.home).out
        self.assertIn("--- a/repository/conf/made.properties\n+++ /dev/null\n", shown)
        self.assertIn("Restore: 0 files to put back, 1 to remove (run ", shown)
        self.assertIn("removed repository/conf/made.properties\n", self.restore("--yes", self.home).out)
        self.assertEqual(before, digests(self.home))
        self.assertIn("+++ b/repository/conf/made.properties\n", self.restore("--dry-run", self.home, self.names()[0]).out)
        self.restore("--yes", self.home, self.names()[0])
        self.assertTrue((self.home / "repository" / "conf" / "made.properties").exists())

    def test_what_came_later_is_shown_and_refused(self):
        self.apply("a")
        self.add_comment()
        later = digests(self.home)
        refused = self.restore("--yes", self.home, code=2)
        self.assertIn("repository/conf/carbon.xml", refused.err)
        self.assertIn("--force-changed", refused.err)
        self.assertIn("-<!-- mine -->\n", refused.out)
        self.assertEqual(later, digests(self.home))
        shown = self.restore("--dry-run", self.home)
        self.assertIn("-<!-- mine -->\n", shown.out)
        self.assertIn("--force-changed", shown.err)

    def test_forced_is_a_run_that_can_be_undone(self):
        before = digests(self.home)
        self.apply("a")
        self.add_comment()
        later = digests(self.home)
        forced = self.restore("--yes", "--force-changed", self.home)
        self.assertEqual(before, digests(self.home))
        undo = re.search(r"undo with: carbonfix restore \S+ (\S+)\n", forced.out)[1]
        self.restore("--yes", self.home, undo)
        self.assertEqual(later, digests(self.home))

    def test_secrets_are_in_no_diff(self):
        self.run_cli("apply", "--yes", "--recipe", harness.RECIPE, "--params", harness.PARAMS, self.home, code=0)
        datasources = self.home / "repository" / "conf" / "datasources" / "master-datasources.xml"
        text = datasources.read_text()
        self.assertIn("a-sample-password", text)
        shown = self.restore("--dry-run", self.home)
        self.assertIn("master-datasources.xml", shown.out)
        self.assertIn("********", shown.out)
        self.assertNotIn("a-sample-password", shown.out + shown.err)
        datasources.write_text(text.replace("a-sample-password", "another-sample"))
        refused = self.restore("--yes", self.home, code=2)
        for secret in ("a-sample-password", "another-sample"):
            self.assertNotIn(secret, refused.out + refused.err)

    def test_a_secret_under_a_harmless_name_is_in_no_diff(self):
        rules = self.folder / "secret.xml"
        rules.write_text('<rules xmlns="urn:carbonfix:rules:1" id="t" version="1"><param name="v" sensitive="true"/>'
                         '<patch id="t.p" files="conf/carbon.xml" context="/Server" ensure="Name = $v">'
                         '<set sel="Name">{$v}</set></patch></rules>')
        params = "v=s3cr3t-value\n"
        self.run_cli("apply", "--yes", "--rules", rules, "--params", "-", self.home, input=params, code=0)
        self.assertIn("s3cr3t-value", self.carbon.read_text())
        shown = self.restore("--dry-run", self.home)
        self.assertIn("--- a/repository/conf/carbon.xml\n+++ b/repository/conf/carbon.xml\n(not shown: ", shown.out)
        self.add_comment()
        refused = self.restore("--yes", self.home, code=2)
        self.restore("--yes", "--force-changed", self.home)
        redo = self.restore("--dry-run", self.home, self.names()[0])
        for done in (shown, refused, redo):
            self.assertNotIn("s3cr3t-value", done.out + done.err)

    def test_a_run_that_was_cut_off_is_rolled_back_first(self):
        before = digests(self.home)
        self.cut_off(self.apply("a"))
        done = self.restore("--yes", self.home)
        self.assertIn("rolled back the run ", done.err)
        self.assertIn("Restored: the newest run was cut off, and is undone now.", done.out)
        self.assertEqual(before, digests(self.home))
        self.assertRegex(self.run_cli("history", self.home, code=0).out, "  rolled back\n")
        self.assertIn("Nothing to restore", self.restore("--yes", self.home).out)

    def test_where_the_newest_was_cut_off_the_one_before_it_stays(self):
        self.apply("a")
        before = digests(self.home)
        self.cut_off(self.apply("b"))
        dry = self.restore("--dry-run", self.home)
        self.assertIn("carbonfix: warning: A run of apply", dry.err)
        self.assertEqual(dry.out, "")
        self.restore("--yes", self.home)
        self.assertEqual(before, digests(self.home))
        self.assertIn("restored repository/conf/", self.restore("--yes", self.home).out)
        self.assertNotEqual(before, digests(self.home))

    def test_a_run_that_is_named_is_undone_as_well(self):
        before = digests(self.home)
        first = self.apply("a")
        self.cut_off(self.apply("b"))
        done = self.restore("--yes", self.home, first)
        self.assertIn("rolled back the run ", done.err)
        self.assertIn(f"of run {first}", done.out)
        self.assertEqual(before, digests(self.home))

    def test_a_refused_restore_rolls_nothing_back(self):
        self.apply("a")
        self.cut_off(self.apply("b"))
        now = digests(self.home), digests(self.home / ".carbonfix")
        self.assertIn("--yes", self.restore(self.home, code=2).err)
        self.assertIn("was cut off", self.restore("--dry-run", self.home).err)
        self.assertEqual(now, (digests(self.home), digests(self.home / ".carbonfix")))


class RestoreChange(StoreTest):
    def setUp(self):
        super().setUp()
        self.other = self.copy_ascii(FIXTURES / "das-cluster" / "das2")
        self.before = self.all_digests()

    def all_digests(self):
        return digests(self.home), digests(self.other)

    def restore(self, change, *arguments, code=0):
        return self.run_cli("restore", "--change", change, *arguments, code=code)

    def test_all_runs_of_a_change_are_undone_in_each_home(self):
        self.apply("a", "--change", "CHG-1")
        self.apply("b", "--change", "CHG-1")
        self.apply("a", "--change", "CHG-1", home=self.other)
        shown = self.restore("CHG-1", "--dry-run", self.home, self.other).out
        self.assertEqual(shown.count("--- a/das1/repository/conf/carbon.xml\n"), 1, "what all runs together do")
        self.assertIn("Restore: das1: 1 file to put back (2 runs of change CHG-1).", shown)
        self.assertIn("Restore: das2: 1 file to put back (1 run of change CHG-1).", shown)
        self.assertNotEqual(self.before, self.all_digests())
        done = self.restore("CHG-1", "--yes", self.home, self.other)
        self.assertEqual(self.before, self.all_digests())
        self.assertEqual(done.out.count("Restored: das1: 1 file of run "), 2)
        self.assertEqual(done.out.count("Restored: das2: 1 file of run "), 1)
        again = self.restore("CHG-1", "--yes", self.home, self.other)
        self.assertIn("Nothing to restore: ", again.out)
        self.assertIn("change CHG-1", self.run_cli("history", self.home, code=0).out)

    def test_other_runs_stay(self):
        self.apply("a")
        first = digests(self.home)
        self.apply("b", "--change", "CHG-1")
        self.restore("CHG-1", "--yes", self.home)
        self.assertEqual(first, digests(self.home))

    def test_a_run_in_between_refuses_all_before_anything_is_written(self):
        self.apply("a", "--change", "CHG-1", home=self.other)
        self.apply("a", "--change", "CHG-1")
        self.apply("b", "--change", "CHG-2")
        now = self.all_digests()
        refused = self.restore("CHG-1", "--yes", self.other, self.home, code=2)
        self.assertIn("das1:repository/conf/carbon.xml", refused.err)
        self.assertNotIn("das2:repository", refused.err)
        self.assertEqual(now, self.all_digests())

    def test_a_change_between_two_runs_is_seen_before_anything_is_written(self):
        self.apply("a", "--change", "CHG-1")
        self.carbon.write_text(self.carbon.read_text() + "<!-- mine -->\n")
        self.apply("b", "--change", "CHG-1")
        now = self.all_digests()
        refused = self.restore("CHG-1", "--yes", self.home, code=2)
        self.assertIn("--force-changed", refused.err)
        self.assertEqual(now, self.all_digests())
        self.restore("CHG-1", "--yes", "--force-changed", self.home)
        self.assertEqual(self.before, self.all_digests())

    def test_a_mistyped_change(self):
        self.apply("a", "--change", "CHG-1234")
        refused = self.restore("CHG-1243", "--yes", self.home, code=2)
        self.assertIn('did you mean "CHG-1234"', refused.err)


if __name__ == "__main__":
    harness.main()
