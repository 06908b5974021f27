// Colour, or none: wraps a piece of text in the escape codes of a terminal when asked to.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/rules/model.h"

namespace carbonfix {

enum class Ink { bold, red, yellow, cyan, green, dim };

class Style {
 public:
  explicit Style(bool color) : color_(color) {}
  std::string operator()(Ink ink, std::string_view text) const;

 private:
  bool color_;
};

Ink inkOf(Severity severity);

}  // namespace carbonfix
