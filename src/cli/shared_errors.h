// Errors of several homes: one that all have is said once, another names its node.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

class SharedErrors {
 public:
  explicit SharedErrors(std::size_t homes) : homes_(homes) {}

  void add(const std::string& node, const Errors& errors);
  Errors take();

 private:
  struct Entry {
    Error error;
    std::vector<std::string> nodes;
  };
  std::size_t homes_;
  std::vector<Entry> entries_;
};

}  // namespace carbonfix
