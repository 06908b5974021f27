#include "cli/effects.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/home/server.h"

namespace carbonfix {
namespace {

template <class Wanted>
std::vector<std::string> idsWhere(const ChangeSet& changes, Wanted&& isWanted) {
  std::vector<std::string> ids;
  for (const PatchOutcome& outcome : changes.outcomes) {
    if (outcome.kind != PatchOutcome::Kind::changed || !isWanted(outcome)) continue;
    if (std::ranges::find(ids, outcome.id) == ids.end()) ids.push_back(outcome.id);
  }
  return ids;
}

struct Moved {
  Consent consent;
  const char* word;  // of --consent
  const char* what;
};
constexpr std::array kMoved = {
    Moved{Consent::data, "data", "moves data: the product will look for it elsewhere"},
    Moved{Consent::identity, "identity", "changes what the node is known by"},
};

std::vector<std::string> idsOf(const ChangeSet& changes, Consent consent) {
  return idsWhere(changes, [consent](const PatchOutcome& outcome) { return outcome.consent == consent; });
}

std::vector<std::string> idsOf(const ChangeSet& changes, Effect effect) {
  return idsWhere(changes, [effect](const PatchOutcome& outcome) { return outcome.effect == effect; });
}

std::string_view takes(const std::vector<std::string>& ids) { return ids.size() == 1 ? "takes" : "take"; }

std::string areRead(const std::vector<std::string>& ids) {
  return fmt::format("what {} {} is read", join(ids, ", "), ids.size() == 1 ? "writes" : "write");
}

std::string atNextStart(const ChangeSet& changes) {
  constexpr std::array kEffects = {
      std::pair{Effect::hot, "at once"},
      std::pair{Effect::restart, "at the next restart"},
      std::pair{Effect::firstStart, "only at the first start of a new home"},
  };
  std::vector<std::string> parts;
  std::size_t told = 0;
  for (const auto& [effect, when] : kEffects) {
    const auto ids = idsOf(changes, effect);
    if (ids.empty()) continue;
    told += ids.size();
    parts.push_back(fmt::format("{}: {}", when, join(ids, ", ")));
  }
  if (parts.empty()) return {};
  const bool all = idsWhere(changes, [](const PatchOutcome&) { return true; }).size() == told;
  if (parts.size() == 1 && all) parts.front().resize(parts.front().find(':'));
  return fmt::format("Takes effect {}.", join(parts, "; "));
}

std::string whileRunning(const ChangeSet& changes, long pid) {
  std::vector<std::string> parts;
  const auto add = [&parts](const std::vector<std::string>& ids, std::string_view when) {
    if (!ids.empty()) parts.push_back(fmt::format("{} {} effect {}", join(ids, ", "), takes(ids), when));
  };
  add(idsOf(changes, Effect::hot), "at once");
  add(idsOf(changes, Effect::restart), "when it is restarted");
  add(idsOf(changes, Effect::none), "most likely when it is restarted");
  const std::vector<std::string> tooLate = idsOf(changes, Effect::firstStart);
  if (!tooLate.empty()) parts.push_back(fmt::format("{} at the first start only, which is past", areRead(tooLate)));
  return fmt::format("Note: the server is running (pid {}){}{}.", pid, parts.empty() ? "" : ": ", join(parts, "; "));
}

}  // namespace

ServerState serverState(const Home& home, const ChangeSet& changes) {
  if (changes.files.empty()) return {};
  const std::optional<long> pid = runningServer(home);
  return {.pid = pid, .started = pid.has_value() || hasBeenStarted(home)};
}

std::vector<std::string> effectLines(const ChangeSet& changes, const ServerState& server) {
  if (changes.files.empty()) return {};
  if (server.pid) return {whileRunning(changes, *server.pid)};
  std::vector<std::string> lines;
  if (std::string line = atNextStart(changes); !line.empty()) lines.push_back(std::move(line));
  const std::vector<std::string> tooLate = idsOf(changes, Effect::firstStart);
  if (server.started && !tooLate.empty()) {
    lines.push_back(
        fmt::format("Note: this home has been started before, and {} at the first start only.", areRead(tooLate)));
  }
  return lines;
}

std::string consentLine(const ChangeSet& changes) {
  std::vector<std::string> words;
  std::vector<std::string> ids;
  for (const Moved& moved : kMoved) {
    const std::vector<std::string> some = idsOf(changes, moved.consent);
    if (some.empty()) continue;
    words.emplace_back(moved.word);
    ids.insert(ids.end(), some.begin(), some.end());
  }
  return words.empty() ? std::string()
                       : fmt::format("Apply will want --consent {} ({}).", join(words, ","), join(ids, ", "));
}

Status checkConsent(const ChangeSet& changes, const Options& options) {
  for (const Moved& moved : kMoved) {
    const std::vector<std::string> ids = idsOf(changes, moved.consent);
    if (ids.empty() || std::ranges::find(options.consent, moved.word) != options.consent.end()) continue;
    return Error{.message = fmt::format("refused: {} {}", join(ids, ", "), moved.what),
                 .hint = fmt::format("look at carbonfix plan, and if it is meant, say --consent {}", moved.word)};
  }
  return {};
}

}  // namespace carbonfix
