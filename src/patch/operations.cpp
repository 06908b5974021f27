#include "carbonfix/patch/operations.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/document/content.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/patch/secure_vault.h"
#include "patch/merge.h"
#include "patch/missing.h"

namespace carbonfix {
namespace {

const char* kindName(Operation::Kind kind) {
  switch (kind) {
    case Operation::Kind::set:
      return "set";
    case Operation::Kind::add:
      return "add";
    case Operation::Kind::replace:
      return "replace";
    case Operation::Kind::remove:
      return "remove";
    case Operation::Kind::rename:
      return "rename";
    case Operation::Kind::comment:
      return "comment";
    case Operation::Kind::uncomment:
      return "uncomment";
    case Operation::Kind::merge:
      return "merge";
  }
  return "";
}

// Inside of for-each `at` is its node.
Result<Value> evaluate(const ContentContext& context, std::string_view expression, Node at) {
  Result<XPath> compiled = XPath::compile(expression, context.namespaces);
  if (!compiled) return compiled.error();
  return context.evaluator.evaluate(*compiled, at ? at : context.node, context.scope);
}

ContentValues contentValues(const ContentContext& context) {
  return ContentValues{[context](std::string_view name) -> Result<std::string> {
                         const Value* value = context.scope.find(name);
                         if (value == nullptr) return Error{fmt::format("there is no ${}", name)};
                         return toString(*value);
                       },
                       [context](std::string_view expression, Node at) -> Result<std::string> {
                         const Result<Value> value = evaluate(context, expression, at);
                         if (!value) return value.error();
                         return toString(*value);
                       },
                       [context](std::string_view expression, Node at) -> Result<NodeSet> {
                         Result<Value> value = evaluate(context, expression, at);
                         if (!value) return value.error();
                         if (auto* nodes = std::get_if<NodeSet>(&*value)) return std::move(*nodes);
                         return Error{fmt::format("for-each select=\"{}\" gives no nodes", expression)};
                       }};
}

class Runner {
 public:
  Runner(const Operation& operation, const OperationContext& context)
      : operation_(operation), context_(context), editor_(context.document) {}

  Status run() {
    if (operation_.condition) {
      Result<bool> applies = test(operation_.condition, context_.node);
      if (!applies) return applies.error();
      if (!*applies) return {};
    }
    Result<NodeSet> selected = select();
    if (!selected) return selected.error();
    if (operation_.kind == Operation::Kind::uncomment) return uncomment(*selected);
    if (selected->empty() && !operation_.missing.empty()) {
      const Result<std::string> value = message();
      if (!value) return value.error();
      if (Status ok = provideMissing(operation_, context_, editor_, *value); !ok) return ok;
      selected = select();
      if (!selected) return selected.error();
    }
    // RFC 5261 §5.1, unlocated-node: exactly one.
    if (selected->size() != 1) {
      return Error{selected->empty()
                       ? fmt::format("{} selects nothing", quotedSelect())
                       : fmt::format("{} selects {} nodes; it must select one", quotedSelect(), selected->size())};
    }
    return change(selected->front());
  }

 private:
  std::string quotedSelect() const {
    return fmt::format("{} sel=\"{}\"", kindName(operation_.kind), operation_.select.text());
  }

  Result<bool> test(const Expression& expression, Node node) {
    Result<const XPath*> compiled = expression.compiled(context_.namespaces);
    if (!compiled) return compiled.error();
    return context_.evaluator.test(**compiled, node, context_.scope);
  }

  Result<NodeSet> select() {
    Result<const XPath*> compiled = operation_.select.compiled(context_.namespaces);
    if (!compiled) return compiled.error();
    return context_.evaluator.select(**compiled, context_.node, context_.scope);
  }

  ContentValues values() const {
    return contentValues({context_.node, context_.scope, context_.namespaces, context_.evaluator});
  }

  // The value of a `set`, or of another operation on an attribute: white space at the ends of what the author wrote is
  // layout of the rule file.
  Result<std::string> message() {
    std::string out;
    for (std::size_t i = 0; i < operation_.value.size(); ++i) {
      const MessagePart& part = operation_.value[i];
      if (part.kind == MessagePart::Kind::text) {
        std::string_view text = part.text;
        if (i == 0)
          text.remove_prefix(text.size() - (isBlank(text) ? 0 : text.size() - text.find_first_not_of(" \t\r\n")));
        if (i + 1 == operation_.value.size()) text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
        Result<std::string> filled = fillInText(text, values());
        if (!filled) return filled.error();
        out += *filled;
      } else {
        Result<const XPath*> compiled = part.select.compiled(context_.namespaces);
        if (!compiled) return compiled.error();
        Result<Value> value = context_.evaluator.evaluate(**compiled, context_.node, context_.scope);
        if (!value) return value.error();
        out += toString(*value);
      }
    }
    return out;
  }

  Status change(Node node) {
    switch (operation_.kind) {
      case Operation::Kind::set:
        return set(node);
      case Operation::Kind::add:
        return add(node);
      case Operation::Kind::replace: {
        // RFC 5261 §4.4.2: what replaces an attribute is its new value.
        if (node.kind() == NodeKind::attribute) return set(node);
        if (Status allowed = checkNotInVault(node, true); !allowed) return allowed;
        Result<std::string> content = fillIn(operation_.content, values());
        if (!content) return content.error();
        return editor_.replace(node, *content);
      }
      case Operation::Kind::remove:
        // An element may go with its alias; its value alone may not.
        if (Status ok = node.kind() == NodeKind::element ? Status() : checkNotInVault(node); !ok) return ok;
        return editor_.remove(node, removeSpace());
      case Operation::Kind::rename:
        return editor_.rename(node, operation_.to);
      case Operation::Kind::comment:
        return editor_.comment(node);
      case Operation::Kind::merge:
        return merge(node);
      case Operation::Kind::uncomment:
        break;
    }
    return Error{fmt::format("{} can't be run here", kindName(operation_.kind))};
  }

  Status set(Node node) {
    const std::string_view attribute = std::string_view(operation_.type).substr(operation_.type.empty() ? 0 : 1);
    if (Status allowed = attribute.empty() ? checkNotInVault(node) : checkNotInVault(node, attribute); !allowed) {
      return allowed;
    }
    Result<std::string> value = message();
    if (!value) return value.error();
    if (!operation_.key.empty()) return setInText(node, *value);
    const Result<bool> changed =
        attribute.empty() ? editor_.setValue(node, *value) : editor_.setAttribute(node, attribute, *value);
    return changed ? Status() : Status(changed.error());
  }

  Status merge(Node node) {
    const Result<std::string> content = fillIn(operation_.content, values());
    if (!content) return content.error();
    std::vector<std::string> by;
    for (const std::string_view name : splitSpace(operation_.by)) by.emplace_back(name);
    std::vector<std::string> notes;
    Status done = carbonfix::merge(context_.document, node, *content, by, notes);
    if (context_.notes != nullptr) context_.notes->insert(context_.notes->end(), notes.begin(), notes.end());
    return done;
  }

  // set key="…": a line of the selected text.
  Status setInText(Node node, const std::string& value) {
    Result<std::string> key = fillInText(operation_.key, values());
    if (!key) return key.error();
    const bool add = std::ranges::find(operation_.missing, "add") != operation_.missing.end();
    const Result<bool> changed = editor_.setPropertyInText(node, *key, value, add ? WhenAbsent::add : WhenAbsent::fail);
    return changed ? Status() : Status(changed.error());
  }

  Status add(Node node) {
    if (!operation_.type.empty()) {
      if (operation_.type.front() != '@') return addNamespace(node);
      const std::string_view name = std::string_view(operation_.type).substr(1);
      if (node.hasAttribute(name)) {
        return Error{fmt::format("{} has the attribute {} already", node.path(), name), {}, {}, "use set to change it"};
      }
      return set(node);
    }
    const bool asChild = place() == Place::firstChild || place() == Place::lastChild;
    const Node holder = asChild ? node : node.parent();
    if (Status allowed = holder ? checkNotInVault(holder) : Status(); !allowed) return allowed;
    Result<std::string> content = fillIn(operation_.content, values());
    if (!content) return content.error();
    return editor_.insert(node, place(), *content);
  }

  Status addNamespace(Node node) {
    Result<std::string> uri = message();
    if (!uri) return uri.error();
    const std::size_t prefix = std::string_view("namespace::").size();
    const Result<bool> added = editor_.addNamespace(node, std::string_view(operation_.type).substr(prefix), *uri);
    return added ? Status() : Status(added.error());
  }

  Place place() const {
    if (operation_.pos == "before") return Place::before;
    if (operation_.pos == "after") return Place::after;
    return operation_.pos == "prepend" ? Place::firstChild : Place::lastChild;
  }

  RemoveSpace removeSpace() const {
    if (operation_.ws == "before") return RemoveSpace::before;
    if (operation_.ws == "after") return RemoveSpace::after;
    return operation_.ws == "both" ? RemoveSpace::both : RemoveSpace::layout;
  }

  // What `holds` says of a comment's content; where it selects one of several elements, which of them.
  struct Held {
    bool holds = false;
    std::optional<std::size_t> only;
  };

  Result<Held> heldIn(Node content) {
    Result<const XPath*> compiled = operation_.holds.compiled(context_.namespaces);
    if (!compiled) return compiled.error();
    const Result<Value> value = context_.evaluator.evaluate(**compiled, content, context_.scope);
    if (!value) return value.error();
    Held held{toBool(*value), std::nullopt};
    const auto* const nodes = std::get_if<NodeSet>(&*value);
    const std::vector<Node> elements = content.elements();
    if (nodes == nullptr || elements.size() < 2) return held;
    std::set<std::size_t> chosen;
    for (Node node : *nodes) {
      while (node && node.parent() != content) node = node.parent();
      const auto found = std::ranges::find(elements, node);
      if (found != elements.end()) chosen.insert(static_cast<std::size_t>(found - elements.begin()));
    }
    if (chosen.size() == 1) held.only = *chosen.begin();
    return held;
  }

  // Of the comments selected, exactly one must hold what is asked for.
  Status uncomment(const NodeSet& selected) {
    std::vector<std::pair<Node, Held>> holding;
    std::string why;
    for (const Node& comment : selected) {
      Result<Held> held = Held{true, std::nullopt};
      const Status looked = editor_.withCommented(comment, [&](Node content) -> Status {
        if (operation_.holds) held = heldIn(content);
        return {};
      });
      if (!held) return held.error();
      if (!looked && why.empty()) why = looked.error().message;
      if (looked && held->holds) holding.emplace_back(comment, *held);
    }
    if (holding.size() == 1) {
      const auto& [comment, held] = holding.front();
      return held.only ? editor_.uncommentOnly(comment, *held.only) : editor_.uncomment(comment);
    }
    const std::string what =
        operation_.holds ? fmt::format("holds \"{}\"", operation_.holds.text()) : "can be uncommented";
    Error error{holding.empty() ? fmt::format("of {} comments that {} none {}", selected.size(), quotedSelect(), what)
                                : fmt::format("{} comments match where one must {}", holding.size(), what)};
    if (selected.size() == 1) error.hint = why;
    return error;
  }

  const Operation& operation_;
  const OperationContext& context_;
  Editor editor_;
};

}  // namespace

Result<std::string> contentOf(const Operation& operation, const ContentContext& context) {
  return fillIn(operation.content, contentValues(context));
}

Status runOperations(const std::vector<Operation>& operations, const OperationContext& context) {
  for (const Operation& operation : operations) {
    Status status = Runner(operation, context).run();
    if (status) continue;
    Error error = std::move(status).error();
    // Where the rule asked for it is where its author or user starts looking.
    error.message = fmt::format("{} (in {})", error.message, context.document.path());
    error.path = context.rulePath;
    error.at = operation.at;
    return error;
  }
  return {};
}

Status evaluateLets(const std::vector<Let>& lets, Node node, Scope& scope, const Namespaces& namespaces,
                    XPathEvaluator& evaluator) {
  for (const Let& let : lets) {
    Result<const XPath*> compiled = let.value.compiled(namespaces);
    if (!compiled) return compiled.error();
    Result<Value> value = evaluator.evaluate(**compiled, node, scope);
    if (!value) {
      Error error = value.error();
      error.path = let.value.path();
      error.at = let.value.at();
      return error;
    }
    scope.set(let.name, std::move(*value));
  }
  return {};
}

}  // namespace carbonfix
