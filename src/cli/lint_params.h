// A rule file may hold checks and patches; lint asks for no value that only the patches need.
#pragma once

#include "carbonfix/rules/model.h"

namespace carbonfix {

// Gives each parameter that no check, fix, variable or key of the pack mentions an empty default.
void releasePatchParams(Pack& pack);

}  // namespace carbonfix
