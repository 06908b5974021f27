#include "cli/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <sstream>

#include "carbonfix/base/file_system.h"
#include "cli/options.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> textsOf(const GivenOptions& given, std::string_view option) {
  std::vector<std::string> out;
  const auto found = given.find(option);
  if (found == given.end()) return out;
  for (const OptionValue& value : found->second) out.push_back(value.off ? "off" : value.text);
  return out;
}

std::string problemOf(std::string_view text) {
  const auto given = parseConfig(text, "etc/carbonfix.conf");
  return given ? "" : describe(given.error());
}

TEST(ConfigFile, HasAnOptionALineAndComments) {
  const auto given = parseConfig(
      "\xEF\xBB\xBF# ours\r\n\r\n  fail-on =warning # not more\r\nignore= a.b, c.\nignore=d#e\n#quiet = 2\nphase = a = "
      "b\n",
      "carbonfix.conf");
  ASSERT_TRUE(given) << given.error().message;
  EXPECT_EQ(given->size(), 3U);
  EXPECT_THAT(textsOf(*given, "fail-on"), ElementsAre("warning"));
  EXPECT_THAT(textsOf(*given, "ignore"), ElementsAre("a.b, c.", "d#e")) << "a # within a word is part of it";
  EXPECT_THAT(textsOf(*given, "phase"), ElementsAre("a = b"));
  EXPECT_EQ(describe(given->at("ignore").back().origin), "carbonfix.conf:5");
}

TEST(ConfigFile, SwitchesAreOnOrOff) {
  for (const char* const on : {"1", "true", "yes", "on"}) {
    EXPECT_THAT(textsOf(*parseConfig(std::string("stats = ") + on, "c"), "stats"), ElementsAre("")) << on;
  }
  for (const char* const off : {"0", "false", "no", "off"}) {
    EXPECT_THAT(textsOf(*parseConfig(std::string("stats = ") + off, "c"), "stats"), ElementsAre("off")) << off;
  }
  EXPECT_THAT(textsOf(*parseConfig("stats = on\nstats = off", "c"), "stats"), ElementsAre("off"));
  EXPECT_THAT(textsOf(*parseConfig("quiet = 2", "c"), "quiet"), ElementsAre("", ""));
  EXPECT_EQ(problemOf("\nstats = maybe"), "etc/carbonfix.conf:2: stats: \"maybe\" is neither true nor false");
  EXPECT_NE(problemOf("stats = 2"), "") << "only quiet and verbose count";
}

TEST(ConfigFile, PathsAreMeantFromItsOwnFolder) {
  const auto given = parseConfig(
      "rules = own\nrules = /abs\nparams = -\nnode = das1=homes/das1\nnode = das2\nformat = json:out.json\n"
      "format = text\nselect = a.b\nbind = plain.sch=conf/*.xml",
      "etc/carbonfix.conf");
  ASSERT_TRUE(given) << given.error().message;
  EXPECT_THAT(textsOf(*given, "rules"), ElementsAre("etc/own", "/abs"));
  EXPECT_THAT(textsOf(*given, "params"), ElementsAre("-"));
  EXPECT_THAT(textsOf(*given, "node"), ElementsAre("das1=etc/homes/das1", "das2"));
  EXPECT_THAT(textsOf(*given, "format"), ElementsAre("json:etc/out.json", "text"));
  EXPECT_THAT(textsOf(*given, "select"), ElementsAre("a.b"));
  EXPECT_THAT(textsOf(*given, "bind"), ElementsAre("etc/plain.sch=conf/*.xml"));
  EXPECT_THAT(textsOf(*parseConfig("rules = own", "carbonfix.conf"), "rules"), ElementsAre("own"));
  EXPECT_THAT(textsOf(*parseConfig("rules = own", "/carbonfix.conf"), "rules"), ElementsAre("/own"));
}

TEST(ConfigFile, AMistakeIsToldWithItsLineAndWhatIsNear) {
  EXPECT_THAT(problemOf("#\nfial-on = warning"),
              HasSubstr("carbonfix.conf:2: unknown option fial-on (did you mean \"fail-on\"?)"));
  EXPECT_THAT(problemOf("fail_on = warning"), HasSubstr("did you mean \"fail-on\"?"));
  EXPECT_THAT(problemOf("baseline ="), HasSubstr("carbonfix.conf:1: baseline needs a value"));
  EXPECT_THAT(problemOf("= x"), HasSubstr("carbonfix.conf:1: this line is not \"option = value\""));
  EXPECT_THAT(problemOf("[lint]"), HasSubstr("carbonfix.conf:1: this line is not \"option = value\""));
}

TEST(ConfigFile, ALineThatIsNoneIsNotShown) {
  EXPECT_THAT(problemOf("hunter2 is the password"), testing::Not(HasSubstr("hunter2")))
      << "it may be a file of another kind";
}

TEST(ConfigFile, WhatAgreesOrWritesMustBeTyped) {
  for (const char* const option :
       {"yes",     "consent",  "force-generated", "force-changed",  "break-links", "follow-outside",
        "no-mask", "fix",      "unsafe-fixes",    "write-baseline", "in-place",    "update",
        "secrets", "out",      "output",          "no-fsync",       "help",        "version",
        "config",  "isolated", "show-config"}) {
    ASSERT_NE(findOption(option), nullptr) << option;
    const std::string problem = problemOf(std::string(option) + " = true");
    EXPECT_THAT(problem, HasSubstr(std::string("carbonfix.conf:1: ") + option + " is not taken from a file: "));
  }
}

// Two folders: of the caller, and of the system.
class FindConfig : public testing::Test {
 protected:
  FindConfig() { console_.systemConfig = folder_.path("etc/carbonfix.conf"); }

  Result<std::string> find() const { return findConfig(diskFileSystem(), console_); }

  test::TemporaryFolder folder_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::istringstream in_;
  Console console_{.out = out_, .err = err_, .in = in_, .environment = [](const char*) { return std::nullopt; }};
};

TEST_F(FindConfig, NoneIsFine) { EXPECT_EQ(*find(), ""); }

TEST_F(FindConfig, IsTheSystemsWhenThereIsNoneHere) {
  const std::string file = folder_.write("etc/carbonfix.conf", "");
  EXPECT_EQ(*find(), file);
}

TEST_F(FindConfig, AFolderOfThatNameIsNone) {
  folder_.makeFolder("etc/carbonfix.conf");
  EXPECT_EQ(*find(), "");
}

TEST_F(FindConfig, IsRefusedWhenOthersMayWriteIt) {
  const std::string file = folder_.write("etc/carbonfix.conf", "");
  for (const mode_t mode : {0620U, 0602U}) {
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
    const auto found = find();
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, HasSubstr("other users may write it"));
    EXPECT_THAT(found.error().hint, HasSubstr("--isolated"));
  }
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  EXPECT_TRUE(find());
}

TEST_F(FindConfig, IsRefusedWhenItBelongsToAnother) {
  const std::string file = folder_.write("etc/carbonfix.conf", "");
  if (chown(file.c_str(), 65534, 65534) != 0) GTEST_SKIP() << "only root can give a file away";
  const auto found = find();
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("it belongs to another user"));
  console_.environment = [](const char* name) {
    return std::string_view(name) == "SUDO_UID" ? std::optional<std::string>("65534") : std::nullopt;
  };
  EXPECT_TRUE(find()) << "whoever became root through sudo is the caller";
}

TEST_F(FindConfig, IsRefusedWhenALinkOfAnotherLeadsToIt) {
  folder_.write("theirs", "");
  folder_.link(folder_.path("theirs"), "etc/carbonfix.conf");
  EXPECT_TRUE(find());
  if (lchown(folder_.path("etc/carbonfix.conf").c_str(), 65534, 65534) != 0) GTEST_SKIP() << "only root can";
  EXPECT_FALSE(find());
}

}  // namespace
}  // namespace carbonfix
