#include "carbonfix/home/inventory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/rules/inventory_file.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string clusterFile(std::string_view inside) {
  return fmt::format("<cluster xmlns=\"urn:carbonfix:inventory:1\" name=\"c\">\n{}\n</cluster>\n", inside);
}

std::vector<std::string> complaintsOf(const std::string& text) {
  const auto inventory = parseInventory(text, "i.xml");
  if (inventory) return {};
  for (const Error& error : inventory.error()) EXPECT_EQ(error.path, "i.xml");
  return lines(inventory.error());
}

class InventoryValues : public testing::Test {
 protected:
  void read(std::string_view inside) {
    auto parsed = parseInventory(clusterFile(inside), "etc/i.xml");
    ASSERT_TRUE(parsed) << describe(parsed.error().front());
    inventory_ = std::move(*parsed);
  }
  // "name=value", or the error's words, of a node's parameters.
  std::vector<std::string> values(std::string_view node) {
    std::vector<std::string> list;
    for (const auto& [name, param] : inventory_.paramsOf(*inventory_.find(node))) {
      const auto value = valueOf(inventory_, *param, sources_);
      list.push_back(value ? fmt::format("{}={}", name, *value) : describe(value.error()));
    }
    return list;
  }
  std::string tree() {
    const auto made = inventoryTree(inventory_, sources_, [](std::string_view name) { return name == "known"; });
    return made ? made->bytes() : describe(made.error().front());
  }

  MemoryFileSystem fs_;
  Inventory inventory_;
  ValueSources sources_{fs_, [](std::string_view name) -> std::optional<std::string> {
                          if (name == "SET") return "from the environment";
                          return std::nullopt;
                        }};
};

TEST_F(InventoryValues, NodeWinsOverRolesWinOverCluster) {
  read(R"xml(
    <param name="a">cluster</param><param name="b">cluster</param><param name="c">cluster</param>
    <role name="r1"><param name="b">r1</param><param name="c">r1</param><param name="d">r1</param></role>
    <role name="r2"><param name="d">r2</param></role>
    <node name="n1" host="h1" roles="r1 r2"><param name="c">node</param></node>
    <node name="n2" host="h2" roles="r2 r1"/>
    <node name="n3" host="h3"/>)xml");
  EXPECT_THAT(values("n1"), ElementsAre("a=cluster", "b=r1", "c=node", "d=r2"));
  EXPECT_THAT(values("n2"), ElementsAre("a=cluster", "b=r1", "c=r1", "d=r1"));
  EXPECT_THAT(values("n3"), ElementsAre("a=cluster", "b=cluster", "c=cluster"));
}

TEST_F(InventoryValues, ComeFromTheEnvironmentAndFromFilesBesideIt) {
  fs_.add("etc/pass", "from a file\n");
  fs_.add("/abs/pass", "two\n\n");
  fs_.add("etc/binary", std::string("a\0b", 3));
  read(R"xml(
    <node name="n" host="h">
      <param name="a" from="env:SET"/><param name="b" from="file:pass"/><param name="c" from="file:/abs/pass"/>
      <param name="d">
        layout &amp; all
      </param><param name="e"/>
    </node>)xml");
  EXPECT_THAT(values("n"), ElementsAre("a=from the environment", "b=from a file", "c=two\n", "d=layout & all", "e="));
}

TEST_F(InventoryValues, MissingOnesAreToldByNameAndPlace) {
  fs_.add("etc/binary", std::string("a\0b", 3));
  read(R"xml(<node name="n" host="h">
<param name="a" from="env:UNSET"/>
<param name="b" from="file:absent"/>
<param name="c" from="file:binary"/></node>)xml");
  const auto list = values("n");
  ASSERT_EQ(list.size(), 3U);
  EXPECT_THAT(list[0],
              HasSubstr("etc/i.xml:3:14: the parameter \"a\" has no value: the environment has no variable UNSET"));
  EXPECT_THAT(list[1], HasSubstr("etc/i.xml:4:14: the parameter \"b\" has no value: "));
  EXPECT_THAT(list[1], HasSubstr("etc/absent"));
  EXPECT_THAT(list[2], HasSubstr("what binary holds is no text in UTF-8"));
}

TEST_F(InventoryValues, TheTreeHasNoSensitiveValue) {
  read(R"xml(
    <param name="db-password">hunter2</param>
    <node name="n1" host="h1"><param name="x">1 &lt; 2</param><param name="s" sensitive="true">hunter2</param></node>
    <node name="n2" host="h2"><param name="known">hunter2</param><param name="y" from="env:SET"/></node>)xml");
  EXPECT_EQ(tree(),
            "<cluster name=\"c\">"
            "<node name=\"n1\" host=\"h1\" roles=\"\"><param name=\"db-password\" sensitive=\"true\"/>"
            "<param name=\"s\" sensitive=\"true\"/><param name=\"x\">1 &lt; 2</param></node>"
            "<node name=\"n2\" host=\"h2\" roles=\"\"><param name=\"db-password\" sensitive=\"true\"/>"
            "<param name=\"known\" sensitive=\"true\"/><param name=\"y\">from the environment</param></node>"
            "</cluster>");
}

TEST_F(InventoryValues, TheTreeNeedsEveryValueThatIsNotSensitive) {
  read(R"xml(<param name="a" from="env:UNSET"/><param name="b" from="env:UNSET" sensitive="true"/>
    <node name="n1" host="h1"/><node name="n2" host="h2"/>)xml");
  EXPECT_THAT(tree(), HasSubstr("the parameter \"a\" has no value"));
}

TEST(Inventory, FilesAreBesideIt) {
  Inventory inventory;
  inventory.path = "/etc/das/i.xml";
  EXPECT_EQ(inventory.beside("pass"), "/etc/das/pass");
  EXPECT_EQ(inventory.beside("/pass"), "/pass");
  inventory.path = "i.xml";
  EXPECT_EQ(inventory.beside("pass"), "pass");
}

TEST(Inventory, AllProblemsAreToldAtOnceAndInWords) {
  EXPECT_THAT(complaintsOf(clusterFile("<param name=\"a\"/>")), ElementsAre("1:2 <cluster> needs a <node> in it"));
  EXPECT_THAT(complaintsOf(clusterFile("<nodes/>")),
              ElementsAre("2:2 <nodes> may not stand in <cluster> (did you mean \"node\"?)"));
  EXPECT_THAT(complaintsOf(clusterFile("<node name=\"n\" hots=\"h\"><param>x</param></node>")),
              ElementsAre("2:2 <node> needs the attribute \"host\"",
                          "2:21 <node> has no attribute \"hots\" (did you mean \"host\"?)",
                          "2:26 <param> needs the attribute \"name\""));
}

TEST(Inventory, NamesMustFitTogether) {
  EXPECT_THAT(
      complaintsOf(clusterFile("<param name=\"a\"/><param name=\"a\"/>\n"
                               "<role name=\"worker\"/><role name=\"worker\"/>\n"
                               "<node name=\"n\" host=\"h\" roles=\"wroker\"/>\n"
                               "<node name=\"n\" host=\"h\"/>\n"
                               "<node name=\"a=b\" host=\"h\"/>")),
      ElementsAre("2:31 the parameter \"a\" is there twice in one <cluster>", "3:34 the role \"worker\" is there twice",
                  "4:32 there is no role \"wroker\" (did you mean \"worker\"?)", "5:13 the node \"n\" is there twice",
                  "6:13 the name of a node can't have \"=\" in it"));
}

TEST(Inventory, SourcesMustBeKnownAndNoValueIsShown) {
  const auto inventory = parseInventory(clusterFile("<param name=\"a\" from=\"hunter2\"/>\n"
                                                    "<param name=\"b\" from=\"env:\"/>\n"
                                                    "<param name=\"c\" from=\"env:C\">hunter2</param>\n"
                                                    "<node name=\"n\" host=\"h\"/>"),
                                        "i.xml");
  ASSERT_FALSE(inventory);
  EXPECT_THAT(
      lines(inventory.error()),
      ElementsAre("2:23 from= of the parameter \"a\" must be env:NAME, a variable of the environment, or file:PATH",
                  "3:23 from= of the parameter \"b\" must be env:NAME, a variable of the environment, or file:PATH",
                  "4:23 the parameter \"c\" has a value and from=, which says where its value is"));
  for (const Error& error : inventory.error()) EXPECT_THAT(describe(error), Not(HasSubstr("hunter2")));
}

TEST(Inventory, AMalformedFileShowsNoLine) {
  const auto inventory = parseInventory(clusterFile("<param name=\"token-of-mine\">hunter2</parm>"), "i.xml");
  ASSERT_FALSE(inventory);
  EXPECT_EQ(inventory.error().front().at.line, 2U);
  EXPECT_THAT(describe(inventory.error().front()), Not(HasSubstr("hunter2")));
}

TEST(Inventory, OtherFilesAreToldApart) {
  EXPECT_THAT(complaintsOf("<rules xmlns=\"urn:carbonfix:rules:1\" id=\"r\"/>"),
              ElementsAre("1:2 not an inventory: its root element is <rules>"));
  EXPECT_THAT(complaintsOf("<cluster name=\"c\"/>"), ElementsAre("1:2 the root element <cluster> has no namespace"));
  EXPECT_THAT(complaintsOf("<cluster xmlns=\"urn:x\" name=\"c\"/>"),
              ElementsAre("1:2 the root element <cluster> has the namespace \"urn:x\""));
}

TEST(Inventory, ForeignElementsAndAttributesAreIgnored) {
  EXPECT_THAT(complaintsOf(clusterFile("<x:note xmlns:x=\"urn:x\"/><node name=\"n\" host=\"h\" x:y=\"z\" "
                                       "xmlns:x=\"urn:x\"/>")),
              IsEmpty());
}

}  // namespace
}  // namespace carbonfix
