#include "carbonfix/base/memory_file_system.h"

#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::uint32_t kFolderMode = 0755;

// "/a//b/./c/../d/" → "/a/b/d"; the root is "/".
std::string normal(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  return "/" + join(parts, "/");
}

std::string parentOf(const std::string& normalPath) {
  const std::size_t slash = normalPath.rfind('/');
  return slash == 0 ? "/" : normalPath.substr(0, slash);
}

Error failure(std::string_view action, const std::string& path, std::string_view why) {
  return Error{.message = fmt::format("cannot {} {}: {}", action, path, why), .path = path};
}

}  // namespace

void MemoryFileSystem::add(const std::string& path, std::string bytes, std::uint32_t mode) {
  const std::string name = normal(path);
  addFolder(parentOf(name));
  files_.insert_or_assign(name, std::move(bytes));
  modes_.insert_or_assign(name, mode);
}

void MemoryFileSystem::addFolder(const std::string& path) {
  for (std::string name = normal(path); name != "/" && !modes_.contains(name); name = parentOf(name)) {
    modes_.emplace(name, kFolderMode);
  }
}

Result<FileStatus> MemoryFileSystem::status(const std::string& path) const {
  const std::string name = normal(path);
  if (name == "/") return FileStatus{.kind = FileKind::folder, .mode = kFolderMode};
  const auto mode = modes_.find(name);
  if (mode == modes_.end()) return FileStatus{};
  const auto file = files_.find(name);
  FileStatus status;
  status.kind = file == files_.end() ? FileKind::folder : FileKind::file;
  status.size = file == files_.end() ? 0 : file->second.size();
  status.mode = mode->second;
  status.inode = static_cast<std::uint64_t>(std::distance(modes_.begin(), mode)) + 1;
  status.links = 1;
  return status;
}

Result<FileStatus> MemoryFileSystem::linkStatus(const std::string& path) const { return status(path); }

Result<std::string> MemoryFileSystem::read(const std::string& path, std::size_t limit) const {
  const std::string name = normal(path);
  const auto file = files_.find(name);
  if (file == files_.end()) {
    return failure("read", path, modes_.contains(name) ? "it is a folder" : "no such file");
  }
  if (file->second.size() > limit) {
    return failure("read", path, fmt::format("{} bytes, the limit is {}", file->second.size(), limit));
  }
  journal_.push_back("read " + name);
  return file->second;
}

Result<std::vector<std::string>> MemoryFileSystem::list(const std::string& folder) const {
  const std::string name = normal(folder);
  if (name != "/" && (!modes_.contains(name) || files_.contains(name))) {
    return failure("list", folder, files_.contains(name) ? "it is not a folder" : "no such folder");
  }
  const std::string prefix = name == "/" ? name : name + "/";
  std::vector<std::string> names;
  for (auto entry = modes_.lower_bound(prefix); entry != modes_.end() && entry->first.starts_with(prefix); ++entry) {
    if (entry->first.find('/', prefix.size()) == std::string::npos) names.push_back(entry->first.substr(prefix.size()));
  }
  return names;
}

Result<std::string> MemoryFileSystem::realPath(const std::string& path) const {
  const std::string name = normal(path);
  if (name != "/" && !modes_.contains(name)) return failure("resolve", path, "no such file");
  return name;
}

Status MemoryFileSystem::makeFolder(const std::string& path, std::uint32_t mode) {
  const std::string name = normal(path);
  if (files_.contains(name)) return failure("make folder", path, "a file is in the way");
  if (const std::string parent = parentOf(name); parent != "/" && !modes_.contains(parent)) {
    return failure("make folder", path, "no such folder above it");
  }
  journal_.push_back("mkdir " + name);
  modes_.emplace(name, mode);
  return {};
}

Status MemoryFileSystem::createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) {
  const std::string name = normal(path);
  if (modes_.contains(name)) return failure("create", path, "it exists");
  if (const std::string parent = parentOf(name); parent != "/" && !modes_.contains(parent)) {
    return failure("create", path, "no such folder");
  }
  journal_.push_back("create " + name);
  files_.emplace(name, bytes);
  modes_.emplace(name, mode);
  return {};
}

Status MemoryFileSystem::copyOwner(const std::string& path, std::uint32_t, std::uint32_t) {
  if (!modes_.contains(normal(path))) return failure("change the owner of", path, "no such file");
  return {};
}

Status MemoryFileSystem::copyAttributes(const std::string& from, const std::string& to) {
  const auto source = modes_.find(normal(from));
  const auto target = modes_.find(normal(to));
  if (source == modes_.end()) return failure("look at", from, "no such file");
  if (target == modes_.end()) return failure("set the mode of", to, "no such file");
  target->second = source->second;
  return {};
}

Status MemoryFileSystem::rename(const std::string& from, const std::string& to) {
  const std::string source = normal(from);
  const std::string target = normal(to);
  const auto file = files_.find(source);
  if (file == files_.end()) return failure("rename", from, "no such file");
  if (const std::string parent = parentOf(target); parent != "/" && !modes_.contains(parent)) {
    return failure("rename", from, "no such folder: " + parent);
  }
  if (modes_.contains(target) && !files_.contains(target)) return failure("rename", from, to + " is a folder");
  journal_.push_back("rename " + source + " " + target);
  if (source == target) return {};
  std::string bytes = std::move(file->second);
  const std::uint32_t mode = modes_.at(source);
  files_.erase(file);
  modes_.erase(source);
  files_.insert_or_assign(target, std::move(bytes));
  modes_.insert_or_assign(target, mode);
  return {};
}

Status MemoryFileSystem::renameToNew(const std::string& from, const std::string& to) {
  if (modes_.contains(normal(to))) return failure("rename", from, to + " exists");
  return rename(from, to);
}

Status MemoryFileSystem::removeFile(const std::string& path) {
  const std::string name = normal(path);
  if (files_.erase(name) == 0) return failure("remove", path, "no such file");
  modes_.erase(name);
  journal_.push_back("remove " + name);
  return {};
}

Status MemoryFileSystem::removeFolder(const std::string& path) {
  const auto names = list(path);
  if (!names) return names.error();
  if (!names->empty()) return failure("remove", path, "the folder is not empty");
  modes_.erase(normal(path));
  journal_.push_back("rmdir " + normal(path));
  return {};
}

Status MemoryFileSystem::syncFolder(const std::string& path) {
  const auto names = list(path);
  return names ? Status{} : Status{names.error()};
}

class MemoryFileSystem::Lock final : public FileLock {
 public:
  Lock(MemoryFileSystem& files, std::string name) : files_(files), name_(std::move(name)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  Lock(Lock&&) = delete;
  Lock& operator=(Lock&&) = delete;
  ~Lock() override {
    files_.locked_.erase(name_);
    if (const auto file = files_.files_.find(name_); file != files_.files_.end()) file->second.clear();
  }

 private:
  MemoryFileSystem& files_;
  std::string name_;
};

Result<std::unique_ptr<FileLock>> MemoryFileSystem::lock(const std::string& path, const std::string& holder) {
  const std::string name = normal(path);
  if (modes_.contains(name) && !files_.contains(name)) return failure("lock", path, "it is a folder");
  if (!modes_.contains(name)) {
    if (const std::string parent = parentOf(name); parent != "/" && !modes_.contains(parent)) {
      return failure("lock", path, "no such folder");
    }
    modes_.emplace(name, 0600);
  }
  if (!locked_.insert(name).second) return std::unique_ptr<FileLock>();
  files_.insert_or_assign(name, holder);
  return std::unique_ptr<FileLock>(std::make_unique<Lock>(*this, name));
}

Status MemoryFileSystem::checkReplaceable(const std::string& path) const {
  for (std::string folder = parentOf(normal(path)); folder != "/"; folder = parentOf(folder)) {
    if (files_.contains(folder)) return failure("replace", path, folder + " is not a folder");
  }
  return {};
}

}  // namespace carbonfix
