#include "base/version_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A run of digits (without leading zeros, so that 0 is empty) or of letters (in lower case).
struct Part {
  std::string text;
  bool isNumber = true;
};

std::vector<Part> partsOf(std::string_view version) {
  std::vector<Part> parts;
  for (std::size_t at = 0; at < version.size();) {
    const bool isNumber = isDigit(version[at]);
    if (!isNumber && !isLetter(version[at])) {
      ++at;
      continue;
    }
    Part part{{}, isNumber};
    for (; at < version.size() && (isNumber ? isDigit(version[at]) : isLetter(version[at])); ++at) {
      const char c = version[at];
      if (isNumber && c == '0' && part.text.empty()) continue;
      part.text += static_cast<char>(isNumber || c >= 'a' ? c : c - 'A' + 'a');
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

// Words of versions that come before the release itself, in their order.
constexpr std::array<std::string_view, 5> kBefore = {"alpha", "beta", "m", "rc", "snapshot"};

std::string_view commonName(std::string_view word) {
  if (word == "a") return "alpha";
  if (word == "b") return "beta";
  if (word == "milestone") return "m";
  return word == "cr" ? "rc" : word;
}

// Before the release: negative; the release, which is 0 and nothing too: 0; then other words, then numbers.
int rankOf(const Part& part) {
  if (part.isNumber) return part.text.empty() ? 0 : 2;
  if (part.text == "final" || part.text == "ga" || part.text == "release") return 0;
  const auto before = std::ranges::find(kBefore, commonName(part.text));
  return before == kBefore.end() ? 1 : static_cast<int>(before - kBefore.end());
}

int sign(int number) { return (number > 0 ? 1 : 0) - (number < 0 ? 1 : 0); }

int compare(const Part& a, const Part& b) {
  const int rank = rankOf(a);
  if (rank != rankOf(b)) return sign(rank - rankOf(b));
  if (rank <= 0) return 0;
  if (rank == 2 && a.text.size() != b.text.size()) return a.text.size() < b.text.size() ? -1 : 1;
  return sign(a.text.compare(b.text));
}

}  // namespace

std::optional<int> compareVersions(std::string_view a, std::string_view b) {
  a = trim(a);
  b = trim(b);
  if (a.empty() || b.empty() || !isDigit(a.front()) || !isDigit(b.front())) return std::nullopt;
  const std::vector<Part> as = partsOf(a);
  const std::vector<Part> bs = partsOf(b);
  const Part nothing;
  for (std::size_t i = 0; i < std::max(as.size(), bs.size()); ++i) {
    const int order = compare(i < as.size() ? as[i] : nothing, i < bs.size() ? bs[i] : nothing);
    if (order != 0) return order;
  }
  return 0;
}

}  // namespace carbonfix
