// Pasted content: what an author wrote between the tags of `add` and `replace`, with values put in.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct ContentValues {
  std::function<Result<std::string>(std::string_view name)> variable;       // {$name}
  std::function<Result<std::string>(std::string_view expression)> valueOf;  // <value-of select="expression"/>
};

// Values are escaped for the place where they land: text, attribute (with its quotes), CDATA. Nothing else in braces is
// touched, so ${carbon.home} passes. Error: what `values` says, or a value that can't stand at its place.
Result<std::string> fillIn(std::string_view content, const ContentValues& values);

// The same for plain text (the value of `set`): only {$name}, nothing escaped.
Result<std::string> fillInText(std::string_view text, const ContentValues& values);

}  // namespace carbonfix
