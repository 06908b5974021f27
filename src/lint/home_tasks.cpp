#include "lint/home_tasks.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace carbonfix {

std::vector<Finding> HomeTasks::takeFindings() {
  std::vector<Finding> all;
  for (FileTask& task : tasks_) std::ranges::move(std::exchange(task.findings, {}), std::back_inserter(all));
  return all;
}

}  // namespace carbonfix
