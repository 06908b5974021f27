#include <algorithm>
#include <map>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "carbonfix/rules/builtin.h"
#include "cli/commands.h"
#include "cli/example_update.h"
#include "cli/examples.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "report/style.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

Result<std::vector<Pack>, Errors> packsToTest(const Options& options, Console& console) {
  std::vector<Pack> packs;
  Errors errors;
  if (options.arguments.empty()) packs = builtinFullPacks();
  for (const std::string& path : options.arguments) {
    auto loaded = userPacks(path, options, console);
    if (loaded) {
      std::ranges::move(*loaded, std::back_inserter(packs));
    } else {
      std::ranges::move(loaded.error(), std::back_inserter(errors));
    }
  }
  if (!errors.empty()) return errors;
  return packs;
}

class TestRun {
 public:
  TestRun(const Options& options, Console& console)
      : options_(options), console_(console), style_(wantsColor(options.color, console)) {}

  void test(const Pack& pack) {
    for (const Example& example : pack.examples) {
      const ExampleResult result = runExample(pack, example);
      if (result.passed()) {
        ++passed_;
        if (options_.verbose > 0 && options_.quiet < 2) {
          console_.out << style_(Ink::green, "ok") << "   " << printable(example.of) << '\n';
        }
      } else if (options_.update && result.betterGood) {
        updates_[pack.path].push_back({&example, *result.betterGood});
      } else {
        fail(pack, example.of, example.at, result);
      }
    }
    if (!options_.requireExamples) return;
    for (const std::string& id : idsWithoutExample(pack)) {
      fail(pack, id, {}, ExampleResult{.problems = {"has no example"}, .diff = {}, .betterGood = {}});
    }
  }

  // Writes the new snippets; a file gets all of its own, or none.
  void update() {
    for (auto& [path, list] : updates_) {
      if (const Status status = updateFile(path, list); !status) {
        printError(console_, status.error());
        failed_ += list.size();
      } else {
        updated_ += list.size();
      }
    }
  }

  ExitCode finish() {
    if (options_.quiet == 0) {
      console_.out << fmt::format("{} passed, {} failed", counted(passed_, "example"), failed_);
      if (updated_ > 0) console_.out << fmt::format(", {} updated", updated_);
      console_.out << ".\n";
    }
    return failed_ == 0 ? kOk : kFindings;
  }

 private:
  struct Update {
    const Example* example;
    std::string text;
  };

  void fail(const Pack& pack, const std::string& id, Position at, const ExampleResult& result) {
    ++failed_;
    if (options_.quiet >= 2) return;
    std::string place = pack.path;
    if (at.line > 0) place += fmt::format(":{}", at.line);
    if (at.column > 0) place += fmt::format(":{}", at.column);
    console_.out << style_(Ink::red, "FAIL") << fmt::format(" {} ({})\n", printable(id), printable(place));
    for (const std::string& problem : result.problems)
      console_.out << "  " << replaceAll(problem, "\n", "\n  ") << '\n';
    console_.out << result.diff;
  }

  Status updateFile(const std::string& path, const std::vector<Update>& list) {
    auto bytes = diskFileSystem().read(path, kMaxFileSize);
    if (!bytes) return bytes.error();
    std::vector<Edit> edits;
    for (const Update& update : list) {
      auto edit = snippetEdit(*bytes, *update.example->good, update.text);
      if (!edit) {
        edit.error().path = path;
        edit.error().at = update.example->at;
        return edit.error();
      }
      edits.push_back(std::move(*edit));
    }
    std::ranges::sort(edits, {}, &Edit::offset);
    return writeFile(diskFileSystem(), path, splice(*bytes, edits));
  }

  const Options& options_;
  Console& console_;
  Style style_;
  std::map<std::string, std::vector<Update>> updates_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  std::size_t updated_ = 0;
};

}  // namespace

ExitCode runTest(const Options& options, Console& console) {
  if (options.update &&
      (options.arguments.empty() || std::ranges::find(options.arguments, "-") != options.arguments.end())) {
    printError(console, Error{.message = "--update rewrites rule files, so name them",
                              .hint = "carbonfix test --update my-rules.xml"});
    return kTrouble;
  }
  const auto packs = packsToTest(options, console);
  if (!packs) {
    printErrors(console, packs.error());
    return kTrouble;
  }
  TestRun tests(options, console);
  for (const Pack& pack : *packs) tests.test(pack);
  tests.update();
  return tests.finish();
}

}  // namespace carbonfix
