// The format is APPNOTE.TXT of PKWARE: 4.3.16 end of central directory record, 4.3.12 central directory header.
// Archives of more than 65,535 files or 4 GiB (zip64) are none that a product loads, and hold nothing here.
#include "home/jar.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace carbonfix {
namespace {

constexpr std::string_view kEndMark("PK\x05\x06", 4);
constexpr std::string_view kEntryMark("PK\x01\x02", 4);
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kMostOfComment = 65535;
constexpr std::size_t kEntrySize = 46;
constexpr std::size_t kMostOfDirectory = std::size_t{32} << 20;

class File {
 public:
  explicit File(const std::string& path) : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (number_ >= 0) close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // 0 for what is no file.
  std::size_t size() const {
    struct stat status {};
    if (number_ < 0 || fstat(number_, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
    return static_cast<std::size_t>(status.st_size);
  }

  // Shorter where the file ends.
  std::string read(std::size_t offset, std::size_t length) const {
    std::string bytes(length, '\0');
    std::size_t got = 0;
    while (got < length) {
      const ssize_t some = pread(number_, bytes.data() + got, length - got, static_cast<off_t>(offset + got));
      if (some <= 0) break;
      got += static_cast<std::size_t>(some);
    }
    bytes.resize(got);
    return bytes;
  }

 private:
  int number_;
};

std::size_t numberAt(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::size_t number = 0;
  for (std::size_t i = size; i-- > 0;) number = number << 8U | static_cast<unsigned char>(bytes[offset + i]);
  return number;
}

// The table of contents; empty: the file has none.
std::string directoryOf(const File& file) {
  const std::size_t size = file.size();
  if (size < kEndSize) return {};
  const std::size_t tail = std::min(size, kEndSize + kMostOfComment);
  const std::string end = file.read(size - tail, tail);
  const std::size_t mark = end.rfind(kEndMark);
  if (mark == std::string::npos || end.size() - mark < kEndSize) return {};
  const std::size_t length = numberAt(end, mark + 12, 4);
  const std::size_t offset = numberAt(end, mark + 16, 4);
  if (length > kMostOfDirectory || offset > size || length > size - offset) return {};
  return file.read(offset, length);
}

}  // namespace

bool jarHolds(const std::string& jar, std::string_view name) {
  const std::string directory = directoryOf(File(jar));
  const std::string_view all = directory;
  std::size_t at = 0;
  while (all.size() - at >= kEntrySize && all.substr(at, kEntryMark.size()) == kEntryMark) {
    const std::size_t nameSize = numberAt(all, at + 28, 2);
    const std::size_t whole = kEntrySize + nameSize + numberAt(all, at + 30, 2) + numberAt(all, at + 32, 2);
    if (whole > all.size() - at) return false;
    if (all.substr(at + kEntrySize, nameSize) == name) return true;
    at += whole;
  }
  return false;
}

}  // namespace carbonfix
