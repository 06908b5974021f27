#include "cli/commands.h"

#include <algorithm>
#include <array>

namespace carbonfix {
namespace {

constexpr std::array kCommands = {
    Command{"lint", "[HOME…]", "check homes; writes nothing", kLint, runLint},
    Command{"plan", "[HOME…]", "show what apply would change, as a unified diff; writes nothing", kPlan, runPlan},
    Command{"apply", "[PLAN|HOME…]", "change the files of homes; every change can be undone", kApply, runApply},
    Command{"restore", "[HOME] [RUN] | --change ID [HOME…]", "undo a run of apply: the newest, or the one named",
            kRestore, runRestore},
    Command{"history", "[prune] [HOME…]", "list the runs of a home, or remove old ones", kHistory, runHistory},
    Command{"patch", "DIFF TARGET", "run an XML patch (RFC 5261; - is standard input) on a file and print the result",
            kPatch, runPatch},
    Command{"snapshot", "[HOME…]", "print what rules can see of a home, secrets masked, for lint on another machine",
            kSnapshot, runSnapshot},
    Command{"ports", "[HOME…]", "list the ports that homes open, or who connects to them; writes nothing", kPorts,
            runPorts},
    Command{"test", "[RULES…]", "run the examples in rule files", kTest, runTest},
    Command{"rules", "[params RECIPE|FILE]", "list the rules, one a line, or what a recipe wants to know", kRules,
            runRules},
    Command{"explain", "ID…", "tell what a rule is about: why, bad and good, how to repair or leave it out", kExplain,
            runExplain},
};

}  // namespace

std::span<const Command> allCommands() { return kCommands; }

const Command* findCommand(std::string_view name) {
  const auto* const found = std::ranges::find(kCommands, name, &Command::name);
  return found == kCommands.end() ? nullptr : found;
}

std::vector<std::string> commandNames() {
  std::vector<std::string> names;
  names.reserve(kCommands.size());
  for (const Command& command : kCommands) names.emplace_back(command.name);
  return names;
}

}  // namespace carbonfix
