#include "carbonfix/base/interrupt.h"

#include <array>
#include <atomic>
#include <cstring>

#include <fmt/format.h>

namespace carbonfix {
namespace {

constexpr std::array kSignals = {SIGHUP, SIGINT, SIGTERM};

// A handler may run in any thread; an atomic without a lock is all that it may touch.
std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free);

int guards = 0;
std::array<struct sigaction, kSignals.size()> previous{};

// The first one says why we stop; whoever presses Ctrl-C again waits for the same roll-back.
void remember(int signal) {
  int none = 0;
  received.compare_exchange_strong(none, signal);
}

// nohup, or a shell that starts us in the background: whoever did wants it ignored.
bool isIgnored(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  if (guards++ > 0) return;
  received = 0;
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &previous[i]);
    if (!isIgnored(previous[i])) sigaction(kSignals[i], &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  if (--guards > 0) return;
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &previous[i], nullptr);
  received = 0;
}

int interruptSignal() { return received; }

Status checkInterrupt() {
  const int signal = interruptSignal();
  if (signal == 0) return {};
  Error error{.message = fmt::format("stopped by a signal ({})", strsignal(signal))};  // NOLINT(concurrency-mt-unsafe)
  error.signal = signal;
  return error;
}

}  // namespace carbonfix
