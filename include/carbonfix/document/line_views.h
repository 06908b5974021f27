// Files seen line by line, as lines() gives them to expressions.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {

class LineViews {
 public:
  // The elements <line> of a text; `path` is the file's in its home. They live as long as this, whatever other text
  // the path has later. Error: it is too large for that.
  Result<NodeSet> of(const std::string& path, const std::string& bytes);

  // The view that a node stands in; null: it stands in none of these. Its path() is that of the file.
  const Document* holding(Node node) const;

 private:
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Document>> views_;
  std::map<_xmlNode*, const Document*> byRoot_;
};

}  // namespace carbonfix
