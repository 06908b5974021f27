// The work on one home, by file, so that two threads can share it: each takes the next file that nobody has.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "lint/run_plan.h"

namespace carbonfix {

struct FileTask {
  std::string path;
  std::vector<const PlannedPattern*> patterns;  // none: it has only to be well-formed
  std::vector<Finding> findings;                // of whoever took it
};

class HomeTasks {
 public:
  explicit HomeTasks(std::vector<FileTask> tasks) : tasks_(std::move(tasks)) {}

  std::size_t size() const { return tasks_.size(); }
  // Null: there is none left.
  FileTask* take() {
    const std::size_t index = next_++;
    return index < tasks_.size() ? &tasks_[index] : nullptr;
  }
  // What was found, whoever found it, in the order of the tasks.
  std::vector<Finding> takeFindings();

 private:
  std::vector<FileTask> tasks_;
  std::atomic<std::size_t> next_ = 0;
};

}  // namespace carbonfix
