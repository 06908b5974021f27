// A small home on the real disk, and change sets for it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "carbonfix/store/store.h"
#include "home/temporary_folder.h"

namespace carbonfix::test {

inline constexpr const char* kCarbon = "repository/conf/carbon.xml";
inline constexpr const char* kAxis2 = "repository/conf/axis2/axis2.xml";

inline Result<carbonfix::Run> commit(const Home& home, const ChangeSet& changes, StoreOptions options = {}) {
  return Store(home, std::move(options)).commit(changes);
}

inline Result<std::vector<carbonfix::Run>> listRuns(const Home& home) { return Store(home).runs(); }

struct Restored {
  carbonfix::Run undone;
  carbonfix::Run run;              // that undid it
  std::vector<std::string> files;  // changed by that
};

inline Result<Restored> restoreRun(const Home& home, const std::string& name, bool forceChanged = false) {
  Store store(home);
  auto plan = store.planRestore(name);
  if (!plan) return std::move(plan).error();
  auto run = store.restore(*plan, forceChanged);
  if (!run) return std::move(run).error();
  Restored restored{.undone = plan->run, .run = std::move(*run), .files = {}};
  for (const RunFile& file : restored.run.files) restored.files.push_back(file.path);
  return restored;
}

// What a failed run leaves of the store is its folder and the lock.
inline std::map<std::string, std::string> withoutEmptyStore(std::map<std::string, std::string> tree) {
  for (const char* const name : {".carbonfix/", ".carbonfix/lock", ".carbonfix/.gitignore", ".carbonfix/runs/"}) {
    tree.erase(name);
  }
  return tree;
}

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    temp.write(std::string("home/") + kCarbon, "<Server>1</Server>\n");
    temp.write(std::string("home/") + kAxis2, "<axisconfig>1</axisconfig>\r\n");
  }

  std::string homePath(const std::string& relative = {}) const {
    return temp.path(relative.empty() ? "home" : "home/" + relative);
  }
  std::string bytesOf(const std::string& relative) const { return temp.read("home/" + relative); }
  void put(const std::string& relative, const std::string& bytes) const { temp.write("home/" + relative, bytes); }

  Home open(FileSystem& fs = diskFileSystem()) const {
    auto home = Home::open(fs, homePath(), "das1");
    if (!home) throw std::runtime_error(home.error().message);
    return std::move(*home);
  }

  static FileChange change(const std::string& path, const std::string& before, const std::string& after) {
    FileChange file;
    file.path = path;
    file.before = before;
    file.after = after;
    file.patches = {"demo.offset"};
    return file;
  }
  // Both files of the home get a 2 for their 1.
  ChangeSet bothFiles() const {
    ChangeSet changes;
    changes.files.push_back(change(kAxis2, "<axisconfig>1</axisconfig>\r\n", "<axisconfig>2</axisconfig>\r\n"));
    changes.files.push_back(change(kCarbon, "<Server>1</Server>\n", "<Server>2</Server>\n"));
    return changes;
  }
  ChangeSet carbon(const std::string& from, const std::string& to) const {
    ChangeSet changes;
    changes.files.push_back(change(kCarbon, "<Server>" + from + "</Server>\n", "<Server>" + to + "</Server>\n"));
    return changes;
  }
  carbonfix::Run mustCommit(const ChangeSet& changes) const {
    auto run = commit(open(), changes);
    if (!run) throw std::runtime_error(run.error().message);
    return *run;
  }
  std::map<std::string, std::string> tree() const { return treeOf(homePath()); }

  TemporaryFolder temp;
};

}  // namespace carbonfix::test
