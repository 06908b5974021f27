#include "carbonfix/base/interrupt.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace carbonfix {
namespace {

// Whoever runs the tests may have them ignored (nohup).
class DefaultSignals {
 public:
  DefaultSignals() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) before_[i] = ::signal(kSignals[i], SIG_DFL);
  }
  ~DefaultSignals() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::signal(kSignals[i], before_[i]);
  }
  DefaultSignals(const DefaultSignals&) = delete;
  DefaultSignals& operator=(const DefaultSignals&) = delete;

 private:
  static constexpr std::array kSignals = {SIGHUP, SIGINT, SIGTERM};
  std::array<sighandler_t, kSignals.size()> before_{};
};

class InterruptTest : public testing::TestWithParam<int> {
  DefaultSignals default_;
};

class Interrupt : public testing::Test {
  DefaultSignals default_;
};

TEST_P(InterruptTest, isRememberedAndNothingElse) {
  const InterruptGuard guard;
  EXPECT_EQ(interruptSignal(), 0);
  ASSERT_EQ(::raise(GetParam()), 0);
  EXPECT_EQ(interruptSignal(), GetParam());
}

TEST_P(InterruptTest, endsTheProgramWithoutAGuard) {
  EXPECT_EXIT(::raise(GetParam()), testing::KilledBySignal(GetParam()), "");
  const auto afterwards = [] {
    { const InterruptGuard guard; }
    ::raise(GetParam());
  };
  EXPECT_EXIT(afterwards(), testing::KilledBySignal(GetParam()), "");
}

TEST_P(InterruptTest, staysIgnoredWhereItWas) {
  const auto child = [] {
    ::signal(GetParam(), SIG_IGN);
    int seen = 0;
    {
      const InterruptGuard guard;
      ::raise(GetParam());
      seen = interruptSignal();
    }
    ::raise(GetParam());
    ::_exit(seen == 0 ? 7 : 1);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(7), "");
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptTest, testing::Values(SIGHUP, SIGINT, SIGTERM));

TEST_F(Interrupt, theFirstSignalCounts) {
  const InterruptGuard guard;
  ::raise(SIGINT);
  ::raise(SIGINT);
  ::raise(SIGTERM);
  EXPECT_EQ(interruptSignal(), SIGINT);
}

TEST_F(Interrupt, anInnerGuardChangesNothing) {
  const InterruptGuard outer;
  {
    const InterruptGuard inner;
    ::raise(SIGTERM);
  }
  EXPECT_EQ(interruptSignal(), SIGTERM);
  ::raise(SIGTERM);  // would end the program, had the inner one restored anything
}

TEST_F(Interrupt, isForgottenWithItsGuard) {
  {
    const InterruptGuard guard;
    ::raise(SIGTERM);
  }
  EXPECT_EQ(interruptSignal(), 0);
  const InterruptGuard next;
  EXPECT_EQ(interruptSignal(), 0);
}

int handled = 0;

TEST_F(Interrupt, putsBackTheHandlerThatWasThere) {
  ::signal(SIGHUP, [](int) { ++handled; });
  { const InterruptGuard guard; }
  ::raise(SIGHUP);
  EXPECT_EQ(handled, 1);
}

}  // namespace
}  // namespace carbonfix
