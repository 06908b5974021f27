// Is a file of ours valid by its schema in rules/schema/?
#pragma once

#include <string_view>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

inline constexpr std::string_view kWaiversNamespace = "urn:carbonfix:waivers:1";

struct Language {
  std::string_view schema;        // its RELAX NG text
  std::string_view namespaceUri;  // elements of others are ignored
  std::string_view files;         // what its files are called: "rule files"
};

Language ruleLanguage();
Language schematronLanguage();
Language inventoryLanguage();
Language waiversLanguage();
Language snapshotLanguage();

// All that is wrong, in words for a person who writes a first file; empty when it is valid.
Errors checkSchema(const Document& document, const Language& language = ruleLanguage());

}  // namespace carbonfix
