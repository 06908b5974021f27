"""Rules that mean harm: a run ends soon, says what it did not check, and never says that all is well."""

import resource
import subprocess

import harness

LONG = 120  # seconds of processor time; far beyond what a bounded run takes, also with sanitizers
MEMORY = 2 << 30


def pack(body, lets=""):
    return (f'<rules xmlns="urn:carbonfix:rules:1" id="bad">{lets}'
            f'<pattern id="p" files="conf/a.xml">{body}</pattern></rules>')


def report(test, context="/a"):
    return (f'<rule context="{context}"><report id="bad.x" test="{test}">m</report></rule>'
            f'<rule context="/a/last"><report id="bad.found" test="not(*)">It is there.</report></rule>')


class HostileRules(harness.CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        conf = self.home / "repository" / "conf"
        conf.mkdir(parents=True)
        (conf / "a.xml").write_text("<a>" + "<b>1,2</b>" * 3000 + "<t>" + "a" * 200000 + "</t><last/></a>\n")

    def lint(self, text, code, most=20000):
        rules = self.folder / "bad.xml"
        rules.write_text(text)
        done = subprocess.run([harness.BINARY, "lint", "--no-builtin-rules", "--rules", str(rules), str(self.home)],
                              capture_output=True, env=harness.environment(), preexec_fn=self.limit, check=False)
        err = done.stderr.decode()
        self.assertEqual(done.returncode, code, err[:2000])
        self.assertLess(len(err) + len(done.stdout), most, "what is said is short")
        return done.stdout.decode(), err

    @staticmethod
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (LONG, LONG))
        if "ASAN_OPTIONS" not in harness.environment():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def unchecked(self, test, why, context="/a", lets=""):
        """The check is not done, which is exit code 3 beside the error that another check finds."""
        out, err = self.lint(pack(report(test, context), lets), 3)
        self.assertIn("bad.found", out)
        self.assertIn("was not checked", err)
        self.assertIn(why, err)

    def test_an_expression_that_does_not_end(self):
        self.unchecked("count(//*[count(//*[count(//*) &gt; count(*)]) &gt; 1]) &gt; 1", "it takes too many steps")
        # The same by libxml2's own evaluation.
        self.unchecked("count(//*[count(//*[last() &gt; 0]/..) &gt; 1]/..) + 1 &gt; 1", "it takes too many steps")

    def test_without_findings_it_is_2(self):
        _, err = self.lint(pack('<rule context="/a"><report id="bad.x" '
                                'test="count(//*[count(//*[count(//*) &gt; count(*)]) &gt; 1]) &gt; 1">m</report></rule>'), 2)
        self.assertIn("it takes too many steps", err)

    def test_too_many_steps_of_all_rules_together(self):
        # Each look costs as much as the file is long.
        text = "<a>" + "<b/>" * 4000 + "<t>" + "a" * 4000000 + "</t></a>\n"
        (self.home / "repository" / "conf" / "a.xml").write_text(text)
        _, err = self.lint(pack('<rule context="b"><report id="bad.x" test=". = 7">m</report></rule>'), 2)
        self.assertIn("the rules take too many steps on this node", err)

    def test_texts_that_double(self):
        lets = '<let name="v0" value="\'0123456789abcdef\'"/>' + "".join(
            f'<let name="v{i}" value="concat($v{i - 1}, $v{i - 1})"/>' for i in range(1, 60))
        self.unchecked("$v59 != ''", "it takes too many steps", lets=lets)

    def test_giant_regular_expressions(self):
        self.unchecked("matches(., '((a{1000}){1000}){1000}')", "can't be evaluated")
        self.unchecked(f"matches(., '{'a' * 5000}')", "can't be evaluated")
        self.unchecked("matches(t, t)", "can't be evaluated")
        out, _ = self.lint(pack(report("matches(t, '^(a+)+$') and false()")), 1)
        self.assertIn("bad.found", out)

    def test_huge_expressions(self):
        chain = " or ".join(["1 = 2"] * 20000)
        deep = "(" * 20000 + "1" + ")" * 20000
        predicates = "b[" * 3000 + "1" + "]" * 3000
        for test in (chain, deep, predicates):
            rules = self.folder / "bad.xml"
            rules.write_text(pack(report(test)))
            done = self.run_cli("lint", "--no-builtin-rules", "--rules", rules, self.home)
            self.assertIn(done.code, (1, 2, 3), "it is refused, or evaluated; the program lives")
            self.assertLess(len(done.err), 20000)

    def test_a_huge_rule_file(self):
        checks = "".join(f'<report id="bad.x{i}" test=". = {i}">m</report>' for i in range(5000))
        found = '<report id="bad.found" test="not(*)">It is there.</report>'
        out, _ = self.lint(pack(f'<rule context="/a/last">{checks}{found}</rule>'), 1)
        self.assertIn("bad.found", out)

    def test_a_huge_rule_file_full_of_mistakes(self):
        checks = "".join(f'<report id="bad.x{i}" test="1 = 2">m</report>' for i in range(5000))
        _, err = self.lint(pack(f'<rule context="/a/last">{checks}</rule>'), 2, most=2000000)
        self.assertIn("bad.xml:1:", err)

    def test_a_rule_file_of_entities(self):
        text = ('<!DOCTYPE rules [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"
            + pack(report("true()")).replace(">m<", ">&j;<"))
        _, err = self.lint(text, 2)
        self.assertIn("bad.xml", err)


if __name__ == "__main__":
    harness.main()
