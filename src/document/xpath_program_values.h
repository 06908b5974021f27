// What the operators and functions of a program make of values, wherever those come from.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/document/xpath.h"
#include "document/xpath_program.h"

namespace carbonfix {

// Neither is a set of nodes.
bool areEqual(const Value& left, const Value& right);
double compute(XPathOp::Kind kind, double left, double right);

// Can it only say yes or no?
bool givesTruth(XPathOp::Function function);
// Does it give entries of a key?
bool asksKey(XPathOp::Function function);
bool compareTexts(XPathOp::Function function, std::string_view first, std::string_view second);
// By a function of one text or two.
std::string textMadeOf(XPathOp::Function function, std::string_view first, std::string_view second);

}  // namespace carbonfix
