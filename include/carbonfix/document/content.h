// Pasted content: what an author wrote between the tags of `add` and `replace`, with values put in.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/node.h"

namespace carbonfix {

// `at` is the node of the innermost for-each; none outside of any.
struct ContentValues {
  std::function<Result<std::string>(std::string_view name)> variable;                // {$name}
  std::function<Result<std::string>(std::string_view expression, Node at)> valueOf;  // <value-of select="expression"/>
  std::function<Result<std::vector<Node>>(std::string_view expression, Node at)> select;  // <for-each select="…">
};

// Values are escaped for the place where they land: text, attribute (with its quotes), CDATA. Nothing else in braces is
// touched, so ${carbon.home} passes. What a for-each holds comes once for each node; where its tags stand on lines of
// their own these lines vanish and the content moves to their indentation. Error: what `values` says, or a value that
// can't stand at its place.
Result<std::string> fillIn(std::string_view content, const ContentValues& values);

// The same for plain text (the value of `set`): only {$name}, nothing escaped.
Result<std::string> fillInText(std::string_view text, const ContentValues& values);

}  // namespace carbonfix
