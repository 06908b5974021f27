#include "home/glob.h"

#include <algorithm>
#include <span>

#include "carbonfix/base/text.h"
#include "carbonfix/home/home.h"

namespace carbonfix {
namespace {

using Segments = std::span<const std::string_view>;

bool segmentMatches(std::string_view pattern, std::string_view name) {
  if (!hasWildcard(pattern)) return pattern == name;
  return name != kStoreFolder && nameMatches(pattern, name);
}

bool segmentsMatch(Segments glob, Segments path) {
  if (glob.empty()) return path.empty();
  if (glob.front() != kAnyFolders) {
    return !path.empty() && segmentMatches(glob.front(), path.front()) &&
           segmentsMatch(glob.subspan(1), path.subspan(1));
  }
  // "a/**" means what is below a, not a itself.
  if (glob.size() == 1) return !path.empty() && std::ranges::find(path, kStoreFolder) == path.end();
  if (segmentsMatch(glob.subspan(1), path)) return true;
  return !path.empty() && path.front() != kStoreFolder && segmentsMatch(glob, path.subspan(1));
}

}  // namespace

std::vector<std::string_view> segmentsOf(std::string_view path) {
  std::vector<std::string_view> segments = split(path, '/');
  std::erase_if(segments, [](std::string_view segment) { return segment.empty() || segment == "."; });
  return segments;
}

bool hasWildcard(std::string_view segment) { return segment.find_first_of("*?") != std::string_view::npos; }

bool nameMatches(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t next = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retryFrom = 0;
  while (at < name.size()) {
    if (next < pattern.size() && pattern[next] == '*') {
      star = next++;
      retryFrom = at;
    } else if (next < pattern.size() && pattern[next] == '?') {
      ++next;
      nextCodePoint(name, at);
    } else if (next < pattern.size() && pattern[next] == name[at]) {
      ++next;
      ++at;
    } else if (star != std::string_view::npos) {
      next = star + 1;
      at = ++retryFrom;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', next) == std::string_view::npos;
}

bool globMatches(std::string_view glob, std::string_view path) {
  return segmentsMatch(segmentsOf(glob), segmentsOf(path));
}

}  // namespace carbonfix
