// What the operations of a fix or a patch do, in words: one line an operation.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/rules/model.h"

namespace carbonfix {

std::vector<std::string> stepsOf(const std::vector<Operation>& operations);

}  // namespace carbonfix
