// The tokens of an XPath 1.0 expression, told apart by the rules of its §3.7.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

enum class XPathTokenKind {
  elementName,    // name test on an axis of elements: name, p:name, p:*, *
  attributeName,  // the same on the attribute or namespace axis
  function,
  nodeType,  // text, comment, node, processing-instruction before "("
  axis,
  variable,  // $name, "$" included
  literal,
  number,
  op,           // operators, and the names and or div mod
  punctuation,  // ( ) [ ] , . .. @ / // ::
  bad,
};

struct XPathToken {
  XPathTokenKind kind = XPathTokenKind::bad;
  std::size_t offset = 0;  // bytes
  std::string_view text;
};

std::vector<XPathToken> lexXPath(std::string_view expression);

}  // namespace carbonfix
