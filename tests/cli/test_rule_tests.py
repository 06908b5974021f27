"""carbonfix test: rule files bring their own tests."""

import harness
from harness import CliTest

PACK = '''<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">
  <patch id="t.host" files="conf/carbon.xml" context="/Server" ensure="HostName = 'gw'">
    <set sel="HostName">gw</set>
    <example of="t.host">
      <bad><![CDATA[
        <Server>
          <HostName>localhost</HostName>
        </Server>]]></bad>
      <good><![CDATA[
        GOOD]]></good>
    </example>
  </patch>
</rules>
'''
RIGHT = "<Server>\n          <HostName>gw</HostName>\n        </Server>"


# Snippets of files that are not XML: a fix, a patch, a line.
OTHER_FILES = '''<rules xmlns="urn:carbonfix:rules:1" id="t">
  <param name="ip"/>
  <pattern id="p" files="**/site.json">
    <rule context="string[@key='host']">
      <assert id="t.host" test=". = 'gw'" fix="gw">host is <value-of select="."/></assert>
      <fix id="gw"><title>Name the gateway</title><set sel=".">gw</set></fix>
    </rule>
    <example of="t.host">
      <bad line="2">
        { // where it is
          "host" : "localhost", }</bad>
      <good>
        { // where it is
          "host" : "gw", }</good>
    </example>
  </pattern>
  <patch id="t.ip" files="bin/*.sh" ensure="//export[@name='IP'] = $ip">
    <set sel="/shell/export[@name='IP']" missing="uncomment add">{$ip}</set>
    <example of="t.ip">
      <param name="ip" value="10.0.0.1"/>
      <bad>
        #!/bin/sh
        #export IP="x"
        java $OPTS</bad>
      <good>
        #!/bin/sh
        export IP="10.0.0.1"
        java $OPTS</good>
    </example>
  </patch>
</rules>
'''


class RuleTests(CliTest):
    def write(self, good):
        path = self.folder / "rules.xml"
        path.write_text(PACK.replace("GOOD", good))
        return path

    def test_passes(self):
        self.assertEqual(self.run_cli("test", self.write(RIGHT), code=0).out, "1 example passed, 0 failed.\n")

    def test_files_that_are_not_xml(self):
        path = self.folder / "rules.xml"
        path.write_text(OTHER_FILES)
        self.assertEqual(self.run_cli("test", path, code=0).out, "2 examples passed, 0 failed.\n")
        for right, wrong, shown in (('"gw", }', '"localhost", }', "FAIL t.host"), ('line="2"', 'line="1"', "FAIL t.host"),
                                    ('IP="10.0.0.1"', "IP=10.0.0.1", '+export IP="10.0.0.1"')):
            path.write_text(OTHER_FILES.replace(right, wrong))
            self.assertIn(shown, self.run_cli("test", path, code=1).out)

    def test_a_failure_shows_what_came_out(self):
        done = self.run_cli("test", self.write("<Server/>"), code=1)
        self.assertIn("FAIL t.host", done.out)
        self.assertIn("-<Server/>", done.out)
        self.assertIn("+  <HostName>gw</HostName>", done.out)
        self.assertIn("0 examples passed, 1 failed.", done.out)

    def test_update_writes_what_came_out_and_nothing_else(self):
        path = self.write("<Server/>")
        self.assertIn("1 updated", self.run_cli("test", "--update", path, code=0).out)
        self.assertEqual(path.read_text(), PACK.replace("GOOD", RIGHT))
        self.run_cli("test", path, code=0)

    def test_update_of_shipped_rules_is_refused(self):
        self.assertIn("name them", self.run_cli("test", "--update", code=2).err)

    def test_rules_without_example(self):
        path = self.folder / "rules.xml"
        path.write_text(PACK[:PACK.index("    <example")] + PACK[PACK.index("  </patch>"):])
        self.run_cli("test", path, code=0)
        self.assertIn("t.host", self.run_cli("test", "--require-examples", path, code=1).out)


if __name__ == "__main__":
    harness.main()
