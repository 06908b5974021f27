// What was not checked, each said once.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

class Notes {
 public:
  void add(const std::string& node, const std::string& path, const std::string& why, bool trouble = false) {
    notes_.insert({node, path, why, trouble});
  }
  void absorb(Notes other) { notes_.merge(other.notes_); }
  // Is there something of the file that can't be trusted?
  bool hasTrouble(const std::string& node, const std::string& path) const {
    auto note = notes_.lower_bound({node, path, {}, false});
    for (; note != notes_.end() && std::get<0>(*note) == node && std::get<1>(*note) == path; ++note) {
      if (std::get<3>(*note)) return true;
    }
    return false;
  }
  // By node, path and reason.
  std::vector<NotChecked> take() const {
    std::vector<NotChecked> list;
    for (const auto& [node, path, why, trouble] : notes_) list.push_back({node, path, why, trouble});
    return list;
  }

 private:
  std::set<std::tuple<std::string, std::string, std::string, bool>> notes_;
};

}  // namespace carbonfix
