// Command line, environment, configuration file: which of them an option is taken from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "cli/option_variables.h"
#include "cli/options.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class OptionLevels : public testing::Test {
 protected:
  OptionLevels() {
    console_.systemConfig = folder_.path("carbonfix.conf");
    console_.environment = [this](const char* name) {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::nullopt : std::optional(found->second);
    };
  }

  void set(const std::string& variable, const std::string& value) {
    variables_[variable] = value;
    console_.variables.push_back(variable);
  }
  void file(std::string_view text) { folder_.write("carbonfix.conf", text); }

  Result<Options> parse(const std::vector<std::string>& arguments) { return parseOptions(arguments, console_); }
  std::string problem(const std::vector<std::string>& arguments) {
    const auto options = parse(arguments);
    return options ? "" : describe(options.error());
  }

  test::TemporaryFolder folder_;
  std::map<std::string, std::string> variables_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::istringstream in_;
  Console console_{.out = out_, .err = err_, .in = in_, .environment = {}};
};

TEST_F(OptionLevels, TheCommandLineWinsThenTheEnvironmentThenTheFile) {
  EXPECT_EQ(parse({"lint"})->failOn, Severity::error);
  file("fail-on = info\n");
  EXPECT_EQ(parse({"lint"})->failOn, Severity::info);
  set("CARBONFIX_FAIL_ON", "warning");
  EXPECT_EQ(parse({"lint"})->failOn, Severity::warning);
  EXPECT_EQ(parse({"lint", "--fail-on", "never"})->failOn, std::nullopt);
  EXPECT_EQ(parse({"lint", "--isolated"})->failOn, Severity::error);
}

TEST_F(OptionLevels, AHigherLevelReplacesAList) {
  file("ignore = a.b\nignore = c.d\nselect = e.\n");
  EXPECT_THAT(parse({"lint"})->ignore, ElementsAre("a.b", "c.d"));
  set("CARBONFIX_IGNORE", "f.g, h.i");
  EXPECT_THAT(parse({"lint"})->ignore, ElementsAre("f.g", "h.i"));
  const auto options = parse({"lint", "--ignore", "x.y"});
  EXPECT_THAT(options->ignore, ElementsAre("x.y"));
  EXPECT_THAT(options->select, ElementsAre("e."));
}

TEST_F(OptionLevels, ASwitchCanBeTurnedOffAgain) {
  file("no-inline = yes\nverbose = 2\n");
  EXPECT_FALSE(parse({"lint"})->inlineSuppressions);
  EXPECT_EQ(parse({"lint"})->verbose, 2);
  set("CARBONFIX_NO_INLINE", "off");
  EXPECT_TRUE(parse({"lint"})->inlineSuppressions);
  EXPECT_FALSE(parse({"lint", "--no-inline"})->inlineSuppressions);
}

TEST_F(OptionLevels, KeysOfOtherCommandsAreLeftToThem) {
  file("fail-on = never\nrecipe = das-3.1-min-ha\nrules = mine\n");
  const auto options = parse({"plan"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->failOn, Severity::error);
  EXPECT_THAT(options->recipes, ElementsAre("das-3.1-min-ha"));
  EXPECT_THAT(parse({"lint"})->recipes, IsEmpty());
  EXPECT_THAT(parse({"history"})->rules, IsEmpty());
}

TEST_F(OptionLevels, EveryValueOfTheFileIsChecked) {
  file("\nfail-on = fatal\n");
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"lint"}, {"plan"}, {"lint", "--fail-on", "error"}}) {
    EXPECT_THAT(problem(arguments), HasSubstr("carbonfix.conf:2:11: fail-on: \"fatal\" is not one of info, warning"));
  }
  file("context = -1");
  EXPECT_THAT(problem({"lint"}), HasSubstr("carbonfix.conf:1:11: context: \"-1\" is not a number from 0 to 1000"));
  file("severity = x=bad");
  EXPECT_THAT(problem({"lint"}), HasSubstr("carbonfix.conf:1:12: severity: \"bad\" is not one of"));
  file("format = xml");
  EXPECT_THAT(problem({"lint"}), HasSubstr("carbonfix.conf:1:10: format: \"xml\" is not one of"));
  file("node = x");
  EXPECT_THAT(problem({"lint"}), HasSubstr("carbonfix.conf:1:8: node: \"x\" is not NAME=PATH"));
  EXPECT_EQ(problem({"lint", "--inventory", "i.xml"}), "") << "what --node means is known only beside --inventory";
  EXPECT_EQ(problem({"lint", "--isolated"}), "");
}

TEST_F(OptionLevels, AMistakeInAVariableNamesIt) {
  set("CARBONFIX_FAIL_ON", "fatal");
  EXPECT_THAT(problem({"lint"}), HasSubstr("CARBONFIX_FAIL_ON: \"fatal\" is not one of"));
  variables_ = {{"CARBONFIX_YES", "1"}};
  EXPECT_THAT(problem({"lint"}), HasSubstr("CARBONFIX_YES is not taken from the environment: "));
  variables_ = {{"CARBONFIX_STATS", "maybe"}};
  EXPECT_THAT(problem({"lint"}), HasSubstr("CARBONFIX_STATS: \"maybe\" is neither true nor false"));
}

TEST_F(OptionLevels, AnEmptyVariableIsNotSet) {
  set("CARBONFIX_FAIL_ON", "");
  set("CARBONFIX_YES", " ");
  EXPECT_EQ(problem({"lint"}), "");
}

TEST_F(OptionLevels, ListsInVariablesHaveTheSeparatorThatTheirValuesLack) {
  set("CARBONFIX_RULES", "a.xml:/b c/d.xml:");
  set("CARBONFIX_PARAMS", "p:q");
  set("CARBONFIX_PARAM", "members=1,2\nhost=a:b\n");
  set("CARBONFIX_NODE", "a=/x,b=/y");
  set("CARBONFIX_FORMAT", "text,json:r.json");
  set("CARBONFIX_SEVERITY", "a.b=info,c.d=error");
  const auto options = parse({"lint"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_THAT(options->rules, ElementsAre("a.xml", "/b c/d.xml"));
  EXPECT_THAT(options->paramFiles, ElementsAre("p", "q"));
  EXPECT_THAT(options->params, ElementsAre("members=1,2", "host=a:b"));
  EXPECT_EQ(options->nodes.size(), 2U);
  EXPECT_EQ(options->formats.size(), 2U);
  EXPECT_EQ(options->severities.size(), 2U);
}

TEST_F(OptionLevels, EveryOptionHasAVariable) {
  EXPECT_EQ(variableOf("no-builtin-rules"), "CARBONFIX_NO_BUILTIN_RULES");
  for (const OptionInfo& option : allOptions()) {
    set(variableOf(option.name), option.argument.empty() ? "false" : "");
    if (!whyTyped(option.name).empty()) variables_.erase(variableOf(option.name));
  }
  const auto options = parse({"lint"});
  ASSERT_TRUE(options) << options.error().message;
}

TEST_F(OptionLevels, AVariableOfNoOptionIsNotedWithTheNearest) {
  for (const char* const known : {"CARBONFIX_MODE", "CARBONFIX_BIN", "CARBONFIX_SHARED", "CARBONFIX_VERSION",
                                  "CARBONFIX_CONFIG", "CARBONFIX_IGNORE"}) {
    console_.variables.emplace_back(known);
  }
  set("CARBONFIX_FIAL_ON", "x");
  set("CARBONFIX_ENTIRELY_DIFFERENT", "x");
  EXPECT_THAT(parse({"lint"})->notes,
              ElementsAre("the variable CARBONFIX_FIAL_ON is of no option (did you mean \"CARBONFIX_FAIL_ON\"?)",
                          "the variable CARBONFIX_ENTIRELY_DIFFERENT is of no option"));
  EXPECT_THAT(parse({"lint", "--isolated"})->notes, IsEmpty());
}

TEST_F(OptionLevels, TheFileCanBeNamed) {
  file("fail-on = info");
  const std::string other = folder_.write("other", "fail-on = warning");
  const std::string third = folder_.write("third", "fail-on = never");
  set("CARBONFIX_CONFIG", other);
  EXPECT_EQ(parse({"lint"})->failOn, Severity::warning);
  EXPECT_EQ(parse({"lint", "--config", third})->failOn, std::nullopt);
  EXPECT_THAT(problem({"lint", "--config", folder_.path("none")}), HasSubstr("none"));
  EXPECT_THAT(problem({"lint", "--isolated", "--config", third}), HasSubstr("leave one of them out"));
}

TEST_F(OptionLevels, HomesThatAreTypedAreTheHomesOfTheRun) {
  file("node = first=/opt/das1\nnode = das2\ninventory = i.xml\n");
  EXPECT_EQ(parse({"lint"})->nodes.size(), 2U);
  const auto options = parse({"lint", "/opt/other"});
  ASSERT_EQ(options->nodes.size(), 1U);
  EXPECT_EQ(options->nodes.front().node, "das2") << "a name alone says which node of the inventory the home is";
}

TEST_F(OptionLevels, HelpAndVersionLookAtNothing) {
  file("no sense");
  EXPECT_EQ(problem({"lint", "--help"}), "");
  EXPECT_EQ(problem({"--version"}), "");
}

TEST_F(OptionLevels, WhatIsShownSaysTheSameWhenItIsRead) {
  file("fail-on = warning\nignore = a.b\nignore = c.d\nno-inline = true\nquiet = 2\n");
  set("CARBONFIX_PHASE", "all");
  const auto options = parse({"lint", "--show-config", "--rules", "my # rules", "--stats"});
  ASSERT_TRUE(options) << options.error().message;
  const std::string conf = folder_.path("carbonfix.conf");
  EXPECT_THAT(options->shownConfig, HasSubstr("\nfail-on = warning  # " + conf + ":1\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("\nignore = a.b  # " + conf + ":2\nignore = c.d  # " + conf + ":3\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("\nphase = all  # CARBONFIX_PHASE\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("\nstats = true  # command line\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("\nmin-severity = info  # default\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("\n# baseline is not set\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("# rules = my # rules  # command line\n"))
      << "a file would take it for a comment";

  variables_.clear();
  file(options->shownConfig);
  const auto again = parse({"lint"});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->failOn, Severity::warning);
  EXPECT_THAT(again->ignore, ElementsAre("a.b", "c.d"));
  EXPECT_EQ(again->phase, "all");
  EXPECT_EQ(again->quiet, 2);
  EXPECT_FALSE(again->inlineSuppressions);
  EXPECT_TRUE(again->stats);
}

TEST_F(OptionLevels, TheDefaultsThatAreShownAreThoseInForce) {
  for (const Command& command : allCommands()) {
    const auto plain = parse({std::string(command.name), "--show-config"});
    ASSERT_TRUE(plain) << plain.error().message;
    file(plain->shownConfig);
    const auto again = parse({std::string(command.name)});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->phase, plain->phase);
    EXPECT_EQ(again->minSeverity, plain->minSeverity);
    EXPECT_EQ(again->failOn, plain->failOn);
    EXPECT_EQ(again->formats.front().format, plain->formats.front().format);
    EXPECT_EQ(again->color, plain->color);
    EXPECT_EQ(again->context, plain->context);
    EXPECT_EQ(again->quiet, 0);
  }
}

TEST_F(OptionLevels, ADefaultMayDependOnTheCommand) {
  EXPECT_THAT(parse({"lint", "--show-config"})->shownConfig, HasSubstr("\nphase = default  # default\n"));
  EXPECT_THAT(parse({"rules", "--show-config"})->shownConfig, HasSubstr("\nphase = all  # default\n"));
}

TEST_F(OptionLevels, NoSecretIsShown) {
  const auto options = parse({"lint", "--show-config", "--param", "db_password=hunter2", "--param",
                              "url=jdbc:mysql://u:hunter2@db/x", "--param", "port=1"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_THAT(options->shownConfig, testing::Not(HasSubstr("hunter2")));
  EXPECT_THAT(options->shownConfig, HasSubstr("# param = db_password=********  # command line\n"));
  EXPECT_THAT(options->shownConfig, HasSubstr("\nparam = port=1  # command line\n"));
}

}  // namespace
}  // namespace carbonfix
