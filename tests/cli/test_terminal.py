"""What a person at a terminal sees: colour, the width, the question before something is written."""

import harness
from harness import FIXTURES, PARAMS, RECIPE, CliTest, digests

APPLY = ("apply", "--recipe", RECIPE, "--params", PARAMS)


class Terminal(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.copy(FIXTURES / "das-cluster" / "das1")
        self.before = digests(self.home)

    def test_colour_on_a_terminal_and_not_in_a_pipe(self):
        self.assertIn("\x1b[1;31merror\x1b[0m", self.run_on_terminal("lint", self.home).out)
        self.assertNotIn("\x1b", self.run_cli("lint", self.home, code=1).out)

    def test_no_color_is_heeded(self):
        shown = self.run_on_terminal("lint", self.home, env=harness.environment(NO_COLOR="1")).out
        self.assertNotIn("\x1b", shown)
        shown = self.run_on_terminal("lint", "--color", "never", self.home).out
        self.assertNotIn("\x1b", shown)
        self.assertIn("\x1b", self.run_cli("lint", "--color", "always", self.home, code=1).out)

    def test_excerpts_fit_the_terminal(self):
        carbon = self.home / "repository" / "conf" / "carbon.xml"
        carbon.write_text("<Server>" + " " * 200 + "</Srver>" + " " * 200)
        shown = self.run_on_terminal("lint", "--color", "never", "--select", "xml.*", self.home)
        self.assertEqual(shown.code, 1)
        excerpt = [line for line in shown.out.splitlines() if "|" in line]
        self.assertTrue(excerpt, shown.out)
        for line in excerpt:
            self.assertLessEqual(len(line), 80)

    def test_yes_writes(self):
        done = self.run_on_terminal(*APPLY, self.home, typed="y\n")
        self.assertEqual(done.code, 0, done.out)
        self.assertLess(done.out.index("Plan: "), done.out.index("[y/N]"), "what is asked for is shown first")
        self.assertIn("undo with: carbonfix restore", done.out)
        self.assertNotEqual(self.before, digests(self.home))

        done = self.run_on_terminal("restore", self.home, typed="yes\n")
        self.assertEqual(done.code, 0, done.out)
        self.assertEqual(self.before, digests(self.home))

    def test_anything_else_does_not(self):
        for answer in ("n\n", "\n", "yess\n", "\x04"):
            done = self.run_on_terminal(*APPLY, self.home, typed=answer)
            self.assertEqual(done.code, 2, done.out)
            self.assertIn("nothing was written", done.out)
            self.assertEqual(self.before, digests(self.home))
            self.assertFalse((self.home / ".carbonfix").exists())

    def test_with_yes_nobody_is_asked(self):
        done = self.run_on_terminal(*APPLY, "--yes", self.home)
        self.assertEqual(done.code, 0, done.out)
        self.assertNotIn("[y/N]", done.out)


if __name__ == "__main__":
    harness.main()
