// A file system that can tell the digest of a file without its bytes: of a file that it has no more than that of.
#pragma once

#include <cstddef>
#include <string>

#include "carbonfix/base/result.h"

namespace carbonfix {

class KnownDigests {
 public:
  virtual ~KnownDigests() = default;
  // SHA-256 of the whole file; larger ones than `limit` may be refused.
  virtual Result<std::string> digest(const std::string& path, std::size_t limit) const = 0;
};

}  // namespace carbonfix
