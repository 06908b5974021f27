// --bind FILE.sch=GLOBS: the files that plain Schematron schemas are about.
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/rules/loader.h"
#include "cli/options.h"

namespace carbonfix {

// By the path that --rules gives the schema; of several for one schema all globs count.
Result<Bindings, Errors> bindingsOf(const Options& options);

// Schemas that are bound and that no --rules gives.
Errors unusedBindings(const Options& options);

}  // namespace carbonfix
