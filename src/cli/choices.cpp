#include "cli/choices.h"

#include <algorithm>

#include <fmt/format.h>

#include "lint/selection.h"

namespace carbonfix {
namespace {

bool isWord(const OptionValue& value, const WrongChoice& wrong) {
  if (wrong.option != "severity") return value.text == wrong.word;
  return value.text.substr(0, value.text.find('=')) == wrong.word;
}

Error told(const WrongChoice& wrong, const Options& options) {
  const auto given = options.chosen.find(wrong.option);
  if (given == options.chosen.end()) return errorOf(wrong);
  const auto value = std::ranges::find_if(given->second, [&](const OptionValue& each) { return isWord(each, wrong); });
  if (value == given->second.end() || value->origin.kind == OptionOrigin::Kind::commandLine) return errorOf(wrong);
  const std::string word = wrong.option == "phase" ? std::string() : " " + wrong.word;
  return wrongValue(wrong.option, value->origin, fmt::format("{}: {}", word, wrong.why), wrong.hint);
}

}  // namespace

Errors checkChoices(const std::vector<Pack>& packs, const LintOptions& lint, const Options& options) {
  Errors errors;
  for (const WrongChoice& wrong : wrongChoices(packs, lint)) errors.push_back(told(wrong, options));
  return errors;
}

}  // namespace carbonfix
