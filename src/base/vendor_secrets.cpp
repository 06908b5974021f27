#include "carbonfix/base/vendor_secrets.h"

#include <algorithm>
#include <array>

#include "carbonfix/base/digest.h"

namespace carbonfix {
namespace {

// As stock homes have them, in live settings and in samples that are commented out.
constexpr std::array<std::string_view, 17> kShipped = {
    "wso2carbon", "admin", "password", "tomcat", "sa",   "mailpassword", "123",  "A1b2c3d4",
    "root",       "tiger", "secret",   "axis2",  "axis", "changeit",     "both", "gmailClientSecretValue",
    "dashboard",
};

constexpr std::size_t kIdSize = 8;

std::string idOf(std::string_view value) { return sha256(value).substr(0, kIdSize); }

}  // namespace

std::string vendorSecretId(std::string_view value) {
  return std::ranges::find(kShipped, value) == kShipped.end() ? std::string() : idOf(value);
}

std::string_view vendorSecret(std::string_view id) {
  static const auto kIds = [] {
    std::array<std::string, kShipped.size()> ids;
    std::ranges::transform(kShipped, ids.begin(), idOf);
    return ids;
  }();
  const auto* const found = std::ranges::find(kIds, id);
  return found == kIds.end() ? std::string_view() : kShipped.at(static_cast<std::size_t>(found - kIds.begin()));
}

}  // namespace carbonfix
