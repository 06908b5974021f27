// What the types of parameters take.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/rules/params.h"

namespace carbonfix {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool consistsOf(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool isInteger(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  return consistsOf(value, kDigits);
}

bool isPort(std::string_view value) {
  unsigned port = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), port);
  return failure == std::errc{} && end == value.data() + value.size() && port >= 1 && port <= 65535;
}

// A name, an IPv4 address, or an IPv6 address with or without brackets. Names may have "_": container networks do.
bool isHost(std::string_view value) {
  if (value.find(':') != std::string_view::npos) {
    const bool bracketed = value.starts_with('[') && value.ends_with(']');
    if (bracketed) value = value.substr(1, value.size() - 2);
    return std::ranges::count(value, ':') >= 2 && consistsOf(value, std::string(kHexDigits) + ":.");
  }
  const std::vector<std::string_view> labels =
      split(value.ends_with('.') ? value.substr(0, value.size() - 1) : value, '.');
  const std::string allowed = std::string(kLetters) + std::string(kDigits) + "-_";
  return std::ranges::all_of(labels, [&](std::string_view label) {
    return label.size() <= 63 && consistsOf(label, allowed) && !label.starts_with('-') && !label.ends_with('-');
  });
}

// scheme:rest, as in https://… and jdbc:mysql://…
bool isUrl(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos || colon + 1 == value.size()) return false;
  const std::string_view scheme = value.substr(0, colon);
  return consistsOf(scheme, std::string(kLetters) + std::string(kDigits) + "+-.") &&
         kLetters.find(scheme.front()) != std::string_view::npos &&
         value.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::string typeProblem(const Param& param, std::string_view value) {
  if (!param.values.empty() && std::ranges::find(param.values, value) == param.values.end()) {
    return fmt::format("one of {}", join(param.values, ", "));
  }
  if (param.type == "integer" && !isInteger(value)) return "a whole number";
  if (param.type == "port" && !isPort(value)) return "a port, 1 to 65535";
  if (param.type == "boolean" && value != "true" && value != "false") return "true or false";
  if (param.type == "host" && !isHost(value)) return "a host: a name or an address, without port";
  if (param.type == "url" && !isUrl(value)) return "a URL: scheme:…, without white space";
  return {};
}

}  // namespace carbonfix
