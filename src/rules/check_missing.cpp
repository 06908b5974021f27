#include "rules/check_missing.h"

#include <fmt/format.h>

#include <algorithm>

#include "carbonfix/base/text.h"
#include "carbonfix/document/last_step.h"

namespace carbonfix {

std::vector<Slip> slipsInMissing(const Operation& operation) {
  const std::vector<std::string>& words = operation.missing;
  if (words.empty()) return {};
  const std::string list = join(words, " ");
  std::vector<Slip> slips;
  // What follows "fail" is never tried, nor what follows "add" (but "fail" may say so).
  const auto settled = std::ranges::find_if(words, [](const std::string& word) { return word != "uncomment"; });
  const auto rest = settled == words.end() ? settled : settled + 1;
  if (rest != words.end() && (*settled == "fail" || *rest != "fail" || rest + 1 != words.end())) {
    slips.push_back(
        {1, fmt::format("missing=\"{}\": nothing is tried after \"{}\"", list, *settled), "leave the rest out"});
  } else if (std::ranges::count(words, "uncomment") > 1) {
    slips.push_back({1, fmt::format("missing=\"{}\" says \"uncomment\" twice", list), {}});
  }
  if (!operation.key.empty() && std::ranges::count(words, "uncomment") > 0) {
    slips.push_back({1, fmt::format("missing=\"{}\": a line of a text can't be uncommented", list), "leave add alone"});
  }
  // With a key it may be about the line of the text alone.
  if (words.front() == "fail" || !operation.key.empty()) return slips;
  const Result<LastStep> step = splitLastStep(operation.select.text());
  if (!step) {
    slips.push_back({step.error().at.column,
                     fmt::format("missing=\"{}\" does not go with this path: {}", list, step.error().message),
                     step.error().hint});
    return slips;
  }
  const bool hasChildren = std::ranges::any_of(step->demands, [](const Demand& each) { return !each.isAttribute; });
  if (hasChildren && operation.type.empty()) {
    slips.push_back({1,
                     fmt::format("\"{}\" asks for an element with child elements, whose text can't be set", step->step),
                     "set an attribute of it by type=\"@name\", or use merge"});
  }
  return slips;
}

}  // namespace carbonfix
