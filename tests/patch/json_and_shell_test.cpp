// Patches on JSON files and shell scripts.
#include "patch/patch_run.h"

namespace carbonfix {
namespace {

std::string patched(const std::string& path, const std::string& bytes, const std::string& operations,
                    const std::string& ensure) {
  return PatchRun()
      .file(path, bytes)
      .pack(fmt::format("<patch id='t.p' files='{}' ensure=\"{}\">{}</patch>", path, ensure, operations))
      .outcome(path);
}

TEST(JsonPatch, SetsAddsAndRemovesAndLeavesTheRest) {
  EXPECT_EQ(patched("conf/site.json",
                    "{\r\n\t\"proxy\" : {\r\n\t\t\"a\" : 1, // c\r\n\t\t\"ports\" : [443, 9443]\r\n\t},\r\n}\r\n",
                    "<add sel=\"/map/map[@key='proxy']\"><string key='path'>/services</string></add>"
                    "<set sel=\"/map/map/string[@key='path']\">/{$node}</set><remove sel='//array'/>",
                    "/map/map/string[@key='path'] = '/n1'"),
            "{\r\n\t\"proxy\" : {\r\n\t\t\"a\" : 1, // c\r\n\t\t\"path\" : \"/n1\"\r\n\t},\r\n}\r\n");
}

TEST(JsonPatch, ProvidesWhatIsMissing) {
  const auto set = [](const std::string& bytes, const std::string& missing) {
    return patched("conf/site.json", bytes,
                   fmt::format("<set sel=\"/map/string[@key='k']\" missing='{}'>9</set>", missing),
                   "/map/string[@key='k'] = 9");
  };
  EXPECT_EQ(set("{\"k\": \"9\"}\n", "add"), "unchanged");
  EXPECT_EQ(set("{\n  \"a\": \"x\",\n  \"b\": 2\n}\n", "uncomment add"),
            "{\n  \"a\": \"x\",\n  \"k\": \"9\",\n  \"b\": 2\n}\n");
  EXPECT_EQ(set("{\n  \"b\": 2 // c\n}\n", "add"), "{\n  \"b\": 2, // c\n  \"k\": \"9\"\n}\n");
  EXPECT_NE(set("{\n  \"k\": 2\n}\n", "add").find("already"), std::string::npos);
}

// These are never empty, not even for a moment.
TEST(JsonPatch, AddsMissingNumbersAndBooleans) {
  EXPECT_EQ(patched("conf/site.json", "{\n  \"a\": 1\n}\n",
                    "<set sel=\"/map/number[@key='k']\" missing='add'>443</set>"
                    "<set sel=\"/map/boolean[@key='b']\" missing='add'>true</set>",
                    "/map/boolean = 'true'"),
            "{\n  \"a\": 1,\n  \"k\": 443,\n  \"b\": true\n}\n");
  EXPECT_NE(patched("conf/site.json", "{}", "<set sel=\"/map/number[@key='k']\" missing='add'>x</set>", "/map/number")
                .find("is no number as JSON spells them"),
            std::string::npos);
}

TEST(JsonPatch, AFileThatCanNotBeReadIsNamedWithThePlace) {
  const std::string outcome = patched("conf/site.json", "{\n  \"a\": @b@\n}\n", "<remove sel='/map/*'/>", "/map");
  EXPECT_NE(outcome.find("site.json:2"), std::string::npos) << outcome;
  EXPECT_NE(outcome.find("invalid value"), std::string::npos) << outcome;
}

TEST(ShellPatch, TurnsASettingOnOrAddsIt) {
  const auto set = [](const std::string& bytes) {
    return patched("conf/load-spark-env-vars.sh", bytes,
                   "<set sel=\"/shell/export[@name='SPARK_LOCAL_IP']\" missing='uncomment add'>10.0.0.1</set>",
                   "//export[@name='SPARK_LOCAL_IP'] = '10.0.0.1'");
  };
  EXPECT_EQ(set("#!/bin/sh\n# export SPARK_LOCAL_IP=x\nmkdir -p \"$A/jars\""),
            "#!/bin/sh\nexport SPARK_LOCAL_IP=10.0.0.1\nmkdir -p \"$A/jars\"");
  EXPECT_EQ(set("#!/bin/sh\nmkdir -p \"$A/jars\""), "#!/bin/sh\nmkdir -p \"$A/jars\"\nexport SPARK_LOCAL_IP=10.0.0.1");
  EXPECT_EQ(set("export A=\"$B\"\nx\n"), "export A=\"$B\"\nexport SPARK_LOCAL_IP=10.0.0.1\nx\n");
  EXPECT_EQ(set("SPARK_LOCAL_IP=10.0.0.1\n"), "unchanged");
  const std::string outcome = set("SPARK_LOCAL_IP=`hostname -i`\n");
  EXPECT_NE(outcome.find("a command in it is run by the script"), std::string::npos) << outcome;
}

TEST(ShellPatch, SetsOptionsOfTheServer) {
  EXPECT_EQ(
      patched("conf/wso2server.sh",
              "NODE_PARAMS=\"-DdisableMl=false \"\nwhile x\ndo\n  $JAVACMD \\\n  -DportOffset=1 \\\n  Main $*\ndone\n",
              "<set sel=\"//option[@name='disableMl']\">true</set><set sel=\"//option[@name='portOffset']\">2</set>",
              "//option[@name='disableMl'] = 'true'"),
      "NODE_PARAMS=\"-DdisableMl=true \"\nwhile x\ndo\n  $JAVACMD \\\n  -DportOffset=2 \\\n  Main $*\ndone\n");
}

}  // namespace
}  // namespace carbonfix
