// Variables in sight at one place: those of the tool, of the pack, of the pattern, of the rule, each level inside the
// one before. A <let> is evaluated when an expression first needs it, once; most files need none of most packs' lets.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"
#include "lint/evaluation.h"

namespace carbonfix {

class Variables {
 public:
  // The outermost level: what is set(), and what setLazy() makes when it is first asked for.
  explicit Variables(Evaluation& evaluation) : evaluation_(evaluation) {}
  // A level of lets, evaluated at `context`. `outer` and `lets` must live longer.
  Variables(Variables& outer, const std::vector<Let>& lets, Node context)
      : evaluation_(outer.evaluation_),
        outer_(&outer),
        scope_(&outer.scope_),
        lets_(&lets),
        context_(context),
        states_(lets.size(), State::untouched) {}
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;

  void set(std::string name, Value value) { scope_.set(std::move(name), std::move(value)); }
  // What has a value so far.
  const Scope& scope() const { return scope_; }
  void setLazy(std::string name, std::function<Value()> make) { scope_.setLazy(std::move(name), std::move(make)); }

  // Nothing when it can't be done; why is kept by the Evaluation.
  std::optional<Value> evaluate(const Expression& expression, Node context);
  std::optional<NodeSet> select(const Expression& expression, Node context);
  std::optional<bool> test(const Expression& expression, Node context);

 private:
  enum class State { untouched, running, done, failed };

  bool need(const XPath& xpath, const Expression& source);
  bool needOne(const std::string& name, const Expression& source);
  bool evaluateLet(std::size_t index);

  Evaluation& evaluation_;
  Variables* outer_ = nullptr;
  Scope scope_;
  const std::vector<Let>* lets_ = nullptr;
  Node context_;
  std::vector<State> states_;
};

}  // namespace carbonfix
