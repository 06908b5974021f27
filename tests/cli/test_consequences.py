"""When a change takes effect, what it moves, files that are made, values that the secure vault keeps."""

import harness
from harness import CliTest, digests

RULES = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <param name="id" default="n1"/>
  <patch id="own.node-id" files="conf/my-node-id.dat" create="true" consent="identity" effect="restart" ensure="text = $id">
    <set sel="text">{$id}</set>
  </patch>
  <patch id="own.store" files="conf/a.xml" consent="data" effect="first-start" ensure="a/db = 'new'">
    <set sel="a/db">new</set>
  </patch>
  <patch id="own.hot" files="conf/a.xml" effect="hot" ensure="a/hot = 1">
    <set sel="a/hot">1</set>
  </patch>
</rules>
"""

VAULT = """<rules xmlns="urn:carbonfix:rules:1" id="own">
  <patch id="own.password" files="conf/a.xml" ensure="%s">
    %s
  </patch>
</rules>
"""


class Consequences(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.conf = self.home / "repository" / "conf"
        self.conf.mkdir(parents=True)
        (self.conf / "a.xml").write_text("<a>\n  <db>old</db>\n  <hot>0</hot>\n</a>\n")
        self.rules(RULES)

    def rules(self, text):
        (self.folder / "own.xml").write_text(text)

    def own(self, command, *more, **options):
        return self.run_cli(command, "--rules", self.folder / "own.xml", *more, self.home, **options)

    def test_plan_tells_what_follows(self):
        plan = self.own("plan", code=0)
        self.assertIn("--- /dev/null\n+++ b/repository/conf/my-node-id.dat\n@@ -0,0 +1 @@", plan.out)
        self.assertIn("Takes effect at once: own.hot; at the next restart: own.node-id; only at the first start", plan.out)
        self.assertIn("Apply will want --consent data,identity (own.store, own.node-id).\n", plan.out)

    def test_apply_moves_nothing_without_consent(self):
        before = digests(self.home)
        for more, missing in (((), "data"), (("--consent", "data"), "identity"), (("--consent=identity",), "data")):
            refused = self.own("apply", "--yes", *more, code=2)
            self.assertIn(f"say --consent {missing}\n", refused.err)
            self.assertEqual(refused.out, "")
            self.assertEqual(before, digests(self.home))
            self.assertFalse((self.home / ".carbonfix").exists())
        self.assertIn("own.store moves data", refused.err)

    def test_consent_makes_the_file_and_restore_takes_it_away(self):
        before = digests(self.home)
        applied = self.own("apply", "--yes", "--consent", "data", "--consent=identity", code=0)
        self.assertIn("made repository/conf/my-node-id.dat (own.node-id)\n", applied.out)
        self.assertIn("at the next restart: own.node-id", applied.out)
        self.assertEqual((self.conf / "my-node-id.dat").read_text(), "n1")
        again = self.own("apply", "--yes", code=0)
        self.assertTrue(again.out.startswith("Nothing to do: "), again.out)
        restored = self.run_cli("restore", "--yes", self.home, code=0)
        self.assertIn("removed repository/conf/my-node-id.dat\n", restored.out)
        self.assertEqual(before, digests(self.home))

    def test_the_vault_keeps_its_values(self):
        (self.conf / "a.xml").write_text('<a xmlns:svns="http://org.wso2.securevault/configuration">\n'
                                         '  <d n="1"><u>x</u><p svns:secretAlias="A.P">password</p></d>\n</a>\n')
        before = digests(self.home)
        self.rules(VAULT % ("//p = 'topsecret'", "<set sel='//p'>topsecret</set>"))
        refused = self.own("apply", "--yes", code=2)
        self.assertIn('under the alias "A.P"', refused.err)
        self.assertNotIn("topsecret", refused.out + refused.err)
        self.assertEqual(before, digests(self.home))

        self.rules(VAULT % ("//u = 'y'", "<merge sel='a' by='n'><d n='1'><u>y</u><p>topsecret</p></d></merge>"))
        applied = self.own("apply", "--yes", code=0)
        self.assertIn("Note: /a/d/p in repository/conf/a.xml was left alone", applied.out)
        self.assertNotIn("topsecret", applied.out)
        self.assertIn("<u>y</u><p svns:secretAlias=\"A.P\">password</p>", (self.conf / "a.xml").read_text())


if __name__ == "__main__":
    harness.main()
