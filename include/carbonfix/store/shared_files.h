// Files that several homes have in common: repository/deployment and repository/tenants, linked to one share.
#pragma once

#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"

namespace carbonfix {

// Leaves a file that change sets of several homes hold to the first of them: the others' runs would find it changed.
// For these it is as good as done, and a note says by whom. Error: the homes want different bytes in it.
Status leaveSharedFilesToOne(const std::vector<Home>& homes, std::vector<ChangeSet>& changes);

}  // namespace carbonfix
