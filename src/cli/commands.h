// The table of commands: help, dispatch and spelling correction all read it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/cli/cli.h"

namespace carbonfix {

struct Options;

enum CommandBit : unsigned {
  kLint = 1U << 0U,
  kPlan = 1U << 1U,
  kApply = 1U << 2U,
  kRestore = 1U << 3U,
  kTest = 1U << 4U,
  kRules = 1U << 5U,
  kPatch = 1U << 6U,
  kHistory = 1U << 7U,
  kExplain = 1U << 8U,
  kSnapshot = 1U << 9U,
  kPorts = 1U << 10U,
  kEvery = ~0U,
};

struct Command {
  std::string_view name;
  std::string_view usage;    // what comes behind the name
  std::string_view summary;  // one line
  CommandBit bit;
  ExitCode (*run)(const Options& options, Console& console);
};

std::span<const Command> allCommands();
const Command* findCommand(std::string_view name);
std::vector<std::string> commandNames();

// One file a command.
ExitCode runLint(const Options& options, Console& console);
ExitCode runPlan(const Options& options, Console& console);
ExitCode runApply(const Options& options, Console& console);
ExitCode runRestore(const Options& options, Console& console);
ExitCode runHistory(const Options& options, Console& console);
ExitCode runTest(const Options& options, Console& console);
ExitCode runRules(const Options& options, Console& console);
ExitCode runExplain(const Options& options, Console& console);
ExitCode runPorts(const Options& options, Console& console);
ExitCode runPatch(const Options& options, Console& console);
ExitCode runSnapshot(const Options& options, Console& console);

}  // namespace carbonfix
