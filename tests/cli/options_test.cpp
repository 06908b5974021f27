#include "cli/options.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

std::string problemOf(const std::vector<std::string>& arguments) {
  const auto options = parseOptions(arguments);
  return options ? "" : options.error().message;
}

TEST(Options, WithoutACommandItIsLint) {
  const auto options = parseOptions({"--format", "json", "/opt/das"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->command->name, "lint");
  EXPECT_EQ(options->arguments, std::vector<std::string>{"/opt/das"});
  EXPECT_EQ(options->formats.at(0).format, "json");
}

TEST(Options, TheCommandMayStandBehindOptions) {
  const auto options = parseOptions({"-v", "plan", "--recipe", "x", "/opt/das"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->command->name, "plan");
  EXPECT_EQ(options->arguments, std::vector<std::string>{"/opt/das"});
  EXPECT_EQ(options->verbose, 1);
}

TEST(Options, OnlyTheFirstWordIsACommand) {
  const auto options = parseOptions({"test", "lint"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->command->name, "test");
  EXPECT_EQ(options->arguments, std::vector<std::string>{"lint"});
}

TEST(Options, LiveChecksAreAskedFor) {
  auto options = parseOptions({"lint", "/opt/das"});
  ASSERT_TRUE(options);
  EXPECT_FALSE(options->live);
  options = parseOptions({"lint", "--live", "--connect", "--live-timeout", "5", "/opt/das"});
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->live);
  EXPECT_TRUE(options->connect);
  EXPECT_EQ(options->liveTimeout, 5U);
  EXPECT_EQ(problemOf({"lint", "--connect"}), "option --connect does nothing without --live");
  EXPECT_EQ(problemOf({"lint", "--live-timeout", "5"}), "option --live-timeout does nothing without --live");
  EXPECT_NE(problemOf({"lint", "--live", "--live-timeout", "soon"}), "");
}

TEST(Options, UnknownOptionNamesTheNearest) {
  EXPECT_EQ(problemOf({"apply", "--recpie", "x"}), "unknown option --recpie (did you mean \"--recipe\"?)");
  EXPECT_EQ(problemOf({"lint", "--frobnicate"}), "unknown option --frobnicate");
}

TEST(Options, AShortenedOptionIsNotGuessed) { EXPECT_NE(problemOf({"lint", "--sel", "x"}), ""); }

TEST(Options, AnOptionWithoutItsValueSaysSo) {
  EXPECT_EQ(problemOf({"apply", "--recipe"}), "option --recipe needs a value");
  EXPECT_EQ(problemOf({"apply", "--recipe="}), "option --recipe needs a value");
  EXPECT_EQ(problemOf({"apply", "--param", "--yes"}), "option --param needs a value");
}

TEST(Options, ASwitchTakesNoValue) { EXPECT_EQ(problemOf({"apply", "--yes=no"}), "option --yes takes no value"); }

TEST(Options, AnOptionOfAnotherCommandSaysWhose) {
  EXPECT_EQ(problemOf({"lint", "--yes", "/opt/das"}), "option --yes is not for lint but for apply, restore, history");
}

TEST(Options, ChoicesNameTheNearest) {
  EXPECT_EQ(problemOf({"--format", "jsn"}),
            "option --format: \"jsn\" is not one of text, concise, json (did you mean \"json\"?)");
  EXPECT_NE(problemOf({"--fail-on", "fatal"}), "");
  EXPECT_NE(problemOf({"--min-severity", "never"}), "");
  EXPECT_NE(problemOf({"--color", "blue"}), "");
  EXPECT_NE(problemOf({"--context", "many"}), "");
  EXPECT_NE(problemOf({"--context", "-1"}), "");
  EXPECT_NE(problemOf({"--context", "1x"}), "");
  EXPECT_NE(problemOf({"--jobs", "0"}), "");
  EXPECT_NE(problemOf({"-j", "many"}), "");
}

TEST(Options, FailOnNeverFails) {
  const auto options = parseOptions({"--fail-on", "never"});
  ASSERT_TRUE(options);
  EXPECT_FALSE(options->failOn.has_value());
}

TEST(Options, QuietAndVerboseCount) {
  EXPECT_EQ(parseOptions({"-qq"})->quiet, 2);
  EXPECT_EQ(parseOptions({"-q", "--quiet"})->quiet, 2);
  EXPECT_EQ(parseOptions({"-vqv"})->verbose, 2);
}

TEST(Options, FormatsMayGoToFilesButOnlyOneToStandardOutput) {
  const auto options = parseOptions({"-f", "text", "--format", "json:a:b.json"});
  ASSERT_TRUE(options);
  ASSERT_EQ(options->formats.size(), 2U);
  EXPECT_EQ(options->formats[1].file, "a:b.json");
  EXPECT_NE(problemOf({"-f", "text", "-f", "json"}), "");
  EXPECT_NE(problemOf({"-f", "json:"}), "");
}

TEST(Options, SelectTakesCommasAndRepeats) {
  const auto options = parseOptions({"--select", "a.b, c.", "--select", "d*", "--ignore", "x,"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->select, (std::vector<std::string>{"a.b", "c.", "d*"}));
  EXPECT_EQ(options->ignore, std::vector<std::string>{"x"});
}

TEST(Options, NodesHaveANameAndAPath) {
  const auto options = parseOptions({"lint", "--node", "a=/opt/x=y"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->nodes.at(0).node, "a");
  EXPECT_EQ(options->nodes.at(0).path, "/opt/x=y");
  for (const char* const bad : {"a", "=b", "a="}) EXPECT_NE(problemOf({"--node", bad}), "") << bad;
}

TEST(Options, ANodeOfAnInventoryNeedsNoPath) {
  const auto options = parseOptions({"plan", "--node", "a", "--inventory", "i.xml", "--node", "b=/opt/b"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->inventory, "i.xml");
  EXPECT_EQ(options->nodes.at(0).node, "a");
  EXPECT_EQ(options->nodes.at(0).path, "");
  EXPECT_EQ(options->nodes.at(1).path, "/opt/b");
  EXPECT_NE(problemOf({"plan", "--inventory", ""}), "");
  for (const char* const bad : {"", "=b", "a="}) {
    EXPECT_NE(problemOf({"plan", "--inventory", "i.xml", "--node", bad}), "") << bad;
  }
}

TEST(Options, BehindTwoDashesEverythingIsAnArgument) {
  const auto options = parseOptions({"lint", "--", "-odd"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->arguments, std::vector<std::string>{"-odd"});
}

TEST(Options, ADashIsAValue) { EXPECT_EQ(parseOptions({"apply", "--params", "-"})->paramFiles.at(0), "-"); }

TEST(Help, NamesEveryCommandAndEveryOptionOfACommand) {
  for (const Command& command : allCommands()) {
    EXPECT_NE(helpText(nullptr).find("  " + std::string(command.name)), std::string::npos) << command.name;
    for (const OptionInfo& option : allOptions()) {
      const std::string left = option.letter == 0 ? "      " : std::string("  -") + option.letter + ", ";
      const bool shown =
          helpText(&command).find("\n" + left + "--" + std::string(option.name) + " ") != std::string::npos;
      EXPECT_EQ(shown, (option.commands & command.bit) != 0) << command.name << " --" << option.name;
    }
  }
}

}  // namespace
}  // namespace carbonfix
