// What there is to say of the tool's own findings (own_findings.h) beyond one sentence.
#pragma once

#include <cstddef>
#include <string_view>

namespace carbonfix {

struct OwnRule {
  std::string_view id;
  std::string_view why;
  std::string_view files;  // which it is about
  std::string_view bad;    // an example; may be empty
  std::size_t line = 0;    // of the finding in it
  std::string_view good;
};

// Null: the id is not one of the tool's own.
const OwnRule* findOwnRule(std::string_view id);

}  // namespace carbonfix
