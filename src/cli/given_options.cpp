#include "cli/given_options.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "cli/options.h"

namespace carbonfix {
namespace {

constexpr std::string_view kAgrees = "it agrees to something in one run, so whoever starts that run has to type it";
constexpr std::string_view kWrites = "it makes a command write, so whoever starts that run has to type it";
constexpr std::string_view kItself = "it counts on the command line alone";

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kTyped{{
    {"yes", kAgrees},           {"consent", kAgrees},        {"force-generated", kAgrees},
    {"force-changed", kAgrees}, {"break-links", kAgrees},    {"follow-outside", kAgrees},
    {"no-mask", kAgrees},       {"unsafe-fixes", kAgrees},   {"no-fsync", kAgrees},
    {"fix", kWrites},           {"write-baseline", kWrites}, {"in-place", kWrites},
    {"update", kWrites},        {"secrets", kWrites},        {"out", kWrites},
    {"output", kWrites},        {"help", kItself},           {"version", kItself},
    {"config", kItself},        {"isolated", kItself},
}};

constexpr std::size_t kMostCounted = 2;  // -qq, -vv

// How often a switch is given: "2" of those that count, else once or not at all.
std::optional<std::size_t> timesOn(std::string_view option, std::string_view text) {
  const auto isOneOf = [&](const std::array<std::string_view, 4>& words) {
    return std::ranges::find(words, text) != words.end();
  };
  if (isOneOf({"1", "true", "yes", "on"})) return 1;
  if (isOneOf({"0", "false", "no", "off"})) return 0;
  if ((option == "quiet" || option == "verbose") && text == "2") return kMostCounted;
  return std::nullopt;
}

}  // namespace

std::string describe(const OptionOrigin& origin) {
  switch (origin.kind) {
    case OptionOrigin::Kind::environment:
      return origin.name;
    case OptionOrigin::Kind::file:
      return fmt::format("{}:{}", origin.name, origin.line);
    case OptionOrigin::Kind::commandLine:
      break;
  }
  return "command line";
}

Error wrongValue(std::string_view option, const OptionOrigin& origin, std::string_view rest, std::string hint) {
  Error error;
  error.hint = std::move(hint);
  if (origin.kind == OptionOrigin::Kind::file) {
    error.message = fmt::format("{}{}", option, rest);
    error.path = origin.name;
    error.at = {.line = origin.line, .column = origin.column};
  } else if (origin.kind == OptionOrigin::Kind::environment) {
    error.message = fmt::format("{}{}", origin.name, rest);
  } else {
    error.message = fmt::format("option --{}{}", option, rest);
    if (error.hint.empty()) error.hint = "carbonfix --help tells commands and options";
  }
  return error;
}

std::string_view whyTyped(std::string_view option) {
  if (option == "show-config") return kItself;
  const auto* const typed = std::ranges::find(kTyped, option, [](const auto& entry) { return entry.first; });
  return typed == kTyped.end() ? std::string_view() : typed->second;
}

Result<std::vector<OptionValue>> valuesFrom(std::string_view option, std::string_view text,
                                            const OptionOrigin& origin) {
  if (const std::string_view why = whyTyped(option); !why.empty()) {
    const bool inFile = origin.kind == OptionOrigin::Kind::file;
    return wrongValue(option, origin,
                      fmt::format(" is not taken from {}: {}", inFile ? "a file" : "the environment", why),
                      fmt::format("{}, and give --{} to the command", inFile ? "take it out" : "unset it", option));
  }
  const OptionInfo* const info = findOption(option);
  if (info != nullptr && info->argument.empty()) {
    const auto times = timesOn(option, text);
    if (!times) return wrongValue(option, origin, fmt::format(": \"{}\" is neither true nor false", text));
    if (*times == 0) return std::vector<OptionValue>{{.text = {}, .origin = origin, .off = true}};
    return std::vector<OptionValue>(*times, {.text = {}, .origin = origin});
  }
  if (text.empty()) return wrongValue(option, origin, " needs a value");
  return std::vector<OptionValue>{{.text = std::string(text), .origin = origin}};
}

}  // namespace carbonfix
