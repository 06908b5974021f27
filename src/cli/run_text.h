// Runs of a store as a person reads them.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"

namespace carbonfix {

// "das1:" before what is told of one of several homes, else nothing.
std::string nodePrefix(const Home& home, bool several);

// "2026-11-21 09:15:00 UTC", from the name of the run.
std::string timeOf(const Run& run);

// "root (sudo alice) on das1, change CHG-1".
std::string whoRan(const Run& run);

// "committed", "undone by 20261121T091600Z-1", "rolled back"; a run that is not finished is `running` or "interrupted".
std::string stateOf(const Run& run, bool running);

// A block of lines: name, time and state; then who, which change request, which rules and which files. Fits 80 columns
// but for long paths.
std::string describeRun(const Run& run, bool running, std::string_view prefix);

// The command that undoes a run (the newest when it has no name), for a person to type.
std::string restoreCommand(const std::string& home, const StoreOptions& options, const std::string& run = {});

}  // namespace carbonfix
