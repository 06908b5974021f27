"""docs/rule-language.md: what it shows works as it says."""

import re
import xml.etree.ElementTree as ElementTree

import harness

PAGE = (harness.PROJECT / "docs" / "rule-language.md").read_text()
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def blocks(language):
    return [text for kind, text in FENCE.findall(PAGE) if kind == language]


def block(language, begin):
    """The one that begins so."""
    found = [text for text in blocks(language) if text.startswith(begin)]
    assert len(found) == 1, (begin, len(found))
    return found[0]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def quoted(text):
    return f'"{text}"' if "'" in text else f"'{text}'"


def views(root, expected):
    """Expressions that hold where `root` gives such an element; an attribute "…" has some value."""
    if len(expected) == 0:
        yield f"{root} = {quoted(expected.text or '')}"
    yield f"{root}[self::{expected.tag}]"
    yield f"count({root}/*) = {len(expected)}"
    yield f"count({root}/@*) = {len(expected.attrib)}"
    for name, value in expected.attrib.items():
        yield f"{root}/@{name}" if value == "…" else f"{root}/@{name} = {quoted(value)}"
    for index, child in enumerate(expected, 1):
        yield from views(f"{root}/*[{index}]", child)


class RuleLanguage(harness.CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        (self.home / "repository" / "conf").mkdir(parents=True)

    def file(self, path, text):
        target = self.home / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

    def pack(self, body):
        path = self.folder / "mine.xml"
        path.write_text(f'<rules xmlns="urn:carbonfix:rules:1" id="mine">\n{body}\n</rules>\n')
        return path

    def lint(self, body, *arguments, code=None):
        return self.run_cli("lint", "--no-builtin-rules", "--rules", self.pack(body), "--format", "concise", *arguments,
                            self.home, code=code)

    def holds(self, expressions, files, *arguments):
        """Each of them, at the document of the file."""
        expressions = list(expressions)
        checks = "".join(f'<assert id="mine.e{index}" test="({escaped(each)}) and (1 or .)">not: {escaped(each)}</assert>'
                         for index, each in enumerate(expressions))
        done = self.lint(f'<pattern id="p" files="{files}"><rule context="/*" min="1">{checks}</rule></pattern>', *arguments)
        self.assertEqual((done.code, done.err), (0, ""), done.out)
        return len(expressions)

    def apply(self, patches, params="", *arguments):
        rules = self.pack(params + patches)
        first = self.run_cli("apply", "--yes", "--no-fsync", "--rules", rules, *arguments, self.home, code=0)
        self.assertNotIn("Nothing to change", first.out)
        again = self.run_cli("apply", "--yes", "--no-fsync", "--rules", rules, *arguments, self.home, code=0)
        self.assertIn("othing", again.out, "twice is once")

    def test_every_block_is_tried(self):
        tried = {"xml": 17, "json": 1, "sh": 1}
        self.assertEqual({kind: len(blocks(kind)) for kind in tried}, tried,
                         "a block came or went: try it in this file, and count it here")

    def test_rule_files(self):
        packs = [text for text in blocks("xml") if text.startswith("<rules ")]
        self.assertEqual(len(packs), 2)
        for text in packs:
            path = self.folder / "shown.xml"
            path.write_text(text)
            self.run_cli("test", "--require-examples", path, code=0)

    def test_functions(self):
        self.file("repository/components/lib/ojdbc8.jar", "")
        self.file("repository/conf/a.xml", "<a/>")
        self.holds([
            "matches('abc', 'b') and not(matches('abc', '^b$'))",
            "lower-case('aB') = 'ab' and upper-case('aB') = 'AB'",
            "ends-with('abc', 'bc') and not(ends-with('abc', 'b'))",
            "contains-token('a bc d', 'bc') and not(contains-token('a bc d', 'b'))",
            "count(tokenize('a,,b', ',')) = 3 and tokenize('a,,b', ',')[3] = 'b'",
            "count(tokenize(' a  b ')) = 2 and not(tokenize('', ','))",
            "not(document('conf/none.xml')) and document('conf/a.xml')/a",
            "file-exists('conf/a.xml') and file-exists('repository/conf') and not(file-exists('conf/b.xml'))",
            "files('repository/components/lib/*.jar')/@name = 'ojdbc8.jar'",
            "files('repository/components/lib/*.jar')/@path = 'repository/components/lib/ojdbc8.jar'",
            "files('repository/*/')/@name = 'conf' and not(files('repository/*'))",
            "lines($file)[1] = '<a/>' and lines($file)/@number = 1 and lines($file)/@unterminated = 'true'",
            "raw-matches($file, '^<a/>$') and not(raw-matches($file, '\\r\\n'))",
            "select(document('conf/a.xml'), '/a') and not(select(document('conf/a.xml'), '/a['))",
            "not(jdbc('http://x')) and jdbc('jdbc:h2:repository/x')/@driver = 'h2'",
            "ip-kind('127.0.0.1') = 'loopback' and ip-kind('::ffff:127.0.0.1') = 'loopback'",
            "ip-kind('0.0.0.0') = 'any' and ip-kind('::') = 'any' and ip-kind('[::1]') = 'loopback'",
            "ip-kind('169.254.1.1') = 'link-local' and ip-kind('10.1.1.1') = 'private'",
            "ip-kind('224.0.0.1') = 'multicast' and ip-kind('240.0.0.1') = 'reserved'",
            "ip-kind('8.8.8.8') = 'public' and ip-kind('a.example') = ''",
            "ip-in('10.2.3.4', '10.0.0.0/8 fd00::/8') and ip-in('fd00::1', '10.0.0.0/8 fd00::/8')",
            "not(ip-in('11.2.3.4', '10.0.0.0/8 fd00::/8'))",
            "version-compare('4.4.9', '4.4.11-SNAPSHOT') = -1 and version-compare('4.4.11-SNAPSHOT', '4.4.11') = -1",
            "version-compare('4.4.11', '4.4.11-wso2v1') = -1 and version-compare('3.1', '3.1.0') = 0",
            "not(version-compare('x y', '1') >= 0) and not(version-compare('x y', '1') < 0)",
            "current()[self::a] and $node = 'home' and $product = '' and $version = '' and $kernel = ''",
            "not($inventory) and not($self)",
        ], "conf/a.xml")

    def test_a_jdbc_url_as_an_element(self):
        text = block("xml", "<!-- jdbc:")
        url = re.match(r"<!-- (\S+) -->", text)[1]
        self.file("repository/conf/a.xml", f"<a>{escaped(url)}</a>")
        self.assertGreater(self.holds(views("jdbc(.)", ElementTree.fromstring(text)), "conf/a.xml"), 10)

    def test_a_check_of_an_address(self):
        self.file("repository/conf/a.xml", "<a><u>jdbc:mysql://[::1]:3306/db</u><u>jdbc:mysql://db1/db</u>"
                                           "<u>jdbc:postgresql://localhost/db</u></a>")
        done = self.lint(f'<pattern id="p" files="conf/a.xml"><rule context="u">'
                         f'{block("xml", "<report id=" + chr(34) + "mine.local-db")}</rule></pattern>', code=1)
        self.assertEqual(done.out.count("[mine.local-db]"), 2)

    def test_keys(self):
        key, reports = block("xml", '<key name="jndi"').split("…\n")
        source = "<datasources><datasource><jndiConfig><name>{}</name></jndiConfig></datasource></datasources>"
        self.file("repository/conf/datasources/a-datasources.xml", source.format("jdbc/A"))
        self.file("repository/conf/datasources/b-datasources.xml", source.format("jdbc/A"))
        self.file("repository/conf/a.xml", "<a><use>jdbc/B</use><use>jdbc/A</use></a>")
        done = self.lint(f'{key}<pattern id="p" files="conf/a.xml"><rule context="use">{reports}</rule></pattern>', code=1)
        self.assertEqual(re.findall(r"a\.xml:1:\d+: error: (.*)", done.out),
                         ["There is no data source jdbc/B. [mine.unknown]", "jdbc/A is defined twice. [mine.twice]"])
        entries = "key('jndi', 'jdbc/A')"
        self.lint(f'{key}<pattern id="p" files="conf/a.xml"><rule context="/a"><assert id="mine.entries" test="'
                  f"{entries}[1]/@path = 'repository/conf/datasources/a-datasources.xml' and {entries}/@node = 'home' "
                  f"and {entries}[1]/@line = 1 and {entries}[1]/@column &gt; 1 and {entries} = 'jdbc/A'"
                  '">not so</assert></rule></pattern>', code=0)

    def test_what_is_usual_among_nodes(self):
        key, report = block("xml", '<key name="scheme"').split("…\n")
        axis2 = ('<axisconfig><clustering enable="true"><parameter name="domain">das</parameter>'
                 '<parameter name="membershipScheme">{}</parameter></clustering></axisconfig>')
        homes = []
        for name, scheme in (("n1", "wka"), ("n2", "multicast"), ("n3", "wka")):
            homes.append(self.folder / name)
            (homes[-1] / "repository/conf/axis2").mkdir(parents=True)
            (homes[-1] / "repository/conf/axis2/axis2.xml").write_text(axis2.format(scheme))
        rules = self.pack(f'{key}<pattern id="p" files="conf/axis2/axis2.xml">'
                          f"<rule context=\"parameter[@name = 'membershipScheme']\">{report}</rule></pattern>")
        done = self.run_cli("lint", "--no-builtin-rules", "--format", "concise", "--rules", rules, *homes, code=1)
        self.assertEqual(re.findall(r"^(\w+):.*error: (.*)", done.out, re.M),
                         [("n2", "This node says multicast, n1 says wka. [mine.scheme]")])

    def test_an_example_of_a_machine(self):
        example = block("xml", '<example of="mine.port"').replace("…", "<Server/>", 1).replace("  …", "</example>")
        check = ('<report id="mine.port" test="not(port-free(9443))">taken</report>')
        path = self.pack(f'<pattern id="p" files="conf/carbon.xml" live="true"><rule context="/Server">{check}</rule>'
                         f"{example}</pattern>")
        self.run_cli("test", "--require-examples", path, code=0)

    def test_the_inventory_as_a_tree(self):
        expected = ElementTree.fromstring(block("xml", "<cluster ").replace("  …\n", ""))
        inventory = self.folder / "cluster.xml"
        inventory.write_text("""<cluster xmlns="urn:carbonfix:inventory:1" name="das">
  <param name="db-password" sensitive="true">tops3cret</param>
  <role name="worker"><param name="offset">0</param></role>
  <node name="das1" host="10.0.0.11" roles="worker"/>
</cluster>
""")
        self.file("repository/conf/a.xml", "<a/>")
        self.assertGreater(self.holds(views("$inventory", expected), "conf/a.xml", "--inventory", inventory,
                                      "--node", "das1"), 10)

    def test_a_patch(self):
        path = self.file("repository/conf/carbon.xml", "<Server><Ports><Offset>0</Offset></Ports></Server>\n")
        self.apply(block("xml", '<patch id="mine.offset"'), '<param name="offset"/>', "--param", "offset=2")
        self.assertEqual(path.read_text(), "<Server><Ports><Offset>2</Offset></Ports></Server>\n")

    def test_content_for_each(self):
        path = self.file("repository/conf/a.xml", "<a>\n  <members>\n  </members>\n</a>\n")
        self.apply('<patch id="mine.p" files="conf/a.xml" context="/a" ensure="count(members/member) = 2">'
                   f'<title>t</title>{block("xml", "<add sel=" + chr(34) + "members")}</patch>',
                   '<param name="members"/>', "--param", "members=10.0.0.1,10.0.0.2")
        members = ElementTree.parse(path).getroot().findall("members/member/hostName")
        self.assertEqual([each.text for each in members], ["10.0.0.1", "10.0.0.2"])

    def test_merge(self):
        path = self.file("repository/conf/a.xml", """<datasources>
  <datasource>
    <name>WSO2UM_DB</name>
    <!-- ours -->
    <definition type="RDBMS">
      <configuration>
        <url>jdbc:h2:old</url>
        <maxActive>50</maxActive>
      </configuration>
    </definition>
  </datasource>
</datasources>
""")
        before = path.read_text()
        self.apply('<patch id="mine.p" files="conf/a.xml" ensure="//url = $url"><title>t</title>'
                   f'{block("xml", "<merge ")}</patch>', '<param name="url"/>', "--param", "url=jdbc:mysql://db/UM?a=1&b=2")
        self.assertEqual(path.read_text(), before.replace("jdbc:h2:old", "jdbc:mysql://db/UM?a=1&amp;b=2"))

    def test_a_line_of_a_text(self):
        path = self.file("repository/conf/web.xml", "<web-app><context-param><param-name>system.properties</param-name>"
                                                    "<param-value><![CDATA[\n  shindig.host=\n  shindig.port=8080\n]]>"
                                                    "</param-value></context-param></web-app>\n")
        before = path.read_text()
        self.apply('<patch id="mine.p" files="conf/web.xml" ensure="contains(., \'shindig.port=443\')"><title>t</title>'
                   f'{block("xml", "<set sel=" + chr(34) + "/web-app")}</patch>')
        self.assertEqual(path.read_text(), before.replace("8080", "443"))

    def test_properties(self):
        path = self.file("repository/conf/hazelcast.properties", "# Hazelcast\n#hazelcast.jmx = true\n"
                                                                 "hazelcast.logging.type = log4j\n"
                                                                 "path = C:\\\\data, \\\n    D:\\\\data\n")
        before = path.read_text()
        self.holds(["count(/properties/property) = 2 and count(/properties/comment()) = 2",
                    "/properties/comment()[1] = ' Hazelcast' and /properties/comment()[2] = 'hazelcast.jmx = true'",
                    "/properties/property[@name='hazelcast.logging.type'] = 'log4j'",
                    "/properties/property[@name='path'] = 'C:\\data, D:\\data'"], "conf/hazelcast.properties")
        self.apply(block("xml", '<patch id="mine.hazelcast"'))
        self.assertEqual(path.read_text().replace("hazelcast.shutdownhook.enabled = false\n", ""), before)

    def test_json(self):
        path = self.file("repository/conf/site.json", block("json", "{"))
        before = path.read_text()
        self.holds(views("/*", ElementTree.fromstring(block("xml", "<map>"))), "conf/site.json")
        self.apply(block("xml", '<patch id="mine.proxy"'), '<param name="host"/>', "--param", "host=is.example.com")
        self.assertEqual(path.read_text(), before.replace("wso2is", "is.example.com").replace('"ports": [443, 9443]',
                                                                                              '"servicePath": "/services"'))

    def test_shell(self):
        script = block("sh", "export")
        path = self.file("bin/wso2server.sh", script)
        expected = ElementTree.fromstring(block("xml", "<shell>"))
        self.holds(views("/*", expected), "bin/wso2server.sh")
        self.file("bin/load-spark-env-vars.sh", "#export SPARK_LOCAL_IP=127.0.0.1\n")
        patches = block("xml", '<patch id="mine.spark-ip"')
        self.apply(patches, '<param name="ip"/>', "--param", "ip=10.0.0.7")
        self.assertEqual((self.home / "bin" / "load-spark-env-vars.sh").read_text(), "export SPARK_LOCAL_IP=10.0.0.7\n")
        self.assertEqual(path.read_text(), script.replace("disableMl=false", "disableMl=true"))

    def test_one_value(self):
        self.file("repository/conf/my-node-id.dat", "value\n")
        self.holds(["/text = 'value'"], "conf/my-node-id.dat")


if __name__ == "__main__":
    harness.main()
