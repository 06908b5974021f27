// Options as they were given, before anything is made of them, and where: each keeps its origin, so that a mistake can
// be told by the line or the variable that it stands in.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct OptionOrigin {
  enum class Kind { commandLine, environment, file };
  Kind kind = Kind::commandLine;
  std::string name = {};  // of the variable or the file
  std::size_t line = 0;   // in the file
  std::size_t column = 0;
};

struct OptionValue {
  std::string text;  // empty for a switch
  OptionOrigin origin = {};
  bool off = false;  // a switch that is turned off
};

// By option; never an empty list.
using GivenOptions = std::map<std::string, std::vector<OptionValue>, std::less<>>;

// "command line", "CARBONFIX_FAIL_ON", "carbonfix.conf:3"
std::string describe(const OptionOrigin& origin);

// About this value of this option: the sentence begins with the option as it was written there, and `rest` follows it.
Error wrongValue(std::string_view option, const OptionOrigin& origin, std::string_view rest, std::string hint = {});

// What a file or a variable says of an option, as values of it. Error: it must be typed, or a switch says neither yes
// nor no.
Result<std::vector<OptionValue>> valuesFrom(std::string_view option, std::string_view text, const OptionOrigin& origin);

// Why an option counts on the command line alone; empty when it does not.
std::string_view whyTyped(std::string_view option);

}  // namespace carbonfix
