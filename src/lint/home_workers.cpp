#include "lint/home_workers.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "lint/in_parallel.h"

namespace carbonfix {
namespace {

constexpr std::size_t kWorthAThread = 8;  // files
// Of the homes that have something to compare, so many bytes of files stay loaded until then: their trees take many
// times as much.
constexpr std::size_t kMostKept = std::size_t{4} << 20U;

// Calls work(thread, index) for each index, whichever thread is free.
template <typename Work>
void shareOut(std::size_t threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next = 0;
  inParallel(threads, [&](std::size_t thread) {
    for (std::size_t index = next++; index < count; index = next++) work(thread, index);
  });
}

}  // namespace

// Homes that are still loaded, and what they have to compare.
struct HomeWorkers::Kept {
  struct One {
    std::size_t home;
    std::unique_ptr<HomeRun> run;
    std::vector<Comparison> comparisons;
  };
  std::vector<One> homes;
  std::size_t bytes = 0;
};

HomeWorkers::HomeWorkers(const RunParts& parts, ClusterKeys& clusterKeys, std::size_t jobs)
    : parts_(parts), clusterKeys_(clusterKeys), outcomes_(parts.homes.size()), comparisons_(parts.homes.size()) {
  const std::size_t most = parts.homes.size() == 1 ? 2 : parts.homes.size();
  const std::size_t threads = std::clamp(jobs, std::size_t{1}, most);
  for (std::size_t i = 0; i < threads; ++i) {
    const auto kept = i == 0 ? Expressions::Kept::inPacks : Expressions::Kept::apart;
    threads_.push_back(std::make_unique<RunThread>(kept, parts));
  }
  kept_.resize(threads);
}

HomeWorkers::~HomeWorkers() = default;

std::vector<HomeOutcome> HomeWorkers::run() {
  if (parts_.homes.size() == 1) {
    outcomes_[0] = runOne(threads_.size());
  } else {
    runMany();
  }
  return std::move(outcomes_);
}

HomeOutcome HomeWorkers::runOne(std::size_t threads) {
  HomeRun run(parts_, parts_.homes, 0, *threads_[0]);
  HomeTasks tasks(run.tasks());
  if (tasks.size() < kWorthAThread) threads = 1;
  HomeOutcome ofOther;
  unsigned long steps = 0;
  inParallel(threads, [&](std::size_t thread) {
    if (thread == 0) {
      run.reportMissing();
      run.work(tasks);
      return;
    }
    std::vector<Home> copies;
    copies.push_back(parts_.homes[0].another());
    HomeRun other(parts_, copies, 0, *threads_[thread]);
    other.work(tasks);
    ofOther = other.take();
    steps = other.spentSteps();
  });
  // Which rules are left out may not depend on who was faster.
  if (threads > 1 && Evaluation::isTooMuch(run.spentSteps() + steps)) return runOne(1);
  run.lookFurther();
  HomeOutcome outcome;
  outcome.findings = tasks.takeFindings();
  outcome.absorb(run.take());
  outcome.absorb(std::move(ofOther));
  return outcome;
}

void HomeWorkers::runMany() {
  shareOut(threads_.size(), parts_.homes.size(), [this](std::size_t thread, std::size_t home) { look(thread, home); });
  clusterKeys_.seal();
  inParallel(threads_.size(), [this](std::size_t thread) { compareKept(thread); });
  shareOut(threads_.size(), parts_.homes.size(),
           [this](std::size_t thread, std::size_t home) { compareOther(thread, home); });
}

// All that one home needs by itself.
void HomeWorkers::look(std::size_t thread, std::size_t home) {
  auto run = std::make_unique<HomeRun>(parts_, parts_.homes, home, *threads_[thread]);
  HomeTasks tasks(run->tasks());
  run->reportMissing();
  run->work(tasks);
  {
    const std::scoped_lock lock(lookMutex_);
    run->lookFurther();
  }
  clusterKeys_.put(home, run->clusterEntries());
  HomeOutcome& outcome = outcomes_[home];
  outcome.findings = tasks.takeFindings();
  outcome.absorb(run->take());
  std::vector<Comparison> comparisons = run->takeComparisons();
  Kept& kept = kept_[thread];
  const std::size_t bytes = comparisons.empty() ? 0 : run->loadedBytes();
  if (!comparisons.empty() && kept.bytes + bytes <= kMostKept / threads_.size()) {
    kept.bytes += bytes;
    kept.homes.push_back({home, std::move(run), std::move(comparisons)});
    return;
  }
  run.reset();
  parts_.homes[home].letGo();
  comparisons_[home] = std::move(comparisons);
}

void HomeWorkers::compareKept(std::size_t thread) {
  for (auto& [home, run, comparisons] : kept_[thread].homes) {
    run->compare(comparisons);
    outcomes_[home].absorb(run->take());
    run.reset();
    parts_.homes[home].letGo();
  }
}

void HomeWorkers::compareOther(std::size_t thread, std::size_t home) {
  const std::vector<Comparison> comparisons = std::exchange(comparisons_[home], {});
  if (comparisons.empty()) return;
  {
    HomeRun run(parts_, parts_.homes, home, *threads_[thread]);
    run.compare(comparisons);
    outcomes_[home].absorb(run.take());
  }
  parts_.homes[home].letGo();
}

}  // namespace carbonfix
