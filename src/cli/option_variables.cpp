#include "cli/option_variables.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "cli/options.h"
#include "cli/snapshot_key.h"

namespace carbonfix {
namespace {

// Not options: a secret, of the hook that runs us, of the test suite, and what people name after the program that they
// install.
constexpr std::array<std::string_view, 15> kOthers = {
    "CARBONFIX_ACCEPT", "CARBONFIX_BIN",        "CARBONFIX_EVERY",      "CARBONFIX_FIGURES", "CARBONFIX_HELP",
    "CARBONFIX_HOME",   "CARBONFIX_MODE",       "CARBONFIX_OWN_MOUNTS", "CARBONFIX_SEED",    "CARBONFIX_SHARED",
    "CARBONFIX_TESTS",  "CARBONFIX_SWEEP_SEED", "CARBONFIX_SWEEP_ALL",  "CARBONFIX_VERSION", kKeyVariable,
};

bool isOther(std::string_view variable) { return std::ranges::find(kOthers, variable) != kOthers.end(); }

// What stands between two values; 0: there is only one.
char separatorOf(const OptionInfo& option) {
  if (option.name == "rules" || option.name == "params") return ':';
  if (option.name == "param") return '\n';
  constexpr std::array<std::string_view, 4> kMany = {"recipe", "node", "format", "bind"};
  return std::ranges::find(kMany, option.name) == kMany.end() ? '\0' : ',';
}

std::vector<std::string_view> partsOf(const OptionInfo& option, std::string_view text) {
  const char separator = separatorOf(option);
  if (separator == 0) return {trim(text)};
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(text, separator)) {
    if (!isBlank(part)) parts.push_back(trim(part));
  }
  return parts;
}

}  // namespace

std::string variableOf(std::string_view option) {
  std::string name = "CARBONFIX_";
  for (const char c : option) name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

Result<GivenOptions> readVariables(const Console& console) {
  GivenOptions given;
  for (const OptionInfo& option : allOptions()) {
    const OptionOrigin origin{.kind = OptionOrigin::Kind::environment, .name = variableOf(option.name)};
    if (isOther(origin.name) || origin.name == kConfigVariable) continue;
    const auto text = console.environment(origin.name.c_str());
    if (!text || isBlank(*text)) continue;
    std::vector<OptionValue> all;
    for (const std::string_view part : partsOf(option, *text)) {
      auto values = valuesFrom(option.name, part, origin);
      if (!values) return std::move(values).error();
      std::ranges::move(*values, std::back_inserter(all));
    }
    if (!all.empty()) given.emplace(option.name, std::move(all));
  }
  return given;
}

std::vector<std::string> unknownVariables(const Console& console) {
  std::vector<std::string> known = {kConfigVariable};
  for (const OptionInfo& option : allOptions()) {
    if (whyTyped(option.name).empty()) known.push_back(variableOf(option.name));
  }
  std::vector<std::string> notes;
  for (const std::string& variable : console.variables) {
    if (isOther(variable) || std::ranges::find(known, variable) != known.end()) continue;
    notes.push_back(fmt::format("the variable {} is of no option{}", variable, didYouMean(variable, known)));
  }
  return notes;
}

}  // namespace carbonfix
