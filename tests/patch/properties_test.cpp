// Patches on properties files, and on properties in the text of XML files.
#include "patch/patch_run.h"

namespace carbonfix {
namespace {

constexpr const char* kPath = "conf/x.properties";

std::string patched(const std::string& bytes, const std::string& operations, const std::string& ensure,
                    const std::string& path = kPath) {
  return PatchRun()
      .file(path, bytes)
      .pack(fmt::format("<patch id='t.p' files='{}' ensure=\"{}\">{}</patch>", path, ensure, operations))
      .outcome(path);
}

std::string set(const std::string& bytes, const std::string& missing, const std::string& path = kPath) {
  return patched(bytes, fmt::format("<set sel=\"/properties/property[@name='k']\" missing='{}'>9</set>", missing),
                 "//property[@name='k'] = 9", path);
}

TEST(PropertiesPatch, SetsAndLeavesTheRest) {
  EXPECT_EQ(set("# c\r\nk = 1\r\nj=\\u0041\r\n", "fail"), "# c\r\nk = 9\r\nj=\\u0041\r\n");
  EXPECT_EQ(set("k=9\n", "fail"), "unchanged");
  EXPECT_EQ(set("k 1\n", "fail", "conf/spark/spark-defaults.conf"), "k 9\n");
}

TEST(PropertiesPatch, ProvidesWhatIsMissing) {
  EXPECT_EQ(set("# k is the key\n#k=1\nj=2\n", "uncomment add"), "# k is the key\nk=9\nj=2\n");
  EXPECT_EQ(set("#k=1\n\nj=2\n", "add"), "#k=1\nk=9\n\nj=2\n");
  EXPECT_EQ(set("#k = 1\nj : 2\n\n# end\n", "add"), "#k = 1\nk : 9\nj : 2\n\n# end\n");
  EXPECT_EQ(set("j : 2\n\n# end\n", "uncomment add"), "j : 2\nk : 9\n\n# end\n");
  EXPECT_EQ(set("", "uncomment add"), "k=9\n");
  EXPECT_EQ(set("", "add", "conf/spark/spark-defaults.conf"), "k 9\n");
  EXPECT_EQ(set("j=2\n", "uncomment"),
            "t.xml:2: t.p: set sel=\"/properties/property[@name='k']\" selects nothing, and no comment of /properties "
            "holds it (in repository/conf/x.properties)\n");
}

TEST(PropertiesPatch, OperationsOfStructure) {
  EXPECT_EQ(patched("a=1\n#b=2\nc=3\n",
                    "<uncomment sel='/properties/comment()' holds=\"property[@name='b']\"/>"
                    "<comment sel=\"//property[@name='a']\"/><remove sel=\"//property[@name='c']\"/>"
                    "<add sel='/properties'><property name='d'>{$node}</property></add>",
                    "//property[@name='d'] and not(//property[@name='a'])"),
            "#a=1\nb=2\nd=n1\n");
  EXPECT_EQ(patched("a=1\n", "<set sel='//property' type='@name'>b</set>", "//property/@name = 'b'"), "b=1\n");
}

TEST(PropertiesPatch, AFileThatCanNotBeReadIsNamedWithThePlace) {
  EXPECT_EQ(set("a=1\nk=\\u12\n", "fail").substr(0, 48), "repository/conf/x.properties:2: t.p: malformed \\");
}

TEST(PropertiesPatch, SetsALineOfATextInXml) {
  const std::string web =
      "<web-app>\n <context-param>\n  <param-name>system.properties</param-name>\n  <param-value><![CDATA[\n"
      "   shindig.host=\n   aKey=/shindig/gadgets/proxy?container=default&url=\n   shindig.port=8080\n"
      "   ]]></param-value>\n </context-param>\n</web-app>\n";
  const std::string sel = "sel=\"//context-param[param-name = 'system.properties']/param-value\"";
  const auto run = [&](const std::string& operations) {
    return patched(web, operations, "contains(//param-value, '=443')", "conf/web.xml");
  };
  EXPECT_EQ(run("<set " + sel + " key='shindig.port'>443</set>"), std::string(web).replace(web.find("8080"), 4, "443"));
  EXPECT_EQ(run("<set " + sel + " key='x.y' missing='add'>443</set>"),
            std::string(web).insert(web.find("8080") + 4, "\n   x.y=443"));
  EXPECT_EQ(run("<let name='k' value=\"'shindig.port'\"/><set " + sel + " key='{$k}'>443</set>"),
            std::string(web).replace(web.find("8080"), 4, "443"));
  EXPECT_EQ(run("<set sel='//param-value/text()' key='x.y' missing='add'>443</set>"),
            std::string(web).insert(web.find("8080") + 4, "\n   x.y=443"));
  const std::string refused = run("<set " + sel + " key='shindig.prt'>443</set>");
  EXPECT_NE(refused.find("its text has no property \"shindig.prt\" (did you mean \"shindig.port\"?)"),
            std::string::npos)
      << refused;
}

}  // namespace
}  // namespace carbonfix
