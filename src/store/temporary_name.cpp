#include "store/temporary_name.h"

#include <fmt/format.h>

namespace carbonfix {
namespace {

constexpr std::string_view kPrefix = ".carbonfix-";
constexpr std::string_view kSuffix = ".tmp";

}  // namespace

std::string temporaryName(unsigned number) { return fmt::format("{}{}{}", kPrefix, number, kSuffix); }

bool isTemporaryName(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix) || name.size() <= kPrefix.size() + kSuffix.size()) {
    return false;
  }
  const std::string_view number = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  return number.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace carbonfix
