// One run of a home: several files get new bytes, are made or removed; all of them or none, through a crash too.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"
#include "store/store_folder.h"
#include "store/target.h"

namespace carbonfix {

class Transaction {
 public:
  // `run` says who and why; its name, files and new folders are filled in here. Folders in it that are not `made` are
  // removed at the end, if they are empty then.
  Transaction(const Home& home, const StoreFolder& folder, Run run, std::vector<Target> targets);

  // In the order that store.h tells. Whatever fails, what was begun is rolled back; the error says so.
  Result<Run> run();

 private:
  Status describe();
  Result<std::string> temporaryBeside(const Target& target) const;
  Status storeOriginals();
  Status prepare();
  Status makeFolders();
  Status writeTemporary(const Target& target, const std::string& path);
  Status compare(Target& target) const;
  Status checkUnmoved(const Target& target, const std::string& temporary) const;
  Status replaceAll();
  Status replace(const Target& target, const std::string& temporary);
  Status removeFolders();
  Status syncFolders();
  void removeTemporaries();
  bool isReplaced(const std::vector<std::string>& paths) const;  // at least one of them
  Error undo(Error cause);
  std::string stateDir() const;  // as an option, when the store is not in the home
  std::string temporaryOf(std::size_t index) const;

  const Home& home_;
  FileSystem& fs_;
  const StoreFolder& folder_;
  Run run_;
  std::vector<Target> targets_;  // by index the files of run_
  bool begun_ = false;           // there is a manifest
  std::size_t reached_ = 0;      // as many targets may be replaced already
};

}  // namespace carbonfix
