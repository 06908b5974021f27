// One operation of an RFC 5261 document, read and checked as far as that goes without a target.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/document/exact_editor.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {

// "invalid-node-types: …", as RFC 5261 §5.1 names conditions.
Error patchCondition(std::string_view name, std::string_view why);
// Has the error one of those names?
bool hasCondition(const Error& error);

struct XmlPatchOperation {
  enum class Kind { add, replace, remove };

  Node element;  // in the diff
  Kind kind = Kind::add;
  std::string select;
  bool multiple = false;                  // msel
  std::optional<Place> place;             // pos; none: it was not given
  std::optional<RemoveSpace> space;       // ws
  std::optional<ExpandedName> attribute;  // type="@p:a"
  std::string declares;                   // type="namespace::p"
  std::vector<Node> content;

  const char* name() const;
  // Does it hold nothing but text?
  bool isText() const;
  std::string text() const { return element.value(); }
  // Without texts of white space alone.
  std::vector<Node> nodes() const;
};

// The operations below the root, in order. Errors carry their place.
Result<std::vector<XmlPatchOperation>, Error> readOperations(const Document& diff);

// `sel` with the namespaces of the operation.
Result<XPath> compileSelector(const XmlPatchOperation& operation, bool plainNames);

// Gives an error the place of an element of the diff.
Error placedAt(Error error, const Document& diff, Node element);

}  // namespace carbonfix
