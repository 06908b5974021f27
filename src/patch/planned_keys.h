// key(), group() and usual() while patches and fixes run: over the files of the one home, as the run has left them so
// far.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"
#include "rules/key_elements.h"

namespace carbonfix {

struct FileInRun {
  std::string path;
  const Document* document = nullptr;
};

class PlannedKeys {
 public:
  // `files`: those that match the globs and can be read. `facts`: what the tool and the operator provide.
  PlannedKeys(std::string node, Surroundings& surroundings, const Scope& facts,
              std::function<std::vector<FileInRun>(const std::string& globs)> files)
      : node_(std::move(node)), facts_(facts), files_(std::move(files)), evaluator_(&surroundings) {}

  // Inside the expressions of a key itself it finds nothing.
  NodeSet find(const Pack& pack, std::string_view name, KeyAsk ask, std::string_view of);
  // A file was changed: what is asked for next is looked up anew. Elements that were given stay.
  void forget();

 private:
  void collect(const Pack& pack, const Key& key, std::vector<KeyElement>& entries);

  std::string node_;
  const Scope& facts_;
  std::function<std::vector<FileInRun>(const std::string&)> files_;
  XPathEvaluator evaluator_;
  bool isCollecting_ = false;
  std::map<std::pair<const Pack*, std::string>, std::unique_ptr<KeyElements>> known_;
  std::vector<std::unique_ptr<KeyElements>> old_;
};

}  // namespace carbonfix
