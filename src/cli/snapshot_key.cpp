#include "cli/snapshot_key.h"

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kShortestKey = 16;  // bytes
constexpr std::size_t kLongestKey = std::size_t{64} << 10;
constexpr std::uint32_t kForOthers = 0077;  // mode bits
constexpr const char* kMakeOne = "Make one that only you can read: (umask 077; openssl rand -hex 32 > snapshot.key)";

Result<std::string> checkedKey(std::string_view text, const std::string& where) {
  const std::string_view key = trim(text);
  if (key.size() >= kShortestKey) return std::string(key);
  const std::string problem =
      key.empty() ? "it is empty" : fmt::format("it has {} characters, and {} are needed", key.size(), kShortestKey);
  return Error{.message = fmt::format("the key in {} can't be used: {}", where, problem), .hint = kMakeOne};
}

}  // namespace

Result<std::string> snapshotKey(const Options& options, const Console& console) {
  if (options.keyFile.empty()) {
    const auto key = console.environment(kKeyVariable);
    return key ? checkedKey(*key, kKeyVariable) : std::string();
  }
  const auto status = diskFileSystem().status(options.keyFile);
  if (!status) return status.error();
  if (status->kind == FileKind::missing) {
    return Error{.message = fmt::format("there is no key file {}", options.keyFile), .hint = kMakeOne};
  }
  if (status->kind == FileKind::file && (status->mode & kForOthers) != 0) {
    return Error{.message = fmt::format("refused: other users may read or write the key file {} (its mode is {:04o})",
                                        options.keyFile, status->mode),
                 .hint = "Make a new key: who has this one can guess secrets. " + std::string(kMakeOne)};
  }
  const auto text = diskFileSystem().read(options.keyFile, kLongestKey);
  return text ? checkedKey(*text, options.keyFile) : Result<std::string>(text.error());
}

}  // namespace carbonfix
