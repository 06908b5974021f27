"""Options from carbonfix.conf and the environment, seen from outside."""

import os
import shutil

import harness


class Config(harness.CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(harness.FIXTURES / "das-cluster" / "das1", "das1")

    def conf(self, text, mode=0o644):
        path = self.folder / "carbonfix.conf"
        path.write_text(text)
        path.chmod(mode)
        return path

    def here(self, *arguments, code=None, **variables):
        return self.run_cli(*arguments, code=code, env=harness.environment(**variables), cwd=self.folder)

    def test_the_file_of_the_current_folder_counts(self):
        everything = self.here("lint", "das1")
        self.assertIn(everything.code, (0, 1, 3))
        self.conf("select = usermgt.\nmin-severity = error\nfail-on = never\nquiet = true\n")
        self.assertLess(len(self.here("lint", "das1", code=0).out), len(everything.out))
        self.assertEqual(self.here("lint", "--isolated", "das1").out, everything.out)

    def test_what_others_may_write_is_refused(self):
        self.conf("fail-on = never\n", 0o666)
        refused = self.here("lint", "das1", code=2)
        self.assertIn("carbonfix.conf: refused: other users may write it (its mode is 0666)", refused.err)
        self.assertIn("--isolated", refused.err)
        self.assertEqual(refused.out, "")
        self.here("lint", "--config", "carbonfix.conf", "das1", code=0)

    def test_what_another_user_owns_is_refused(self):
        path = self.conf("fail-on = never\n")
        if os.geteuid() != 0:
            self.skipTest("only root can give a file away")
        os.chown(path, harness.ANOTHER_USER, harness.ANOTHER_USER)
        self.assertIn("it belongs to another user", self.here("lint", "das1", code=2).err)

    def test_a_mistake_is_told_with_file_and_line(self):
        self.conf("# ours\nfial-on = never\n")
        wrong = self.here("lint", "das1", code=2)
        self.assertIn('carbonfix.conf:2: unknown option fial-on (did you mean "fail-on"?)', wrong.err)

    def test_a_rule_or_phase_that_is_none_is_told_with_its_place(self):
        self.conf("# ours\nignore = carbon.hostname-missing, port.x  # both\n")
        wrong = self.here("lint", "das1", code=2)
        self.assertIn("error: carbonfix.conf:2:35: ignore port.x: no rule has this id", wrong.err)
        self.conf("severity = usermgt.=warning,nothing.at-all=error\n")
        self.assertIn("carbonfix.conf:1:29: severity nothing.at-all: no rule has this id",
                      self.here("lint", "das1", code=2).err)
        self.conf("\n\nphase =  prodcution\n")
        wrong = self.here("lint", "das1", code=2)
        self.assertIn('carbonfix.conf:3:10: phase: there is no phase "prodcution" (did you mean "production"?)', wrong.err)
        self.here("lint", "--phase", "production", "--fail-on", "never", "das1", code=0)
        (self.folder / "carbonfix.conf").unlink()
        self.assertIn("CARBONFIX_SELECT port.x: no rule has this id",
                      self.here("lint", "das1", code=2, CARBONFIX_SELECT="port.x").err)
        self.assertIn("--select port.x: no rule has this id", self.here("lint", "--select", "port.x", "das1", code=2).err)

    def test_show_config_can_be_used_as_the_file(self):
        self.conf("select = usermgt.\nfail-on = warning\n")
        shown = self.here("lint", "--show-config", code=0, CARBONFIX_PHASE="all")
        self.assertIn("fail-on = warning  # carbonfix.conf:2\n", shown.out)
        self.assertIn("phase = all  # CARBONFIX_PHASE\n", shown.out)
        self.assertEqual(shown.err, "")
        (self.folder / "shown").write_text(shown.out)
        first = self.here("lint", "das1", CARBONFIX_PHASE="all")
        second = self.here("lint", "--config", "shown", "das1")
        self.assertEqual((second.code, second.out, second.err), (first.code, first.out, first.err))

    def test_unknown_variables_are_noted_unless_quiet(self):
        noted = self.here("lint", "das1", CARBONFIX_FIAL_ON="never", CARBONFIX_MODE="warn")
        self.assertIn('note: the variable CARBONFIX_FIAL_ON is of no option (did you mean "CARBONFIX_FAIL_ON"?)',
                      noted.err)
        self.assertNotIn("CARBONFIX_MODE", noted.err)
        self.assertNotIn("FIAL", self.here("lint", "-q", "das1", CARBONFIX_FIAL_ON="never").err)

    def test_consent_is_never_taken_from_outside(self):
        recipe = ("--recipe", harness.RECIPE, "--params", harness.PARAMS)
        before = harness.digests(self.home)
        refused = self.here("apply", *recipe, "das1", code=2, CARBONFIX_YES="1")
        self.assertIn("CARBONFIX_YES is not taken from the environment", refused.err)
        self.conf("yes = true\n")
        self.assertIn("carbonfix.conf:1: yes is not taken from a file", self.here("apply", *recipe, "das1", code=2).err)
        self.assertEqual(harness.digests(self.home), before)

    def test_a_plan_is_applied_as_it_was_made_whatever_the_file_says(self):
        shutil.copy(harness.PARAMS, self.folder / "site.params")
        self.conf(f"recipe = {harness.RECIPE}\nparams = site.params\n")
        self.here("plan", "--out", "the.plan", "das1", code=0)
        before = harness.digests(self.home)
        self.here("apply", "--yes", "the.plan", code=0)
        self.assertNotEqual(harness.digests(self.home), before)

    def test_homes_of_the_file_give_way_to_those_that_are_typed(self):
        self.conf("node = first=das1\nformat = json\n")
        self.assertIn('"node":"first"', self.here("lint").out.replace(" ", ""))
        self.assertNotIn("first", self.here("lint", "das1").out)


if __name__ == "__main__":
    harness.main()
