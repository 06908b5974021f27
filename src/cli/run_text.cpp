#include "cli/run_text.h"

#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "cli/messages.h"

namespace carbonfix {
namespace {

constexpr std::size_t kColumns = 80;

// "  rules: a, b," and, below the first word, what does not fit the line any more.
std::string wrappedList(std::string_view label, const std::vector<std::string>& words) {
  std::string out;
  std::string line = fmt::format("  {}", label);
  const std::string indent(line.size(), ' ');
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = printable(words[i]) + (i + 1 < words.size() ? "," : "");
    if (line.size() > indent.size() && displayWidth(line) + 1 + displayWidth(word) > kColumns) {
      out += line + '\n';
      line = indent;
    }
    line += ' ' + word;
  }
  return out + line + '\n';
}

std::string fileLine(const RunFile& file) {
  std::string line = file.path;
  if (file.digestBefore.empty()) line += " (made)";
  if (file.digestAfter.empty()) line += " (removed)";
  if (file.originalDropped) line += " (original dropped)";
  return printable(line);
}

}  // namespace

std::string nodePrefix(const Home& home, bool several) { return several ? home.node() + ":" : std::string(); }

std::string timeOf(const Run& run) {
  const std::string_view name = run.name;  // 20261121T091500Z-1
  if (name.size() < 16) return run.name;
  return fmt::format("{}-{}-{} {}:{}:{} UTC", name.substr(0, 4), name.substr(4, 2), name.substr(6, 2),
                     name.substr(9, 2), name.substr(11, 2), name.substr(13, 2));
}

std::string whoRan(const Run& run) {
  std::string who = run.user.empty() ? "somebody" : run.user;
  if (!run.sudoUser.empty()) who += fmt::format(" (sudo {})", run.sudoUser);
  if (!run.host.empty()) who += " on " + run.host;
  if (!run.change.empty()) who += ", change " + run.change;
  return printable(who);
}

std::string stateOf(const Run& run, bool running) {
  if (run.state == RunState::rolledBack) return "rolled back";
  if (run.state != RunState::committed) return running ? "running" : "interrupted";
  return run.undoneBy.empty() ? "committed" : "undone by " + run.undoneBy;
}

std::string describeRun(const Run& run, bool running, std::string_view prefix) {
  std::string out = printable(fmt::format("{}{}  {}  {}", prefix, run.name, timeOf(run), stateOf(run, running))) + '\n';
  out += fmt::format("  by {}\n", whoRan(run));
  if (!run.undoes.empty()) out += fmt::format("  undoes {}\n", printable(run.undoes));
  if (!run.rules.empty()) out += wrappedList("rules:", run.rules);
  std::string_view label = "files:";
  for (const RunFile& file : run.files) {
    out += fmt::format("  {:<6} {}\n", label, fileLine(file));
    label = "";
  }
  return out;
}

std::string restoreCommand(const std::string& home, const StoreOptions& options, const std::string& run) {
  std::string command = "carbonfix restore ";
  if (!options.stateDir.empty()) command += fmt::format("--state-dir {} ", shellQuoted(options.stateDir));
  if (options.followOutside) command += "--follow-outside ";
  command += shellQuoted(home);
  return run.empty() ? command : fmt::format("{} {}", command, run);
}

}  // namespace carbonfix
