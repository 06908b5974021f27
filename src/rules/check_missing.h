// Can what a `set` asks for be made, when its `missing` says so?
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/rules/model.h"

namespace carbonfix {

struct Slip {
  std::size_t column = 1;  // code point of sel's value
  std::string message;
  std::string hint;
};

std::vector<Slip> slipsInMissing(const Operation& operation);

}  // namespace carbonfix
