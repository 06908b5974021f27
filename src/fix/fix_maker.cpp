#include "carbonfix/fix/fix_maker.h"

#include <algorithm>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/patch/operations.h"

namespace carbonfix {
namespace {

// The node of another parse of the same bytes that stands where `node` does. None: the trees differ.
Node counterpart(Node node, Node otherRoot) {
  if (node.kind() == NodeKind::document) return otherRoot;
  const Node parent = node.parent();
  const Node otherParent = parent ? counterpart(parent, otherRoot) : Node();
  if (!otherParent) return {};
  const bool isAttribute = node.kind() == NodeKind::attribute;
  const std::vector<Node> siblings = isAttribute ? parent.attributes() : parent.children();
  const std::vector<Node> others = isAttribute ? otherParent.attributes() : otherParent.children();
  const auto place = static_cast<std::size_t>(std::ranges::find(siblings, node) - siblings.begin());
  return place < others.size() && siblings.size() == others.size() ? others[place] : Node();
}

// A let that can't be evaluated is of another rule of the pack, or the operation that needs it says so.
void provideLets(const std::vector<Let>& lets, Node node, Scope& scope, const Namespaces& namespaces,
                 XPathEvaluator& evaluator) {
  for (const Let& let : lets) {
    const Status ignored = evaluateLets({let}, node, scope, namespaces, evaluator);
    static_cast<void>(ignored);
  }
}

Status runFix(const FixRequest& request, Document& document, Node node) {
  const Namespaces& namespaces = request.pack.namespaces;
  XPathEvaluator evaluator(&request.surroundings);
  Scope scope(&request.facts);
  provideLets(request.pack.lets, document.root(), scope, namespaces, evaluator);
  provideLets(request.pattern.lets, document.root(), scope, namespaces, evaluator);
  provideLets(request.rule.lets, node, scope, namespaces, evaluator);
  provideLets(request.fix.lets, node, scope, namespaces, evaluator);
  return runOperations(request.fix.operations,
                       {document, node, scope, namespaces, evaluator, request.pack.path, nullptr});
}

Result<std::vector<Edit>> editsOf(const FixRequest& request) {
  auto document = Document::parseToEdit(request.document.bytes(), request.path, request.document.format());
  if (!document) return document.error();
  const Node node = counterpart(request.context, document->root());
  if (!node) return Error{"the file can't be edited here"};
  if (Status ran = runFix(request, *document, node); !ran) return std::move(ran).error();
  if (const auto proof = document->proof(); !proof) return proof.error();
  return document->edits();
}

// Does the new text of an edit hold a part of a secret?
bool hasSecret(std::string_view bytes, const std::vector<Edit>& edits, const std::vector<std::string>& known) {
  const std::string after = splice(bytes, edits);
  const std::vector<TextRange> secrets = findSecrets(after, known);
  std::size_t grown = 0;  // by the edits so far; wraps where they shrink
  return std::ranges::any_of(edits, [&](const Edit& edit) {
    const std::size_t begin = edit.offset + grown;
    const std::size_t end = begin + edit.text.size();
    grown += edit.text.size() - edit.length;
    return std::ranges::any_of(
        secrets, [&](const TextRange& secret) { return secret.offset < end && begin < secret.offset + secret.length; });
  });
}

bool isShowable(std::string_view bytes) { return isValidUtf8(bytes) && bytes.find('\0') == std::string_view::npos; }

}  // namespace

FixProposal OperationFixes::make(const FixRequest& request) const {
  FixProposal proposal{.safety = request.fix.safety, .description = request.fix.title};
  auto edits = editsOf(request);
  if (!edits) {
    const Error& error = edits.error();
    proposal.problem = maskKnown(error.hint.empty() ? error.message : error.message + "; " + error.hint, secrets_);
  } else if (edits->empty()) {
    proposal.problem = "there is nothing for it to change";
  } else {
    proposal.edits = std::move(*edits);
    const std::string& bytes = request.document.bytes();
    proposal.isHidden = !isShowable(bytes) || hasSecret(bytes, proposal.edits, secrets_);
  }
  return proposal;
}

}  // namespace carbonfix
