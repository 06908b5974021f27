// Folders of changed files, each laid over one stock home: repositories often hold nothing else.
//
// Seen through it, a file below such a folder is the folder's own where there is one, else the stock home's; folders
// list the files of both. A file can't be taken away. Whatever is elsewhere on the disk is seen as it is. What is
// written goes where a write below the folder goes: never into the stock home.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/home/home.h"

namespace carbonfix {

class OverlayFileSystem : public FileSystem {
 public:
  // `base` outlives this.
  explicit OverlayFileSystem(const Home& base);

  // Lays a folder over the base. It holds the tree of the home from its top, or from somewhere on the way to the
  // configuration root (its files may begin with carbon.xml): where most of its files and folders have a counterpart in
  // the base. Error: no such folder, or nothing in it has one.
  Status add(std::string folder);

  // Is this file below an added folder the folder's own, as against the base's?
  bool isOwn(const std::string& path) const;

  Result<FileStatus> status(const std::string& path) const override;
  Result<FileStatus> linkStatus(const std::string& path) const override;
  Result<std::string> read(const std::string& path, std::size_t limit) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  // A file of the base is said to be where it is seen: in the folder.
  Result<std::string> realPath(const std::string& path) const override;

  Status makeFolder(const std::string& path, std::uint32_t mode) override;
  Status createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) override;
  Status copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) override;
  Status copyAttributes(const std::string& from, const std::string& to) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status renameToNew(const std::string& from, const std::string& to) override;
  Status removeFile(const std::string& path) override;
  Status removeFolder(const std::string& path) override;
  Status syncFolder(const std::string& path) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, const std::string& holder) override;
  Status checkReplaceable(const std::string& path) const override;

 private:
  struct Layer {
    std::string folder;
    std::string prefix;  // what the folder stands for in the home: "", "repository", "repository/conf"
  };
  // A path below an added folder: where the folder itself has it, and where the base does.
  struct Places {
    const Layer* layer = nullptr;  // null: not below one
    std::optional<std::string> own;
    std::optional<std::string> base;
  };

  Places placesOf(const std::string& path) const;
  // The one of the two that is there; the folder's own when neither is.
  std::string actual(const std::string& path) const;
  std::string ownPath(const std::string& path) const;
  std::size_t counterparts(const std::vector<std::string>& names, const std::string& prefix) const;

  FileSystem& disk_;
  const Home& base_;
  std::vector<Layer> layers_;
};

}  // namespace carbonfix
