#include "cli/lint_params.h"

#include <algorithm>

#include "cli/pack_mentions.h"

namespace carbonfix {

void releasePatchParams(Pack& pack) {
  const bool needed = std::ranges::any_of(pack.params, [](const Param& param) { return !param.defaultValue; });
  if (!needed) return;
  Mentions mentions;
  mentions.addChecks(pack);
  for (Param& param : pack.params) {
    if (!param.defaultValue && !mentions.has(param.name)) param.defaultValue.emplace();
  }
}

}  // namespace carbonfix
