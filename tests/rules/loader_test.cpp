#include "carbonfix/rules/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kWhole = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<rules xmlns="urn:carbonfix:rules:1" xmlns:o="urn:other" id="net" version="2" xpath-default-namespace="##local">
  <title>Ports
    and hosts</title>
  <p>Prose.</p>
  <ns prefix="c" uri="urn:c"/>
  <param name="limit" default="1024">Lowest port.</param>
  <param name="pass" sensitive="true">Secret.</param>
  <let name="max" value="65535"/>
  <key name="port" files="conf/a.xml" match="Port" use="." across="cluster"/>
  <phase id="production"><active pattern="ports"/></phase>
  <o:foreign>ignored</o:foreign>
  <pattern id="ports" files="conf/a.xml conf/b.xml" required="true" if="$product = 'das'">
    <title>Ports</title>
    <let name="low" value="$limit"/>
    <rule context="Server/Port" min="2">
      <let name="here" value="."/>
      <assert id="net.port-high" test="$here &gt;= $low" severity="warning" subject="@value" diagnostics="why"
              see="https://example.org/" fix="raise" o:note="ignored">
        Port <value-of select="."/> of <name/> is <emph>below</emph> <name path=".."/>.</assert>
      <report id="net.port-odd" test=". mod 2 = 1">Odd.</report>
      <fix id="raise" safety="unsafe">
        <title>Raise it</title>
        <set sel="." if="true() and ."><value-of select="$low"/></set>
      </fix>
    </rule>
    <example of="net.port-high">
      <param name="limit" value="5"/>
      <bad line="1" count="2"><![CDATA[<Server><Port>1</Port><Port>2</Port></Server>]]></bad>
    </example>
  </pattern>
  <patch id="net.add" files="conf/a.xml" ensure="//Host" if="not(//Host)" optional="true" safety="unsafe">
    <title>Add a host</title>
    <let name="host" value="'h'"/>
    <add sel="/Server" pos="prepend">
      <Host name="{$host}">a &amp; b</Host>
    </add>
    <add sel="/Server" type="@id">x<value-of select="$host"/></add>
    <replace sel="//Port[1]"><Port>2</Port></replace>
    <remove sel="//Old" ws="both"/>
    <comment sel="//Debug"/>
    <uncomment sel="comment()" holds="Host" if="1 = count(*)"/>
  </patch>
  <diagnostics>
    <diagnostic id="why">Because <value-of select="$low"/>.</diagnostic>
  </diagnostics>
</rules>
)xml";

Pack load(std::string_view text, Checking checking) {
  auto pack = loadPack(std::string(text), "net.xml", checking);
  EXPECT_TRUE(pack) << (pack ? "" : describe(pack.error().front()));
  return pack ? std::move(*pack) : Pack();
}

class LoadWhole : public testing::TestWithParam<Checking> {
 protected:
  Pack pack_ = load(kWhole, GetParam());
};

TEST_P(LoadWhole, ReadsThePack) {
  EXPECT_EQ(pack_.id, "net");
  EXPECT_EQ(pack_.version, "2");
  EXPECT_EQ(pack_.title, "Ports and hosts");
  EXPECT_EQ(pack_.path, "net.xml");
  EXPECT_EQ(pack_.namespaces.defaultElement, "##local");
  EXPECT_EQ(pack_.namespaces.prefixes.at("c"), "urn:c");
  ASSERT_THAT(pack_.params, SizeIs(2));
  EXPECT_EQ(pack_.params[0].defaultValue, "1024");
  EXPECT_EQ(pack_.params[0].description, "Lowest port.");
  EXPECT_FALSE(pack_.params[0].sensitive);
  EXPECT_EQ(pack_.params[1].defaultValue, std::nullopt);
  EXPECT_TRUE(pack_.params[1].sensitive);
  ASSERT_THAT(pack_.lets, SizeIs(1));
  EXPECT_EQ(pack_.lets[0].value.text(), "65535");
  ASSERT_THAT(pack_.keys, SizeIs(1));
  EXPECT_TRUE(pack_.keys[0].acrossCluster);
  EXPECT_EQ(pack_.keys[0].match.text(), "Port");
  ASSERT_THAT(pack_.phases, SizeIs(1));
  EXPECT_THAT(pack_.phases[0].active, ElementsAre("ports"));
}

TEST_P(LoadWhole, ReadsPatternRuleAndChecks) {
  ASSERT_THAT(pack_.patterns, SizeIs(1));
  const Pattern& pattern = pack_.patterns[0];
  EXPECT_EQ(pattern.files, "conf/a.xml conf/b.xml");
  EXPECT_TRUE(pattern.required);
  EXPECT_EQ(pattern.condition.text(), "$product = 'das'");
  EXPECT_EQ(pattern.title, "Ports");
  ASSERT_THAT(pattern.rules, SizeIs(1));
  const Rule& rule = pattern.rules[0];
  EXPECT_EQ(rule.context.text(), "Server/Port");
  EXPECT_EQ(rule.min, 2U);
  EXPECT_EQ(rule.lets[0].name, "here");
  ASSERT_THAT(rule.checks, SizeIs(2));
  const Check& check = rule.checks[0];
  EXPECT_FALSE(check.isReport);
  EXPECT_EQ(check.id, "net.port-high");
  EXPECT_EQ(check.severity, Severity::warning);
  EXPECT_EQ(check.test.text(), "$here >= $low");
  EXPECT_EQ(check.subject.text(), "@value");
  EXPECT_EQ(check.see, "https://example.org/");
  EXPECT_THAT(check.diagnostics, ElementsAre("why"));
  EXPECT_EQ(check.fix, "raise");
  EXPECT_TRUE(rule.checks[1].isReport);
  EXPECT_EQ(rule.checks[1].severity, Severity::error);
  ASSERT_THAT(rule.fixes, SizeIs(1));
  EXPECT_EQ(rule.fixes[0].safety, Safety::unsafe);
  EXPECT_EQ(rule.fixes[0].title, "Raise it");
  ASSERT_THAT(rule.fixes[0].operations, SizeIs(1));
  EXPECT_EQ(rule.fixes[0].operations[0].value[0].select.text(), "$low");
  ASSERT_THAT(pack_.diagnostics, SizeIs(1));
  EXPECT_EQ(pack_.diagnostics[0].id, "why");
}

TEST_P(LoadWhole, ReadsTheMessageInParts) {
  const Message& message = pack_.patterns[0].rules[0].checks[0].message;
  std::string shape;
  for (const MessagePart& part : message) {
    if (part.kind == MessagePart::Kind::text) shape += part.text;
    if (part.kind == MessagePart::Kind::valueOf) shape += "{" + part.select.text() + "}";
    if (part.kind == MessagePart::Kind::name) shape += "[" + part.select.text() + "]";
  }
  EXPECT_THAT(shape, HasSubstr("Port {.} of [] is below [..]."));
}

TEST_P(LoadWhole, ReadsThePatch) {
  ASSERT_THAT(pack_.patches, SizeIs(1));
  const Patch& patch = pack_.patches[0];
  EXPECT_EQ(patch.id, "net.add");
  EXPECT_EQ(patch.context.text(), "/");
  EXPECT_EQ(patch.condition.text(), "not(//Host)");
  EXPECT_EQ(patch.ensure.text(), "//Host");
  EXPECT_TRUE(patch.optional);
  EXPECT_EQ(patch.safety, Safety::unsafe);
  EXPECT_EQ(patch.title, "Add a host");
  ASSERT_THAT(patch.operations, SizeIs(6));
  const auto& add = patch.operations[0];
  EXPECT_EQ(add.kind, Operation::Kind::add);
  EXPECT_EQ(add.pos, "prepend");
  EXPECT_EQ(add.content, "\n      <Host name=\"{$host}\">a &amp; b</Host>\n    ");
  EXPECT_THAT(add.value, IsEmpty());
  const auto& attribute = patch.operations[1];
  EXPECT_EQ(attribute.type, "@id");
  ASSERT_THAT(attribute.value, SizeIs(2));
  EXPECT_EQ(attribute.value[0].text, "x");
  EXPECT_EQ(patch.operations[2].kind, Operation::Kind::replace);
  EXPECT_EQ(patch.operations[2].content, "<Port>2</Port>");
  EXPECT_EQ(patch.operations[3].ws, "both");
  EXPECT_EQ(patch.operations[4].kind, Operation::Kind::comment);
  EXPECT_EQ(patch.operations[5].kind, Operation::Kind::uncomment);
  EXPECT_EQ(patch.operations[5].holds.text(), "Host");
  EXPECT_EQ(patch.operations[5].condition.text(), "1 = count(*)");
}

INSTANTIATE_TEST_SUITE_P(Both, LoadWhole, testing::Values(Checking::full, Checking::none),
                         [](const auto& each) { return each.param == Checking::full ? "full" : "none"; });

TEST(Loader, ExpressionsKnowWhereTheyStand) {
  const Pack full = load(kWhole, Checking::full);
  const Check& check = full.patterns[0].rules[0].checks[0];
  EXPECT_EQ(check.test.at(), (Position{18, 40}));
  EXPECT_EQ(check.at, (Position{18, 19}));
  const Pack lean = load(kWhole, Checking::none);
  EXPECT_EQ(lean.patterns[0].rules[0].checks[1].test.at().line, 21U);
}

TEST(Loader, RoleIsAnAliasOfSeverity) {
  const Pack pack =
      load(ruleFileWithChecks(R"xml(<assert id="t.a" test="@x" role="info">m</assert>)xml"), Checking::full);
  EXPECT_EQ(pack.patterns[0].rules[0].checks[0].severity, Severity::info);
}

TEST(Loader, ContentIsTakenAsWrittenInAnyEncoding) {
  const std::string inside =
      "<patch id=\"t.p\" files=\"conf/a.xml\" ensure=\"//b\"><add sel=\"/a\"><b c='\xE4'>\xFC&#x41;</b></add></patch>";
  const std::string text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" + ruleFile(inside);
  EXPECT_EQ(load(text, Checking::none).patches[0].operations[0].content, "<b c='ä'>ü&#x41;</b>");
  const std::string bom =
      "\xEF\xBB\xBF" + ruleFile("<patch id=\"t.p\" files=\"a\" ensure=\"//b\"><add sel=\"/a\"><b/></add></patch>");
  EXPECT_EQ(load(bom, Checking::full).patches[0].operations[0].content, "<b/>");
}

TEST(Loader, SaysWhyAFileIsNoRuleFile) {
  EXPECT_THAT(complaints("<rules"), ElementsAre(HasSubstr("1:")));
  EXPECT_THAT(complaints("<Server/>"), ElementsAre("1:2 not a rule file: its root element is <Server>"));
  EXPECT_THAT(complaints("<rules id='x'/>"), ElementsAre("1:2 the root element <rules> has no namespace"));
  EXPECT_THAT(complaints("<rules xmlns='urn:x' id='x'/>"),
              ElementsAre("1:2 the root element <rules> has the namespace \"urn:x\""));
  EXPECT_THAT(complaints("<rules xmlns='urn:carbonfix:rules:2' id='x'/>"),
              ElementsAre("1:2 written in version 2 of the rule language; this carbonfix knows 1"));
  EXPECT_THAT(complaints("<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>"),
              ElementsAre("1:2 a Schematron schema does not say which files it is about"));
  EXPECT_THAT(complaints("<pattern xmlns='http://purl.oclc.org/dsdl/schematron'/>"),
              ElementsAre("1:2 only a whole Schematron schema can be run, and this is its <pattern> alone"));
  EXPECT_THAT(complaints("<schema xmlns='http://www.ascc.net/xml/schematron'/>"),
              ElementsAre("1:2 written for Schematron 1.5; carbonfix runs ISO Schematron"));
}

TEST(Loader, LoadsAFolderInOrderAndListsAllErrors) {
  MemoryFileSystem fs;
  const std::string good = R"xml(<assert id="t.a" test="@x">m</assert>)xml";
  fs.add("/r/b.xml", ruleFileWithChecks(good));
  fs.add("/r/a.xml", ruleFileWithChecks(R"xml(<assert id="t.b" test="@x">m</assert>)xml"));
  fs.add("/r/notes.txt", "no rules");
  const auto packs = loadPacks(fs, "/r");
  ASSERT_TRUE(packs) << describe(packs.error().front());
  ASSERT_THAT(*packs, SizeIs(2));
  EXPECT_EQ((*packs)[0].path, "/r/a.xml");

  fs.add("/r/c.xml", "<broken");
  fs.add("/r/d.xml", "<other/>");
  const auto broken = loadPacks(fs, "/r");
  ASSERT_FALSE(broken);
  ASSERT_THAT(broken.error(), SizeIs(2));
  EXPECT_EQ(broken.error()[0].path, "/r/c.xml");
  EXPECT_EQ(broken.error()[1].path, "/r/d.xml");
}

TEST(Loader, SaysWhatIsWrongWithAPath) {
  MemoryFileSystem fs;
  fs.addFolder("/empty");
  const auto missing = loadPacks(fs, "/nowhere.xml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error()[0].message, "no such rule file or folder");
  EXPECT_EQ(missing.error()[0].path, "/nowhere.xml");
  const auto empty = loadPacks(fs, "/empty");
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error()[0].message, "no rule file (*.xml, *.sch) in this folder");
}

TEST(Loader, IdsMustBeUniqueAcrossFiles) {
  MemoryFileSystem fs;
  fs.add("/r/a.xml", ruleFileWithChecks(R"xml(<assert id="t.a" test="@x">m</assert>)xml"));
  fs.add("/r/b.xml", ruleFileWithChecks("\n"
                                        R"xml(<assert id="t.a" test="@x">m</assert>)xml"));
  const auto packs = loadPacks(fs, "/r");
  ASSERT_FALSE(packs);
  EXPECT_THAT(lines(packs.error()), ElementsAre("5:13 the id \"t.a\" is also that of a rule in /r/a.xml:4"));
  EXPECT_EQ(packs.error()[0].path, "/r/b.xml");
}

}  // namespace
}  // namespace carbonfix
