// The files of the homes as one run sees them: found and loaded once, and remembered, so that what the rules did not
// read can be checked for well-formedness, and what could not be read is said.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/home/home.h"
#include "lint/notes.h"
#include "lint/stats.h"

namespace carbonfix {

class Files {
 public:
  Files(const std::vector<Home>& homes, Notes& notes, Stats& stats) : homes_(homes), notes_(notes), stats_(stats) {}

  const std::vector<Home>& homes() const { return homes_; }

  // Files that match one of the globs, sorted.
  const std::vector<std::string>& match(std::size_t home, const std::string& globs) {
    return matched(home, globs).paths;
  }
  // The globs among them that name no file.
  const std::vector<std::string>& unmatched(std::size_t home, const std::string& globs) {
    return matched(home, globs).unmatched;
  }
  void noteUnmatched(std::size_t home, const std::string& globs);

  // Null: unreadable (noted) or malformed (a finding, see well_formed.h).
  Document* load(std::size_t home, const std::string& path);

  // The one file that document() or file-exists() names, relative to the home; empty when there is none.
  struct Found {
    std::string path;
    bool refused = false;  // a path that leaves the home; noted as trouble
  };
  const Found& find(std::size_t home, std::string_view path);
  // Is there such a file, or such a folder?
  bool exists(std::size_t home, std::string_view path);
  // The file's bytes, read once; null: absent or unreadable, which is noted.
  const std::string* bytes(std::size_t home, std::string_view path);
  // SHA-256 of the file's bytes, which are not kept; empty: absent, which is nothing to mention, or unreadable.
  std::string digest(std::size_t home, std::string_view path);
  // As files() gives them; a folder that can't be read is noted.
  std::vector<std::string> list(std::size_t home, std::string_view globs);
  void noteMissing(std::size_t home, std::string_view path) {
    notes_.add(homes_[home].node(), std::string(path), "no such file");
  }
  void noteTrouble(std::size_t home, const std::string& path, const std::string& why) {
    notes_.add(homes_[home].node(), path, why, true);
  }

  Stats& stats() { return stats_; }

  using File = std::pair<std::size_t, std::string>;
  const std::set<std::string>& loaded(std::size_t home) { return loaded_[home]; }
  // Was it loaded, and may it have suppression comments?
  bool maySuppress(std::size_t home, const std::string& path) const { return suppressing_.contains({home, path}); }
  const std::set<File>& suppressing() const { return suppressing_; }
  // What another one has loaded counts as loaded here.
  void absorb(std::size_t home, std::set<std::string> loaded, std::set<File> suppressing) {
    loaded_[home].merge(loaded);
    suppressing_.merge(suppressing);
  }

 private:
  const Home::Loaded& read(std::size_t home, const std::string& path);
  struct Matched {
    std::vector<std::string> paths;
    std::vector<std::string> unmatched;
  };
  const Matched& matched(std::size_t home, const std::string& globs);
  std::string lookFor(std::size_t home, const std::string& path) const;
  bool isInside(std::size_t home, const std::string& relative);

  const std::vector<Home>& homes_;
  Notes& notes_;
  Stats& stats_;
  std::map<std::pair<std::size_t, std::string>, Matched> matched_;
  std::map<std::pair<std::size_t, std::string>, Found> found_;
  std::map<std::size_t, std::set<std::string>> loaded_;
  std::map<std::pair<std::size_t, std::string>, std::optional<std::string>> bytes_;
  std::set<File> suppressing_;
  std::map<std::size_t, std::string> roots_;  // real paths; empty: it has none
};

}  // namespace carbonfix
