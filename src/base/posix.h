// What every part of the disk file system needs to call POSIX: Errors that say what was tried, and descriptors that
// close themselves.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string>

#include "carbonfix/base/result.h"

namespace carbonfix {

// A POSIX call again for as long as a signal interrupts it.
template <class Call>
auto retry(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

// "cannot <tried> <path>: <what errno means>"
Error failed(const std::string& tried, const std::string& path, int code = errno);
Error refused(const std::string& path, const std::string& message, const std::string& hint = {});

// Paths are handed to C: a NUL inside would silently name another file.
Status checkPath(const std::string& path);

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

  // Some file systems tell only here that the bytes did not fit. Never tried twice: the number is gone either way.
  int close() {
    const int result = ::close(number_);
    number_ = -1;
    return result < 0 && errno != EINTR ? -1 : 0;
  }

 private:
  int number_;
};

}  // namespace carbonfix
