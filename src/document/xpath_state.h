// What extension functions see while an expression runs.
#pragma once

#include <libxml/xpath.h>
#include <re2/re2.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "carbonfix/document/xpath.h"
#include "document/xml/parser.h"

namespace carbonfix {

// What an evaluation costs beside the steps that libxml2 counts.
inline constexpr std::size_t kTextStep = 32;  // bytes of text that are looked at for one step
inline constexpr std::size_t kStepsOfMadeNode = 200;
// A text that an expression gives; the files of a home are far smaller.
inline constexpr std::size_t kLongestText = std::size_t{4} << 20;

struct FunctionState {
  Surroundings* surroundings = nullptr;
  const Scope* scope = nullptr;
  Node current;
  std::map<std::string, std::unique_ptr<RE2>, std::less<>> patterns;     // of matches(), compiled once
  std::map<std::string, std::unique_ptr<RE2>, std::less<>> rawPatterns;  // of raw-matches()
  // What functions made of a text: it lives as long as the evaluator, so a <let> may keep its nodes. By what made it,
  // and of what.
  std::map<std::pair<std::string, std::string>, XmlDoc> made;
  // For select(): the expressions that it was given, and what evaluates them. Inside of that it gives nothing.
  std::map<std::string, std::optional<XPath>, std::less<>> selects;
  std::unique_ptr<XPathEvaluator> inner;
  bool isInner = false;
  std::string noAnswer;  // why a live function had none
};

// A new libxml2 object; the caller owns it.
xmlXPathObjectPtr toObject(const Value& value);

}  // namespace carbonfix
