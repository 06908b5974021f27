#include "carbonfix/rules/params.h"

#include <set>
#include <utility>

#include <fmt/format.h>

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

Error missing(const Pack& pack, const Param& param) {
  Error error;
  error.message = fmt::format("the parameter \"{}\" has no value", param.name);
  if (!param.description.empty()) error.message += ": " + param.description;
  error.hint = fmt::format("{} needs it: put a line {}=… into a file and give that with --params", pack.id, param.name);
  if (!param.sensitive) error.hint += fmt::format(", or say --param {}=…", param.name);
  return error;
}

}  // namespace

Result<ParamValues, Errors> parseParams(std::string_view text, const std::string& path) {
  ParamValues values;
  Errors errors;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::size_t number = 0;
  for (const std::string_view whole : splitLines(text)) {
    ++number;
    const std::string_view line = withoutLineEnd(whole);
    if (isBlank(line) || trim(line).starts_with('#')) continue;
    auto parsed = nameAndValue(line);
    if (parsed && !values.try_emplace(parsed->name, std::move(parsed->value)).second) {
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

Result<ParamValues, Errors> bindParams(const std::vector<Pack>& packs, const ParamValues& given) {
  ParamValues bound;
  Errors errors;
  std::set<std::string> said;
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) {
      if (const auto value = given.find(param.name); value != given.end()) {
        bound.insert_or_assign(param.name, value->second);
      } else if (param.defaultValue) {
        bound.try_emplace(param.name, *param.defaultValue);
      } else if (said.insert(param.name).second) {
        errors.push_back(missing(pack, param));
      }
    }
  }
  const std::vector<std::string> known = namesOf(packs);
  for (const auto& [name, value] : given) {
    if (bound.contains(name)) continue;
    errors.push_back(Error{fmt::format("no rule has a parameter \"{}\"{}", name, didYouMean(name, known))});
  }
  if (!errors.empty()) return errors;
  return bound;
}

bool isSensitive(const std::vector<Pack>& packs, std::string_view name) {
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) {
      if (param.sensitive && param.name == name) return true;
    }
  }
  return false;
}

}  // namespace carbonfix
