#include "lint/home_run.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "lint/well_formed.h"

namespace carbonfix {

std::size_t HomeOutcome::countFiles() const {
  const auto isOther = [this](const std::string& path) { return !loaded.contains(path); };
  return loaded.size() + static_cast<std::size_t>(std::ranges::count_if(checked, isOther));
}

void HomeOutcome::absorb(HomeOutcome other) {
  std::ranges::move(other.findings, std::back_inserter(findings));
  notes.absorb(std::move(other.notes));
  faults.absorb(std::move(other.faults));
  loaded.merge(other.loaded);
  suppressing.merge(other.suppressing);
  checked.merge(other.checked);
  record.absorb(std::move(other.record));
}

HomeRun::HomeRun(const RunParts& parts, const std::vector<Home>& homes, std::size_t home, RunThread& thread)
    : parts_(parts),
      home_(home),
      files_(homes, notes_, parts.stats),
      keys_({files_, home, parts.facts, parts.clusterKeys, thread.tables, thread.expressions, faults_, notes_}),
      places_(homes, home, keys_, thread.others),
      surroundings_(files_, keys_, parts.options.live),
      evaluation_(&surroundings_, thread.expressions, faults_, notes_),
      maker_(surroundings_, parts.secrets),
      record_(parts.packs, parts.selection, files_, notes_,
              parts.options.waivers.has_value() || parts.options.baseline.has_value()),
      runner_({files_, parts.facts, parts.selection, surroundings_, evaluation_, maker_, places_, thread.cluster,
               notes_, parts.stats, thread.fixes, record_}) {}

std::vector<FileTask> HomeRun::tasks() {
  std::map<std::string, std::vector<const PlannedPattern*>> patterns;
  for (const PlannedPattern& planned : parts_.plan.patterns()) {
    for (const std::string& path : files_.match(home_, planned.pattern.files)) patterns[path].push_back(&planned);
  }
  if (checksOthers(parts_.selection)) {
    const Home& where = files_.homes()[home_];
    const auto all = where.xmlFiles();
    if (!all) notes_.add(where.node(), where.confRoot(), all.error().message, true);
    for (const std::string& path : all ? *all : std::vector<std::string>()) patterns[path];
  }
  std::vector<FileTask> tasks;
  tasks.reserve(patterns.size());
  for (auto& [path, ofFile] : patterns) tasks.push_back({path, std::move(ofFile), {}});
  std::ranges::stable_sort(tasks, std::ranges::greater(), [](const FileTask& task) { return task.patterns.size(); });
  return tasks;
}

void HomeRun::reportMissing() {
  for (const PlannedPattern& planned : parts_.plan.patterns()) {
    if (!planned.comparesEarly) missFile(planned);
  }
}

void HomeRun::missFile(const PlannedPattern& planned) {
  const Pattern& pattern = planned.pattern;
  if (!files_.unmatched(home_, pattern.files).empty() && runner_.wantsFile(planned.pack, pattern, home_)) {
    files_.noteUnmatched(home_, pattern.files);
  }
  const bool isMissing = pattern.required && files_.match(home_, pattern.files).empty();
  if (!isMissing || !parts_.selection.wantsId(kFileMissing)) return;
  Finding finding;
  finding.id = kFileMissing;
  finding.node = files_.homes()[home_].node();
  finding.path = splitSpace(pattern.files).empty() ? std::string() : std::string(splitSpace(pattern.files).front());
  finding.message = fmt::format("No file {} in this home, and {} needs one.", pattern.files, pattern.id);
  findings_.push_back(std::move(finding));
}

void HomeRun::work(HomeTasks& tasks) {
  WellFormed form(files_, home_, parts_.selection, notes_);
  while (FileTask* const task = tasks.take()) {
    for (const PlannedPattern* planned : task->patterns) runPattern(*planned, task->path, task->findings);
    if (!task->patterns.empty() || files_.loaded(home_).contains(task->path)) continue;
    checked_.insert(task->path);
    form.checkOther(task->path, task->findings);
  }
}

// What compares nodes waits, unless it finds nothing to compare here.
void HomeRun::runPattern(const PlannedPattern& planned, const std::string& path, std::vector<Finding>& findings) {
  const auto& [pack, pattern, comparesNodes, comparesEarly] = planned;
  if (comparesNodes && files_.load(home_, path) == nullptr) return;
  if (comparesEarly || (comparesNodes && runner_.matches(pack, pattern, home_, path))) {
    comparisons_.push_back({&planned, path});
  } else {
    runner_.run(pack, pattern, home_, path, findings);
  }
}

void HomeRun::lookFurther() {
  if (!parts_.options.look) return;
  for (Finding& finding : parts_.options.look(files_.homes()[home_])) {
    if (parts_.selection.wantsId(finding.id)) findings_.push_back(std::move(finding));
  }
}

std::vector<std::unique_ptr<KeyEntries>> HomeRun::clusterEntries() {
  std::vector<std::unique_ptr<KeyEntries>> entries;
  for (const auto& [pack, name] : parts_.plan.clusterKeys()) entries.push_back(keys_.entriesToKeep(*pack, name));
  return entries;
}

void HomeRun::compare(const std::vector<Comparison>& comparisons) {
  for (const PlannedPattern& planned : parts_.plan.patterns()) {
    if (planned.comparesEarly) missFile(planned);
  }
  for (const auto& [planned, path] : comparisons) runner_.run(planned->pack, planned->pattern, home_, path, findings_);
}

HomeOutcome HomeRun::take() {
  HomeOutcome outcome;
  WellFormed form(files_, home_, parts_.selection, notes_);
  for (const std::string& path : files_.loaded(home_)) {
    if (reported_.insert(path).second) form.checkLoaded(path, true, findings_);
  }
  outcome.findings = std::exchange(findings_, {});
  outcome.notes = std::exchange(notes_, {});
  outcome.faults = std::exchange(faults_, {});
  outcome.loaded = files_.loaded(home_);
  outcome.suppressing = files_.suppressing();
  outcome.checked = std::exchange(checked_, {});
  outcome.record = record_.take();
  return outcome;
}

std::size_t HomeRun::loadedBytes() {
  std::size_t bytes = 0;
  for (const std::string& path : files_.loaded(home_)) {
    const Document* const document = files_.load(home_, path);
    if (document != nullptr) bytes += document->bytes().size();
  }
  return bytes;
}

}  // namespace carbonfix
