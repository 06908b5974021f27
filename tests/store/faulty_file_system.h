// A file system whose n-th call, of whatever kind, goes wrong: it fails, or the process is killed before or after it.
#pragma once

#include <csignal>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"

namespace carbonfix::test {

enum class Fault { fails, killsBefore, killsAfter };

class FaultyFileSystem : public FileSystem {
 public:
  // `at` counts from 1.
  FaultyFileSystem(FileSystem& real, Fault fault, std::size_t at) : real_(real), fault_(fault), at_(at) {}
  // The path of the call that went wrong; empty: the n-th never came.
  const std::string& hit() const { return hit_; }

  Result<FileStatus> status(const std::string& path) const override {
    return step(path, [&] { return real_.status(path); });
  }
  Result<FileStatus> linkStatus(const std::string& path) const override {
    return step(path, [&] { return real_.linkStatus(path); });
  }
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    return step(path, [&] { return real_.read(path, limit); });
  }
  Result<std::vector<std::string>> list(const std::string& folder) const override {
    return step(folder, [&] { return real_.list(folder); });
  }
  Result<std::string> realPath(const std::string& path) const override {
    return step(path, [&] { return real_.realPath(path); });
  }
  Status makeFolder(const std::string& path, std::uint32_t mode) override {
    return step(path, [&] { return real_.makeFolder(path, mode); });
  }
  Status createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) override {
    return step(path, [&] { return real_.createFile(path, bytes, mode); });
  }
  Status copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) override {
    return step(path, [&] { return real_.copyOwner(path, owner, group); });
  }
  Status copyAttributes(const std::string& from, const std::string& to) override {
    return step(to, [&] { return real_.copyAttributes(from, to); });
  }
  Status rename(const std::string& from, const std::string& to) override {
    return step(to, [&] { return real_.rename(from, to); });
  }
  Status renameToNew(const std::string& from, const std::string& to) override {
    return step(to, [&] { return real_.renameToNew(from, to); });
  }
  Status removeFile(const std::string& path) override {
    return step(path, [&] { return real_.removeFile(path); });
  }
  Status removeFolder(const std::string& path) override {
    return step(path, [&] { return real_.removeFolder(path); });
  }
  Status syncFolder(const std::string& path) override {
    return step(path, [&] { return real_.syncFolder(path); });
  }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, const std::string& holder) override {
    return step(path, [&] { return real_.lock(path, holder); });
  }
  Status checkReplaceable(const std::string& path) const override {
    return step(path, [&] { return real_.checkReplaceable(path); });
  }

 private:
  template <class Call>
  auto step(const std::string& path, Call call) const -> decltype(call()) {
    if (++count_ != at_) return call();
    hit_ = path;
    if (fault_ == Fault::fails) return Error{.message = "cannot use " + path + ": Input/output error", .path = path};
    if (fault_ == Fault::killsBefore) std::raise(SIGKILL);
    auto result = call();
    std::raise(SIGKILL);
    return result;
  }

  FileSystem& real_;
  Fault fault_;
  std::size_t at_;
  mutable std::size_t count_ = 0;
  mutable std::string hit_;
};

}  // namespace carbonfix::test
