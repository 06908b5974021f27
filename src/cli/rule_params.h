// `carbonfix rules params`: what a recipe or a rule file wants to know.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/rules/model.h"

namespace carbonfix {

// One line a parameter: name, type, "required" or its default, description.
std::string paramTable(const std::vector<Pack>& packs);

// "offset (integer, default: 0): what it says", for one parameter.
std::string paramLine(const Param& param);

// An inventory to fill in, valid by its schema. `profile`: how the packs were named.
std::string inventorySkeleton(const std::vector<Pack>& packs, const std::string& profile);

}  // namespace carbonfix
