// What only all packs together can get wrong.
#include <map>

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
  std::map<std::string, Owner, std::less<>> owners_;
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
