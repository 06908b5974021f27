// The files of a folder that match globs. Only folders that a glob can reach are listed, each of them once: a product
// home has tens of thousands of files that no rule asks for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"

namespace carbonfix {

class Listing {
 public:
  // `apart`: folders relative to `root` that "**" does not enter.
  Listing(FileSystem& fs, std::string root, std::vector<std::string> apart);

  // Adds the files (or the folders) that match, relative to the root. A folder that cannot be read is an error, an
  // absent one is none.
  Status match(std::string_view glob, std::set<std::string>& found, FileKind wanted = FileKind::file);
  // What was listed is listed again when it is needed.
  void forget() {
    entries_.clear();
    below_.clear();
  }

 private:
  using Segments = std::span<const std::string_view>;
  struct Entry {
    FolderEntry own;
    std::optional<FileKind> behind;  // a symlink, when first asked for
  };
  using Entries = std::vector<Entry>;

  Status expand(Segments glob, const std::string& folder, std::set<std::string>& found);
  Status expandLiteral(Segments glob, const std::string& folder, std::set<std::string>& found);
  Status expandWildcard(Segments glob, const std::string& folder, std::set<std::string>& found);
  Status expandAnyFolders(Segments glob, const std::string& folder, std::set<std::string>& found);

  // Names in a folder without our own; none when there is no such folder.
  Result<Entries*> entries(const std::string& folder);
  // Behind symlinks.
  Result<FileKind> kindOf(const std::string& folder, Entry& entry) const;
  // The same of a path whose folder may have been listed already; that saves a look at the disk.
  Result<FileKind> kindAt(const std::string& path);
  // The folder itself and all below it. A folder that is reached twice through symlinks is given once.
  Result<const std::vector<std::string>*> foldersBelow(const std::string& start);

  using FolderId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode
  // False: it is there already, or no folder by now.
  Result<bool> addTo(std::set<FolderId>& seen, const std::string& folder) const;

  std::string absolute(const std::string& path) const;

  FileSystem& fs_;
  FileKind wanted_ = FileKind::file;  // of the glob that is being matched
  std::string root_;
  std::vector<std::string> apart_;
  std::map<std::string, Entries, std::less<>> entries_;
  std::map<std::string, std::vector<std::string>, std::less<>> below_;
};

}  // namespace carbonfix
