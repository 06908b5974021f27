#include "carbonfix/fix/fixing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "carbonfix/document/document.h"
#include "fix/edited_text.h"
#include "fix/finding_counts.h"

namespace carbonfix {
namespace {

using FileName = std::pair<std::string, std::string>;  // node, path

FileName fileOf(const Finding& finding) { return {finding.node, finding.path}; }

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// From the first byte that a fix touches to the last: what lies between two edits of a fix (an element that is being
// commented out) is not for another fix to change at the same time.
Span spanOf(const FixProposal& fix) {
  return {fix.edits.front().offset, fix.edits.back().offset + fix.edits.back().length};
}

bool touch(const Span& a, const Span& b) { return a.begin <= b.end && b.begin <= a.end; }

// Fixes of one round that do not touch each other, in the order of their findings.
using Batch = std::span<const Finding>;

class FixRun {
 public:
  FixRun(std::vector<Home>& homes, const FixingOptions& options) : homes_(homes), options_(options) {}

  Result<Fixing, Errors> run() {
    auto proof = options_.prove();
    if (!proof) return proof.error();
    known_ = FindingCounts(*proof);
    auto report = options_.look();
    while (report) {
      const std::vector<Finding> batch = choose(*report);
      if (batch.empty()) break;
      if (round_ == kMaxFixRounds) {
        mended_.outOfRounds = true;
        break;
      }
      settleRound(batch);
      if (!errors_.empty()) return errors_;
      report = options_.look();
    }
    if (!report) return report.error();
    for (Finding& finding : report->findings) tellDropped(finding);
    return Fixing{changes(), std::move(mended_), std::move(*report)};
  }

 private:
  // A finding is known again by these while nothing changes about it.
  using Tried = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  static Tried triedOf(const Finding& finding) {
    return {finding.id, finding.node, finding.path, finding.xpath, finding.message};
  }

  bool isWanted(const Finding& finding) const {
    return finding.fix && (options_.isUnsafeWanted || finding.fix->safety == Safety::safe) &&
           !dropped_.contains(triedOf(finding));
  }

  std::vector<Finding> choose(const LintReport& report) {
    std::vector<Finding> batch;
    std::map<FileName, std::vector<Span>> taken;
    for (const Finding& finding : report.findings) {
      if (!isWanted(finding)) continue;
      if (finding.fix->edits.empty()) {
        drop(finding, finding.fix->problem);
        continue;
      }
      std::vector<Span>& spans = taken[fileOf(finding)];
      const Span span = spanOf(*finding.fix);
      if (std::ranges::any_of(spans, [&](const Span& other) { return touch(span, other); })) continue;
      spans.push_back(span);
      batch.push_back(finding);
    }
    return batch;
  }

  void drop(const Finding& finding, std::string why) {
    if (dropped_.emplace(triedOf(finding), why).second) mended_.dropped.push_back({finding, std::move(why)});
  }

  // A fix that was dropped is not offered again by what is left.
  void tellDropped(Finding& finding) const {
    const auto tried = dropped_.find(triedOf(finding));
    if (tried == dropped_.end() || !finding.fix) return;
    finding.fix->edits.clear();
    finding.fix->problem = tried->second;
  }

  void settleRound(const std::vector<Finding>& batch) {
    ++round_;
    kept_.clear();
    start_.clear();
    for (const Finding& finding : batch) {
      if (start_.contains(fileOf(finding))) continue;
      auto bytes = homeOf(finding.node).read(finding.path);
      if (!bytes) return errors_.push_back(std::move(bytes).error());
      start_.emplace(fileOf(finding), std::move(*bytes));
    }
    settle(batch);
    for (auto& [file, edits] : kept_) textOf(file).apply(edits);
    if (!kept_.empty()) ++mended_.rounds;
  }

  // Keeps what can be kept of the batch: all of it, or what can be kept of each half.
  void settle(Batch batch) {
    if (batch.empty() || !errors_.empty()) return;
    const std::map<FileName, std::vector<OwnedEdit>> before = kept_;
    for (const Finding& finding : batch) keep(finding);
    show(batch);
    auto proof = options_.prove();
    if (!proof) {
      errors_ = proof.error();
      return;
    }
    const std::string worse = known_->worseIn(*proof, pointersTo(batch));
    if (worse.empty()) {
      known_ = FindingCounts(*proof);
      mended_.fixed.insert(mended_.fixed.end(), batch.begin(), batch.end());
      return;
    }
    kept_ = before;
    show(batch);
    if (batch.size() == 1) return drop(batch.front(), worse);
    settle(batch.first(batch.size() / 2));
    settle(batch.subspan(batch.size() / 2));
  }

  void keep(const Finding& finding) {
    std::vector<OwnedEdit>& edits = kept_[fileOf(finding)];
    for (const Edit& edit : finding.fix->edits) edits.push_back({edit, finding.id});
    std::ranges::sort(edits, {}, [](const OwnedEdit& each) { return each.edit.offset; });
  }

  // Gives the homes the files of the batch as the edits kept so far make them.
  void show(Batch batch) {
    std::set<FileName> files;
    for (const Finding& finding : batch) files.insert(fileOf(finding));
    for (const FileName& file : files) {
      std::vector<Edit> edits;
      if (const auto kept = kept_.find(file); kept != kept_.end()) {
        for (const OwnedEdit& each : kept->second) edits.push_back(each.edit);
      }
      homeOf(file.first).edit(file.second, splice(start_.at(file), edits));
    }
  }

  static std::vector<const Finding*> pointersTo(Batch batch) {
    std::vector<const Finding*> pointers;
    for (const Finding& finding : batch) pointers.push_back(&finding);
    return pointers;
  }

  Home& homeOf(const std::string& node) { return *std::ranges::find(homes_, node, &Home::node); }

  EditedText& textOf(const FileName& file) { return texts_.try_emplace(file, start_.at(file)).first->second; }

  std::vector<ChangeSet> changes() const {
    std::vector<ChangeSet> all;
    for (const Home& home : homes_) {
      ChangeSet& set = all.emplace_back();
      set.node = home.node();
      for (const auto& [file, text] : texts_) {
        if (file.first == home.node() && text.after() != text.before()) addFile(file, text, set);
      }
    }
    return all;
  }

  void addFile(const FileName& file, const EditedText& text, ChangeSet& set) const {
    FileChange change;
    change.path = file.second;
    change.before = text.before();
    change.after = text.after();
    for (OwnedEdit& each : text.edits()) {
      change.edits.push_back(std::move(each.edit));
      change.editPatches.push_back(std::move(each.owner));
    }
    for (const Finding& finding : mended_.fixed) {
      if (fileOf(finding) != file || std::ranges::find(change.patches, finding.id) != change.patches.end()) continue;
      change.patches.push_back(finding.id);
      set.outcomes.push_back({.kind = PatchOutcome::Kind::changed, .id = finding.id, .path = file.second, .why = {}});
    }
    set.files.push_back(std::move(change));
  }

  std::vector<Home>& homes_;
  const FixingOptions& options_;
  std::optional<FindingCounts> known_;               // of the homes as they are edited now
  std::map<FileName, std::string> start_;            // the bytes that the edits of this round are of
  std::map<FileName, std::vector<OwnedEdit>> kept_;  // of this round, ascending
  std::map<FileName, EditedText> texts_;             // of all rounds
  std::map<Tried, std::string> dropped_;             // and why
  std::size_t round_ = 0;
  Mended mended_;
  Errors errors_;
};

}  // namespace

Result<Fixing, Errors> fixFindings(std::vector<Home>& homes, const FixingOptions& options) {
  return FixRun(homes, options).run();
}

}  // namespace carbonfix
