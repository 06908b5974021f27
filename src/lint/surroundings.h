// What expressions reach outside their file: other files of the same home.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "carbonfix/document/xpath.h"
#include "lint/files.h"

namespace carbonfix {

class HomeSurroundings : public Surroundings {
 public:
  explicit HomeSurroundings(Files& files) : files_(files) {}

  void enter(std::size_t home) { home_ = home; }
  std::size_t home() const { return home_; }

  NodeSet document(std::string_view path) override;
  bool fileExists(std::string_view path) override { return !files_.find(home_, path).path.empty(); }
  NodeSet key(std::string_view /*name*/, std::string_view /*value*/) override { return {}; }

  // Files that document() gave, for masking what comes from them.
  const std::vector<const Document*>& documents() const { return documents_; }

 private:
  Files& files_;
  std::size_t home_ = 0;
  std::vector<const Document*> documents_;
};

}  // namespace carbonfix
