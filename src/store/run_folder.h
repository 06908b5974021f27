// HOME/.carbonfix/runs and the folder of one run in it.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"
#include "store/run_name.h"

namespace carbonfix {

// HOME/.carbonfix/runs/<name>
std::string runFolderPath(const Home& home, const std::string& name);

// Newest first; none when nothing was ever run. Error: the store is not what we made it.
Result<std::vector<RunName>> runNames(const Home& home);

// Error: damaged, or others could have written it. Without a manifest (cut off before it changed anything) the run has
// no name.
Result<Run> loadRun(const Home& home, const std::string& name);

// The bytes that a file had before the run. Error: gone, or no longer what the manifest says.
Result<std::string> loadOriginal(const Home& home, const std::string& run, const RunFile& file);

// Replaces the manifest of a run in two steps, so that the second needs no room on the disk.
class ManifestUpdate {
 public:
  ManifestUpdate(const Home& home, Run run);
  ~ManifestUpdate();
  ManifestUpdate(const ManifestUpdate&) = delete;
  ManifestUpdate& operator=(const ManifestUpdate&) = delete;

  Status stage();
  Status seal();

 private:
  const Home& home_;
  Run run_;
  std::string folder_;
  bool staged_ = false;
};

// A run's folder while it is filled. What was made, up to .carbonfix itself, is removed again unless it is kept.
class NewRunFolder {
 public:
  explicit NewRunFolder(const Home& home) : home_(home) {}
  ~NewRunFolder();
  NewRunFolder(const NewRunFolder&) = delete;
  NewRunFolder& operator=(const NewRunFolder&) = delete;

  // Makes the folder under the next free name; gives the name.
  Result<std::string> make();
  Status addOriginal(const std::string& path, const std::string& bytes);
  Status addManifest(const Run& run);
  Status sync();
  void keep() { made_.clear(); }

 private:
  struct Made {
    std::string path;
    bool folder = false;
  };

  Status makeFolder(const std::string& path);
  Status makeFile(const std::string& path, const std::string& bytes);

  const Home& home_;
  std::string folder_;
  std::vector<Made> made_;  // in order
};

}  // namespace carbonfix
