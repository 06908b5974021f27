#include "cli/store_health.h"

#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/store/history.h"
#include "carbonfix/store/store.h"
#include "cli/messages.h"
#include "cli/run_text.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

// All of it must fit one screen, whatever is wrong.
constexpr std::size_t kNamed = 4;

std::string section(std::string_view title, const std::vector<std::string>& things) {
  if (things.empty()) return fmt::format("  {:<20} none\n", title);
  std::string out;
  for (std::size_t i = 0; i < things.size() && i < kNamed; ++i) {
    out += fmt::format("  {:<20} {}\n", i == 0 ? title : "", printable(things[i]));
  }
  if (things.size() > kNamed) out += fmt::format("  {:<20} and {} more\n", "", things.size() - kNamed);
  return out;
}

std::string adviceFor(const StoreHealth& health, const Home& home, const StoreOptions& options) {
  std::string out;
  if (!health.interrupted.empty()) {
    out += fmt::format("An interrupted run is rolled back by the next apply or restore: {}\n",
                       restoreCommand(home.path(), options));
  }
  if (!health.orphans.empty()) {
    out += "Orphans can be deleted; what is left of a run goes with the next carbonfix history prune.\n";
  }
  if (!health.damaged.empty()) out += "A run whose backups are damaged can't be undone.\n";
  return out;
}

std::string describeHealth(const StoreHealth& health, const Home& home, const StoreOptions& options) {
  std::string out = fmt::format("{} ({}): {}, {}\n", printable(home.node()), printable(home.path()),
                                counted(health.runs, "run"), health.isHealthy() ? "healthy" : "not healthy");
  out +=
      fmt::format("  {:<20} {}\n", "being written by", health.running.empty() ? "nobody" : printable(health.running));
  out += section("interrupted runs", health.interrupted);
  out += section("orphans", health.orphans);
  out += section("damaged backups", health.damaged);
  out += section("changed since", health.changedSince);
  if (!health.notChecked.empty()) out += section("not checked", health.notChecked);
  return out + adviceFor(health, home, options);
}

}  // namespace

ExitCode checkHomes(const std::vector<Home>& homes, const Options& options, Console& console) {
  ExitCode code = kOk;
  for (const Home& home : homes) {
    const auto health = checkStore(Store(home, options.store));
    if (!health) {
      printError(console, health.error());
      code = kTrouble;
      continue;
    }
    const bool isResult = !health->isHealthy() || !health->notChecked.empty();
    if (options.quiet == 0 || (options.quiet == 1 && isResult))
      console.out << describeHealth(*health, home, options.store);
    if (health->runs == 0 && home.confRoot().empty() && options.quiet < 2) {
      printNote(console, fmt::format("neither runs nor a configuration are in {}; is this the folder that the product "
                                     "is installed in?",
                                     home.path()));
    }
    if (!health->isHealthy() && code == kOk) code = kFindings;
    if (health->isHealthy() && !health->notChecked.empty()) code = kTrouble;
  }
  return code;
}

}  // namespace carbonfix
