#include "carbonfix/base/file_system.h"

#include <fmt/format.h>

#include <utility>

namespace carbonfix {

Result<std::vector<FolderEntry>> FileSystem::entries(const std::string& folder) const {
  auto names = list(folder);
  if (!names) return std::move(names).error();
  std::vector<FolderEntry> entries;
  entries.reserve(names->size());
  for (std::string& name : *names) {
    const auto status = linkStatus(fmt::format("{}/{}", folder, name));
    if (!status) return status.error();
    entries.push_back({.name = std::move(name), .kind = status->kind});
  }
  return entries;
}

}  // namespace carbonfix
