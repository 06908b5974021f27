#include "carbonfix/base/system_log.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(SystemLog, LinesHoldNamesAndValues) {
  EXPECT_EQ(logLine({{"command", "apply"}, {"run", ""}, {"home", "/opt/das-3.1.0"}, {"files", "3"}}),
            "command=apply home=/opt/das-3.1.0 files=3")
      << "what is empty is left out";
  EXPECT_EQ(logLine({}), "");
}

TEST(SystemLog, ValuesCanNotPassForNamesOrOtherLines) {
  EXPECT_EQ(logLine({{"change", "CHG 1 result=done"}, {"user", "a\"b\\c"}}),
            R"(change="CHG 1 result=done" user="a\"b\\c")");
  EXPECT_EQ(logLine({{"change", "1\nNov 21 host carbonfix: result=done\x1b[2J\x7f"}}),
            R"(change="1\x0aNov 21 host carbonfix: result=done\x1b[2J\x7f")");
  EXPECT_EQ(logLine({{"change", "\\x0a"}}), R"(change="\\x0a")") << "told from a line feed";
  EXPECT_EQ(logLine({{"home", "/opt/\xff\xc3\xa4"}}), "home=\"/opt/\\xff\xc3\xa4\"");
}

TEST(SystemLog, LongValuesAreCutOff) {
  const std::string line = logLine({{"rules", std::string(5000, 'r')}, {"result", "done"}});
  EXPECT_EQ(line, "rules=" + std::string(800, 'r') + "... result=done");
  std::string wide = "x";
  for (int i = 0; i < 1000; ++i) wide += "\xc3\xa4";
  const std::string cut = logLine({{"home", wide}});
  EXPECT_EQ(cut.find("\\x"), std::string::npos) << "not within a character: " << cut;
}

}  // namespace
}  // namespace carbonfix
