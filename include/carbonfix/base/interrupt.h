// Signals that ask the program to stop (HUP, INT, TERM) while files are written. They do not stop it at once: what is
// being written is rolled back at its next step, and the program ends with 128 + the signal's number.
#pragma once

#include <csignal>

#include "carbonfix/base/result.h"

namespace carbonfix {

// While one of these lives, the signals are only remembered; afterwards they do again what they did before. One within
// another changes nothing. What was ignored before (nohup) stays ignored. Made and destroyed by one thread.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  InterruptGuard(InterruptGuard&&) = delete;
  InterruptGuard& operator=(InterruptGuard&&) = delete;
};

// The first signal that came under the guard that lives; 0 when none has. Forgotten with the outermost guard.
int interruptSignal();

// An error that names it, with `signal` set.
Status checkInterrupt();

}  // namespace carbonfix
