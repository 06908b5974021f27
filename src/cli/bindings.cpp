#include "cli/bindings.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/path.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kEndOfName = ".sch=";

// Where the "=" stands: a path may hold another one.
std::optional<std::size_t> equalsIn(const std::string& value) {
  const std::size_t name = value.find(kEndOfName);
  const std::size_t equals = name == std::string::npos ? value.find('=') : name + kEndOfName.size() - 1;
  const bool isPair = equals != std::string::npos && equals > 0 && !isBlank(value.substr(equals + 1));
  return isPair ? std::optional(equals) : std::nullopt;
}

// "./a//b" → "a/b": one file has one name here.
std::string plainPath(std::string path) {
  for (std::string before; before != path;) {
    before = path;
    path = replaceAll(replaceAll(std::move(path), "/./", "/"), "//", "/");
    if (path.starts_with("./")) path.erase(0, 2);
  }
  return path;
}

// The path that --rules makes of it: as the option has it, or a file of a folder that it gives.
std::optional<std::string> pathGiven(const std::string& schema, const Options& options) {
  for (const std::string& path : options.rules) {
    if (plainPath(path) == plainPath(schema)) return path;
    const std::string inside = fmt::format("{}{}{}", path, path.ends_with('/') ? "" : "/", nameOf(schema));
    if (plainPath(inside) == plainPath(schema)) return inside;
  }
  return std::nullopt;
}

}  // namespace

Result<Bindings, Errors> bindingsOf(const Options& options) {
  Bindings bindings;
  for (const std::string& value : options.bindings) {
    const auto equals = equalsIn(value);
    if (!equals) {
      return Errors{Error{.message = fmt::format("option --bind: \"{}\" is not FILE.sch=GLOBS", value),
                          .hint = "for example --bind my.sch='conf/axis2/axis2.xml conf/carbon.xml'"}};
    }
    const std::string schema = value.substr(0, *equals);
    std::string& globs = bindings[pathGiven(schema, options).value_or(schema)];
    globs = normalizeSpace(fmt::format("{} {}", globs, value.substr(*equals + 1)));
  }
  return bindings;
}

Errors unusedBindings(const Options& options) {
  const auto bindings = bindingsOf(options);
  if (!bindings) return bindings.error();
  Errors errors;
  for (const auto& [schema, globs] : *bindings) {
    if (pathGiven(schema, options)) continue;
    errors.push_back(Error{
        .message = fmt::format("--bind {}: no --rules gives this schema{}", schema, didYouMean(schema, options.rules)),
        .hint = fmt::format("add --rules {}", schema)});
  }
  return errors;
}

}  // namespace carbonfix
