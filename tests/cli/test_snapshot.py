"""carbonfix snapshot, and lint of what it prints: on real homes the same findings, and none of their secrets."""

import hashlib
import json
import re
import shutil
import subprocess
import unittest

import harness
import test_secrets
from harness import BINARY, FIXTURES, SHARED, CliTest, environment

CORPUS = SHARED / "corpus"
KEY = "0123456789abcdef0123456789abcdef"

# What can't be told where the administrator's password is masked: whether it is the user's name.
HANGS_ON_SECRETS = {"security.default-admin", "security.admin-plaintext", "security.tomcat-users"}


class Snapshots(CliTest):
    def snapshot(self, home, *options, name="node.cfs", key=None):
        env = environment(**({"CARBONFIX_SNAPSHOT_KEY": key} if key else {}))
        done = self.run_cli("snapshot", *options, home, code=0, env=env)
        path = self.folder / name
        path.write_text(done.out)
        return path

    def lint(self, *arguments, **options):
        done = self.run_cli("lint", "--format", "json", "--phase", "all", *arguments, **options)
        self.assertIn(done.code, (0, 1), done.err)
        return json.loads(done.out)

    @staticmethod
    def seen(report):
        """Findings as programs see them, but for what a report says of the run itself."""
        return [(each["id"], each["node"], each["path"], each["line"], each["column"], each["message"])
                for each in report["findings"]]

    def home(self, files):
        home = self.folder / "home"
        for path, text in files.items():
            target = home / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return home

    # ---- real homes

    def real_homes(self):
        found = [home for home in test_secrets.homes() if home.is_dir()]
        found += [home for home in sorted((FIXTURES / "das-cluster").iterdir()) if home.is_dir()]
        return found

    def test_the_same_findings_as_in_the_home(self):
        homes = self.real_homes()
        for home in homes:
            with self.subTest(home=home.name):
                expected = self.lint(home)
                got = self.lint(self.snapshot(home, "--node", home.name, key=KEY))
                unsure = {why["why"].split(":")[0] for why in got["summary"]["notChecked"] if "masked secret" in why["why"]}
                self.assertLessEqual(unsure, HANGS_ON_SECRETS)
                left = [each for each in self.seen(expected) if each[0] not in unsure]
                self.assertEqual(self.seen(got), left)

    def test_no_secret_of_a_real_home(self):
        plant = test_secrets.Secrets("test_real_homes")
        homes = test_secrets.homes()
        if not homes:
            self.skipTest("no shared folder with real homes")
        total = 0
        for source in homes:
            home = self.copy(source, "home")
            tokens = plant.plant_in(home)
            total += len(tokens)
            for key in (None, KEY):
                done = self.run_cli("snapshot", home, env=environment(**({"CARBONFIX_SNAPSHOT_KEY": key} if key else {})))
                self.assertEqual(done.code, 0, done.err)
                shown = set(re.findall(r"Kq7x\d{5}Zv", done.out + done.err))
                with self.subTest(home=source.name):
                    self.assertEqual(sorted(shown & set(tokens))[:5], [])
            shutil.rmtree(home)
        self.assertGreater(total, 20 * len(homes))

    # ---- bytes

    ODD = {
        "repository/conf/carbon.xml": b"<Server>\r\n<a>x</a>\r\n</Server>",
        "repository/conf/bom.xml": b"\xef\xbb\xbf<a>]]&gt;<![CDATA[<x>]]></a>\n",
        "repository/conf/latin.xml": b"<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>caf\xe9</a>\n",
        "repository/conf/wide.xml": "\ufeff<?xml version='1.0' encoding='UTF-16'?>\n<a>caf\u00e9</a>\n".encode("utf-16-le"),
        "repository/conf/control.xml": b"<a>\x01\x02\x00</a>\r",
        "repository/conf/empty.xml": b"",
    }

    def test_bytes_come_back(self):
        home = self.home(self.ODD)
        text = self.snapshot(home).read_text()
        for path, data in self.ODD.items():
            self.assertRegex(text, f'path="{path}"[^>]* sha256="{hashlib.sha256(data).hexdigest()}"')
        expected = self.lint(home)
        self.assertEqual(self.seen(self.lint(self.folder / "node.cfs")), self.seen(expected))

    def test_the_same_bytes_each_time(self):
        home = self.home(self.ODD)
        env = environment(SOURCE_DATE_EPOCH="1700000000")
        first = self.run_cli("snapshot", home, code=0, env=env).out
        self.assertEqual(self.run_cli("snapshot", home, code=0, env=env).out, first)
        self.assertIn('taken="2023-11-14T22:13:20Z"', first)

    def test_one_snapshot_is_valid_by_its_schema(self):
        if shutil.which("xmllint") is None:
            self.skipTest("no xmllint")
        home = self.home({**self.ODD, "repository/conf/b.xml": "<a><password>Kq7x00000Zv</password></a>"})
        (home / "link").symlink_to("repository/conf")
        (home / "out").symlink_to("/usr")
        path = self.snapshot(home, key=KEY)
        subprocess.run(["xmllint", "--noout", "--relaxng", harness.PROJECT / "rules/schema/snapshot.rng", path],
                       check=True, capture_output=True)

    # ---- secrets

    RULES = """<rules xmlns="urn:carbonfix:rules:1" id="r">
      <key name="group" files="conf/axis2/axis2.xml" match="//groupPassword" use="." across="cluster"/>
      <pattern id="one" files="conf/axis2/axis2.xml"><rule context="//groupPassword">
        <report id="r.default" test=". = 'wso2carbon'">the shipped one</report>
        <report id="r.other" test="count(key('group', .)) = 1">nobody else has it</report>
        <report id="r.name" test=". = ../user">it is the user's name</report>
        <report id="r.set" test=". != ''">there is one</report>
      </rule></pattern></rules>"""

    def node(self, name, password, user="das"):
        home = self.folder / name
        path = home / "repository/conf/axis2/axis2.xml"
        path.parent.mkdir(parents=True)
        path.write_text(f"<axisconfig><user>{user}</user><groupPassword>{password}</groupPassword><z/></axisconfig>\n")
        return home

    def found(self, *arguments, **options):
        rules = self.folder / "rules.xml"
        rules.write_text(self.RULES)
        done = self.run_cli("lint", "--no-builtin-rules", "--rules", rules, "--format", "json", *arguments, **options)
        report = json.loads(done.out)
        ids = {}
        for each in report["findings"]:
            ids.setdefault(each["node"], set()).add(each["id"])
        unsure = sorted({(each["node"], each["why"].split(":")[0]) for each in report["summary"]["notChecked"]
                         if "masked secret" in each["why"]})
        return ids, unsure, done

    def test_with_a_key_equal_secrets_are_equal(self):
        files = [self.snapshot(self.node(name, password), key=KEY, name=name + ".cfs")
                 for name, password in (("a", "Kq7x00000Zv"), ("b", "Kq7x00000Zv"), ("c", "Kq7x00001Zv"))]
        ids, unsure, _ = self.found(*files)
        self.assertEqual(ids, {"a": {"r.set"}, "b": {"r.set"}, "c": {"r.set", "r.other"}})
        self.assertEqual(unsure, [("a", "r.name"), ("b", "r.name"), ("c", "r.name")])

    def test_without_a_key_it_is_not_checked(self):
        files = [self.snapshot(self.node(name, password), name=name + ".cfs")
                 for name, password in (("a", "Kq7x00000Zv"), ("b", "Kq7x00000Zv"))]
        ids, unsure, _ = self.found(*files)
        self.assertEqual(ids, {"a": {"r.set"}, "b": {"r.set"}})
        self.assertEqual(unsure, [("a", "r.name"), ("a", "r.other"), ("b", "r.name"), ("b", "r.other")])

    def test_different_keys_are_said(self):
        files = [self.snapshot(self.node(name, "Kq7x00000Zv"), key=key, name=name + ".cfs")
                 for name, key in (("a", KEY), ("b", KEY + "0"))]
        ids, unsure, done = self.found(*files)
        self.assertIn(("a", "r.other"), unsure)
        self.assertEqual(ids["a"], {"r.set"})
        self.assertIn("different keys", done.err)

    def test_a_home_beside_a_snapshot(self):
        other = self.snapshot(self.node("a", "Kq7x00000Zv"), key=KEY, name="a.cfs")
        env = environment(CARBONFIX_SNAPSHOT_KEY=KEY)
        ids, _, _ = self.found(other, self.node("b", "Kq7x00000Zv"), self.node("c", "Kq7x00001Zv"), env=env)
        self.assertEqual(ids, {"a": {"r.set"}, "b": {"r.set"}, "c": {"r.set", "r.other"}})
        _, unsure, _ = self.found(other, self.folder / "b")
        self.assertIn(("b", "r.other"), unsure)

    def test_shipped_passwords_are_themselves(self):
        path = self.snapshot(self.node("a", "wso2carbon", user="wso2carbon"))
        self.assertNotIn(">wso2carbon</groupPassword", path.read_text().replace("&lt;", "<").replace("&gt;", ">"))
        ids, unsure, _ = self.found(path)
        self.assertEqual(ids, {"a": {"r.default", "r.name", "r.set"}})
        self.assertEqual(unsure, [])

    def test_a_masked_password_is_none_that_products_ship_with(self):
        """The administrator is called admin, and his password is known to be another."""
        files = {"repository/conf/user-mgt.xml": """<UserManager><Realm><Configuration><AdminUser><UserName>admin</UserName>
            <Password>Kq7x00000Zv</Password></AdminUser></Configuration></Realm></UserManager>"""}
        path = self.snapshot(self.home(files))
        report = self.lint("--select", "security.", path)
        self.assertIn("security.admin-plaintext", [each["id"] for each in report["findings"]])
        self.assertNotIn("masked secret", str(report["summary"]["notChecked"]))

    def test_places_stay(self):
        home = self.node("a", "Kq7x")
        rules = self.folder / "z.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="z"><pattern id="p" files="conf/axis2/axis2.xml">
            <rule context="//z"><report id="z.z" test="self::*">z</report></rule></pattern></rules>""")
        column = (home / "repository/conf/axis2/axis2.xml").read_text().index("z/>") + 1
        for where in (home, self.snapshot(home, "--rules", rules)):
            report = json.loads(self.run_cli("lint", "--no-builtin-rules", "--rules", rules, "--format", "json", where).out)
            self.assertEqual([(each["line"], each["column"]) for each in report["findings"]], [(1, column)])

    # Every kind of file: parsed as before, and nothing of the secret in the snapshot.
    FORMS = {
        "repository/conf/a.xml": '<a b="1"><c password="Kq7x00000Zv&amp;" d="2"/><!--<password>Kq7x00000Zv</password>--></a>\n',
        "repository/conf/b.xml": "<a><password>\n  Kq7x00000Zv\n  </password><url>jdbc:x://u:Kq7x00000Zv@h/d</url></a>\n",
        "repository/conf/a.properties": "a.password=Kq7x00000Zv\\\n   Kq7x00000Zv\nb=1\n",
        "repository/deployment/server/jaggeryapps/portal/conf/site.json":
            '{"password": "Kq7x00000Zv", "n": 1, "passwords": ["Kq7x00000Zv", {"of": "Kq7x00000Zv"}], "secret": 12345678}\n',
        "bin/wso2server.sh": "#!/bin/sh\nexport DB_PASSWORD='Kq7x00000Zv'\nA=1\n",
    }

    def test_secrets_of_every_kind_of_file(self):
        home = self.home(self.FORMS)
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="n"><pattern id="p" files="%s">
            <rule context="/"><report id="n.n" test="self::node()"><value-of select="count(//node())"/></report></rule>
            </pattern></rules>""" % " ".join(self.FORMS))
        path = self.snapshot(home, "--rules", rules)
        self.assertNotRegex(path.read_text(), "Kq7x|12345678")
        seen = [self.seen(self.lint("--no-builtin-rules", "--rules", rules, where)) for where in (home, path)]
        self.assertEqual(len(seen[0]), len(self.FORMS))
        self.assertEqual([[each[0], *each[2:]] for each in seen[1]], [[each[0], *each[2:]] for each in seen[0]])

    # ---- the key

    def test_keys_that_are_refused(self):
        home = self.node("a", "x")
        key = self.folder / "key"
        for text, mode, words in (("", 0o600, "it is empty"), ("short\n", 0o600, "5 characters"),
                                  (KEY, 0o644, "other users"), (None, None, "there is no key file")):
            if text is None:
                key.unlink()
            else:
                key.write_text(text)
                key.chmod(mode)
            done = self.run_cli("snapshot", "--key-file", key, home, code=2)
            self.assertEqual(done.out, "")
            self.assertIn(words, done.err)
            self.assertNotIn(KEY, done.err)
        done = self.run_cli("snapshot", home, code=2, env=environment(CARBONFIX_SNAPSHOT_KEY="Kq7x00000Zv"))
        self.assertNotIn("Kq7x00000Zv", done.err)

    def test_a_key_from_a_file_or_the_environment(self):
        home = self.node("a", "Kq7x00000Zv")
        key = self.folder / "key"
        key.write_text(KEY + "\n")
        key.chmod(0o600)
        env = environment(SOURCE_DATE_EPOCH="0")
        by_file = self.run_cli("snapshot", "--key-file", key, home, code=0, env=env).out
        self.assertEqual(by_file, self.run_cli("snapshot", home, code=0, env={**env, "CARBONFIX_SNAPSHOT_KEY": KEY}).out)
        self.assertIn('digest="', by_file)
        self.assertNotIn(KEY, by_file)

    # ---- many nodes

    def test_several_in_one_pipe(self):
        texts = [self.run_cli("snapshot", "--node", name, self.node(name, "x"), code=0).out for name in ("a", "b")]
        for arguments, text in ((["-"], "\n".join(texts)), (["-"], "<?xml version='1.0'?>\n".join(["", *texts]))):
            report = json.loads(self.run_cli("lint", "--format", "json", *arguments, input=text).out)
            self.assertEqual(report["summary"]["nodes"], 2)
        ids, _, _ = self.found("--node", "first=-", input=texts[0])
        self.assertEqual(set(ids), {"first"})
        shell = subprocess.run(f"{BINARY} snapshot --node p {self.folder}/a | {BINARY} lint --format json - --node b={self.folder}/b",
                               shell=True, capture_output=True, env=environment(), check=False)
        self.assertEqual(json.loads(shell.stdout)["summary"]["nodes"], 2)

    def test_names_that_are_there_twice(self):
        one, two = (self.snapshot(self.node(name, "x"), "--node", "das", name=name + ".cfs") for name in ("a", "b"))
        done = self.run_cli("lint", one, two, code=2)
        self.assertIn("two snapshots are of a node that is called das", done.err)
        self.assertIn("--node NAME=FILE", done.err)
        self.run_cli("lint", "--node", f"das1={one}", two)
        both = self.folder / "both.cfs"
        both.write_text(one.read_text() + two.read_text().replace('node="das"', 'node="other"'))
        self.assertIn("das, other", self.run_cli("lint", "--node", f"x={both}", code=2).err)

    def test_a_node_of_an_inventory(self):
        path = self.snapshot(self.node("a", "x"), "--node", "das1")
        inventory = self.folder / "cluster.xml"
        inventory.write_text(f"""<cluster xmlns="urn:carbonfix:inventory:1" name="c">
            <node name="das1" host="10.0.0.1" home="{path}"/></cluster>""")
        rules = self.folder / "host.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="h"><pattern id="p" files="conf/axis2/axis2.xml">
            <rule context="/"><report id="h.h" test="self::node()">on <value-of select="$host"/></report></rule>
            </pattern></rules>""")
        for arguments in ([path], ["--node", "das1"]):
            report = self.lint("--no-builtin-rules", "--rules", rules, "--inventory", inventory, *arguments)
            self.assertEqual([each["message"] for each in report["findings"]], ["on 10.0.0.1"])
        other = self.run_cli("lint", "--inventory", inventory, "--node", f"x={path}", code=1)
        self.assertIn("[inventory.node-unknown]", other.out)

    def test_every_runtime_is_a_snapshot(self):
        home = self.home({"conf/carbon.xml": "<Server/>", "wso2/analytics/conf/carbon.xml": "<Server/>",
                          "wso2/analytics/conf/a.xml": "<a/>"})
        path = self.snapshot(home)
        self.assertEqual(re.findall(r' node="([^"]*)"', path.read_text()), ["home", "home/analytics"])
        report = self.lint("--node", f"ei={path}")
        self.assertEqual(report["summary"]["nodes"], 2)
        self.assertEqual({each["node"] for each in report["findings"]} - {"ei", "ei/analytics"}, set())

    # ---- what is in a home

    def test_links(self):
        home = self.home({"repository/conf/a.xml": "<a/>", "real/x.txt": "x"})
        share = self.folder / "share"
        (share / "sub").mkdir(parents=True)
        (share / "sub/y.txt").write_text("y")
        for link, to in (("in", "real"), ("out", share), ("gone", "nowhere"), ("up", "..") , ("real/loop", ".")):
            (home / link).symlink_to(to)
        rules = self.folder / "rules.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="l"><pattern id="p" files="conf/a.xml"><rule context="/">
            <report id="l.l" test="self::node()">
              <value-of select="file-exists('in/x.txt')"/> <value-of select="file-exists('gone')"/>
              <value-of select="count(files('**/*.txt'))"/> <value-of select="count(files('out/*/*.txt'))"/>
            </report></rule></pattern></rules>""")
        path = self.snapshot(home, "--rules", rules)
        seen = [[each[5] for each in self.seen(self.lint("--no-builtin-rules", "--rules", rules, where))] for where in (home, path)]
        self.assertEqual(seen[0], seen[1])
        self.assertIn(f'to="{share}" outside="folder"', path.read_text())

    def test_what_could_not_be_read(self):
        home = self.home({"repository/conf/carbon.xml": "<Server/>", "repository/conf/a.xml": "<a/>"})
        (home / "repository/conf/a.xml").chmod(0)
        done = self.as_another_user("snapshot", home, code=2)
        self.assertIn("Permission denied", done.err)
        self.assertRegex(done.out, 'path="repository/conf/a.xml"[^>]*unread="Permission denied"')
        path = self.folder / "node.cfs"
        path.write_text(done.out)
        done = self.run_cli("lint", path)
        self.assertIn(done.code, (2, 3))
        self.assertIn("Permission denied", done.err)

    # ---- refusals

    def test_only_lint_takes_a_snapshot(self):
        path = self.snapshot(self.node("a", "x"))
        for command in (["plan", "--recipe", harness.RECIPE, "--params", harness.PARAMS], ["lint", "--fix"], ["lint", "--diff"], ["lint", "--live"],
                        ["lint", "--base", self.folder / "a"], ["snapshot"], ["history"],
                        ["apply", "--recipe", harness.RECIPE, "--params", harness.PARAMS]):
            done = self.run_cli(*command, path, code=2)
            self.assertIn("snapshot", done.err, command)
            self.assertNotIn("internal error", done.err)
        self.assertEqual(self.run_cli("apply", "--yes", path).code, 2)

    def test_broken_and_hostile_files(self):
        text = self.snapshot(self.node("a", "Kq7x00000Zv")).read_text()
        entry = '<file path="{}" mode="644" size="0"/>\n</snapshot>'
        cases = {
            "empty": ("", "it is empty"),
            "cut off": (text[:len(text) // 2], "cut off"),
            "foreign": ("root:x:0:0:Kq7x00000Zv\n", "not a snapshot of a product home"),
            "another xml": ("<cluster xmlns='urn:carbonfix:inventory:1'/>", "not a snapshot of a product home"),
            "another version": (text.replace('version="1"', 'version="9"'), "reads version 1"),
            "entities": ("<!DOCTYPE snapshot [<!ENTITY a 'x'>]>" + text, "document type"),
            "digest": (text.replace("/axisconfig&gt;", "/axisconfig&gt; "), "its digest differs"),
            "mask moved": (re.sub(r'(<secret line="1" column=")\d+', r"\g<1>3", text), "the text has no mask there"),
            "long secret": (re.sub(r'(length=")\d+', r"\g<1>99999999999999", text), "the text has no mask there"),
            "not valid": (text.replace("<file ", "<fyle ", 1).replace("</file>", "</fyle>", 1), "fyle"),
            "not well-formed": (text.replace("<text>", "<text", 1), ""),
            "up": (text.replace("</snapshot>", entry.format("../x")), "no path inside of a home"),
            "absolute": (text.replace("</snapshot>", entry.format("/etc/passwd")), "no path inside of a home"),
            "twice": (text.replace("</snapshot>", entry.format("repository/conf/axis2/axis2.xml")), "twice"),
            "no folder": (text.replace("</snapshot>", entry.format("a/b")), "in no folder"),
            "percent": (text.replace("</snapshot>", entry.format("a%zz")), "%"),
            "relative home": (re.sub(' home="[^"]*"', ' home="x"', text), "absolute path"),
        }
        path = self.folder / "bad.cfs"
        for name, (bad, words) in cases.items():
            with self.subTest(what=name):
                self.assertNotEqual(bad, text)
                path.write_text(bad)
                done = self.run_cli("lint", path, code=2)
                self.assertIn(words, done.err)
                self.assertNotIn("Kq7x00000Zv", done.out + done.err)
                self.assertNotIn("internal error", done.err)
                self.assertEqual(self.run_cli("lint", "-", input=bad, code=2).out, "")

    def test_a_file_without_end(self):
        path = self.folder / "huge.cfs"
        with path.open("wb") as file:
            file.write(b'<snapshot xmlns="urn:carbonfix:snapshot:1" version="1">')
            file.truncate(2 << 30)
        self.assertIn("less than 64 MB", self.run_cli("lint", path, code=2).err)

    def test_standard_input_is_there_once(self):
        self.assertIn("given twice", self.run_cli("lint", "-", "-", code=2).err)
        self.assertIn("given twice", self.run_cli("lint", "--rules", "-", "-", code=2).err)


if __name__ == "__main__":
    harness.main()
