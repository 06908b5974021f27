// What expressions reach outside their file: other files of the same home.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/line_views.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/home/live.h"
#include "lint/files.h"

namespace carbonfix {

class HomeSurroundings : public Surroundings {
 public:
  // `machine`: what live functions ask; null: they have no answer.
  explicit HomeSurroundings(Files& files, LiveHost* machine = nullptr) : files_(files), machine_(machine) {}

  void enter(std::size_t home) {
    if (home != home_) documents_.clear();
    home_ = home;
  }
  std::size_t home() const { return home_; }

  NodeSet document(std::string_view path) override;
  bool fileExists(std::string_view path) override { return files_.exists(home_, path); }
  NodeSet key(std::string_view /*name*/, KeyAsk /*ask*/, std::string_view /*of*/) override { return {}; }
  std::vector<std::string> files(std::string_view globs) override { return files_.list(home_, globs); }
  NodeSet lines(std::string_view path) override;
  const std::string* bytes(std::string_view path) override { return files_.bytes(home_, path); }
  std::string digest(std::string_view path) override { return files_.digest(home_, path); }
  Result<Value> live(std::string_view function, const std::vector<std::string>& arguments) override;

  // The view by line that a node stands in, or null.
  const Document* linesHolding(Node node) const { return lines_.holding(node); }
  // Files of this home that document() and lines() gave since it was asked to forget, for masking what comes from them.
  void forgetDocuments() { documents_.clear(); }
  const std::vector<const Document*>& documents() const { return documents_; }

 private:
  void remember(const Document* document);

  Files& files_;
  LiveHost* machine_;
  std::size_t home_ = 0;
  LineViews lines_;
  std::vector<const Document*> documents_;
};

}  // namespace carbonfix
