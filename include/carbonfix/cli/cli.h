// The whole program, short of main(): arguments in, exit code out. Nothing here touches the process (no exit, no
// globals), so tests can run it.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/interrupt.h"

namespace carbonfix {

// Where a run reads and writes. Results go to `out` and nothing else does; everything about the run goes to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  bool outIsTerminal = false;
  bool canAsk = false;      // a person sits at `in` and sees `err`
  std::size_t width = 160;  // columns of `out`
  std::function<std::optional<std::string>(const char* name)> environment;
  std::vector<std::string> variables = {};  // names of the environment that begin with CARBONFIX_, sorted
  std::string systemConfig = "/etc/carbonfix/carbonfix.conf";
  // Begun by a command before it writes: signals are only remembered then, until the program ends. One that comes when
  // all is written must not make it look like a failure.
  std::optional<InterruptGuard> writing = {};
};

// The numbers that scripts rely on.
enum ExitCode : int {
  kOk = 0,
  kFindings = 1,            // findings at or above --fail-on, something pending for plan --check, a failed example
  kTrouble = 2,             // the answer can't be trusted, or the command was refused
  kFindingsAndTrouble = 3,  // lint only: both
  kSignalled = 128,         // plus the signal's number (129, 130, 143): stopped, and rolled back
};

// `arguments` without the program's name.
ExitCode run(const std::vector<std::string>& arguments, Console& console);

}  // namespace carbonfix
