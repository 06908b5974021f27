#include "lint/read_ahead.h"

#include <system_error>

#include "carbonfix/document/threads.h"

namespace carbonfix {
namespace {

constexpr std::size_t kWorthAThread = 8;  // files

}  // namespace

ReadAhead::~ReadAhead() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void ReadAhead::add(const Home& home, const std::string& path, bool isCheck) {
  const auto [place, isNew] = known_.try_emplace({&home, path});
  if (isNew) place->second = &jobs_.emplace_back(home, path, isCheck);
}

void ReadAhead::start() {
  if (jobs_.size() < kWorthAThread || std::thread::hardware_concurrency() < 2) return;
  allowThreads();
  try {
    thread_ = std::thread(&ReadAhead::work, this);
  } catch (const std::system_error&) {
    // As many threads as there may be: then one has to do.
  }
}

void ReadAhead::work() {
  for (Job& job : jobs_) {
    {
      const std::scoped_lock lock(mutex_);
      if (stop_) return;
      if (job.state != State::waiting) continue;
      job.state = State::reading;
    }
    State reached = State::done;
    try {
      run(job);
    } catch (...) {
      reached = State::left;  // whoever needs the file meets the same, where it is dealt with
    }
    {
      const std::scoped_lock lock(mutex_);
      job.state = reached;
    }
    changed_.notify_one();
  }
}

void ReadAhead::run(Job& job) {
  if (!job.isCheck) {
    job.read = job.home->readFile(job.path);
    return;
  }
  const auto bytes = job.home->read(job.path);
  job.isWellFormed = bytes && Document::checkWellFormed(*bytes, job.path);
}

// What the second thread has done, or is about to finish; null: the caller has to do it.
ReadAhead::Job* ReadAhead::finished(const Home& home, const std::string& path) {
  if (!thread_.joinable()) return nullptr;
  const auto known = known_.find({&home, path});
  if (known == known_.end()) return nullptr;
  Job& job = *known->second;
  std::unique_lock lock(mutex_);
  if (job.state == State::waiting) job.state = State::left;
  changed_.wait(lock, [&job] { return job.state != State::reading; });
  return job.state == State::done ? &job : nullptr;
}

std::optional<Home::Read> ReadAhead::take(const Home& home, const std::string& path) {
  Job* const job = finished(home, path);
  return job == nullptr ? std::nullopt : std::exchange(job->read, std::nullopt);
}

bool ReadAhead::isWellFormed(const Home& home, const std::string& path) {
  const Job* const job = finished(home, path);
  return job != nullptr && job->isWellFormed;
}

}  // namespace carbonfix
