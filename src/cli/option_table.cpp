// Every option, and the help that is made of them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "cli/options.h"

namespace carbonfix {
namespace {

constexpr unsigned kHomes = kLint | kPlan | kApply;
constexpr unsigned kPatching = kPlan | kApply;
constexpr unsigned kWriting = kApply | kPatch | kRestore | kLint;
constexpr unsigned kChoosing = kLint | kRules;

constexpr std::array kOptions = {
    OptionInfo{"rules", 'r', "PATH", "a rule file, or a folder of them; repeatable",
               kHomes | kRules | kExplain | kSnapshot | kPorts},
    OptionInfo{"no-builtin-rules", 0, "", "leave the shipped lint packs out", kLint | kRules | kSnapshot | kPorts},
    OptionInfo{"recipe", 0, "NAME", "a shipped recipe (carbonfix rules --recipes lists them); repeatable", kPatching},
    OptionInfo{"param", 0, "NAME=VALUE", "a value that rules ask for; repeatable", kHomes},
    OptionInfo{"params", 0, "FILE", "name=value lines; - reads standard input; repeatable", kHomes},
    OptionInfo{"inventory", 0, "FILE", "the nodes of a cluster and their values; - reads standard input",
               kHomes | kPorts},
    OptionInfo{"node", 0, "NAME[=PATH]",
               "a home with a name of its own, or the inventory's node that HOME is; repeatable",
               kHomes | kSnapshot | kPorts},
    OptionInfo{"select", 0, "IDS", "only these rules: ids, prefixes that end in \".\", or globs, comma-separated",
               kChoosing},
    OptionInfo{"ignore", 0, "IDS", "all but these rules", kChoosing},
    OptionInfo{"severity", 0, "ID=LEVEL", "give these rules another severity; repeatable", kLint},
    OptionInfo{"phase", 0, "ID", "the patterns to run: default, pre-start, production or all", kChoosing},
    OptionInfo{"bind", 0, "FILE.sch=GLOBS", "the files that a plain Schematron schema is about; repeatable",
               kLint | kRules | kExplain | kSnapshot},
    OptionInfo{"key-file", 0, "FILE", "the key of a fleet: equal secrets of its snapshots compare equal",
               kLint | kSnapshot},
    OptionInfo{"min-severity", 0, "S", "show nothing below info, warning or error (default: info)", kChoosing},
    OptionInfo{"fail-on", 0, "S", "exit 1 at or above info, warning or error, or never (default: error)", kLint},
    OptionInfo{"format", 'f', "FMT[:FILE]",
               "text, concise or json, rules and explain: text, markdown or json, ports: text, csv or json;\n"
               "                           to FILE or standard output; repeatable",
               kLint | kRules | kExplain | kPorts},
    OptionInfo{"baseline", 0, "FILE", "leave out the findings that FILE holds", kLint},
    OptionInfo{"write-baseline", 0, "", "write what is found now to the --baseline FILE", kLint},
    OptionInfo{"waivers", 0, "FILE", "leave out the findings that FILE allows, until the day it says", kLint},
    OptionInfo{"no-inline", 0, "", "do as if no file had carbonfix:ignore comments", kLint},
    OptionInfo{"show-suppressed", 0, "", "list the findings left out too, and why they are", kLint},
    OptionInfo{"base", 0, "HOME", "the stock home over which each given folder of changed files lies", kLint},
    OptionInfo{"assume", 0, "PRODUCT@VERSION", "what the homes are, for example is@5.5.0", kLint | kPorts},
    OptionInfo{"fix", 0, "", "write the safe fixes of what is found; carbonfix restore undoes it", kLint},
    OptionInfo{"unsafe-fixes", 0, "", "with --fix or --diff: the other fixes too", kLint},
    OptionInfo{"diff", 0, "", "show what --fix would write", kLint},
    OptionInfo{"live", 0, "", "ask this machine too: ports, names, rights, limits", kLint},
    OptionInfo{"live-timeout", 0, "SECONDS", "with --live: the time for all of its questions (default: 2)", kLint},
    OptionInfo{"connect", 0, "", "with --live: try whether databases and other nodes answer", kLint},
    OptionInfo{"stats", 0, "", "tell the time of each file and rule, and how many nodes matched", kLint},
    OptionInfo{"jobs", 'j', "N", "threads to use at most (default: the processors, at most 8); the report is the same",
               kLint},
    OptionInfo{"context", 0, "N", "lines of the file to show with a finding (default: 1)", kLint},
    OptionInfo{"color", 0, "WHEN", "auto, always or never", kHomes | kRestore | kTest | kExplain},
    OptionInfo{"check", 0, "", "plan: exit 1 when something would change; history: is the store healthy?",
               kPlan | kHistory},
    OptionInfo{"out", 0, "FILE", "save the plan, for carbonfix apply FILE", kPlan},
    OptionInfo{"no-mask", 0, "", "show secrets, so that the diff can be applied by hand", kPlan},
    OptionInfo{"yes", 'y', "", "do not ask", kApply | kRestore | kHistory},
    OptionInfo{"output", 0, "DIR", "write the changed files below DIR, and nothing into the home", kApply},
    OptionInfo{"change", 0, "ID", "a change request's number, kept with the run; restore: undo all runs of it",
               kWriting},
    OptionInfo{"force-changed", 0, "", "put back files too that were changed after the run", kRestore},
    OptionInfo{"dry-run", 0, "", "show what would be put back; writes nothing", kRestore},
    OptionInfo{"keep", 0, "N", "prune: the newest runs that stay", kHistory},
    OptionInfo{"secrets", 0, "", "prune: remove backups that hold a secret in plain text", kHistory},
    OptionInfo{"break-links", 0, "", "change files that have several hard links; the other names keep the old bytes",
               kWriting},
    OptionInfo{"follow-outside", 0, "", "follow symlinks that lead out of the home", kWriting},
    OptionInfo{"state-dir", 0, "DIR", "keep runs and lock here in place of HOME/.carbonfix",
               kWriting | kPlan | kHistory},
    OptionInfo{"syslog", 0, "", "tell the system log of each run", kWriting},
    OptionInfo{"no-fsync", 0, "", "for tests and benches: what was written may be lost when the machine stops",
               kWriting},
    OptionInfo{"in-place", 'i', "", "write TARGET instead of printing it; carbonfix restore undoes it", kPatch},
    OptionInfo{"exact", 0, "", "remove leaves the white space around a node, also of a line that it was alone on",
               kPatch},
    OptionInfo{"consent", 0, "[WHAT]", "let patches move data, identity, or both when not said which", kApply},
    OptionInfo{"force-generated", 0, "", "write although the product generates these files", kApply | kPatch | kLint},
    OptionInfo{"require-examples", 0, "", "fail rules that have no example", kTest},
    OptionInfo{"update", 0, "", "rewrite each good snippet with what came out", kTest},
    OptionInfo{"recipes", 0, "", "list the shipped recipes instead", kRules},
    OptionInfo{"bundle", 0, "", "all rules as one file, for carbonfix lint --rules - on another machine", kRules},
    OptionInfo{"skeleton", 0, "", "params: an inventory to fill in, instead of the list", kRules},
    OptionInfo{"matrix", 0, "", "who connects to which port, for a firewall, instead of the list", kPorts},
    OptionInfo{"config", 0, "FILE", "options from FILE in place of carbonfix.conf", kEvery},
    OptionInfo{"isolated", 0, "", "read no configuration file and no CARBONFIX_ variable", kEvery},
    OptionInfo{"show-config", 0, "", "print the options in force and where each comes from", kEvery},
    OptionInfo{"quiet", 'q', "", "results only, no summary; -qq: nothing but the exit code", kEvery},
    OptionInfo{"verbose", 'v', "", "say what is done; -vv: more", kEvery},
    OptionInfo{"help", 'h', "", "this text", kEvery},
    OptionInfo{"version", 0, "", "the version", kEvery},
};

std::string optionLine(const OptionInfo& option) {
  std::string left = option.letter == 0 ? std::string("    ") : fmt::format("-{}, ", option.letter);
  left += fmt::format("--{}", option.name);
  if (!option.argument.empty()) left += fmt::format(" {}", option.argument);
  return fmt::format("  {:<24} {}\n", left, option.help);
}

constexpr std::string_view kExitCodes =
    "Exit codes:\n"
    "  0  all of it was checked, or done\n"
    "  1  findings at or above --fail-on; plan --check, lint --diff: something would change;\n"
    "     history --check: the store is not healthy; test: an example failed\n"
    "  2  the answer can't be trusted, or the command was refused\n"
    "  3  lint: findings at or above --fail-on, and something could not be checked\n"
    "  129, 130, 143  stopped by a signal; a run that was half done has been rolled back\n";

constexpr std::string_view kPrecedence =
    "An option is taken from the command line, else from the environment (CARBONFIX_FAIL_ON=warning),\n"
    "else from carbonfix.conf in the current folder or /etc/carbonfix (fail-on = warning), else it is the\n"
    "default. What one of them says of an option replaces what the later ones say of it.\n";

constexpr std::string_view kEnvironment =
    "Environment:\n"
    "  CARBONFIX_OPTION          a value of --option\n"
    "  CARBONFIX_CONFIG          the file to read in place of carbonfix.conf\n"
    "  CARBON_HOME               the home, when none is given\n"
    "  CARBONFIX_SNAPSHOT_KEY    the key itself, in place of --key-file\n"
    "  SOURCE_DATE_EPOCH         the second to take for now, where lint asks for the day\n"
    "  NO_COLOR, FORCE_COLOR     colour off, on; --color decides before them\n";

std::string helpEnd() { return fmt::format("{}\n{}\n{}", kPrecedence, kExitCodes, kEnvironment); }

std::string programHelp() {
  std::string text =
      "Lints and patches, in place, the configuration of WSO2 Carbon product homes.\n\n"
      "Usage: carbonfix COMMAND [OPTION…] [HOME…]\n"
      "       carbonfix [OPTION…] HOME…            the same as carbonfix lint\n\nCommands:\n";
  for (const Command& command : allCommands()) {
    text += fmt::format("  {:<9} {}\n", command.name, command.summary);
  }
  return text + "\ncarbonfix COMMAND --help tells the options of a command.\n\n" + helpEnd();
}

std::string commandHelp(const Command& command) {
  std::string text = fmt::format("carbonfix {}: {}\n\nUsage: carbonfix {} [OPTION…]{}{}\n\nOptions:\n", command.name,
                                 command.summary, command.name, command.usage.empty() ? "" : " ", command.usage);
  for (const OptionInfo& option : kOptions) {
    if ((option.commands & command.bit) != 0) text += optionLine(option);
  }
  return text + "\n" + helpEnd();
}

}  // namespace

std::span<const OptionInfo> allOptions() { return kOptions; }

const OptionInfo* findOption(std::string_view name) {
  const auto* const found = std::ranges::find(kOptions, name, &OptionInfo::name);
  return found == kOptions.end() ? nullptr : found;
}

std::string helpText(const Command* command) { return command == nullptr ? programHelp() : commandHelp(*command); }

}  // namespace carbonfix
