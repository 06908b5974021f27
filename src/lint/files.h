// The files of the homes as one run sees them: found and loaded once, and remembered, so that what the rules did not
// read can be checked for well-formedness, and what could not be read is said.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/home/home.h"
#include "lint/notes.h"

namespace carbonfix {

class Files {
 public:
  Files(const std::vector<Home>& homes, Notes& notes) : homes_(homes), notes_(notes) {}

  const std::vector<Home>& homes() const { return homes_; }

  // Files that match one of the globs, sorted. A glob that names no file is noted.
  const std::vector<std::string>& match(std::size_t home, const std::string& globs);

  // Null: unreadable (noted) or malformed (a finding, see well_formed.h).
  Document* load(std::size_t home, const std::string& path);

  // The one file that document() or file-exists() names, relative to the home; empty when there is none.
  struct Found {
    std::string path;
    bool refused = false;  // a path that leaves the home; noted as trouble
  };
  const Found& find(std::size_t home, std::string_view path);
  void noteMissing(std::size_t home, std::string_view path) {
    notes_.add(homes_[home].node(), std::string(path), "no such file");
  }

  const std::set<std::string>& loaded(std::size_t home) { return loaded_[home]; }

 private:
  std::string lookFor(std::size_t home, const std::string& path) const;
  bool isInside(std::size_t home, const std::string& relative) const;

  const std::vector<Home>& homes_;
  Notes& notes_;
  std::map<std::pair<std::size_t, std::string>, std::vector<std::string>> matched_;
  std::map<std::pair<std::size_t, std::string>, Found> found_;
  std::map<std::size_t, std::set<std::string>> loaded_;
};

}  // namespace carbonfix
