#include "store/orphans.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "carbonfix/base/path.h"
#include "store/target.h"
#include "store/temporary_name.h"

namespace carbonfix {
namespace {

// Large, and never written by us.
constexpr std::array<std::string_view, 6> kWithoutConfiguration = {"repository/components", "repository/data",
                                                                   "repository/database",   "repository/logs",
                                                                   "repository/resources",  "tmp"};

std::string below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : fmt::format("{}/{}", folder, name);
}

class Search {
 public:
  Search(const Home& home, const std::vector<Run>& runs) : home_(home) {
    for (const Run& run : runs) {
      if (!run.isFinished()) claim(run);
    }
  }

  void lookInto(const std::string& folder, bool deeper) {
    const auto names = home_.files().list(pathOf(folder));
    if (!names) {
      found_.notChecked.push_back(names.error().message);
      return;
    }
    for (const std::string& name : *names) {
      const std::string path = below(folder, name);
      if (isTemporaryName(name)) {
        if (!claimed_.contains(path)) found_.temporaries.push_back(path);
      } else if (deeper && isSearched(path, name)) {
        lookInto(path, deeper);
      }
    }
  }

  Leftovers take() {
    std::ranges::sort(found_.temporaries);
    return std::move(found_);
  }

 private:
  // A temporary lies beside the file itself, which a link may lead to.
  void claim(const Run& run) {
    StoreOptions anywhere;
    anywhere.followOutside = true;
    const std::string root = home_.files().realPath(home_.path()).value_or(home_.path()) + "/";
    for (const RunFile& file : run.files) {
      const auto place = realPlace(home_, file.path, anywhere);
      if (!place || !place->path.starts_with(root)) continue;
      claimed_.insert(below(relativeFolderOf(place->path.substr(root.size())), file.temporary));
    }
  }

  bool isSearched(const std::string& path, const std::string& name) const {
    const auto& runtimes = home_.runtimes();
    if (name == ".carbonfix" || std::ranges::find(kWithoutConfiguration, path) != kWithoutConfiguration.end() ||
        std::ranges::find(runtimes, path) != runtimes.end()) {
      return false;
    }
    const auto status = home_.files().linkStatus(pathOf(path));
    return status && status->kind == FileKind::folder;
  }

  std::string pathOf(const std::string& relative) const {
    return relative.empty() ? home_.path() : fmt::format("{}/{}", home_.path(), relative);
  }

  const Home& home_;
  std::set<std::string> claimed_;  // relative to the home
  Leftovers found_;
};

}  // namespace

Leftovers findLeftovers(const Home& home, const std::vector<Run>& runs) {
  Search search(home, runs);
  if (!home.confRoot().empty()) {
    search.lookInto("", true);
    return search.take();
  }
  std::set<std::string> folders{""};
  for (const Run& run : runs) {
    for (const RunFile& file : run.files) folders.insert(relativeFolderOf(file.path));
  }
  for (const std::string& folder : folders) search.lookInto(folder, false);
  return search.take();
}

}  // namespace carbonfix
