// The folder of a home's store, and the folders of the runs in it.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"
#include "store/run_name.h"

namespace carbonfix {

class StoreFolder {
 public:
  StoreFolder(const Home& home, const StoreOptions& options);

  const std::string& path() const { return path_; }
  std::string lockPath() const { return path_ + "/lock"; }
  std::string runsPath() const { return path_ + "/runs"; }
  std::string runPath(const std::string& run) const { return runsPath() + "/" + run; }
  std::string manifestPath(const std::string& run) const { return runPath(run) + "/manifest.xml"; }
  std::string originalPath(const std::string& run, const std::string& file) const {
    return runPath(run) + "/before/" + file;
  }

  // Newest first, those without a manifest too; none when nothing was ever run. Error: the store is not what we made.
  Result<std::vector<RunName>> names() const;
  // Error: damaged, or others could have written it. Without a manifest (cut off before it changed anything) the run
  // has no name.
  Result<Run> load(const std::string& name) const;
  // Those that have a manifest, newest first.
  Result<std::vector<Run>> loadAll() const;
  // The bytes that a file had before the run. Error: gone, or no longer what the manifest says.
  Result<std::string> original(const std::string& run, const RunFile& file) const;

  bool isInHome() const { return inHome_; }
  // Makes the folder itself when it is missing. One in a state directory is made by root, who gives it to the home's
  // owner; one in the home by who acts as its owner.
  Status make() const;
  // What it says is done with the rights of whoever runs this: error when somebody else could have written it.
  Status checkOurs() const;
  // Makes the folder of a new run, under the next free name; gives the name.
  Result<std::string> makeRun() const;
  Status addOriginal(const std::string& run, const std::string& path, const std::string& bytes) const;
  // Every folder of the run, down from the store's own.
  Status syncOriginals(const std::string& run) const;
  // The manifest is replaced in two steps, so that the second needs no room on the disk.
  Status stageManifest(const Run& run) const;
  Status sealManifest(const std::string& run) const;
  Status syncRun(const std::string& run) const;
  // Both; the manifest is on the disk then, and so is the way to it.
  Status putManifest(const Run& run) const;
  // The manifest goes first: without one there is no run.
  Status removeRun(const std::string& name) const;
  // Of a folder without manifest: is it of a run that was cut off before it had one, or while it was removed? Else
  // somebody took the manifest away, and the originals are all that is left.
  Result<bool> isLeftover(const std::string& name) const;

 private:
  std::string removedPath(const std::string& run) const;
  bool isConfiguration(const std::string& folder) const;
  Result<bool> isMissing(const std::string& path) const;
  Result<Run> loadManifest(const std::string& name) const;
  Error closed(Error error) const;
  Status checkTrusted(const std::string& path, FileKind kind) const;
  Status makeFolder(const std::string& path) const;
  Status syncTree(const std::string& folder) const;
  Status removeTree(const std::string& path) const;

  const Home& home_;
  FileSystem& fs_;
  std::string path_;
  bool inHome_;
};

}  // namespace carbonfix
