// The command line, read and checked: every option of every command in one table, which parsing and help both use.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/store/options.h"
#include "cli/commands.h"

namespace carbonfix {

struct OptionInfo {
  std::string_view name;
  char letter;                // 0: none
  std::string_view argument;  // empty: a switch
  std::string_view help;
  unsigned commands;  // bits of CommandBit
};

std::span<const OptionInfo> allOptions();

enum class ColorChoice { automatic, always, never };

// --format FMT[:FILE]
struct FormatChoice {
  std::string format;
  std::string file;  // empty: standard output
};

struct Options {
  const Command* command = nullptr;  // lint when none is named
  bool commandNamed = false;
  std::vector<std::string> arguments;  // what is not an option, the command's name left out
  bool help = false;
  bool version = false;

  std::vector<HomeArgument> nodes;  // of --node; no path: a node of the inventory
  std::string inventory;            // FILE
  std::vector<std::string> rules;
  bool builtinRules = true;
  std::vector<std::string> recipes;
  bool listRecipes = false;
  bool skeleton = false;
  std::vector<std::string> params;          // NAME=VALUE
  std::vector<std::string> paramFiles;      // FILE or -
  std::vector<std::string> lastParamFiles;  // given again to apply a plan: they win over all others

  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::string phase = "default";
  Severity minSeverity = Severity::info;
  std::optional<Severity> failOn = Severity::error;  // empty: never
  std::vector<FormatChoice> formats;
  ColorChoice color = ColorChoice::automatic;
  std::size_t context = 1;

  bool check = false;
  bool yes = false;
  bool mask = true;
  bool forceGenerated = false;
  std::vector<std::string> consent;  // "data", "identity"
  bool requireExamples = false;
  bool update = false;
  bool inPlace = false;
  bool exact = false;
  std::string planFile;   // --out
  std::string outputDir;  // --output
  StoreOptions store;     // --state-dir, --change, --break-links, --follow-outside
  bool forceChanged = false;
  bool dryRun = false;
  std::optional<std::size_t> keep;
  bool dropSecrets = false;
  bool syslog = false;
  bool fsync = true;
  int quiet = 0;
  int verbose = 0;
};

// Errors name the nearest option or command, and say what was expected.
Result<Options> parseOptions(const std::vector<std::string>& arguments);

// What --help prints: of one command, or of the program when null.
std::string helpText(const Command* command);

}  // namespace carbonfix
