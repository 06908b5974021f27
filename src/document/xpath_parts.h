// What compiling an expression gives, as plain data: the build compiles those of shipped rules and keeps this.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "carbonfix/document/xpath.h"
#include "document/xpath_program.h"

namespace carbonfix {

struct XPathParts {
  std::vector<std::string> variables;
  std::vector<std::string> functions;
  bool looksAtDocument = false;
  bool isConstant = false;
  std::optional<XPathOp> program;
  std::string rewritten;  // empty: as the text
  std::vector<std::pair<std::string, std::string>> prefixes;
};

XPathParts partsOf(const XPath& expression);
XPath fromParts(std::string text, XPathParts parts);

}  // namespace carbonfix
