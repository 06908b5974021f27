#include "cli/examples.h"

#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/document/document.h"
#include "carbonfix/fix/fix_maker.h"
#include "carbonfix/fix/fixing.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/patch/change_set.h"
#include "carbonfix/patch/unified_diff.h"
#include "carbonfix/rules/params.h"
#include "cli/example_homes.h"
#include "cli/example_machine.h"
#include "cli/lint_params.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

const Patch* findPatch(const Pack& pack, std::string_view id) {
  const auto found = std::ranges::find(pack.patches, id, &Patch::id);
  return found == pack.patches.end() ? nullptr : &*found;
}

bool hasFix(const Pack& pack, std::string_view check) {
  for (const Pattern& pattern : pack.patterns) {
    for (const Rule& rule : pattern.rules) {
      const auto found = std::ranges::find(rule.checks, check, &Check::id);
      if (found != rule.checks.end() && !found->fix.empty()) return true;
    }
  }
  return false;
}

// A file that nothing can read has no findings either.
Status checkReadable(const ExampleFile& file) {
  const FileFormat format = formatOf(file.path);
  if (format != FileFormat::xml) {
    const auto document = Document::parse(file.text, file.path, format);
    return document ? Status() : Status(document.error());
  }
  return file.path.ends_with(".xml") ? Document::checkWellFormed(file.text, file.path) : Status();
}

// One example at work; every step adds what is wrong to the result.
class ExampleRun {
 public:
  ExampleRun(const Pack& pack, const Example& example) : packs_{pack}, example_(example) {}

  ExampleResult run() {
    if (!example_.bad && !example_.good) fail("has neither bad nor good");
    if (!bind() || !wellFormed()) return std::move(result_);
    if (const Patch* const patch = findPatch(packs_.front(), example_.of)) {
      const Patch only = *patch;
      packs_.front().patches = {only};
      runPatchExample();
    } else {
      runCheckExample();
    }
    return std::move(result_);
  }

  std::vector<Finding> findingsInBad() {
    if (!example_.bad || !bind()) return {};
    return findingsIn(*example_.bad, "bad").value_or(std::vector<Finding>());
  }

 private:
  void fail(std::string problem) { result_.problems.push_back(std::move(problem)); }
  void fail(std::string_view what, const Errors& errors) {
    for (const Error& error : errors) fail(fmt::format("{}: {}", what, describe(error)));
  }

  bool bind() {
    if (findPatch(packs_.front(), example_.of) == nullptr) releasePatchParams(packs_.front());
    ParamValues given;
    for (const auto& [name, value] : example_.params) given.insert_or_assign(name, value);
    auto bound = bindParams(packs_, given);
    if (bound) {
      params_ = std::move(*bound);
    } else {
      // Not by --param: an example is the same for everyone.
      for (Error& error : bound.error()) {
        if (!error.hint.empty()) error.hint = "give it one in the example: <param name=\"…\" value=\"…\"/>";
      }
      fail("its values", bound.error());
    }
    return result_.passed();
  }

  // Else a malformed `good` would pass: nothing is found in what can't be read.
  bool wellFormed() {
    if (example_.of.starts_with("xml.")) return true;
    if (example_.bad) wellFormed(*example_.bad, "bad");
    for (const Example::Snippet* good : goods()) wellFormed(*good, "good");
    return result_.passed();
  }

  void wellFormed(const Example::Snippet& snippet, std::string_view name) {
    for (const ExampleFile& file : snippet.files) {
      if (const Status status = checkReadable(file); !status) fail(name, Errors{status.error()});
    }
  }

  std::vector<const Example::Snippet*> goods() const {
    std::vector<const Example::Snippet*> all;
    if (example_.good) all.push_back(&*example_.good);
    for (const Example::Snippet& snippet : example_.alsoGood) all.push_back(&snippet);
    return all;
  }

  void runCheckExample() {
    if (example_.bad) {
      const auto findings = findingsIn(*example_.bad, "bad");
      if (!findings) return;
      expectFindings(*findings);
    }
    for (const Example::Snippet* good : goods()) {
      const auto findings = findingsIn(*good, "good");
      if (!findings) return;
      if (!findings->empty()) {
        fail(fmt::format("good: expected no finding, got {} ({})", findings->size(), linesOf(*findings)));
      }
    }
    if (!example_.bad || !example_.good) return;
    ExampleFiles files = exampleFiles(*example_.bad);
    if (hasFix(packs_.front(), example_.of) && fix(files)) expectFiles(files, "fixing bad");
  }

  std::optional<std::vector<Finding>> findingsIn(const Example::Snippet& snippet, std::string_view what) {
    machine_ = ExampleMachine(snippet.live);
    const auto homes = ExampleHomes::make(exampleFiles(snippet));
    if (!homes) {
      fail(what, Errors{homes.error()});
      return std::nullopt;
    }
    auto report = lint(homes->homes(), packs_, onlyThis());
    if (!report) {
      fail(what, report.error());
      return std::nullopt;
    }
    for (const NotChecked& entry : report->notChecked) {
      if (entry.trouble) fail(fmt::format("{}: {} was not checked: {}", what, entry.path, entry.why));
    }
    std::erase_if(report->findings, [this](const Finding& finding) { return finding.id != example_.of; });
    return std::move(report->findings);
  }

  LintOptions onlyThis(const FixMaker* fixes = nullptr) {
    return {
        .phase = "all", .select = {example_.of}, .ignore = {}, .params = params_, .live = &machine_, .fixes = fixes};
  }

  bool fix(ExampleFiles& files) {
    auto homes = ExampleHomes::make(files);
    if (!homes) {
      fail("fixing bad", Errors{homes.error()});
      return false;
    }
    const OperationFixes fixes({});
    const auto fixing =
        fixFindings(homes->homes(), {.isUnsafeWanted = true,
                                     .look = [&] { return lint(homes->homes(), packs_, onlyThis(&fixes)); },
                                     .prove = [&] { return lint(homes->homes(), packs_, onlyThis()); }});
    if (!fixing) {
      fail("fixing bad", fixing.error());
      return false;
    }
    for (const DroppedFix& dropped : fixing->mended.dropped) fail(fmt::format("fixing bad: {}", dropped.why));
    for (std::size_t i = 0; i < fixing->changes.size(); ++i) {
      replaceFiles(homes->homes()[i], fixing->changes[i], files);
    }
    return fixing->mended.dropped.empty();
  }

  static void replaceFiles(const Home& home, const ChangeSet& changes, ExampleFiles& files) {
    for (const FileChange& change : changes.files) files.insert_or_assign(home.absolute(change.path), change.after);
  }

  void expectFindings(const std::vector<Finding>& findings) {
    const std::size_t expected = example_.bad->count.value_or(1);
    if (findings.size() != expected) {
      fail(fmt::format("bad: expected {}, got {}{}", counted(expected, "finding"), findings.size(),
                       findings.empty() ? "" : fmt::format(" ({})", linesOf(findings))));
      return;
    }
    for (const ExampleFile& file : example_.bad->files) {
      const bool found =
          file.line == 0 || std::ranges::any_of(findings, [&](const Finding& finding) {
            return finding.location.start.line == file.line &&
                   examplePath({.node = finding.node, .path = finding.path, .text = {}}) == pathWithNode(file, finding);
          });
      if (!found) fail(fmt::format("bad: expected a finding on line {}, got {}", file.line, linesOf(findings)));
    }
  }

  // An example without nodes names none; its only home has a name all the same.
  static std::string pathWithNode(const ExampleFile& file, const Finding& finding) {
    ExampleFile named = file;
    if (named.node.empty()) named.node = finding.node;
    return examplePath(named);
  }

  static std::string linesOf(const std::vector<Finding>& findings) {
    std::string out;
    for (const Finding& finding : findings) {
      out += fmt::format("{}line {}", out.empty() ? "" : ", ", finding.location.start.line);
    }
    return out;
  }

  void runPatchExample() {
    if (example_.bad) {
      ExampleFiles files = exampleFiles(*example_.bad);
      if (!patch(packs_, files, "patching bad")) return;
      if (example_.good) expectFiles(files, "patching bad");
      if (!example_.good && files == exampleFiles(*example_.bad)) fail("patching bad: nothing changed");
    }
    for (const Example::Snippet* good : goods()) {
      if (!result_.passed()) return;
      const ExampleFiles before = exampleFiles(*good);
      ExampleFiles files = before;
      if (!patch(packs_, files, "patching good")) return;
      if (good == &*example_.good) {
        expectFiles(files, "patching good");
      } else if (files != before) {
        fail("patching another good changes it");
      }
      result_.betterGood.reset();  // a patch that changes its own outcome is not the example's fault
    }
  }

  bool patch(const std::vector<Pack>& packs, ExampleFiles& files, std::string_view what) {
    const auto homes = ExampleHomes::make(files);
    if (!homes) {
      fail(what, Errors{homes.error()});
      return false;
    }
    for (const Home& home : homes->homes()) {
      const auto changes = planChanges(home, packs, params_);
      if (!changes) {
        fail(what, changes.error());
        return false;
      }
      replaceFiles(home, *changes, files);
    }
    return true;
  }

  // What came out must be `good`, and what `good` does not mention must be as it was.
  void expectFiles(const ExampleFiles& got, std::string_view what) {
    ExampleFiles expected = example_.bad ? exampleFiles(*example_.bad) : ExampleFiles{};
    for (auto& [path, text] : exampleFiles(*example_.good)) expected.insert_or_assign(path, text);
    if (got == expected) return;
    fail(fmt::format("{} does not give good", what));
    for (const auto& [path, text] : got) {
      DiffOptions options;
      options.oldName = "expected" + path;
      options.newName = "came-out" + path;
      options.mask = false;  // the text is the rule author's own
      result_.diff += unifiedDiff(expected[path], text, options);
    }
    if (example_.good->files.size() == 1 && example_.good->length > 0 && result_.problems.size() == 1) {
      result_.betterGood = got.at(examplePath(example_.good->files.front()));
    }
  }

  std::vector<Pack> packs_;  // the one pack
  const Example& example_;
  ParamValues params_;
  ExampleMachine machine_;
  ExampleResult result_;
};

}  // namespace

ExampleResult runExample(const Pack& pack, const Example& example) { return ExampleRun(pack, example).run(); }

std::vector<Finding> findingsInBad(const Pack& pack, const Example& example) {
  return ExampleRun(pack, example).findingsInBad();
}

std::vector<std::string> idsWithoutExample(const Pack& pack) {
  std::vector<std::string> ids;
  const auto add = [&](const std::string& id) {
    const bool has = std::ranges::find(pack.examples, id, &Example::of) != pack.examples.end();
    if (!has && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  };
  for (const Pattern& pattern : pack.patterns) {
    for (const Rule& rule : pattern.rules) {
      for (const Check& check : rule.checks) add(check.id);
    }
  }
  for (const Patch& patch : pack.patches) add(patch.id);
  return ids;
}

}  // namespace carbonfix
