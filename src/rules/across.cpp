// What only all packs together can get wrong.
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "carbonfix/rules/loader.h"

namespace carbonfix {
namespace {

struct Owner {
  const Pack* pack = nullptr;
  Position at;
};

class Ids {
 public:
  void add(const std::string& id, const Pack& pack, Position at) {
    const auto [found, isNew] = owners_.try_emplace(id, Owner{&pack, at});
    if (isNew || found->second.pack == &pack) return;  // twice in one pack: said when it was loaded
    if (found->second.pack->builtin && found->second.pack->id == pack.id) {
      addShipped(pack);
      return;
    }
    Error error;
    error.message = fmt::format("the id \"{}\" is also that of a rule in {}:{}", id, found->second.pack->path,
                                found->second.at.line);
    error.path = pack.path;
    error.at = at;
    error.hint = "ids must be unique across all rule files of a run; give yours a pack name of its own";
    errors_.push_back(std::move(error));
  }
  Errors takeErrors() { return std::move(errors_); }

 private:
  // A bundle, or a copy of a shipped file: one sentence for all of it.
  void addShipped(const Pack& pack) {
    if (!shippedToo_.insert(pack.path).second) return;
    Error error;
    error.message = fmt::format("holds the pack \"{}\", which is shipped with carbonfix too", pack.id);
    error.path = pack.path;
    error.hint = "leave the shipped packs out with --no-builtin-rules";
    errors_.push_back(std::move(error));
  }

  std::map<std::string, Owner, std::less<>> owners_;
  std::set<std::string> shippedToo_;
  Errors errors_;
};

}  // namespace

Errors checkAcross(const std::vector<Pack>& packs) {
  Ids ids;
  for (const Pack& pack : packs) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) ids.add(check.id, pack, check.at);
      }
    }
    for (const Patch& patch : pack.patches) ids.add(patch.id, pack, patch.at);
  }
  return ids.takeErrors();
}

}  // namespace carbonfix
