#include "cli/effects.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

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

}  // namespace

std::string effectLine(const ChangeSet& changes) {
  constexpr std::array kEffects = {
      std::pair{Effect::hot, "at once"},
      std::pair{Effect::restart, "at the next restart"},
      std::pair{Effect::firstStart, "only at the first start of a new home"},
  };
  std::vector<std::string> parts;
  std::size_t told = 0;
  for (const auto& [effect, when] : kEffects) {
    const auto ids = idsWhere(changes, [effect = effect](const PatchOutcome& each) { return each.effect == effect; });
    if (ids.empty()) continue;
    told += ids.size();
    parts.push_back(fmt::format("{}: {}", when, join(ids, ", ")));
  }
  if (parts.empty()) return {};
  const bool all = idsWhere(changes, [](const PatchOutcome&) { return true; }).size() == told;
  if (parts.size() == 1 && all) parts.front().resize(parts.front().find(':'));
  return fmt::format("Takes effect {}.", join(parts, "; "));
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
