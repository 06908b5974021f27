// The command line, read and checked: every option of every command in one table, which parsing and help both use.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/store/options.h"
#include "cli/commands.h"
#include "cli/given_options.h"

namespace carbonfix {

struct OptionInfo {
  std::string_view name;
  char letter;                // 0: none
  std::string_view argument;  // empty: a switch
  std::string_view help;
  unsigned commands;  // bits of CommandBit
};

std::span<const OptionInfo> allOptions();
// By its long name; null when there is none.
const OptionInfo* findOption(std::string_view name);

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
  std::string keyFile;              // --key-file; empty: none
  std::vector<std::string> rules;
  bool builtinRules = true;
  std::vector<std::string> recipes;
  bool listRecipes = false;
  bool skeleton = false;
  bool matrix = false;
  std::vector<std::string> params;          // NAME=VALUE
  std::vector<std::string> paramFiles;      // FILE or -
  std::vector<std::string> lastParamFiles;  // given again to apply a plan: they win over all others

  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<SeverityChange> severities;  // --severity ID=LEVEL, in order: a later one wins
  std::vector<std::string> bindings;       // --bind FILE.sch=GLOBS
  std::string phase = "default";           // "all" for the command rules
  Severity minSeverity = Severity::info;
  std::optional<Severity> failOn = Severity::error;  // empty: never
  std::vector<FormatChoice> formats;
  ColorChoice color = ColorChoice::automatic;
  std::size_t context = 1;
  std::optional<std::size_t> jobs;  // empty: as many as there are processors, within reason

  std::string baseline;  // FILE; empty: none
  bool writeBaseline = false;
  std::string waivers;  // FILE; empty: none
  bool inlineSuppressions = true;
  bool showSuppressed = false;
  std::string base;    // HOME of --base; empty: none
  std::string assume;  // PRODUCT@VERSION; empty: none
  bool fix = false;
  bool unsafeFixes = false;
  bool diff = false;
  bool stats = false;
  bool live = false;
  bool connect = false;
  std::size_t liveTimeout = 2;  // seconds
  bool bundle = false;
  std::string config;
  bool isolated = false;
  bool showConfig = false;
  std::string shownConfig;                       // what --show-config prints
  std::set<std::string, std::less<>> fromBelow;  // options that the environment or a file gave
  GivenOptions chosen;                           // the words of those that choose among rules, and where they stand
  std::vector<std::string> notes;                // on variables that may have been meant as options

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

// Errors name the nearest option or command, and say what was expected. The first form knows the command line alone; in
// the second an option that is not typed is taken from the environment, and after that from the configuration file.
Result<Options> parseOptions(const std::vector<std::string>& arguments);
Result<Options> parseOptions(const std::vector<std::string>& arguments, const Console& console);

// What --help prints: of one command, or of the program when null.
std::string helpText(const Command* command);

}  // namespace carbonfix
