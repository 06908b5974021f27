"""No output shows a secret: every format, over copies of every real home.

The secrets are collected here, by patterns of this file's own and not by the tool's. Each is replaced in the copy by a
token that stands nowhere else, so that no word is too common to be looked for ("admin" and "wso2carbon", the stock
passwords, are in most messages). Then each output is searched for every token. Passed over: what is no secret by its
value (true, false, a number of up to two digits, xxx, a placeholder such as ${name} or {{ name }}, and a template's
%name% and [name]).
"""

import pathlib
import re
import shutil
import subprocess
import unittest

import harness
from harness import SHARED, CliTest

CORPUS = SHARED / "corpus"

NAME = (rb"[\w.:-]*(?:[Pp]ass[Ww]ords?|PASSWORD|[Pp]asswd|[Pp]ass[Pp]hrase|(?:[Kk]ey|[Tt]rust)?[Ss]tore[Pp]ass"
        rb"|[Kk]ey[Pp]ass|[Cc]lient[Ss]ecret|[Cc]onsumer[Ss]ecret|[Ss]hared[Ss]ecret|SECRET|[Ss]ecret[Kk]ey)")
NO_VALUE = re.compile(rb"(?i)\s*(true|false|\d{0,2}|x{3,}|\$\w*\{[\w.-]*\}|\{\{[^}]*\}\}|%\w+%|\[[^\]]*\]|\*+)\s*")
# Group 1 is the secret.
PLACES = [
    # <Password>x</Password>, <ns:Password attr="…">x</…>, <!--Password>x</Password-->
    re.compile(rb"<(?:!--\s*)?" + NAME + rb"(?:\s[^<>]*)?>([^<>]+)</"),
    # <Property name="password">x</Property>
    re.compile(rb"\s(?:name|key)\s*=\s*[\"']" + NAME + rb"[\"'][^<>]*[^<>/]?>([^<>]+)</"),
    # <property name="password" value="x"/>
    re.compile(rb"\s(?:name|key)\s*=\s*\"" + NAME + rb"\"\s+value\s*=\s*\"([^\"<>]+)\""),
    # keystorePass="x"
    re.compile(rb"\s" + NAME + rb"\s*=\s*\"([^\"<>]+)\""),
    re.compile(rb"\s" + NAME + rb"\s*=\s*'([^'<>]+)'"),
    # user:x@host, ?password=x
    re.compile(rb"\w://[\w.+-]+:([^@\s\"'<>/:]+)@"),
    re.compile(rb"[?;&][Pp]assword=([^&;\"'<>\s]+)"),
]
PROPERTY = re.compile(rb"(?m)^[ \t]*" + NAME + rb"[ \t]*[=:][ \t]*(\S[^\r\n]*)")
JSON = re.compile(rb"\"" + NAME + rb"\"\s*:\s*\"([^\"]+)\"")

# A finding at every file's root whose message is all of the file's text, and at every secret-looking place.
SHOW_ALL = """<rules xmlns="urn:carbonfix:rules:1" id="show">
  <pattern id="all" files="**/*.xml **/*.properties"><rule context="/*">
    <report id="show.text" severity="info" test="self::*">[<value-of select="."/>] [<value-of select="string(.)"/>]</report>
    <report id="show.parts" severity="info" test="self::*">[<value-of select="(//@*[contains(name(), 'ass')])[last()]"/>]
      [<value-of select="(//*[contains(local-name(), 'assword')])[last()]"/>]
      [<value-of select="string((//*[contains(local-name(), 'assword')])[1])"/>]
      [<value-of select="concat(//*[contains(@name, 'assword')]/@value, '-', //url)"/>]
      [<value-of select="(//comment()[contains(., 'assword')])[1]"/>] [<value-of select="string(//comment()[last()])"/>]
    </report>
  </rule></pattern>
</rules>
"""
# Changes every start tag, so that secrets stand in changed lines and beside them.
CHANGE_ALL = """<rules xmlns="urn:carbonfix:rules:1" id="change">
  <patch id="change.tags" files="{files}" context="//*" ensure="@zz"><add sel="." type="@zz">1</add></patch>
</rules>
"""
# Gives every secret-looking element another value.
CHANGE_SECRETS = """<rules xmlns="urn:carbonfix:rules:1" id="change">
  <patch id="change.secrets" files="{files}" context="//*[contains(local-name(), 'assword') or contains(@name, 'assword') or contains(@key, 'assword')]
         [not(*)][text()]" ensure=". = 'changed'"><set sel=".">changed</set></patch>
</rules>
"""


def plant(text, places, tokens):
    """The text with a token in place of each secret."""
    for place in places:
        def replaced(match):
            value = match[1]
            # In a comment beside other markup the value may be a token already.
            if NO_VALUE.fullmatch(value) or b"Kq7x" in value:
                return match[0]
            token = b"Kq7x%05dZv" % len(tokens)
            tokens.append(token.decode())
            start = match.start(1) - match.start(0)
            return match[0][:start] + token + match[0][start + len(value):]
        text = place.sub(replaced, text)
    return text


def homes():
    if not CORPUS.is_dir():
        return []
    found = sorted(home for kind in ("stock", "configured", "third-party") for home in (CORPUS / kind).iterdir())
    return harness.sample(found)


class Secrets(CliTest):
    def plant_in(self, folder):
        tokens = []
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.stat().st_size > 1 << 21:
                continue
            places = {".properties": [PROPERTY, *PLACES[-2:]], ".conf": [PROPERTY], ".json": [JSON],
                      ".sh": []}.get(path.suffix, PLACES)
            text = path.read_bytes()
            planted = plant(text, places, tokens)
            if planted != text:
                path.write_bytes(planted)
        return tokens

    def search(self, done, tokens, what):
        """Stops at the first leak of an output, and shows the line."""
        shown = done.out + done.err
        found = set(re.findall(r"Kq7x\d{5}Zv", shown)) & set(tokens)
        lines = [line for line in shown.splitlines() if any(token in line for token in found)]
        with self.subTest(what=what):
            self.assertEqual(lines[:3], [], f"{len(found)} of {len(tokens)} secrets are shown")
            self.assertNotIn("internal error", shown)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def search_lint(self, home, tokens, label, *more):
        for form in ("text", "concise", "json"):
            done = self.run_cli("lint", "--phase", "all", "--format", form, "--context", "40", *more, home)
            self.assertIn(done.code, (0, 1, 2, 3))
            self.search(done, tokens, f"{label} lint {form} {' '.join(map(str, more))}")

    def search_plan(self, home, tokens, label):
        """File by file, since some can't be patched. The number of diffs."""
        seen = 0
        for name, template in (("tags", CHANGE_ALL), ("secrets", CHANGE_SECRETS)):
            for path in sorted(home.rglob("*")):
                wanted = path.suffix == ".xml" or (name == "secrets" and path.suffix in (".properties", ".json"))
                if not (wanted and path.is_file() and "Kq7x" in path.read_text("latin-1")):
                    continue
                rules = self.write(name + ".xml", template.format(files=path.relative_to(home)))
                saved = self.write("saved.plan", "")
                done = self.run_cli("plan", "--out", saved, "--rules", rules, home)
                self.search(done, tokens, f"{label} plan {name} {path.relative_to(home)}")
                self.search(harness.Finished(0, saved.read_text(), ""), tokens, f"{label} saved plan {path.relative_to(home)}")
                seen += "@@ -" in done.out
        return seen

    def break_files(self, home):
        """Makes every file with a secret malformed, on the secret's line."""
        for path in home.rglob("*.xml"):
            if path.is_file():
                text = path.read_bytes()
                path.write_bytes(re.sub(rb"(Kq7x\d+Zv)", rb"\1<&", text, count=1))

    def test_real_homes(self):
        sources = homes()
        if not sources:
            self.skipTest("no shared folder with real homes")
        show = self.write("show.xml", SHOW_ALL)
        total = planned = 0
        for source in sources:
            label = f"{source.parent.name}/{source.name}"
            home = self.copy(source, "home")
            tokens = self.plant_in(home)
            total += len(tokens)
            self.search_lint(home, tokens, label)
            self.search_lint(home, tokens, label, "--no-builtin-rules", "--rules", show)
            whole = self.run_cli("lint", "--no-builtin-rules", "--rules", show, "--context", "1000", home)
            self.search(whole, tokens, label + " whole files")
            planned += self.search_plan(home, tokens, label)
            self.break_files(home)
            self.search_lint(home, tokens, label + " (broken)")
            self.search(self.run_cli("plan", "--rules", self.folder / "tags.xml", home), tokens, label + " (broken) plan")
            shutil.rmtree(home)
        print(f"{total} secrets in {len(sources)} homes, {planned} diffs")
        self.assertGreater(total, 20 * len(sources))
        self.assertGreater(planned, 8 * len(sources))

    def test_odd_files(self):
        if not CORPUS.is_dir():
            self.skipTest("no shared folder with odd files")
        home = self.folder / "home"
        for path in sorted((CORPUS / "odd").rglob("*")):
            if path.is_file() and path.suffix != ".tsv":
                target = home / "repository/conf" / path.relative_to(CORPUS / "odd")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        tokens = self.plant_in(home)
        self.assertGreater(len(tokens), 20)
        self.search_lint(home, tokens, "odd")
        self.search_lint(home, tokens, "odd", "--no-builtin-rules", "--rules", self.write("show.xml", SHOW_ALL))
        self.assertGreater(self.search_plan(home, tokens, "odd"), 0)

    def test_other_commands(self):
        """apply tells what it did, patch prints the document it was given and nothing of it in its messages."""
        home = self.folder / "home"
        conf = home / "repository/conf"
        conf.mkdir(parents=True)
        (conf / "a.xml").write_text("<a>\n<password>Kq7x00000Zv</password>\n<b/>\n</a>\n")
        tokens = ["Kq7x00000Zv"]
        rules = self.write("rules.xml", CHANGE_ALL.format(files="conf/a.xml"))
        self.search(self.run_cli("apply", "--yes", "--rules", rules, home, code=0), tokens, "apply")
        self.search(self.run_cli("restore", "--yes", home, code=0), tokens, "restore")
        self.assertIn("Kq7x00000Zv", self.run_cli("plan", "--no-mask", "--rules", rules, home, code=0).out)
        for command in ("apply", "lint", "rules", "test", "restore"):
            self.assertIn("--no-mask", self.run_cli(command, "--no-mask", code=2).err)
        diff = self.write("diff.xml", "<diff><replace sel=\"/a/password\"><password>Kq7x00000Zv</password>"
                                      "</replace><remove sel=\"/a/c\"/></diff>")
        done = self.run_cli("patch", diff, conf / "a.xml")
        self.assertNotEqual(done.code, 0)
        self.search(done, tokens, "patch")
        for broken in ("<a><password>Kq7x00000Zv</passwor></a>", "<a>\n<password>Kq7x00000Zv<</password></a>"):
            (conf / "a.xml").write_text(broken)
            self.search(self.run_cli("patch", diff, conf / "a.xml"), tokens, "patch of a broken file")
            self.search(self.run_cli("plan", "--rules", rules, home, code=2), tokens, "plan of a broken file")

    def test_sensitive_parameters_in_errors_and_notes(self):
        """What a message quotes (a value that does not fit, the key of a merge) may be a secret parameter's."""
        conf = self.folder / "home/repository/conf"
        conf.mkdir(parents=True)
        (conf / "a.json").write_text('{"n": 1}\n')
        (conf / "a.xml").write_text("<a><b n='Kq7x00000Zv'/><b n='Kq7x00000Zv'/></a>\n")
        params = self.write("params.txt", "p=Kq7x00000Zv\n")
        for file, operation in (("a.json", '<set sel="/map/number">{$p}</set>'),
                                ("a.xml", '<merge sel="/a" by="n"><b n="{$p}" x="1"/></merge>')):
            rules = self.write("rules.xml", f"""<rules xmlns="urn:carbonfix:rules:1" id="r">
                <param name="p" sensitive="true"/>
                <patch id="r.p" files="conf/{file}" ensure="//none">{operation}</patch></rules>""")
            for command in (["plan"], ["apply", "--yes"]):
                done = self.run_cli(*command, "--rules", rules, "--params", params, self.folder / "home", code=2)
                self.search(done, ["Kq7x00000Zv"], f"{file} {command[0]}")
                self.assertIn("********", done.err)

    # File, its text, an operation that changes its secret, and one that changes the line beside it.
    FORMS = {
        "a.xml": ("<a>\n<password>Kq7x00000Zv</password>\n<b>1</b>\n</a>\n", "/a/password", "/a/b"),
        "cdata.xml": ("<a>\n<password><![CDATA[Kq7x00000Zv]]></password>\n<b>1</b>\n</a>\n", "/a/password", "/a/b"),
        "attribute.xml": ("<a>\n<c\n keystorePass='Kq7x00000Zv'\n port='1'/>\n</a>\n", "/a/c/@keystorePass", "/a/c/@port"),
        "named.xml": ("<a>\n<p name='password'>Kq7x00000Zv</p>\n<b>1</b>\n</a>\n", "/a/p", "/a/b"),
        "a.properties": ("a=1\ndb.password=Kq7x00000Zv\nb=1\n", "//property[@name='db.password']", "//property[@name='b']"),
    }

    def test_masked_lines_say_so_and_patch_refuses_them(self):
        for name, (text, secret, beside) in self.FORMS.items():
            home = self.folder / name
            conf = home / "repository/conf"
            conf.mkdir(parents=True)
            (conf / name).write_text(text)
            for target, is_secret in ((secret, True), (beside, False)):
                rules = self.write("rules.xml", f"""<rules xmlns="urn:carbonfix:rules:1" id="t"><patch id="t.p"
                    files="conf/{name}" ensure="{target} = 'Kq7x11111Zv'"><set sel="{target}">Kq7x11111Zv</set></patch></rules>""")
                done = self.run_cli("plan", "-q", "--rules", rules, home, code=0)
                what = f"{name} {target}"
                self.search(done, ["Kq7x00000Zv"] + ["Kq7x11111Zv"] * is_secret, what)
                with self.subTest(what=what):
                    self.assertIn("@@ -masked", done.out)
                    self.assertEqual("******** (changed)" in done.out, is_secret)
                    patched = subprocess.run(["patch", "-p1", "--batch"], cwd=home, input=done.out.encode(),
                                             capture_output=True, check=False)
                    self.assertNotEqual(patched.returncode, 0)
                    self.assertEqual((conf / name).read_text(), text)
                    plain = self.run_cli("plan", "-q", "--no-mask", "--rules", rules, home, code=0).out
                    subprocess.run(["patch", "-p1", "--batch"], cwd=home, input=plain.encode(), capture_output=True, check=True)
                    self.assertIn("Kq7x11111Zv", (conf / name).read_text())
                    (conf / name).write_text(text)

    # Written in another way in each kind of file: with quotes, backslashes and what the shell would fill in.
    SENSITIVE = "Kq7x'0\"0\\0$0Zv"
    SPELLED = ["Kq7x'", "0Zv"]
    OPERATIONS = {
        "bin/a.sh": ('<set sel="/shell/export[@name=\'A\']">{$token}</set>'
                     '<add sel="/shell"><export name="B" exported="true">{$token}</export></add>'),
        "a.json": ('<set sel="/map/string">{$token}</set>'
                   '<add sel="/map"><array key="b"><string>{$token}</string></array></add>'),
        "conf/a.properties": ('<set sel="/properties/property">{$token}</set>'
                              '<add sel="/properties"><property name="b">{$token}</property></add>'),
    }

    def test_a_sensitive_value_is_masked_however_a_file_writes_it(self):
        home = self.folder / "home"
        for path, text in (("bin/a.sh", "A=1\n"), ("a.json", '{"a": "1"}\n'), ("repository/conf/a.properties", "a=1\n")):
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_text(text)
        params = self.write("params", f"token={self.SENSITIVE}\n")
        for path, operations in self.OPERATIONS.items():
            rules = self.write("rules.xml", f"""<rules xmlns="urn:carbonfix:rules:1" id="t"><param name="token" sensitive="true"/>
                <patch id="t.p" files="{path}" ensure="//text() = $token">{operations}</patch></rules>""")
            saved = self.folder / "saved.plan"
            done = self.run_cli("plan", "-q", "--out", saved, "--rules", rules, "--params", params, home, code=0)
            self.search(done, self.SPELLED, path)
            with self.subTest(what=path):
                # What the secret replaces may have been one.
                self.assertEqual(done.out.count("********"), 3)
                self.assertEqual(saved.read_text().count('<secret param="token"/>'), 2)
                self.assertNotRegex(saved.read_text(), "Kq7x|0Zv")

    def test_no_error_tells_a_sensitive_value(self):
        home = self.folder / "home"
        (home / "repository/conf").mkdir(parents=True)
        (home / "a.json").write_text('{"a": 1, "b": "x"}\n')
        (home / "repository/conf/a.xml").write_text("<a><b>k=v\n</b></a>\n")
        params = self.write("params", f"token={self.SENSITIVE}\n")
        for path, operation in (("a.json", '<set sel="/map/number">{$token}</set>'),
                                ("a.json", '<add sel="/map"><string key="{$token}">x</string><string key="{$token}">x</string></add>'),
                                ("conf/a.xml", '<set sel="/a/b" key="{$token}">x</set>')):
            rules = self.write("rules.xml", f"""<rules xmlns="urn:carbonfix:rules:1" id="t"><param name="token" sensitive="true"/>
                <patch id="t.p" files="{path}" ensure="false() and *">{operation}</patch></rules>""")
            done = self.run_cli("plan", "--rules", rules, "--params", params, home, code=2)
            self.search(done, self.SPELLED, operation)
            self.assertIn("********", done.err)

    def test_lines_around_a_finding_hide_a_sensitive_value(self):
        conf = self.folder / "home/repository/conf"
        conf.mkdir(parents=True)
        (conf / "a.xml").write_text("<a>\n<b/>\n<token>Kq7x00000Zv</token></a>\n")
        rules = self.write("rules.xml", """<rules xmlns="urn:carbonfix:rules:1" id="t"><param name="t" sensitive="true"/>
            <pattern id="p" files="conf/a.xml"><rule context="b"><report id="t.b" test="../token = $t">m</report></rule></pattern></rules>""")
        params = self.write("params", "t=Kq7x00000Zv\n")
        done = self.run_cli("lint", "--no-builtin-rules", "--context", "3", "--rules", rules, "--params", params,
                            self.folder / "home", code=1)
        self.search(done, ["Kq7x00000Zv"], "lint")
        self.assertIn("<token>********</token>", done.out)


if __name__ == "__main__":
    harness.main()
