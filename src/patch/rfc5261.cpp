#include "carbonfix/patch/rfc5261.h"

#include <fmt/format.h>

#include <algorithm>

#include "carbonfix/base/text.h"
#include "carbonfix/patch/secure_vault.h"
#include "patch/rfc5261_operation.h"

namespace carbonfix {
namespace {

using Kind = XmlPatchOperation::Kind;

bool isText(const Node& node) { return node.kind() == NodeKind::text || node.kind() == NodeKind::cdata; }

std::string kindName(const Node& node) {
  switch (node.kind()) {
    case NodeKind::element:
      return "an element";
    case NodeKind::comment:
      return "a comment";
    case NodeKind::instruction:
      return "a processing instruction";
    case NodeKind::attribute:
      return "an attribute";
    default:
      return "a text";
  }
}

// One operation on the target.
class Runner {
 public:
  Runner(const XmlPatchOperation& operation, const Document& diff, Document& target, XPathEvaluator& evaluator,
         const XmlPatchOptions& options, Errors& notes)
      : operation_(operation),
        diff_(diff),
        target_(target),
        evaluator_(evaluator),
        options_(options),
        notes_(notes),
        editor_(target),
        exact_(target, diff) {}

  Status run() {
    Result<std::vector<Selected>> selected = locate();
    if (!selected) return selected.error();
    for (const Selected& each : *selected) {
      if (!each.node.isAttached()) {
        // What an outer match took away is done with; a text that became part of another is not.
        if (each.node.parent()) continue;
        return patchCondition("invalid-patch-directive",
                              fmt::format("the nodes that msel=\"{}\" selects merge on the way", operation_.select));
      }
      if (Status ok = change(each); !ok) return ok;
    }
    return {};
  }

 private:
  Result<std::vector<Selected>> locate() {
    // Without default namespaces anywhere, a name alone says it all, and is found faster.
    const bool plainNames = !diff_.hasDefaultNamespaces() && !target_.hasDefaultNamespaces();
    const Result<XPath> selector = compileSelector(operation_, plainNames);
    if (!selector) return selector.error();
    Result<std::vector<Selected>> selected = evaluator_.selectAll(*selector, target_.root(), Scope());
    if (!selected) return patchCondition("invalid-attribute-value", selected.error().message);
    const char* const attribute = operation_.multiple ? "msel" : "sel";
    const auto unlocated = [&](const std::string& what) {
      return patchCondition("unlocated-node", fmt::format("{} {}=\"{}\" selects {}", operation_.name(), attribute,
                                                          operation_.select, what));
    };
    if (selected->empty()) {
      Error error = unlocated("nothing");
      error.hint = namespaceHint();
      return error;
    }
    if (!operation_.multiple && selected->size() != 1) {
      return unlocated(fmt::format("{} nodes; it must select one", selected->size()));
    }
    for (const Selected& each : *selected) {
      if (each.node.kind() == NodeKind::document) return unlocated("the document, of which only nodes can be patched");
    }
    return selected;
  }

  // The usual reason why a selector that looks right finds nothing.
  std::string namespaceHint() const {
    const std::string uri = target_.rootElement().namespaceUri();
    const bool prefixed = target_.rootElement().name().find(':') != std::string::npos;
    if (uri.empty() || prefixed || operation_.element.namespacesInScope().contains("")) return {};
    return fmt::format("the target's elements are in the namespace \"{}\"; the diff must say so: xmlns=\"{}\"", uri,
                       uri);
  }

  // A value in the secure vault is not written here either; an element may go with its alias.
  Status checkVault(const Selected& selected) const {
    const Node node = selected.node;
    if (selected.isDeclaration || !operation_.declares.empty()) return {};
    if (operation_.kind == Kind::replace) return checkNotInVault(node, true);
    if (operation_.kind == Kind::remove) return node.kind() == NodeKind::element ? Status() : checkNotInVault(node);
    if (operation_.attribute) return checkNotInVault(node, operation_.attribute->local);
    const Place place = operation_.place.value_or(Place::lastChild);
    const Node holder = place == Place::before || place == Place::after ? node.parent() : node;
    return holder ? checkNotInVault(holder) : Status();
  }

  Status change(const Selected& selected) {
    if (Status allowed = checkVault(selected); !allowed) return allowed;
    switch (operation_.kind) {
      case Kind::add:
        return add(selected);
      case Kind::replace:
        return selected.isDeclaration ? setNamespace(selected) : replace(selected.node);
      case Kind::remove:
        return remove(selected);
    }
    return {};
  }

  void note(std::string message) { notes_.push_back(placedAt(Error{std::move(message)}, diff_, operation_.element)); }

  // The value of an attribute or a declaration is text.
  Status checkText(std::string_view what) {
    const std::string text = operation_.text();
    if (!text.empty() && (text.front() == '\n' || text.back() == '\n')) {
      note(fmt::format("the line breaks at the ends of what {} is given are part of it", what));
    }
    if (operation_.isText()) return {};
    return patchCondition("invalid-node-types", fmt::format("{} can be given text only", what));
  }

  Status add(const Selected& selected) {
    if (selected.isDeclaration) {
      return patchCondition("invalid-patch-directive", "nothing can be added to the declaration of a namespace");
    }
    if (operation_.attribute) return addAttribute(selected.node);
    if (!operation_.declares.empty()) return addNamespace(selected.node);
    if (operation_.content.empty()) {
      note("add without content changes nothing");
      return {};
    }
    return exact_.insert(selected.node, operation_.place.value_or(Place::lastChild), operation_.content);
  }

  Status addAttribute(const Node& element) {
    if (Status ok = checkText("an attribute"); !ok) return ok;
    const Node present = ExactEditor::findAttribute(element, *operation_.attribute);
    Result<bool> changed = exact_.setAttribute(element, *operation_.attribute, operation_.text());
    if (!changed) return changed.error();
    if (present && *changed) note(fmt::format("{} was there already and has a new value", present.path()));
    return {};
  }

  Status addNamespace(const Node& element) {
    if (Status ok = checkText("the declaration of a namespace"); !ok) return ok;
    const Result<bool> changed = editor_.addNamespace(element, operation_.declares, operation_.text());
    return changed ? Status() : Status(changed.error());
  }

  Status setNamespace(const Selected& selected) {
    if (Status ok = checkText("the declaration of a namespace"); !ok) return ok;
    const Result<bool> changed = editor_.setNamespace(selected.node, selected.prefix, operation_.text());
    return changed ? Status() : Status(changed.error());
  }

  Status replace(const Node& node) {
    if (node.kind() == NodeKind::attribute) {
      if (Status ok = checkText("an attribute"); !ok) return ok;
      const Result<bool> changed = editor_.setValue(node, operation_.text());
      return changed ? Status() : Status(changed.error());
    }
    if (isText(node)) {
      if (operation_.isText()) return exact_.replace(node, operation_.content);
      return patchCondition("invalid-node-types", "a text can be replaced by text only");
    }
    // White space around the node is the layout of the diff.
    const std::vector<Node> nodes = operation_.nodes();
    if (nodes.size() == 1 && nodes.front().kind() == node.kind()) return exact_.replace(node, nodes);
    return patchCondition("invalid-node-types", fmt::format("{} is {}, so {} must replace it and nothing else",
                                                            node.path(), kindName(node), kindName(node)));
  }

  Status remove(const Selected& selected) {
    const Node node = selected.node;
    const bool structural = !selected.isDeclaration && node.kind() != NodeKind::attribute && !isText(node);
    if (operation_.space && !structural) {
      return patchCondition("invalid-patch-directive",
                            "ws goes with elements, comments and processing instructions only");
    }
    if (selected.isDeclaration) return editor_.removeNamespace(node, selected.prefix);
    if (operation_.space && node.parent().kind() == NodeKind::document && node.kind() != NodeKind::element) {
      return patchCondition("invalid-xml-prolog-operation",
                            "white space outside the document element is no node that ws could take");
    }
    const RemoveSpace space = options_.wholeLines ? RemoveSpace::line : RemoveSpace::none;
    return exact_.remove(node, operation_.space.value_or(space));
  }

  const XmlPatchOperation& operation_;
  const Document& diff_;
  Document& target_;
  XPathEvaluator& evaluator_;
  const XmlPatchOptions& options_;
  Errors& notes_;
  Editor editor_;
  ExactEditor exact_;
};

// What libxml2 says about a diff, by RFC 5261's names.
std::string_view conditionOf(std::string_view message) {
  const auto says = [&](std::string_view word) { return message.find(word) != std::string_view::npos; };
  if (says("Entity") && says("not defined")) return "invalid-entity-declaration";
  if (says("Namespace prefix")) return "invalid-namespace-prefix";
  return says("xmlns") ? "invalid-namespace-uri" : "invalid-diff-format";
}

Error ofDiff(Error error) {
  error.message = fmt::format("{}: {}", conditionOf(error.message), error.message);
  return error;
}

}  // namespace

Result<Document> parseXmlPatch(std::string bytes, std::string path) {
  Result<Document> diff = Document::parse(std::move(bytes), std::move(path));
  if (!diff) return ofDiff(diff.error());
  if (!diff->namespaceErrors().empty()) return ofDiff(diff->namespaceErrors().front());
  return diff;
}

Result<XmlPatched> runXmlPatch(const Document& diff, Document& target, const XmlPatchOptions& options) {
  const auto operations = readOperations(diff);
  if (!operations) return operations.error();
  XmlPatched patched;
  XPathEvaluator evaluator;
  for (const XmlPatchOperation& operation : *operations) {
    Status done = Runner(operation, diff, target, evaluator, options, patched.notes).run();
    if (done) continue;
    Error error = std::move(done).error();
    if (!hasCondition(error)) error = Error{.message = "invalid-patch-directive: " + error.message, .hint = error.hint};
    const std::string said = replaceAll(error.message, operation.select, maskedExpression(operation.select));
    error.message = fmt::format("{} (in {})", said, target.path());
    return placedAt(std::move(error), diff, operation.element);
  }
  patched.edits = target.edits();
  if (patched.edits.empty()) {
    patched.bytes = target.bytes();
    return patched;
  }
  Result<Document::Proof> proved = target.proof();
  if (!proved) return proved.error();
  if (proved->parsed && proved->parsed->namespaceErrors().size() > target.namespaceErrors().size()) {
    return Error{fmt::format("invalid-namespace-uri: {} would have an error of namespaces: {}", target.path(),
                             proved->parsed->namespaceErrors().back().message),
                 diff.path()};
  }
  patched.bytes = std::move(proved->bytes);
  return patched;
}

}  // namespace carbonfix
