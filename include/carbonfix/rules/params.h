// Values for <param>: defaults, the inventory, params files, the command line; later ones win.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

using ParamValues = std::map<std::string, std::string, std::less<>>;

// A value, and where it was given.
struct GivenValue {
  std::string value;
  std::string path = {};      // a file, or "--param"
  Position at = {};           // in that file
  bool mayBeUnknown = false;  // an inventory serves several recipes: no rule need ask for it
  bool isUnread = false;      // why is said elsewhere
};
using GivenValues = std::map<std::string, GivenValue, std::less<>>;

// A params file: `name=value` lines; blank lines and lines that begin with # are skipped; white space around the name
// and after = is not part of the value. Error: line without =, name twice; with line.
Result<GivenValues, Errors> parseParams(std::string_view text, const std::string& path);

// NAME=VALUE from the command line.
Result<std::pair<std::string, std::string>> parseParamOption(std::string_view option);

// The values that the packs' params get. All problems at once: a param without value or default (each named with its
// description), a value that is not of its type, an unknown name in `given` (with the nearest); each with the place
// that the value comes from. An empty value is a value. `given` may hold names that other packs use: pass all packs.
Result<ParamValues, Errors> bindParams(const std::vector<Pack>& packs, const GivenValues& given);
Result<ParamValues, Errors> bindParams(const std::vector<Pack>& packs, const ParamValues& given);

// What a value of the param must be, in words ("a port, 1 to 65535"), when this one is not; else empty.
std::string typeProblem(const Param& param, std::string_view value);

// Is this parameter sensitive in one of the packs?
bool isSensitive(const std::vector<Pack>& packs, std::string_view name);

// What a run gives the rules for one home.
struct HomeValues {
  HomeValues() = default;
  HomeValues(ParamValues values) : params(std::move(values)) {}  // NOLINT(google-explicit-constructor)

  ParamValues params;
  NodeSet inventory;  // $inventory, the element <cluster>; empty without an inventory
  NodeSet self;       // $self, this home's <node> in it
};

// The values of sensitive parameters. Longest first: masking one must not leave the rest of another.
std::vector<std::string> secretValues(const std::vector<Pack>& packs, const std::vector<HomeValues>& homes);

}  // namespace carbonfix
