#include "cli/show_config.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDefaults{{
    {"min-severity", "info"},
    {"fail-on", "error"},
    {"format", "text"},
    {"color", "auto"},
    {"context", "1"},
}};

std::string_view defaultOf(const OptionInfo& option, const Options& options) {
  if (option.argument.empty()) return "false";
  if (option.name == "phase") return options.phase;  // not the same for all commands
  const auto* const known = std::ranges::find(kDefaults, option.name, [](const auto& each) { return each.first; });
  return known == kDefaults.end() ? std::string_view() : known->second;
}

std::string masked(const OptionInfo& option, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (option.name == "param" && equals != std::string::npos && isSecretName(text.substr(0, equals))) {
    return text.substr(0, equals + 1) + std::string(kMask);
  }
  return maskSecrets(maskUrl(text));
}

// Would a file give this text back?
bool fitsInAFile(std::string_view text) {
  return !text.empty() && trim(text) == text && printable(text) == text && !text.starts_with('#') &&
         text.find(" #") == std::string_view::npos;
}

std::string lineOf(const OptionInfo& option, const OptionValue& value) {
  const std::string text = masked(option, value.text);
  const bool says = whyTyped(option.name).empty() && text == value.text && fitsInAFile(text);
  return fmt::format("{}{} = {}  # {}\n", says ? "" : "# ", option.name, printable(text),
                     printable(describe(value.origin)));
}

std::string switchLine(const OptionInfo& option, const std::vector<OptionValue>& values) {
  const std::string_view state = values.front().off ? "false" : values.size() > 1 ? "2" : "true";
  return lineOf(option, {.text = std::string(state), .origin = values.back().origin});
}

std::string linesOf(const OptionInfo& option, const GivenOptions& given, const Options& options) {
  const auto found = given.find(option.name);
  if (found == given.end()) {
    if (!whyTyped(option.name).empty()) return {};
    const std::string_view value = defaultOf(option, options);
    return value.empty() ? fmt::format("# {} is not set\n", option.name)
                         : fmt::format("{} = {}  # default\n", option.name, value);
  }
  if (option.argument.empty()) return switchLine(option, found->second);
  std::string lines;
  for (const OptionValue& value : found->second) lines += lineOf(option, value);
  return lines;
}

}  // namespace

std::string showConfig(const GivenOptions& given, const Options& options) {
  std::string text;
  for (const OptionInfo& option : allOptions()) {
    if ((option.commands & options.command->bit) == 0 || option.name == "show-config") continue;
    text += linesOf(option, given, options);
  }
  return text;
}

}  // namespace carbonfix
