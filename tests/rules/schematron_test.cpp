// Plain ISO Schematron schemas, as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string schema(std::string_view inside, std::string_view attributes = "") {
  return fmt::format("<sch:schema xmlns:sch=\"http://purl.oclc.org/dsdl/schematron\" {}>\n{}\n</sch:schema>",
                     attributes, inside);
}

Result<std::vector<Pack>, Errors> load(const std::string& text) {
  return loadRules(text, "house-rules.sch", {{"house-rules.sch", "conf/a.xml"}});
}

// "line id severity message [help]" of what a schema finds in a file.
std::vector<std::string> findings(const std::string& text, std::string file, const std::string& phase = "default") {
  const auto packs = load(text);
  if (!packs) return {describe(packs.error().front())};
  MemoryFileSystem fs;
  fs.add("/n1/repository/conf/a.xml", std::move(file));
  std::vector<Home> homes;
  homes.push_back(std::move(Home::open(fs, "/n1", "n1").value()));
  LintOptions options;
  options.phase = phase;
  const auto report = lint(homes, *packs, options);
  if (!report) return {describe(report.error().front())};
  std::vector<std::string> list;
  for (const Finding& finding : report->findings) {
    list.push_back(fmt::format("{} {} {} {}{}", finding.location.start.line, finding.id, severityName(finding.severity),
                               finding.message, finding.help.empty() ? "" : " [" + finding.help + "]"));
  }
  return list;
}

// What loading says, "line:column message (hint)".
std::vector<std::string> refusals(const std::string& text) {
  const auto packs = load(text);
  std::vector<std::string> list;
  if (packs) return list;
  for (const Error& error : packs.error()) {
    list.push_back(fmt::format("{}:{} {} ({})", error.at.line, error.at.column, error.message, error.hint));
  }
  return list;
}

constexpr const char* kOrder = "<order xmlns:o='urn:o'>\n<item price='3'/>\n<item price='-1'/>\n<o:note/>\n</order>";

TEST(Schematron, GivesItsVerdicts) {
  const std::string text = schema(R"xml(<sch:title>Orders</sch:title>
<sch:ns prefix="o" uri="urn:o"/>
<sch:p>Prose with <sch:emph>emphasis</sch:emph>.</sch:p>
<sch:let name="most" value="2"/>
<sch:pattern id="prices">
  <sch:title>Prices</sch:title>
  <sch:let name="all" value="count(//item)"/>
  <sch:rule context="item[@price &lt; 0]">
    <sch:let name="price" value="number(@price)"/>
    <sch:assert test="$price >= 0" id="negative" diagnostics="how where">A <sch:name/> of <sch:name path=".."/> costs
      <sch:value-of select="$price"/>, <sch:dir value="ltr">one of <sch:value-of select="$all"/></sch:dir>.</sch:assert>
  </sch:rule>
  <sch:rule context="item">
    <sch:report test="@price > $most" role="Warning">Dear: <sch:span class="x"><sch:value-of select="@price"/></sch:span></sch:report>
    <sch:report test="@price &lt; 0">never: the first rule has taken it</sch:report>
  </sch:rule>
</sch:pattern>
<sch:pattern>
  <sch:rule context="o:note" role="info"><sch:assert test="false()">No notes.</sch:assert></sch:rule>
  <sch:rule context="/"><sch:report test="order" subject="order/item[2]">At the second.</sch:report></sch:rule>
</sch:pattern>
<sch:diagnostics>
  <sch:diagnostic id="how">Ask <sch:value-of select="name()"/>.</sch:diagnostic>
  <sch:diagnostic id="where">There.</sch:diagnostic>
</sch:diagnostics>)xml");
  EXPECT_THAT(
      findings(text, kOrder),
      ElementsAre("2 house-rules.prices-2 warning Dear: 3",
                  "3 house-rules.negative error A item of order costs -1, one of 2. [Ask item. There.]",
                  "3 house-rules.pattern-2-2 error At the second.", "4 house-rules.pattern-2-1 info No notes."));
}

TEST(Schematron, UnprefixedNamesAreInNoNamespace) {
  const std::string text = schema(
      R"xml(<sch:pattern><sch:rule context="Port"><sch:report test="true()">found</sch:report></sch:rule></sch:pattern>)xml");
  EXPECT_THAT(findings(text, "<Server xmlns='urn:c'><Port/></Server>"), IsEmpty());
  EXPECT_THAT(findings(text, "<Server><Port/></Server>"), ElementsAre("1 house-rules.pattern-1-1 error found"));
}

TEST(Schematron, RoleSeverityAndFlagSaySeverity) {
  const auto severity = [](std::string_view attributes) {
    const auto packs = load(schema(fmt::format(
        "<sch:pattern><sch:rule context='a'><sch:assert test='b' {}>m</sch:assert></sch:rule></sch:pattern>",
        attributes)));
    return packs ? severityName(packs->front().patterns.front().rules.front().checks.front().severity) : "refused";
  };
  EXPECT_STREQ(severity(""), "error");
  EXPECT_STREQ(severity("role='fatal'"), "error");
  EXPECT_STREQ(severity("role='WARN'"), "warning");
  EXPECT_STREQ(severity("role='information'"), "info");
  EXPECT_STREQ(severity("role='identification' flag='warning'"), "warning");
  EXPECT_STREQ(severity("severity='info' role='error'"), "info");
  EXPECT_STREQ(severity("role='header'"), "error");
}

TEST(Schematron, PhasesAreChosen) {
  const std::string body = R"xml(<sch:phase id="quick"><sch:active pattern="one"/></sch:phase>
<sch:pattern id="one"><sch:rule context="a"><sch:report id="r1" test=".">one</sch:report></sch:rule></sch:pattern>
<sch:pattern id="two"><sch:rule context="a"><sch:report id="r2" test=".">two</sch:report></sch:rule></sch:pattern>)xml";
  EXPECT_THAT(findings(schema(body), "<a>x</a>").size(), 2U) << "without --phase all of it runs";
  EXPECT_THAT(findings(schema(body), "<a>x</a>", "quick"), ElementsAre("1 house-rules.r1 error one"));
  EXPECT_THAT(findings(schema(body, "defaultPhase='quick'"), "<a>x</a>"), ElementsAre("1 house-rules.r1 error one"));
  EXPECT_EQ(findings(schema(body, "defaultPhase='#ALL'"), "<a>x</a>").size(), 2U);
  EXPECT_EQ(findings(schema(body, "defaultPhase='quick'"), "<a>x</a>", "all").size(), 2U);
  EXPECT_THAT(refusals(schema(body, "defaultPhase='quik'")),
              ElementsAre(HasSubstr("no phase has the id \"quik\" (did you mean \"quick\"?)")));
}

TEST(Schematron, ForeignElementsAndDocumentationAreIgnored) {
  EXPECT_THAT(refusals(schema(R"xml(<x:doc xmlns:x="urn:x">t</x:doc>
<sch:pattern id="p" see="http://x" icon="i" fpi="f" xml:lang="en"><sch:rule context="a" abstract="false"><x:y xmlns:x="urn:x"/>
<sch:assert test="b" see="http://x" icon="i" fpi="f" x:z="1" xmlns:x="urn:x">m</sch:assert></sch:rule></sch:pattern>)xml")),
              IsEmpty());
}

TEST(Schematron, WhatIsNotRunIsRefusedWithItsPlace) {
  EXPECT_THAT(
      refusals(schema("<sch:pattern abstract='true' id='p'><sch:rule context='$c'><sch:assert test='b'>m</sch:assert>"
                      "</sch:rule></sch:pattern><sch:pattern is-a='p' id='q'/>")),
      ElementsAre(HasSubstr("2:23 abstract=\"true\" must be false (Schematron's \"abstract\" is not run as it is"),
                  HasSubstr("$c is not defined"), HasSubstr("match pattern"), HasSubstr("has no attribute \"is-a\"")));
  EXPECT_THAT(refusals(schema("<sch:include href='x.sch'/><sch:pattern><sch:rule context='a'><sch:extends rule='b'/>"
                              "</sch:rule></sch:pattern>")),
              ElementsAre(HasSubstr("2:2 <include> may not stand in <schema>"),
                          HasSubstr("<extends> may not stand in <rule>")));
  EXPECT_THAT(
      refusals(schema("<sch:pattern><sch:rule context='a'><sch:assert test='b' properties='p'>m</sch:assert></sch:rule>"
                      "</sch:pattern><sch:properties/>")),
      ElementsAre(HasSubstr("has no attribute \"properties\""), HasSubstr("<properties> may not stand in")));
  EXPECT_THAT(
      refusals(schema("<sch:pattern><sch:rule context='a'><sch:asert test='b'>m</sch:asert></sch:rule></sch:pattern>")),
      ElementsAre(HasSubstr("did you mean \"assert\"?")));
}

TEST(Schematron, IsXPath1) {
  const std::string body =
      "<sch:pattern><sch:rule context='a'><sch:assert test='b'>m</sch:assert></sch:rule></sch:pattern>";
  for (const char* const binding : {"xslt", "XSLT", "xpath"}) {
    EXPECT_THAT(refusals(schema(body, fmt::format("queryBinding='{}'", binding))), IsEmpty()) << binding;
  }
  for (const char* const binding : {"xslt2", "xpath2", "xslt3", "exslt", ""}) {
    EXPECT_THAT(refusals(schema(body, fmt::format("queryBinding='{}'", binding))),
                ElementsAre(HasSubstr("and carbonfix evaluates XPath 1.0")))
        << binding;
  }
  EXPECT_THAT(refusals(schema("<sch:pattern><sch:rule context='a'><sch:assert test='every $x in b satisfies $x'>m"
                              "</sch:assert></sch:rule></sch:pattern>")),
              ::testing::Contains(HasSubstr("2:")));
}

TEST(Schematron, MustBeBound) {
  const auto packs = loadRules(schema(""), "x.sch");
  ASSERT_FALSE(packs);
  EXPECT_THAT(packs.error()[0].hint, HasSubstr("--bind 'x.sch=conf/axis2/axis2.xml'"));
  const auto rules =
      loadRules(ruleFileWithChecks("<assert id=\"t.a\" test=\".\">m</assert>"), "t.xml", {{"t.xml", "conf/a.xml"}});
  ASSERT_FALSE(rules);
  EXPECT_THAT(rules.error()[0].message, HasSubstr("--bind is for plain Schematron schemas"));
}

TEST(Schematron, TheFilesNameIsThatOfThePack) {
  const std::string body =
      schema("<sch:pattern><sch:rule context='a'><sch:assert test='b'>m</sch:assert></sch:rule></sch:pattern>");
  const auto idOf = [&](const std::string& path) {
    const auto packs = loadRules(body, path, {{path, "conf/a.xml"}});
    return packs ? packs->front().id : packs.error().front().message;
  };
  EXPECT_EQ(idOf("/a/b.c/order rules.v2.sch"), "order-rules-v2");
  EXPECT_EQ(idOf("2024.sch"), "schema-2024");
  EXPECT_EQ(idOf("xml.sch"), "the id \"xml.pattern-1-1\" is one of the tool's own");
}

}  // namespace
}  // namespace carbonfix
