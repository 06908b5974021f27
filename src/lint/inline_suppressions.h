// The suppression comments of a run: they leave findings out, and what is wrong with them is found itself.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "lint/finding_maker.h"
#include "lint/rule_ids.h"
#include "lint/run_record.h"
#include "lint/suppression.h"

namespace carbonfix {

class InlineSuppressions {
 public:
  InlineSuppressions(Files& files, const RunRecord& record, KnownIds& ids, const std::vector<std::string>& secrets,
                     std::string today)
      : files_(files), record_(record), ids_(ids), secrets_(secrets), today_(std::move(today)) {}

  // Marks what is left out of the findings, which are in order, and adds what is to be said about the comments.
  void apply(std::vector<Finding>& findings);

 private:
  struct InFile {
    std::size_t home;
    const std::string& path;
    const Document& document;
    FindingMaker& maker;
  };
  void applyFile(const InFile& where, std::vector<Finding>& findings, std::vector<Finding>& said);
  void judge(const InFile& file, const Suppression& suppression, const std::string& id,
             const std::vector<Finding*>& covered, std::vector<Finding>& said);
  void say(std::string_view id, const InFile& file, const Suppression& suppression, const std::string& message,
           std::vector<Finding>& said);
  bool isOver(const std::string& until) const { return !until.empty() && !today_.empty() && until < today_; }

  Files& files_;
  const RunRecord& record_;
  KnownIds& ids_;
  const std::vector<std::string>& secrets_;
  std::string today_;
};

}  // namespace carbonfix
