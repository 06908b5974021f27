"""Properties files, end to end: the cases of OpenRewrite's suite that our operations can express, and the others with
the reason why not. Only the bytes of the case are compared; its harness says nothing about the last line end."""

import json
import sys
import unittest
from xml.sax.saxutils import quoteattr

import harness
from harness import CliTest

sys.path.insert(0, str(harness.PROJECT / "tests" / "document"))
import read_properties  # noqa: E402

CASES = harness.SHARED / "suites" / "openrewrite-properties" / "cases.json"
PREFIX = "openrewrite-properties-"


def prop(key):
    return f"/properties/property[@name='{key}']"


def set_(key, value, more=""):
    return f'<set sel="{prop(key)}" {more}>{value}</set>'


def rename(key, name):
    return f'<set sel="{prop(key)}" type="@name">{name}</set>'


def remove(key):
    return f'<remove sel="{prop(key)}"/>'


def add(content, sel="/properties", pos=""):
    return f'<add sel="{sel}"{f" pos={chr(34)}{pos}{chr(34)}" if pos else ""}>{content}</add>'


def new(key, value="true", comment=""):
    return (f"<!-- {comment} -->" if comment else "") + f'<property name="{key}">{value}</property>'


def copied(source="source.key", file=""):
    return f'<value-of select="{file}{prop(source)}"/>'


FILES = "management.metrics.enable.process.files"
BINDERS = "management.metrics.binders.files.enabled"
ACME = "acme.my-project.person.first-name"
RELAXED = (ACME, "acme.myProject.person.firstName", "acme.my_project.person.first_name")
FROM_A = "document('conf/a.properties')"

EXPRESSED = {
    "AddPropertyCommentTest-shouldAddCommentToFirstProperty-0": add("<!-- myComment -->", prop(FILES), "before"),
    "AddPropertyCommentTest-shouldAddCommentToMiddleProperty-0": add("<!-- myComment -->", prop(FILES), "before"),
    "AddPropertyCommentTest-shouldAddCommentBeforeFirstPropertyOfCrlfFile-0":
        add("<!-- myComment -->", prop("cucumber.publish.quiet"), "before"),
    "AddPropertyCommentTest-shouldAddCommentBeforeLaterPropertyOfCrlfFile-0":
        add("<!-- myComment -->", prop("cucumber.options"), "before"),
    "AddPropertyCommentTest-shouldAddCommentAfterExistingCommentOfCrlfFile-0":
        add("<!-- myComment -->", "//comment()", "after"),
    "AddPropertyCommentTest-shouldKeepBlankLineAboveComment-0": add("<!-- myComment -->", prop("yyy"), "before"),
    "AddPropertyCommentTest-shouldKeepIndentationOfCommentedProperty-0":
        add("<!-- myComment -->", prop("yyy"), "before"),
    "AddPropertyTest-newProperty-0": set_(FILES, "true", 'missing="add"'),
    "AddPropertyTest-containsProperty-0": set_(FILES, "true", 'missing="add"'),
    "AddPropertyTest-addToEmptyFile-0": set_(FILES, "true", 'missing="uncomment add"'),
    "AddPropertyTest-addCommentedPropertyToEmptyFile-0": add(new(FILES, comment="Management metrics")),
    "AddPropertyTest-addCommentedPropertyToExistingFile-0": add(new(FILES, comment="Management metrics")),
    "AddPropertyTest-keepPropertyValueWithLineContinuations-0": add(new(FILES)),
    "AddPropertyTest-orderedInsertionBeginning-0": add(new("com.sam", comment="sam"), pos="prepend"),
    "AddPropertyTest-orderedInsertionMiddle-0": add(new("com.sam", comment="sam"), prop("com.bea"), "after"),
    "AddPropertyTest-orderedInsertionEnd-0": add(new("com.sam", comment="sam")),
    "AddPropertyTest-unorderedInsertion-0": add(new("com.sam", comment="sam")),
    "AddPropertyTest-insertBeforeProperty-0": add(new("new.prop", "val"), prop("com.bea"), "before"),
    "AddPropertyTest-insertAfterProperty-0": add(new("new.prop", "val"), prop("com.bea"), "after"),
    "AddPropertyTest-insertBeforePropertyWithPrecedingComment-0":
        add(new("new.prop", "val"), "//comment()[contains(., 'bea')]", "before"),
    "AddPropertyTest-insertBeforePropertyWithNewPropertyComment-0":
        add(new("new.prop", "val", "new property comment"), prop("com.bea"), "before"),
    "AddPropertyTest-insertAfterPropertyWithNewPropertyComment-0":
        add(new("new.prop", "val", "new property comment"), prop("com.bea"), "after"),
    "AddPropertyTest-insertBeforePropertyNotFoundFallsBackToAlphabetical-0":
        add(new("com.sam"), "/properties/property[@name='com.amy']", "after"),
    "AddPropertyTest-insertAfterPropertyNotFoundUnordered-0": add(new("com.sam")),
    "AddPropertyTest-insertAfterLastEntry-0": add(new("zzz.last", "val"), prop("com.zoe"), "after"),
    "AddPropertyTest-insertBeforeOverridesOrderedInsertion-0": add(new("zzz.prop", "val"), prop("com.amy"), "before"),
    "ChangePropertyKeyTest-changeKey-0": rename(BINDERS, FILES),
    "ChangePropertyKeyTest-preserveComment-0": rename(BINDERS, FILES),
    "ChangePropertyKeyTest-relaxedBinding-0": rename(ACME, "acme.my-project.person.change-to"),
    "ChangePropertyKeyTest-exactMatch-0": rename(ACME, "acme.my-project.person.change-to"),
    "ChangePropertyKeyTest-regexMatch-0":
        '<set sel="//property[starts-with(@name, \'spring.resources.\')]" type="@name">spring.web.resources.'
        '<value-of select="substring-after(//property/@name, \'spring.resources.\')"/></set>',
    "ChangePropertyValueTest-changeValue-0": set_(BINDERS, "false"),
    "ChangePropertyValueTest-preserveComment-0": set_(BINDERS, "false"),
    "ChangePropertyValueTest-conditionallyChangeValue-0":
        set_("quarkus.quartz.store-type", "jdbc-cmt", f'if="{prop("quarkus.quartz.store-type")} = \'db\'"'),
    "ChangePropertyValueTest-conditionallyChangeValueNoChange-0":
        set_("quarkus.quartz.store-type", "jdbc-cmt", f'if="{prop("quarkus.quartz.store-type")} = \'cache\'"'),
    "ChangePropertyValueTest-relaxedBinding-0": "".join(set_(key, "updated") for key in RELAXED),
    "ChangePropertyValueTest-exactMatch-0": set_(ACME, "updated"),
    "CopyValueTest-copyValueSameFile-0": set_("destination.key", copied()),
    "CopyValueTest-copyValueCreatesNewKey-0": set_("destination.key", copied(), 'missing="add"'),
    "CopyValueTest-createNewKeysFalse-0": set_("destination.key", copied(), f'if="{prop("destination.key")}"'),
    "CopyValueTest-noChangeWhenValueAlreadyMatches-0": set_("destination.key", copied()),
    "CopyValueTest-copyFromSpecificFile-0": set_("destination.key", copied()),
    "CopyValueTest-copyToOtherFile-1": set_("destination.key", copied(file=FROM_A)),
    "CopyValueTest-copyToOtherFileCreatesNewKey-1": set_("destination.key", copied(file=FROM_A), 'missing="add"'),
    "CopyValueTest-relaxedBindingMatchesSource-0": set_("destination.key", copied("my_source_key")),
    "CopyValueTest-copyValueInMultipleFiles-0": set_("destination.key", copied()),
    "CopyValueTest-copyValueInMultipleFiles-1": set_("destination.key", copied()),
    "DeletePropertyTest-deleteOnlyProperty-0": remove("delete.me"),
    "DeletePropertyTest-basic-0": remove("delete.me"),
    "DeletePropertyTest-relaxedBinding-0": "".join(map(remove, RELAXED)),
    "DeletePropertyTest-exactMatch-0": remove(ACME),
    "DeletePropertyTest-matchesGlob-0":
        "".join(remove("management.metrics.export.dynatrace." + each) for each in ("api-token", "device-id", "uri")),
    "DeletePropertyTest-matchesGlobWithRelaxedBinding-0": "".join(map(remove, RELAXED)),
    "DeletePropertyTest-retainPrefixAfterDeletedProperty-0": remove("delete.me"),
    "Issue1020Test-removalOfSlashPound-0": set_("server.tomcat.accesslog.enabled", "true"),
    "Issue3026Test-modifyContents-0": add("<!--foo-->", pos="prepend"),
}

FINDS_MARKS = "a search that marks its finds in the file; ours are findings"
COMMENTS_OUT = "comments out with a blank behind the mark; we write #key=value"
NO_REGEX = "replaces by a regular expression; our values are XPath 1.0"
NOTHING = "the recipe finds nothing to do; our operations say so as an error"
NOT_EXPRESSED = {
    "AddPropertyCommentTest-shouldAcceptExistingComment-0": "looks for its comment first: an ensure of the patch",
    "AddPropertyCommentTest-shouldSkipNotExistingProperty-0": NOTHING,
    "AddPropertyCommentTest-shouldCommentOutFirstProperty-0": COMMENTS_OUT,
    "AddPropertyCommentTest-shouldCommentOutMiddleProperty-0": COMMENTS_OUT,
    "AddPropertyCommentTest-shouldAcceptExistingCommentAndCommentOutProperty-0": COMMENTS_OUT,
    "AddPropertyCommentTest-shouldAddIdenticalCommentToConsecutiveCommentedOutProperties-0": COMMENTS_OUT,
    "AddPropertyCommentTest-shouldUseCrlfWhenAddingToMixedEndingsFile-0":
        "takes the file's most frequent line end; we take the nearest",
    "AddPropertyCommentTest-shouldASkipCommentOutProperty-0": NOTHING,
    "AddPropertyTest-emptyProperty-0": "a property without name is refused",
    "AddPropertyTest-emptyValue-0": "an empty value is one like others",
    "AddPropertyTest-delimitedByColon-0": "chooses the separator; we take the neighbours'",
    "AddPropertyTest-delimitedByWhitespace-0": "chooses the separator; we take the neighbours'",
    "ChangePropertyKeyTest-regexMatch-1": NOTHING,
    "ChangePropertyKeyTest-regexMatchDefaultDisabled-0": NOTHING,
    "ChangePropertyValueTest-regex-0": NO_REGEX,
    "ChangePropertyValueTest-regexDefaultOff-0": NO_REGEX,
    "ChangePropertyValueTest-partialMatchRegex-0": NO_REGEX,
    "ChangePropertyValueTest-partialMatchNonRegex-0": NO_REGEX,
    "CopyValueTest-copyFromSpecificFile-1": NOTHING,
    "CopyValueTest-copyToOtherFile-0": NOTHING,
    "CopyValueTest-copyToOtherFileCreatesNewKey-0": NOTHING,
    "CopyValueTest-sourceKeyNotFound-0": NOTHING,
    "CopyValueTest-exactMatchingDisablesRelaxedBinding-0": NOTHING,
    "CreatePropertiesFileTest-hasOverwrittenFile-0": "overwrites a file as a whole; create makes absent ones only",
    "CreatePropertiesFileTest-shouldNotChangeExistingFile-0": NOTHING,
    "CreatePropertiesFileTest-shouldNotChangeExistingFileWhenOverwriteNull-0": NOTHING,
    "CreatePropertiesFileTest-shouldAddAnotherFile-0": NOTHING,
    "DeletePropertyTest-updatePrefix-0": "takes the blank line behind the property, too; we leave the layout",
    "Issue1020Test-removalOfDoublePound-0": NOTHING,
    "FindPropertiesTest-findProperty-0": FINDS_MARKS,
    "FindPropertiesTest-relaxedBinding-0": FINDS_MARKS,
    "FindPropertiesTest-exactMatch-0": FINDS_MARKS,
    "FindPropertiesTest-globMatch-0": FINDS_MARKS,
    "FindPropertiesTest-valueWithLineContinuation-0": FINDS_MARKS,
}


def without_last_end(text):
    return text.rstrip("\r\n")


def is_(key, value):
    return f"{prop(key)} = '{value}'"


def ensure(text):
    """What a patch that makes this text of a file would ensure."""
    comments = sum(line.lstrip().startswith(("#", "!")) for line in text.splitlines())
    values = read_properties.load(text.encode(), "java")
    counts = [f"count(/properties/property) = {len(values)}", f"count(//comment()) = {comments}"]
    return " and ".join(counts + [is_(key, value) for key, value in values.items()])


class Properties(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.conf = self.home / "repository" / "conf"
        self.conf.mkdir(parents=True)
        (self.conf / "a.properties").write_text("source.key=fromA\n")
        self.rules = self.folder / "rules.xml"

    def write(self, before, operations, wanted):
        (self.conf / "x.properties").write_bytes(before)
        self.rules.write_text('<rules xmlns="urn:carbonfix:rules:1" id="t" version="1">\n'
                              f'<patch id="t.p" files="conf/x.properties" ensure={quoteattr(wanted)}>{operations}'
                              '</patch></rules>')

    def apply(self, before, operations, wanted):
        """The file's bytes after a patch of these operations."""
        self.write(before, operations, wanted)
        self.run_cli("apply", "--yes", "--rules", self.rules, self.home, code=0)
        return (self.conf / "x.properties").read_bytes()

    @unittest.skipUnless(CASES.exists(), "no suites beside the checkout")
    def test_openrewrite(self):
        passed = 0
        for case in json.loads(CASES.read_text()):
            name = case["id"].removeprefix(PREFIX)
            if not case.get("recipe"):
                self.assertTrue(name.startswith("PropertiesParserTest-"), name)
                continue
            self.assertNotEqual(name in EXPRESSED, name in NOT_EXPRESSED, name)
            if name in NOT_EXPRESSED:
                continue
            with self.subTest(name):
                wanted = case["input"] if case["expected"] is None else case["expected"]
                after = self.apply(case["input"].encode(), EXPRESSED[name], ensure(wanted)).decode()
                self.assertEqual(without_last_end(after), without_last_end(wanted))
                passed += 1
        print(f"openrewrite-properties: {passed} cases as expected, {len(NOT_EXPRESSED)} not expressed")
        self.assertEqual(passed, len(EXPRESSED))

    @unittest.skipUnless(CASES.exists(), "no suites beside the checkout")
    def test_a_property_added_to_any_document_is_read_back_and_leaves_the_others(self):
        for case in harness.sample(json.loads(CASES.read_text())):
            before = case["input"].encode()
            with self.subTest(case["id"]):
                after = self.apply(before, set_("zz.new", "C:\\x y", 'missing="add"'), is_("zz.new", "C:\\x y"))
                wanted = read_properties.load(before, "java") | {"zz.new": "C:\\x y"}
                self.assertEqual(read_properties.load(after, "java"), wanted)
                kept = [line for line in after.splitlines() if not line.lstrip().startswith(b"zz.new")]
                self.assertEqual([line for line in kept if line], [line for line in before.splitlines() if line])

    def test_bad_input_is_named_with_its_place_and_changes_nothing(self):
        self.write(b"a=1\nb=\\u00g1\n", set_("a", "2"), is_("a", "2"))
        before = harness.digests(self.folder)
        done = self.run_cli("apply", "--yes", "--rules", self.rules, self.home, code=2)
        self.assertIn("x.properties:2:3: ", done.err)
        self.assertIn("malformed \\uXXXX", done.err)
        self.assertEqual(harness.digests(self.folder), before)

    def test_secrets_are_masked_in_a_diff(self):
        self.write(b"a.password : hunter2\nb=1\n", set_("a.password", "s3cret"), is_("a.password", "s3cret"))
        done = self.run_cli("plan", "--rules", self.rules, self.home, code=0)
        self.assertNotIn("hunter2", done.out + done.err)
        self.assertNotIn("s3cret", done.out + done.err)
        self.assertIn("a.password : ********", done.out)


if __name__ == "__main__":
    harness.main()
