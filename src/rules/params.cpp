#include "carbonfix/rules/params.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view withoutLineEnd(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view withoutLeadingSpace(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

struct NameValue {
  std::string name;
  std::string value;
};

// Never says what stands behind the "=", nor a line without one: it may be a secret.
Result<NameValue> nameAndValue(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return Error{"not of the form name=value: there is no \"=\""};
  const std::string_view name = trim(line.substr(0, equals));
  if (name.empty()) return Error{"not of the form name=value: there is no name before the \"=\""};
  return NameValue{std::string(name), std::string(withoutLeadingSpace(line.substr(equals + 1)))};
}

std::vector<std::string> namesOf(const std::vector<Pack>& packs) {
  std::set<std::string> names;
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) names.insert(param.name);
  }
  return {names.begin(), names.end()};
}

// The unused name of the inventory that is nearest to a missing one.
std::string hintOfInventory(const GivenValues& given, const std::vector<std::string>& known, const std::string& name) {
  std::vector<std::string> unused;
  for (const auto& [other, value] : given) {
    if (value.mayBeUnknown && std::ranges::find(known, other) == known.end()) unused.push_back(other);
  }
  const std::string near = nearest(name, unused);
  if (near.empty()) return {};
  const GivenValue& value = given.find(near)->second;
  return fmt::format("{}:{} has \"{}\", for which no rule asks: is it meant?\n", value.path, value.at.line, near);
}

bool hasInventory(const GivenValues& given) {
  return std::ranges::any_of(given, [](const auto& each) { return each.second.mayBeUnknown; });
}

Error missing(const Pack& pack, const Param& param, const GivenValues& given, const std::vector<std::string>& known) {
  Error error;
  error.message = fmt::format("the parameter \"{}\" has no value", param.name);
  if (!param.description.empty()) error.message += ": " + param.description;
  error.hint = hintOfInventory(given, known, param.name);
  if (hasInventory(given)) {
    error.hint += fmt::format("{} needs it: put <param name=\"{}\">…</param> into the inventory", pack.id, param.name);
    return error;
  }
  error.hint +=
      fmt::format("{} needs it: put a line {}=… into a file and give that with --params", pack.id, param.name);
  if (!param.sensitive) error.hint += fmt::format(", or say --param {}=…", param.name);
  return error;
}

// The value itself is shown only where nothing says that it may be a secret.
Error illTyped(const Param& param, const GivenValue& given, std::string_view wanted, bool sensitive) {
  const bool shown = !sensitive && !isSecretName(param.name);
  std::string value = given.value.empty() ? "it is empty" : fmt::format("it is \"{}\"", maskUrl(given.value));
  if (!shown) value = "this one is not";
  return Error{.message = fmt::format("the parameter \"{}\" must be {}; {}", param.name, wanted, value),
               .path = given.path,
               .at = given.at};
}

}  // namespace

Result<GivenValues, Errors> parseParams(std::string_view text, const std::string& path) {
  GivenValues values;
  Errors errors;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::size_t number = 0;
  for (const std::string_view whole : splitLines(text)) {
    ++number;
    const std::string_view line = withoutLineEnd(whole);
    if (isBlank(line) || trim(line).starts_with('#')) continue;
    auto parsed = nameAndValue(line);
    if (parsed && !values.try_emplace(parsed->name, GivenValue{parsed->value, path, {number, 1}}).second) {
      parsed = Error{fmt::format("the parameter \"{}\" is there twice", parsed->name)};
    }
    if (parsed) continue;
    Error error = std::move(parsed).error();
    error.path = path;
    error.at = {number, 1};
    errors.push_back(std::move(error));
  }
  if (!errors.empty()) return errors;
  return values;
}

Result<std::pair<std::string, std::string>> parseParamOption(std::string_view option) {
  const std::size_t equals = option.find('=');
  const std::string_view name = trim(option.substr(0, equals));
  if (equals == std::string_view::npos) {
    return Error{fmt::format("--param {} has no value", option), {}, {}, fmt::format("write --param {}=VALUE", option)};
  }
  if (name.empty()) return Error{"--param has no name before the \"=\"", {}, {}, "write --param NAME=VALUE"};
  return std::pair{std::string(name), std::string(option.substr(equals + 1))};
}

Result<ParamValues, Errors> bindParams(const std::vector<Pack>& packs, const GivenValues& given) {
  const std::vector<std::string> known = namesOf(packs);
  ParamValues bound;
  Errors errors;
  std::set<std::string> said;
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) {
      const auto value = given.find(param.name);
      if (value != given.end()) {
        bound.insert_or_assign(param.name, value->second.value);
        if (value->second.isUnread) continue;
        const std::string wanted = typeProblem(param, value->second.value);
        if (wanted.empty() || !said.insert(param.name).second) continue;
        errors.push_back(illTyped(param, value->second, wanted, isSensitive(packs, param.name)));
      } else if (param.defaultValue) {
        bound.try_emplace(param.name, *param.defaultValue);
      } else if (said.insert(param.name).second) {
        errors.push_back(missing(pack, param, given, known));
      }
    }
  }
  for (const auto& [name, value] : given) {
    if (value.mayBeUnknown || bound.contains(name)) continue;
    errors.push_back(Error{.message = fmt::format("no rule has a parameter \"{}\"{}", name, didYouMean(name, known)),
                           .path = value.path,
                           .at = value.at});
  }
  if (!errors.empty()) return errors;
  return bound;
}

Result<ParamValues, Errors> bindParams(const std::vector<Pack>& packs, const ParamValues& given) {
  GivenValues values;
  for (const auto& [name, value] : given) values.emplace(name, GivenValue{value});
  return bindParams(packs, values);
}

bool isSensitive(const std::vector<Pack>& packs, std::string_view name) {
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) {
      if (param.sensitive && param.name == name) return true;
    }
  }
  return false;
}

std::vector<std::string> secretValues(const std::vector<Pack>& packs, const std::vector<HomeValues>& homes) {
  std::set<std::string> found;
  for (const HomeValues& home : homes) {
    for (const auto& [name, value] : home.params) {
      if (!value.empty() && isSensitive(packs, name)) found.insert(value);
    }
  }
  std::vector<std::string> secrets(found.begin(), found.end());
  std::ranges::stable_sort(secrets, std::ranges::greater{}, &std::string::size);
  return secrets;
}

}  // namespace carbonfix
