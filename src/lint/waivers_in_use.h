// The waivers of a run: they leave findings out, and what is wrong with them is found itself, in the file of waivers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "carbonfix/lint/waivers.h"
#include "lint/rule_ids.h"
#include "lint/run_record.h"

namespace carbonfix {

class WaiversInUse {
 public:
  WaiversInUse(Files& files, const RunRecord& record, KnownIds& ids, const Waivers& waivers, std::string today)
      : files_(files), record_(record), ids_(ids), waivers_(waivers), today_(std::move(today)) {
    for (const Home& home : files.homes()) homes_.emplace(home.node(), &home);
  }

  void apply(std::vector<Finding>& findings);

 private:
  void applyOne(const Waiver& waiver, std::vector<Finding>& findings, std::vector<Finding>& said);
  bool isAbout(const Waiver& waiver, const Finding& finding) const;
  bool isUnused(const Waiver& waiver) const;
  // Its nodes are there, and have no such file.
  bool isOfNoFile(const Waiver& waiver) const;
  void say(std::string_view id, const Waiver& waiver, const std::string& message, std::vector<Finding>& said) const;

  Files& files_;
  const RunRecord& record_;
  KnownIds& ids_;
  const Waivers& waivers_;
  std::string today_;
  std::map<std::string, const Home*> homes_;  // by node
};

}  // namespace carbonfix
