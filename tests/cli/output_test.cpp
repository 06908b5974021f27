#include "cli/output.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "carbonfix/base/memory_file_system.h"
#include "cli/source_lines.h"

namespace carbonfix {
namespace {

bool wants(ColorChoice choice, bool terminal, std::map<std::string, std::string> environment) {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  environment.try_emplace("TERM", "xterm");
  const Console console{
      .out = out, .err = err, .in = in, .outIsTerminal = terminal, .environment = [&](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
      }};
  return wantsColor(choice, console);
}

TEST(Color, TheFirstThatSaysSomethingDecides) {
  EXPECT_TRUE(wants(ColorChoice::always, false, {{"NO_COLOR", "1"}}));
  EXPECT_FALSE(wants(ColorChoice::never, true, {{"FORCE_COLOR", "1"}}));
  EXPECT_TRUE(wants(ColorChoice::automatic, false, {{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}));
  EXPECT_TRUE(wants(ColorChoice::automatic, false, {{"CLICOLOR_FORCE", "1"}}));
  EXPECT_FALSE(wants(ColorChoice::automatic, true, {{"NO_COLOR", "1"}}));
  EXPECT_TRUE(wants(ColorChoice::automatic, true, {{"NO_COLOR", ""}}));
  EXPECT_FALSE(wants(ColorChoice::automatic, true, {{"TERM", "dumb"}}));
  EXPECT_TRUE(wants(ColorChoice::automatic, true, {}));
  EXPECT_FALSE(wants(ColorChoice::automatic, false, {}));
}

TEST(WriteFile, ReplacesByRenameAndKeepsTheMode) {
  MemoryFileSystem files;
  files.add("/r/report.json", "old", 0600);
  ASSERT_TRUE(writeFile(files, "/r/report.json", "new"));
  EXPECT_EQ(files.contents().at("/r/report.json"), "new");
  EXPECT_EQ(files.status("/r/report.json")->mode, 0600U);
  EXPECT_EQ(files.contents().size(), 1U) << "no temporary is left";
  EXPECT_TRUE(files.journal().back().starts_with("rename ")) << files.journal().back();
}

TEST(WriteFile, ALeftTemporaryIsNotInTheWay) {
  MemoryFileSystem files;
  files.add("/r/a.carbonfix.tmp", "half");
  ASSERT_TRUE(writeFile(files, "/r/a", "whole"));
  EXPECT_EQ(files.contents().at("/r/a"), "whole");
}

TEST(WriteFile, SaysWhyItCannot) {
  MemoryFileSystem files;
  files.addFolder("/r");
  const Status folder = writeFile(files, "/r", "x");
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().message.find("it is a folder"), std::string::npos);
  const Status missing = writeFile(files, "/none/a", "x");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("cannot write /none/a"), std::string::npos);
}

TEST(MaskedLines, HideSecretsAndKeepTheRest) {
  const auto lines = maskedLines("<a>\r\n<password>s3cret</password> <b/>\n</a>", {});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "<a>");
  EXPECT_EQ(lines[1], "<password>********</password> <b/>");
  EXPECT_EQ(lines[2], "</a>");
}

TEST(MaskedLines, ASecretThatSpansLinesIsHiddenOnEach) {
  const auto lines = maskedLines("<password>one\ntwo</password>\n<b/>", {});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].find("one"), std::string::npos) << lines[0];
  EXPECT_EQ(lines[1].find("two"), std::string::npos) << lines[1];
  EXPECT_EQ(lines[2], "<b/>");
}

TEST(MaskedLines, KnownSecretsAreHiddenWhateverTheyAreCalled) {
  EXPECT_EQ(maskedLines("<a>\n<token>tok-1234</token>\n</a>", {"tok-1234"})[1], "<token>********</token>");
}

}  // namespace
}  // namespace carbonfix
