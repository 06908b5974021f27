// Promise 3: what would be written, parsed again, is the edited view, node by node.
#include <fmt/format.h>
#include <libxml/tree.h>

#include <future>

#include "document/impl.h"
#include "document/xml/proof_stream.h"

namespace carbonfix {
namespace {

bool same(const xmlChar* a, const xmlChar* b) { return xmlStrEqual(a, b) != 0; }

bool sameNamespace(const _xmlNs* a, const _xmlNs* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return same(a->href, b->href) && same(a->prefix, b->prefix);
}

bool isText(const _xmlNode* node) {
  return node != nullptr && (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE);
}

bool isIgnored(const _xmlNode* node) {
  // A text without characters is no node to XPath; the document type is not editable and its bytes are compared.
  return node->type == XML_DTD_NODE || (isText(node) && (node->content == nullptr || node->content[0] == 0));
}

const _xmlNode* skip(const _xmlNode* node) {
  while (node != nullptr && isIgnored(node)) node = node->next;
  return node;
}

// The characters of texts and CDATA sections that touch; moves `node` behind them.
std::string takeText(const _xmlNode*& node) {
  std::string text;
  while (isText(node)) {
    if (node->content != nullptr) text += reinterpret_cast<const char*>(node->content);
    node = skip(node->next);
  }
  return text;
}

std::size_t countAttributes(const _xmlNode* node) {
  std::size_t count = 0;
  for (const _xmlAttr* each = node->properties; each != nullptr; each = each->next) ++count;
  return count;
}

std::string valueOf(const _xmlAttr* attribute) {
  return Node(const_cast<_xmlNode*>(reinterpret_cast<const _xmlNode*>(attribute))).value();
}

bool sameAttribute(const _xmlAttr* x, const _xmlAttr* y) {
  return same(x->name, y->name) && sameNamespace(x->ns, y->ns) && valueOf(x) == valueOf(y);
}

// Order says nothing in XML, and defaults of a document type come last; but in a file with namespace errors a name may
// stand twice, so the same order is looked for first.
bool sameAttributes(const _xmlNode* a, const _xmlNode* b) {
  const _xmlAttr* first = a->properties;
  const _xmlAttr* second = b->properties;
  while (first != nullptr && second != nullptr && sameAttribute(first, second)) {
    first = first->next;
    second = second->next;
  }
  if (first == nullptr && second == nullptr) return true;
  for (const _xmlAttr* x = a->properties; x != nullptr; x = x->next) {
    const _xmlAttr* y = b->properties;
    while (y != nullptr && !(same(x->name, y->name) && sameNamespace(x->ns, y->ns))) y = y->next;
    if (y == nullptr || valueOf(x) != valueOf(y)) return false;
  }
  return countAttributes(a) == countAttributes(b);
}

bool sameDeclarations(const _xmlNode* a, const _xmlNode* b) {
  const _xmlNs* x = a->nsDef;
  const _xmlNs* y = b->nsDef;
  while (x != nullptr && y != nullptr && sameNamespace(x, y)) {
    x = x->next;
    y = y->next;
  }
  return x == nullptr && y == nullptr;
}

// The first node below which the two trees differ; null when they don't. Depth is bounded by libxml2 (256).
const _xmlNode* difference(const _xmlNode* parentA, const _xmlNode* parentB) {
  const _xmlNode* a = skip(parentA->children);
  const _xmlNode* b = skip(parentB->children);
  while (a != nullptr && b != nullptr) {
    if (isText(a) && isText(b)) {
      const _xmlNode* start = a;
      if (takeText(a) != takeText(b)) return start;
      continue;
    }
    if (a->type != b->type) return a;
    switch (a->type) {
      case XML_ELEMENT_NODE:
        if (!same(a->name, b->name) || !sameNamespace(ownNamespace(a), ownNamespace(b)) || !sameAttributes(a, b) ||
            !sameDeclarations(a, b)) {
          return a;
        }
        if (const _xmlNode* found = difference(a, b); found != nullptr) return found;
        break;
      case XML_ENTITY_REF_NODE:
        if (!same(a->name, b->name)) return a;
        break;
      default:
        if (!same(a->name, b->name) || !same(a->content, b->content)) return a;
    }
    a = skip(a->next);
    b = skip(b->next);
  }
  if (a == nullptr && b == nullptr) return nullptr;
  return a != nullptr ? a : parentA;
}

}  // namespace

namespace {

// The splices and the pieces must tell the same story, byte by byte.
bool spells(Document::Impl& impl, std::string_view written) {
  if (impl.pieces.first == nullptr) return true;
  const std::size_t mark = impl.source->byteOffset(0);
  if (written.substr(0, mark) != std::string_view(impl.source->bytes()).substr(0, mark)) return false;
  written.remove_prefix(mark);
  if (impl.source->encodesRuns()) return written == impl.source->encode(textOf(impl.pieces.first, nullptr));
  for (const Piece* piece = impl.pieces.first; piece != nullptr; piece = piece->next) {
    const bool same = impl.source->isUtf8() || (piece->original && impl.source->isSameBytes());
    const std::string encoded = same ? std::string() : impl.source->encode(piece->text);
    const std::string_view bytes = same ? piece->text : std::string_view(encoded);
    if (!written.starts_with(bytes)) return false;
    written.remove_prefix(bytes.size());
  }
  return written.empty();
}

}  // namespace

Result<Document::Proof> Document::proof() const {
  Proof proof{editedBytes(), std::nullopt};
  const auto refuse = [&](const std::string& why) {
    return Error{"the edited file would not be what was meant: " + why, path(), Position{},
                 "nothing was written; please report this with the file"};
  };
  // Side by side where that is worth a thread.
  constexpr std::size_t kWorthAThread = std::size_t{1} << 20;
  auto spelled = std::async(proof.bytes.size() < kWorthAThread ? std::launch::deferred : std::launch::async,
                            [&] { return spells(*impl_, proof.bytes); });
  const bool readsAsMeant = impl_->adapter == nullptr && readsAs(proof.bytes, impl_->doc.get());
  if (!spelled.get()) return refuse("the splices do not give the edited text");
  if (readsAsMeant) return proof;
  Result<Document> again = parse(proof.bytes, path(), format());
  if (!again) return refuse(again.error().message);
  const auto* mine = reinterpret_cast<const _xmlNode*>(impl_->doc.get());
  const auto* theirs = reinterpret_cast<const _xmlNode*>(again->impl_->doc.get());
  if (const _xmlNode* at = difference(mine, theirs); at != nullptr) {
    return refuse(fmt::format("{} reads differently", Node(const_cast<_xmlNode*>(at)).path()));
  }
  proof.parsed = std::move(*again);
  return proof;
}

Result<Document> Document::prove() const {
  Result<Proof> done = proof();
  if (!done) return done.error();
  if (done->parsed) return std::move(*done->parsed);
  return parse(std::move(done->bytes), path(), format());
}

}  // namespace carbonfix
