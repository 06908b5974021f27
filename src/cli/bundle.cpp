#include "cli/bundle.h"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <utility>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/document/document.h"
#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/loader.h"
#include "cli/bindings.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "rules/bundle.h"

namespace carbonfix {
namespace {

// The texts of --rules; what is wrong with them is said as it is to lint.
Errors addUserTexts(const Options& options, const Console& console, std::vector<RuleText>& texts,
                    std::vector<Pack>& packs) {
  Errors errors = unusedBindings(options);
  if (!errors.empty()) return errors;
  const auto bindings = bindingsOf(options);
  for (const std::string& path : options.rules) {
    const auto files = ruleFilesIn(diskFileSystem(), path);
    if (!files) return files.error();
    for (const std::string& file : *files) {
      auto text = readInput(file, console, kMaxFileSize);
      if (!text) return {text.error()};
      auto loaded = loadRules(*text, file, *bindings);
      if (!loaded) return loaded.error();
      std::ranges::move(*loaded, std::back_inserter(packs));
      texts.push_back({std::move(*text), file});
    }
  }
  return checkAcross(packs);
}

}  // namespace

ExitCode printBundle(const Options& options, Console& console) {
  if (!options.select.empty() || !options.ignore.empty() || options.phase != "all" ||
      options.minSeverity > Severity::info) {
    printError(console, Error{.message = "a bundle holds whole packs, so nothing is chosen when it is made",
                              .hint = "choose when it is run: carbonfix lint --no-builtin-rules --rules - --select …"});
    return kTrouble;
  }
  const FormatChoice& format = options.formats.front();
  if (options.formats.size() > 1 || format.format != "text" || !format.file.empty()) {
    printError(console, Error{.message = "a bundle is a rule file, and has no other format",
                              .hint = "leave --format away, and send it where it is wanted: carbonfix rules --bundle > "
                                      "rules.xml"});
    return kTrouble;
  }
  std::vector<RuleText> texts;
  std::vector<Pack> packs;
  if (options.builtinRules) {
    packs = builtinLintPacks();
    for (const std::string_view text : builtinLintTexts()) texts.push_back({std::string(text), "a shipped pack"});
  }
  if (const Errors errors = addUserTexts(options, console, texts, packs); !errors.empty()) {
    printErrors(console, errors);
    return kTrouble;
  }
  if (texts.empty()) {
    printError(console, Error{.message = "there is no rule to put into a bundle",
                              .hint = "leave --no-builtin-rules away, or give rule files with --rules"});
    return kTrouble;
  }
  const auto bundle = bundleOf(texts);
  if (!bundle) {
    printError(console, bundle.error());
    return kTrouble;
  }
  console.out << *bundle;
  return kOk;
}

}  // namespace carbonfix
