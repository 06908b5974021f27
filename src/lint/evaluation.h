// Evaluates the expressions of rules, and keeps what goes wrong: an expression that does not compile is a fault of the
// rule file and ends the run; one that fails on a file (a limit is hit) leaves that check undone, and that is noted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "carbonfix/base/result.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"
#include "lint/expressions.h"
#include "lint/notes.h"

namespace carbonfix {

// Faults of rule files; each expression's is kept once.
class RuleFaults {
 public:
  void add(const void* source, Error&& error) { faults_.try_emplace(source, std::move(error)); }
  void absorb(RuleFaults other) { faults_.merge(other.faults_); }
  bool empty() const { return faults_.empty(); }
  // By file and place.
  Errors errors() const;

 private:
  std::map<const void*, Error> faults_;
};

class Evaluation {
 public:
  Evaluation(Surroundings* surroundings, Expressions& expressions, RuleFaults& faults, Notes& notes)
      : evaluator_(surroundings), expressions_(expressions), faults_(faults), notes_(notes) {}

  // What is evaluated from now on belongs to this pack, and is about this file.
  void enter(const Pack& pack, const std::string& node, const std::string& path) {
    pack_ = &pack;
    node_ = node;
    path_ = path;
  }
  const Pack& pack() const { return *pack_; }
  // Steps so far, and whether they are more than one home may take: then the rest of the rules is not run.
  unsigned long spent() const { return spent_; }
  static bool isTooMuch(unsigned long steps);
  // Each expression from now on costs a look at the file, however little it needs of it.
  void weigh(std::size_t fileSize) { weight_ = fileSize / kBytesOfStep; }

  // Null: it does not compile, and that is kept.
  const XPath* compiled(const Expression& expression);
  // Nothing: it can't be evaluated here, and that is noted.
  std::optional<Value> evaluate(const XPath& xpath, const Expression& source, Node context, const Scope& scope);
  // `name` is a variable that has no value.
  void undefined(const std::string& name, const Expression& source);
  // It gives a text or a number where nodes are needed.
  void notNodes(const Expression& source);

 private:
  static constexpr std::size_t kBytesOfStep = 64;

  XPathEvaluator evaluator_;
  Expressions& expressions_;
  RuleFaults& faults_;
  Notes& notes_;
  const Pack* pack_ = nullptr;
  std::string node_;
  std::string path_;
  unsigned long weight_ = 0;
  unsigned long spent_ = 0;
};

}  // namespace carbonfix
