// The reporters, one a file; makeReporter() finds them by name.
#pragma once

#include <memory>

#include "carbonfix/report/reporter.h"

namespace carbonfix {

std::unique_ptr<Reporter> makeTextReporter();
std::unique_ptr<Reporter> makeConciseReporter();
std::unique_ptr<Reporter> makeJsonReporter();

}  // namespace carbonfix
