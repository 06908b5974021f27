// Files that hold a secret which nothing in them tells to be one: a value that was sensitive to a recipe, written to a
// place with a harmless name. Only the run that writes it knows, so its manifest remembers the file.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/store/store.h"

namespace carbonfix {

// Does a value of `known` stand where findSecrets() by itself sees none?
bool hidesSecret(std::string_view text, const std::vector<std::string>& known);

// All that any of the runs remembers.
std::set<std::string> secretFilesOf(const std::vector<Run>& runs);

}  // namespace carbonfix
