#include "report/style.h"

#include <fmt/format.h>

namespace carbonfix {
namespace {

std::string_view codeOf(Ink ink) {
  switch (ink) {
    case Ink::bold:
      return "1";
    case Ink::red:
      return "1;31";
    case Ink::yellow:
      return "1;33";
    case Ink::cyan:
      return "36";
    case Ink::green:
      return "32";
    case Ink::dim:
      return "2";
  }
  return "0";
}

}  // namespace

std::string Style::operator()(Ink ink, std::string_view text) const {
  if (!color_ || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", codeOf(ink), text);
}

Ink inkOf(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Ink::red;
    case Severity::warning:
      return Ink::yellow;
    case Severity::info:
      break;
  }
  return Ink::cyan;
}

}  // namespace carbonfix
