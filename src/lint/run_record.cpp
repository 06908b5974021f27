#include "lint/run_record.h"

#include <algorithm>

#include "carbonfix/base/text.h"
#include "lint/rule_ids.h"

namespace carbonfix {

void RunRecord::note(std::size_t home, const std::string& path, const Pattern& pattern, bool applies) {
  if (all_ || files_.maySuppress(home, path)) entries_.patterns[{home, path}].emplace_back(&pattern, applies);
}

void RunRecord::noteUndone(std::size_t home, const std::string& path, const Check& check) {
  if (all_ || files_.maySuppress(home, path)) entries_.undone.insert({{home, path}, &check});
}

void RunRecord::Entries::absorb(Entries other) {
  for (auto& [file, ofFile] : other.patterns) {
    auto& into = patterns[file];
    into.insert(into.end(), ofFile.begin(), ofFile.end());
  }
  undone.merge(other.undone);
}

// A baseline asks for the same ids again and again.
const RunRecord::Checks& RunRecord::checksOf(std::string_view ids) const {
  const auto [place, isNew] = checks_.try_emplace(std::string(ids));
  if (!isNew) return place->second;
  for (const Pack& pack : packs_) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) {
          if (covers(ids, check.id)) place->second.emplace_back(&pattern, &check);
        }
      }
    }
  }
  return place->second;
}

RunRecord::Verdict RunRecord::verdict(std::string_view ids, std::size_t home, const std::string& path) const {
  if (notes_.hasTrouble(files_.homes()[home].node(), path)) return Verdict::unknown;
  Verdict verdict = Verdict::notTheirs;
  const auto add = [&](Verdict one) {
    if (verdict != Verdict::unknown && one != Verdict::notTheirs) verdict = one;
  };
  for (const OwnFinding& own : ownFindings()) {
    if (covers(ids, own.id)) add(isOwnJudged(own.id) ? Verdict::judged : Verdict::unknown);
  }
  const bool exists = files_.homes()[home].exists(path);
  for (const auto& [pattern, check] : checksOf(ids)) {
    if (!isAbout(*pattern, home, path)) continue;
    if (!selection_.inPhase(*pattern) || !selection_.wants(*check)) {
      add(Verdict::unknown);
    } else {
      add(exists ? verdictOf(*pattern, *check, {home, path}) : Verdict::judged);
    }
  }
  return verdict;
}

bool RunRecord::areAllWanted(std::string_view ids) const {
  return std::ranges::all_of(checksOf(ids), [&](const auto& each) {
    return selection_.inPhase(*each.first) && selection_.wants(*each.second);
  });
}

bool RunRecord::isOwnJudged(std::string_view id) const {
  const Severity severity = selection_.severityOf(id, findOwn(id)->severity);
  if (severity < selection_.minSeverity()) return false;
  return id == kJsonComment || id == kJsonTrailingComma ? selection_.wantsRemark(id) : selection_.wantsId(id);
}

bool RunRecord::isAbout(const Pattern& pattern, std::size_t home, const std::string& path) const {
  const std::vector<std::string_view> globs = splitSpace(pattern.files);
  return std::ranges::any_of(
      globs, [&](std::string_view glob) { return globMatches(files_.homes()[home].resolve(glob), path); });
}

RunRecord::Verdict RunRecord::verdictOf(const Pattern& pattern, const Check& check, const File& file) const {
  const auto known = entries_.patterns.find(file);
  if (known == entries_.patterns.end() || entries_.undone.contains({file, &check})) return Verdict::unknown;
  const auto run = std::ranges::find(known->second, &pattern, [](const auto& each) { return each.first; });
  if (run == known->second.end()) return Verdict::unknown;
  return run->second ? Verdict::judged : Verdict::notTheirs;
}

}  // namespace carbonfix
