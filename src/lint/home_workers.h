// Who does the work on the homes: one thread or several, and what comes out is the same. Of several homes each thread
// takes the next one that nobody has; one home is shared by two, file by file.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "lint/cluster_keys.h"
#include "lint/home_run.h"

namespace carbonfix {

class HomeWorkers {
 public:
  // `clusterKeys`: those of the parts.
  HomeWorkers(const RunParts& parts, ClusterKeys& clusterKeys, std::size_t jobs);
  ~HomeWorkers();
  HomeWorkers(const HomeWorkers&) = delete;
  HomeWorkers& operator=(const HomeWorkers&) = delete;

  // What came out, by home.
  std::vector<HomeOutcome> run();

 private:
  struct Kept;

  HomeOutcome runOne(std::size_t threads);
  void runMany();
  void look(std::size_t thread, std::size_t home);
  void compareKept(std::size_t thread);
  void compareOther(std::size_t thread, std::size_t home);

  const RunParts& parts_;
  ClusterKeys& clusterKeys_;
  std::mutex lookMutex_;  // the options' look need not stand two threads
  std::vector<std::unique_ptr<RunThread>> threads_;
  std::vector<HomeOutcome> outcomes_;
  std::vector<std::vector<Comparison>> comparisons_;  // by home; of those that were let go
  std::vector<Kept> kept_;                            // by thread
};

}  // namespace carbonfix
