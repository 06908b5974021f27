#include "patch/missing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "carbonfix/base/text.h"
#include "carbonfix/document/last_step.h"

namespace carbonfix {
namespace {

// A comment, and which of its elements is wanted.
struct Candidate {
  Node comment;
  std::size_t index = 0;
  std::size_t count = 0;  // elements in the comment
};

class Provider {
 public:
  Provider(const Operation& operation, const OperationContext& context, Editor& editor, LastStep step,
           const std::string& value)
      : operation_(operation), context_(context), editor_(editor), step_(std::move(step)), value_(value) {}

  Status run() {
    if (Status ok = findParent(); !ok) return ok;
    bool looked = false;
    for (const std::string& word : operation_.missing) {
      if (word == "add") {
        if (Status ok = add(); !ok) return ok;
        return isFound();
      }
      if (word == "fail") break;
      Result<bool> done = uncomment();
      if (!done) return done.error();
      if (*done) return isFound();
      looked = true;
    }
    return fail(fmt::format("selects nothing{}", looked ? ", and no comment of " + parent_.path() + " holds it" : ""));
  }

 private:
  Error fail(const std::string& why, std::string hint = {}) const {
    Error error{fmt::format("set sel=\"{}\" {}", operation_.select.text(), why)};
    error.hint = std::move(hint);
    return error;
  }

  Result<NodeSet> select(const std::string& expression, Node node) const {
    Result<XPath> compiled = XPath::compile(expression, context_.namespaces);
    if (!compiled) return compiled.error();
    return context_.evaluator.select(*compiled, node, context_.scope);
  }

  Status findParent() {
    Result<NodeSet> parents = select(step_.parent, context_.node);
    if (!parents) return parents.error();
    if (parents->size() != 1 || parents->front().kind() != NodeKind::element) {
      const std::string what = parents->size() == 1 ? "no element" : fmt::format("{} nodes", parents->size());
      return fail(fmt::format("selects nothing, and \"{}\", which should hold it, selects {}", step_.parent, what),
                  "what holds a setting that is to be uncommented or added must be one element");
    }
    parent_ = parents->front();
    return {};
  }

  // Is one of the comment's elements what the last step asks for?
  Result<std::optional<Candidate>> look(Node comment) const {
    std::optional<Candidate> found;
    std::optional<Error> failed;
    // What a comment that does not qualify holds is prose.
    const Status looked = editor_.withCommented(comment, [&](Node content) -> Status {
      Result<NodeSet> wanted = select(step_.step, content);
      if (!wanted) {
        failed = wanted.error();
      } else if (wanted->size() > 1) {
        failed =
            fail(fmt::format("selects nothing, and the comment {} holds it {} times", nameOf(comment), wanted->size()),
                 "take the comment apart by hand, or use uncomment");
      } else if (wanted->size() == 1) {
        const std::vector<Node> elements = content.elements();
        const auto at = std::ranges::find(elements, wanted->front());
        found = Candidate{comment, static_cast<std::size_t>(at - elements.begin()), elements.size()};
      }
      return {};
    });
    if (failed) return *failed;
    return looked ? found : std::nullopt;
  }

  std::string nameOf(Node comment) const {
    const Result<Location> at = context_.document.locate(comment);
    return at ? fmt::format("on line {}", at->start.line) : comment.path();
  }

  // False: no comment of the parent holds it.
  Result<bool> uncomment() {
    std::vector<Candidate> candidates;
    for (const Node& child : parent_.children()) {
      if (child.kind() != NodeKind::comment) continue;
      Result<std::optional<Candidate>> candidate = look(child);
      if (!candidate) return candidate.error();
      if (*candidate) candidates.push_back(**candidate);
    }
    if (candidates.empty()) return false;
    if (candidates.size() > 1) {
      std::vector<std::string> places;
      places.reserve(candidates.size());
      for (const Candidate& each : candidates) places.push_back(nameOf(each.comment));
      return fail(fmt::format("selects nothing, and {} comments hold it: {}", candidates.size(), join(places, ", ")),
                  "say more about it in the path, or use uncomment");
    }
    const Candidate& chosen = candidates.front();
    const Status done =
        chosen.count == 1 ? editor_.uncomment(chosen.comment) : editor_.uncommentOnly(chosen.comment, chosen.index);
    if (!done) return done.error();
    return true;
  }

  // A path may ask for more than its last step says: a namespace that the place has not, say.
  Status isFound() const {
    Result<NodeSet> found = select(operation_.select.text(), context_.node);
    if (!found) return found.error();
    if (found->size() == 1) return {};
    return fail(fmt::format("selects nothing, nor the {} that was made for it in {}", step_.name, parent_.path()),
                "is its namespace another? See xpath-default-namespace");
  }

  Status add() {
    NewElement element{step_.name, {}, {}};
    const bool isJson = context_.document.format() == FileFormat::json;
    if (isJson && (step_.name == "number" || step_.name == "boolean")) element.text = value_;
    for (const Demand& demand : step_.demands) {
      std::string value = demand.value;
      if (!demand.variable.empty()) {
        const Value* known = context_.scope.find(demand.variable);
        if (known == nullptr) return Error{fmt::format("there is no ${}", demand.variable)};
        value = toString(*known);
      }
      (demand.isAttribute ? element.attributes : element.children).emplace_back(demand.name, std::move(value));
    }
    // The attribute that is to be set stands where its neighbours have theirs, as yet without value.
    const std::string type = operation_.type.empty() ? "" : operation_.type.substr(1);
    const auto isType = [&](const auto& attribute) { return attribute.first == type; };
    if (!type.empty() && std::ranges::none_of(element.attributes, isType)) element.attributes.emplace_back(type, "");
    return editor_.makeWhereItBelongs(parent_, element, [this](Node commented) {
      const Result<NodeSet> wanted = select(step_.step, commented.parent());
      return wanted && std::ranges::find(*wanted, commented) != wanted->end();
    });
  }

  const Operation& operation_;
  const OperationContext& context_;
  Editor& editor_;
  LastStep step_;
  const std::string& value_;
  Node parent_;
};

}  // namespace

Status provideMissing(const Operation& operation, const OperationContext& context, Editor& editor,
                      const std::string& value) {
  if (operation.missing.front() == "fail") return {};  // what selects nothing is an error anyway
  Result<LastStep> step = splitLastStep(operation.select.text());
  if (!step) {
    return Error{fmt::format("set sel=\"{}\" selects nothing, and can't be made: {}", operation.select.text(),
                             step.error().message),
                 {},
                 {},
                 step.error().hint};
  }
  return Provider(operation, context, editor, std::move(*step), value).run();
}

}  // namespace carbonfix
