// Which rules a run held against which files, where that has to be known: only a rule that was run can tell that a
// suppression is not needed any more.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/rules/model.h"
#include "lint/files.h"
#include "lint/notes.h"
#include "lint/selection.h"

namespace carbonfix {

class RunRecord {
 public:
  using File = Files::File;
  struct Entries {
    std::map<File, std::vector<std::pair<const Pattern*, bool>>> patterns;  // and whether it applied
    std::set<std::pair<File, const Check*>> undone;
    void absorb(Entries other);
  };

  // `all`: remember it for every file, and not only for those that may have suppression comments.
  RunRecord(const std::vector<Pack>& packs, const Selection& selection, Files& files, const Notes& notes, bool all)
      : packs_(packs), selection_(selection), files_(files), notes_(notes), all_(all) {}

  // The pattern was held against the file; `applies`: its condition was true.
  void note(std::size_t home, const std::string& path, const Pattern& pattern, bool applies);
  // But this check could not be run.
  void noteUndone(std::size_t home, const std::string& path, const Check& check);

  // What was noted, for another one.
  Entries take() { return std::exchange(entries_, {}); }
  void absorb(Entries entries) { entries_.absorb(std::move(entries)); }

  // What the run says of the rules that `ids` covers and a file, or a path that is no file any more.
  enum class Verdict {
    notTheirs,  // none of them is about such a file, or applies to it
    unknown,    // one was not run: of another phase, not wanted, could not be evaluated
    judged,     // all that is to be found was found
  };
  Verdict verdict(std::string_view ids, std::size_t home, const std::string& path) const;

  // Are all of them run, wherever they apply?
  bool areAllWanted(std::string_view ids) const;

 private:
  bool isOwnJudged(std::string_view id) const;
  bool isAbout(const Pattern& pattern, std::size_t home, const std::string& path) const;
  Verdict verdictOf(const Pattern& pattern, const Check& check, const File& file) const;
  using Checks = std::vector<std::pair<const Pattern*, const Check*>>;
  const Checks& checksOf(std::string_view ids) const;

  const std::vector<Pack>& packs_;
  const Selection& selection_;
  Files& files_;
  const Notes& notes_;
  bool all_;
  mutable std::map<std::string, Checks, std::less<>> checks_;  // by the ids that were asked for
  Entries entries_;
};

}  // namespace carbonfix
