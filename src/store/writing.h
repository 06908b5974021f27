// What every command that writes holds for as long as it does: it acts as the home's owner, has the lock, remembers
// signals, and has rolled back what was cut off.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "carbonfix/base/interrupt.h"
#include "carbonfix/base/process.h"
#include "carbonfix/base/result.h"
#include "carbonfix/store/store.h"
#include "store/store_folder.h"
#include "store/target.h"
#include "store/write_lock.h"

namespace carbonfix {

// Adds to the hint that nothing was, once.
Error nothingChanged(Error error);

class Writing {
 public:
  // Makes the store's folder when it is missing. Error: the lock is held, or a run that was cut off can't be rolled
  // back.
  static Result<std::unique_ptr<Writing>> begin(const Home& home, const StoreOptions& options);

  const StoreFolder& folder() const { return folder_; }
  const std::optional<Recovery>& recovery() const { return recovery_; }
  // The locks of the shares that these targets lie in.
  Status lockShares(const std::vector<Target>& targets);

 private:
  Writing(const Home& home, const StoreOptions& options) : home_(home), folder_(home, options) {}
  Status start();
  Status lockHome();
  Status recover();
  void removeLeftover(const std::string& name);
  Status lockSharesOf(const Run& run);
  Status lock(const std::set<std::string>& shares);

  const Home& home_;
  StoreFolder folder_;
  InterruptGuard guard_;
  std::optional<ActingAs> acting_;
  std::optional<WriteLock> lock_;
  std::set<std::string> shares_;  // whose locks it holds
  std::optional<Recovery> recovery_;
};

}  // namespace carbonfix
