#include "store/write_lock.h"

#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "carbonfix/base/percent.h"
#include "carbonfix/base/process.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMaxLock = 4096;

// "pid=42 host=das1 since=2026-11-21T15:53:00Z"
std::string ourLine() {
  return fmt::format("pid={} host={} since={:%Y-%m-%dT%H:%M:%SZ}\n", getpid(), percentEncoded(currentOperator().host),
                     fmt::gmtime(std::time(nullptr)));
}

std::string valueOf(std::string_view line, std::string_view name) {
  for (const std::string_view word : splitSpace(line)) {
    if (word.starts_with(name) && word.substr(name.size()).starts_with('=')) {
      return percentDecoded(word.substr(name.size() + 1)).value_or("");
    }
  }
  return {};
}

// Who has just got the lock may not have written its line yet.
std::optional<LockHolder> holderSoon(const FileSystem& fs, const std::string& lockPath) {
  constexpr int kLooks = 10;
  constexpr std::chrono::milliseconds kPause(10);
  for (int look = 1; look < kLooks; ++look) {
    if (auto holder = lockHolder(fs, lockPath)) return holder;
    std::this_thread::sleep_for(kPause);
  }
  return lockHolder(fs, lockPath);
}

}  // namespace

std::string LockHolder::text() const { return fmt::format("pid {} on {}, since {}", pid, host, since); }

bool LockHolder::isAtIt() const {
  if (host != currentOperator().host) return true;
  // Who holds it does not ask: in containers, programs that follow each other have one number.
  if (pid == getpid() || !isProcessAlive(pid)) return false;
  // The number may have been given to another program since.
  const std::string command = processCommand(pid);
  return command.empty() || command.find("carbonfix") != std::string::npos;
}

std::optional<LockHolder> lockHolder(const FileSystem& fs, const std::string& lockPath) {
  const auto line = fs.read(lockPath, kMaxLock);
  if (!line) return std::nullopt;
  const std::string digits = valueOf(*line, "pid");
  LockHolder holder{.host = valueOf(*line, "host"), .since = valueOf(*line, "since")};
  const char* const end = digits.data() + digits.size();
  const auto [stop, code] = std::from_chars(digits.data(), end, holder.pid);
  if (code != std::errc() || stop != end) return std::nullopt;
  return holder;
}

Result<WriteLock> WriteLock::take(FileSystem& fs, const std::string& lockPath, std::string_view what) {
  WriteLock lock;
  if (auto added = lock.add(fs, lockPath, what); !added) return std::move(added).error();
  return lock;
}

Status WriteLock::add(FileSystem& fs, const std::string& lockPath, std::string_view what) {
  auto lock = fs.lock(lockPath, ourLine());
  return lock ? keep(std::move(*lock), fs, lockPath, what) : Status(std::move(lock).error());
}

Status WriteLock::addWherePossible(FileSystem& fs, const std::string& lockPath, std::string_view what) {
  auto lock = fs.lock(lockPath, ourLine());
  return lock ? keep(std::move(*lock), fs, lockPath, what) : Status();
}

Status WriteLock::keep(std::unique_ptr<FileLock> lock, const FileSystem& fs, const std::string& lockPath,
                       std::string_view what) {
  if (lock == nullptr) {
    const auto holder = holderSoon(fs, lockPath);
    return Error{.message = fmt::format("another carbonfix is changing {}{}", what,
                                        holder ? fmt::format(" ({})", holder->text()) : std::string()),
                 .path = lockPath,
                 .hint = "Try again when it has ended. Nothing was changed."};
  }
  locks_.push_back(std::move(lock));
  return {};
}

}  // namespace carbonfix
