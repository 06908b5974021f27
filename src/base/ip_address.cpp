#include "base/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

struct Address {
  std::array<std::uint8_t, 16> bytes{};
  std::size_t size = 0;  // 4 or 16
};

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<Address> parse(std::string_view text) {
  text = trim(text);
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const bool isV6 = text.find(':') != std::string_view::npos;
  if (isV6) text = text.substr(0, text.find('%'));  // fe80::1%eth0
  Address address;
  if (inet_pton(isV6 ? AF_INET6 : AF_INET, std::string(text).c_str(), address.bytes.data()) != 1) return std::nullopt;
  address.size = isV6 ? 16 : 4;
  if (isV6 && std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin())) {
    std::copy(address.bytes.begin() + kMapped.size(), address.bytes.end(), address.bytes.begin());
    address.size = 4;
  }
  return address;
}

struct Range {
  Address address;
  std::size_t bits = 0;
};

std::optional<Range> parseRange(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Range range{*address, address->size * 8};
  if (slash == std::string_view::npos) return range;
  const std::string_view number = trim(text.substr(slash + 1));
  const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), range.bits);
  if (failure != std::errc{} || end != number.data() + number.size() || range.bits > address->size * 8) {
    return std::nullopt;
  }
  return range;
}

bool isIn(const Address& address, const Range& range) {
  if (address.size != range.address.size) return false;
  for (std::size_t bit = 0; bit < range.bits; bit += 8) {
    const std::size_t kept = std::min<std::size_t>(range.bits - bit, 8);
    const auto mask = static_cast<std::uint8_t>(0xffU << (8 - kept));
    if (((address.bytes[bit / 8] ^ range.address.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

struct Kind {
  std::string_view range;
  std::string_view name;
};

// The first that fits. 100.64.0.0/10 is private to a provider's network.
constexpr Kind kKinds[] = {
    {"0.0.0.0", "any"},
    {"::", "any"},
    {"127.0.0.0/8", "loopback"},
    {"::1", "loopback"},
    {"10.0.0.0/8", "private"},
    {"172.16.0.0/12", "private"},
    {"192.168.0.0/16", "private"},
    {"100.64.0.0/10", "private"},
    {"fc00::/7", "private"},
    {"169.254.0.0/16", "link-local"},
    {"fe80::/10", "link-local"},
    {"224.0.0.0/4", "multicast"},
    {"ff00::/8", "multicast"},
    {"0.0.0.0/8", "reserved"},
    {"240.0.0.0/4", "reserved"},
    {"192.0.2.0/24", "reserved"},
    {"198.51.100.0/24", "reserved"},
    {"203.0.113.0/24", "reserved"},
    {"2001:db8::/32", "reserved"},
};

}  // namespace

std::string_view ipKind(std::string_view text) {
  const auto address = parse(text);
  if (!address) return {};
  for (const Kind& kind : kKinds) {
    if (isIn(*address, *parseRange(kind.range))) return kind.name;
  }
  return "public";
}

std::optional<bool> isIpIn(std::string_view text, std::string_view range) {
  const auto wanted = parseRange(range);
  if (!wanted) return std::nullopt;
  const auto address = parse(text);
  return address && isIn(*address, *wanted);
}

}  // namespace carbonfix
