// Where the time of a run goes: nothing is measured unless it was asked for.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

class Stats {
 public:
  explicit Stats(bool wanted) : wanted_(wanted) {}
  bool wanted() const { return wanted_; }

  // Adds the time from here to the end of its life to one entry. A default one measures nothing.
  class Watch {
   public:
    Watch() = default;
    explicit Watch(LintStats::Entry& entry) : entry_(&entry), start_(Clock::now()) {}
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() {
      if (entry_ == nullptr) return;
      entry_->milliseconds += std::chrono::duration<double, std::milli>(Clock::now() - start_).count();
    }
    void count(std::size_t nodes) {
      if (entry_ != nullptr) entry_->nodes += nodes;
    }

   private:
    using Clock = std::chrono::steady_clock;
    LintStats::Entry* entry_ = nullptr;
    Clock::time_point start_;
  };

  Watch file(const std::string& node, const std::string& path) {
    return wanted_ ? Watch(entry(files_, node + ":" + path)) : Watch();
  }
  Watch rule(const std::string& pattern, const std::string& context) {
    return wanted_ ? Watch(entry(rules_, pattern + ": " + context)) : Watch();
  }

  // The slowest first.
  std::optional<LintStats> take() const;

 private:
  using Entries = std::map<std::string, LintStats::Entry>;
  static LintStats::Entry& entry(Entries& entries, std::string name) {
    LintStats::Entry& found = entries[name];
    found.name = std::move(name);
    return found;
  }

  bool wanted_;
  Entries files_;
  Entries rules_;
};

// Elements in the view.
std::size_t countElements(const Document& document);

}  // namespace carbonfix
