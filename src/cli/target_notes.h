// What the operator should know of a file before it is changed: who else writes it, and whether it can be written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"

namespace carbonfix {

// The tool that says in a comment at the head of the file that it writes it ("Puppet"); empty: none does.
std::string managerOf(std::string_view path, std::string_view bytes);

// A sentence for each tool that manages files of the change set.
std::vector<std::string> managerNotes(const ChangeSet& changes);

// A sentence for each reason why files could not be replaced.
std::vector<std::string> replaceNotes(const Home& home, const ChangeSet& changes);

}  // namespace carbonfix
