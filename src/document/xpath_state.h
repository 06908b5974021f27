// What extension functions see while an expression runs.
#pragma once

#include <libxml/xpath.h>
#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "carbonfix/document/xpath.h"
#include "document/xml/parser.h"

namespace carbonfix {

struct FunctionState {
  Surroundings* surroundings = nullptr;
  const Scope* scope = nullptr;
  Node current;
  std::map<std::string, std::unique_ptr<RE2>, std::less<>> patterns;  // of matches(), compiled once
  // What tokenize() made: it lives as long as the evaluator, so a <let> may keep its nodes. By separator and text.
  std::map<std::pair<std::string, std::string>, XmlDoc> tokens;
};

// A new libxml2 object; the caller owns it.
xmlXPathObjectPtr toObject(const Value& value);

}  // namespace carbonfix
