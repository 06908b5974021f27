"""OpenRewrite's before-and-after documents, each done by operations of the rule language, byte for byte.

The table says how a case is written as a rule; what no operation means to do is listed with the reason.
"""

import json
import unittest

import harness
from harness import SHARED, CliTest

CASES = SHARED / "suites" / "openrewrite-xml" / "cases.json"

COMMENT = "<add sel=\"{}\" pos=\"{}\"><!-- {} --></add>"
SINGLETON = ("//bean/@scope = 'singleton'", "<set sel=\"//bean[not(@scope)]\" type=\"@scope\">singleton</set>")
RESOURCES = "/project//plugin[artifactId = 'maven-resources-plugin']//configuration"
REMOVE_BEAN = ("not(//bean)", "<remove sel=\"//bean\"/>")
REMOVE_BAR = ("not(//foo[text() = 'bar'])", "<remove sel=\"/test/*[local-name() = 'foo' and text() = 'bar']\"/>")
VERSION = "/dependency/version"

# Name of the case: what must hold afterwards, and the operations.
EXPRESSED = {
    "AddCommentToXmlTagTest-addCommentToDependencyBlock": (
        "//comment()", COMMENT.format("/project/dependencies", "prepend", "Comment text")),
    "AddCommentToXmlTagTest-addCommentBeforeSelfClosingTag": (
        "//comment()", COMMENT.format("//foo", "before", "hello")),
    "AddCommentToXmlTagTest-addCommentBeforeSelfClosingTagPreservesIndentation": (
        "//comment()", COMMENT.format("//foo", "before", "hello")),
    "AddCommentToXmlTagTest-addCommentToEmptyTag": (
        "//comment()", COMMENT.format("//foo", "prepend", "hello")),
    "AddOrUpdateChildTagTest-addsTagEverywhereWhenAbsent": (
        f"count({RESOURCES}/skip) = 4",
        "".join(f"<set sel=\"({RESOURCES})[{i}]/skip\" missing=\"add\">true</set>" for i in range(1, 5))),
    "AddOrUpdateChildTagTest-updateTagEverywhere": (
        f"count({RESOURCES}/skip[. = 'true']) = 4",
        "".join(f"<set sel=\"({RESOURCES})[{i}]/skip\" missing=\"add\">true</set>" for i in range(1, 5))),
    "AddTagAttributeTest-addsAttributeWhenMissing": SINGLETON,
    "AddTagAttributeTest-addsAttributeToMultipleMatchingTags": (
        "not(//bean[not(@type)])", "<add sel=\"//bean[not(@type)][1]\" type=\"@type\">service</add>" * 2),
    "AddTagAttributeTest-addAttributeToTagWithNoAttributes": SINGLETON,
    "AddTagAttributeTest-addAttributeToNonSelfClosingEmptyTagWithoutAttributes": SINGLETON,
    "AddTagAttributeTest-addAttributeToTagWithNewlineBetweenOpenAndClose": SINGLETON,
    "AddTagAttributeTest-addAttributeWhenSimilarAttributeExists": SINGLETON,
    "AddToTagTest-addElement": (
        "//bean[2]", "<set sel=\"beans/bean[@id='myBean2']\" type=\"@id\" missing=\"add\">myBean2</set>"),
    "AddToTagTest-addElementToSlashClosedTag": (
        "//property", "<add sel=\"//bean\"><property name=\"myprop\" ref=\"collaborator\"/></add>"),
    "AddToTagTest-addElementInOrder": ("//apple", "<add sel=\"beans\" pos=\"prepend\"><apple/></add>"),
    "AddToTagTest-addsSemanticallyEqualDuplicateWhenAllowDuplicatesTrue": (
        "//bean[2]", "<add sel=\"beans\"><bean id=\"myBean\"/></add>"),
    "AddToTagTest-addsWhenChildrenShareNameButDifferentAttributes": (
        "//bean[2]", "<add sel=\"beans\"><bean id=\"myBean2\"/></add>"),
    "AddToTagTest-preserveNonTagContent": ("//apple", "<add sel=\"beans\" pos=\"prepend\"><apple/></add>"),
    "ChangeTagAttributeTest-alterAttributeWhenElementAndAttributeMatch": (
        "starts-with(//bean/@id, 'myBean2')",
        "<set sel=\"//bean/@id\">myBean2.<value-of select=\"substring-after(//bean/@id, '.')\"/></set>"),
    "ChangeTagAttributeTest-alterAttributeWithNullOldValue": (
        "//bean/@id = 'myBean2.subpackage'", "<set sel=\"//bean/@id\">myBean2.subpackage</set>"),
    "ChangeTagAttributeTest-removeAttribute": ("not(//bean/@id)", "<remove sel=\"//bean/@id\"/>"),
    "ChangeTagAttributeTest-alterAttributeWithRegex": (
        "starts-with(//bean/@id, 'myBean2')",
        "<set sel=\"//bean/@id\">myBean2.<value-of select=\"substring-after(//bean/@id, 'myBean.')\"/></set>"),
    "ChangeTagNameTest-renamesWhitelistToAllowlist": (
        "//allowlist-pattern",
        "<replace sel=\"//whitelist-pattern\">"
        "<allowlist-pattern><value-of select=\"//whitelist-pattern\"/></allowlist-pattern></replace>"),
    "ChangeTagValueTest-rewriteEmptyTagValue": (f"{VERSION} = '2.0'", f"<set sel=\"{VERSION}\">2.0</set>"),
    "ChangeTagValueTest-matchExistingTagValue": (
        f"{VERSION} = '2.0'", f"<set sel=\"{VERSION}[. = '1.0']\">2.0</set>"),
    "ChangeTagValueTest-rewriteTagValueSubstring": (
        f"contains({VERSION}, 'RELEASE')",
        f"<set sel=\"{VERSION}\"><value-of select=\"substring-before({VERSION}, 'SNAPSHOT')\"/>RELEASE</set>"),
    "ChangeTagValueTest-appendTagValue": (
        f"contains({VERSION}, 'RELEASE')", f"<set sel=\"{VERSION}\"><value-of select=\"{VERSION}\"/>-RELEASE</set>"),
    "ChangeTagValueTest-replaceWithCapturingGroups": (
        f"{VERSION} = '1.3.4'", f"<set sel=\"{VERSION}\">1.<value-of select=\"substring({VERSION}, 5)\"/>.4</set>"),
    "ChangeTagValueTest-replacedExactlyOnce": (
        "/tag = 'aaa-aaa'", "<set sel=\"/tag\"><value-of select=\"/tag\"/>-aaa</set>"),
    "ChangeTagValueVisitorTest-changeTagValue": (f"{VERSION} = '2.0'", f"<set sel=\"{VERSION}\">2.0</set>"),
    "ChangeTagValueVisitorTest-removesTagIfValueIsNull": (f"not({VERSION})", f"<remove sel=\"{VERSION}\"/>"),
    "RemoveContentTest-removeContent": (f"not({VERSION})", f"<remove sel=\"{VERSION}\"/>"),
    "RemoveContentTest-removeAncestorsThatBecomeEmpty": (
        "not(//dependencyManagement)", "<remove sel=\"//dependencyManagement\"/>"),
    "RemoveContentTest-trailingCommentKeepsItsOwnLine": (f"not({VERSION})", f"<remove sel=\"{VERSION}\"/>"),
    "RemoveContentTest-precedingCommentOnTheLineOfAnEarlierSiblingIsRetained": (
        f"not({VERSION})", f"<remove sel=\"{VERSION}\"/>"),
    "RemoveContentTest-precedingCommentOnItsOwnLineIsRemoved": (
        f"not({VERSION})", f"<remove sel=\"{VERSION}/preceding-sibling::comment()\"/><remove sel=\"{VERSION}\"/>"),
    "RemoveEmptyXmlTagsTest-removeEmptyPluginRepositories": (
        "not(//pluginRepositories)", "<remove sel=\"//pluginRepositories\"/>"),
    "RemoveEmptyXmlTagsTest-removeNestedEmptyTags": ("not(//build)", "<remove sel=\"//build\"/>"),
    "RemoveXmlTagTest-removeMatchingElementInMatchingFile": REMOVE_BEAN,
    "RemoveXmlTagTest-fileMatcherEmpty": REMOVE_BEAN,
    "RemoveXmlTagTest-removeOnlyElementMatchingTextPredicate": REMOVE_BAR,
    "RemoveXmlTagTest-removeOnlyElementMatchingLocalNameAndTextPredicate": REMOVE_BAR,
    "RemoveXmlTagTest-removeEmptyParentTag": ("not(//pluginManagement)", "<remove sel=\"//pluginManagement\"/>"),
    "XmlSendReceiveTest-sendReceiveSimpleTag": ("//child = 'changed'", "<set sel=\"//child\">changed</set>"),
    "XmlSendReceiveTest-sendReceiveAttributes": ("//@attr = 'new'", "<set sel=\"//@attr\">new</set>"),
    "XmlSendReceiveTest-sendReceiveComment": (
        "contains(//comment(), 'new')", "<replace sel=\"//comment()\"><!-- new comment --></replace>"),
    "AddOwaspDateBoundSuppressionsTest-addsUntilIfNotPresent": (
        "//suppress/@until", "<set sel=\"//suppress\" type=\"@until\">2020-01-01Z</set>"),
    "RemoveOwaspSuppressionsTest-provideExplicitDateRange": ("not(//suppress)", "<remove sel=\"//suppress\"/>"),
    "UpdateOwaspSuppressionDateTest-updatesUntilIfCveExists": (
        "//suppress/@until = '2020-02-01Z'", "<set sel=\"//suppress/@until\">2020-02-01Z</set>"),
}

# Cases that change a document, and why they are not done so; by the beginning of their name.
SET_ASIDE = {
    "AddToTagTest-addElementToEmptyTagOnSameLine": "a file of one line stays one",
    "AutoFormatTest": "nothing is ever formatted anew",
    "LineBreaksTest": "nothing is ever formatted anew",
    "TabsAndIndentsTest": "nothing is ever formatted anew",
    "ChangeNamespaceValueTest": "a namespace is what the names of a file mean, and no value to set",
    "ChangeTagAttributeKeyTest": "an attribute's name can't be changed in its place: remove and set put it last",
    "ChangeTagValueVisitorTest-preserveOriginalFormatting": "a text value never stands on a line of its own",
    "FindTagsTest": "marks what was found; lint reports it",
    "IsOwaspSuppressionsFileTest": "marks what was found; lint reports it",
    "RemoveContentTest-rootChangedToEmptyTagIfLastRemainingTag": "an emptied element keeps its tags",
    "XsltTransformationTest": "XSLT writes the whole document anew",
}


def short(case):
    return case["id"].removeprefix("openrewrite-xml-").removesuffix("-0")


@unittest.skipUnless(CASES.is_file(), f"no cases: {CASES}")
class OpenRewrite(CliTest):
    def setUp(self):
        super().setUp()
        every = json.loads(CASES.read_text())
        self.changing = {short(case): case for case in every if case["input"] != case.get("expected")}

    def test_every_case_is_done_or_set_aside(self):
        for name in self.changing:
            aside = [start for start in SET_ASIDE if name.startswith(start)]
            self.assertEqual(1, len(aside) + (name in EXPRESSED), name)
        self.assertLessEqual(set(EXPRESSED), set(self.changing))

    def test_operations_give_the_same_bytes(self):
        home = self.folder / "home"
        conf = home / "repository" / "conf"
        conf.mkdir(parents=True)
        patches = ""
        for number, (name, (ensure, operations)) in enumerate(EXPRESSED.items()):
            file = f"c{number}.xml"
            (conf / file).write_bytes(self.changing[name]["input"].encode())
            patches += f"<patch id=\"openrewrite.c{number}\" files=\"conf/{file}\" ensure=\"{ensure}\">{operations}</patch>\n"
        rules = self.folder / "openrewrite.xml"
        rules.write_text(f"<rules xmlns=\"urn:carbonfix:rules:1\" id=\"openrewrite\">\n"
                         f"<title>Other people's cases</title>\n{patches}</rules>\n")
        self.run_cli("apply", "--yes", "--rules", rules, home, code=0)
        for number, name in enumerate(EXPRESSED):
            with self.subTest(name):
                done = (conf / f"c{number}.xml").read_bytes().decode()
                self.assertEqual(self.changing[name]["expected"], done)
        print(f"openrewrite: {len(EXPRESSED)} cases done byte for byte, "
              f"{len(self.changing) - len(EXPRESSED)} set aside")


if __name__ == "__main__":
    harness.main()
