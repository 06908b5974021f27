// What the system log is told of runs (--syslog): one line a run, whether it came to its end or not. Never a value of a
// parameter or a file's content.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/base/process.h"
#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"
#include "carbonfix/store/store.h"
#include "cli/options.h"

namespace carbonfix {

// What was to be done.
struct Attempt {
  std::string undoes = {};  // for restore
  std::size_t files = 0;
  std::vector<std::string> rules = {};

  static Attempt of(const ChangeSet& changes);
  static Attempt of(const RestorePlan& plan);
};

// "command=apply result=done run=20261121T091500Z-1 home=/opt/das user=root sudo_user=alice change=CHG-1 files=3 …"
std::string runLogLine(const Options& options, const Operator& who, const Home& home, const Attempt& attempt,
                       const Result<Run>& run);

// Does nothing without --syslog. A machine that has no system log is a note, no failure: the store knows it all.
void logRun(const Options& options, const Home& home, const Attempt& attempt, const Result<Run>& run, Console& console);
// The same of a run that was cut off and is rolled back by this command.
void logRecovery(const Options& options, const Home& home, const Run& run, Console& console);

}  // namespace carbonfix
