// Snapshots from a file or a pipe: one after the other, as cat puts them together. Each is held against the schema, and
// against itself: digests, paths, and the places of secrets.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/snapshot.h"

namespace carbonfix {

// Larger ones are a mistake.
inline constexpr std::size_t kMaxSnapshot = std::size_t{64} << 20;

// Error: there is none, or one is broken or not whole; no line of the input is ever shown.
Result<std::vector<Snapshot>, Errors> readSnapshots(std::istream& in, const std::string& name);

// Of one.
Result<Snapshot, Errors> parseSnapshot(const std::string& text, const std::string& name);

}  // namespace carbonfix
