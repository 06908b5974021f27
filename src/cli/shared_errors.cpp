#include "cli/shared_errors.h"

#include <algorithm>

#include <fmt/format.h>

namespace carbonfix {

void SharedErrors::add(const std::string& node, const Errors& errors) {
  for (const Error& error : errors) {
    const auto same = [&error](const Entry& entry) {
      return entry.error.message == error.message && entry.error.path == error.path && entry.error.at == error.at;
    };
    const auto known = std::ranges::find_if(entries_, same);
    if (known != entries_.end()) {
      known->nodes.push_back(node);
    } else {
      entries_.push_back({error, {node}});
    }
  }
}

Errors SharedErrors::take() {
  Errors errors;
  for (Entry& entry : entries_) {
    const std::string message = entry.error.message;
    if (entry.nodes.size() == homes_) entry.nodes = {""};
    for (const std::string& node : entry.nodes) {
      entry.error.message = node.empty() ? message : fmt::format("{}: {}", node, message);
      errors.push_back(entry.error);
    }
  }
  return errors;
}

}  // namespace carbonfix
