#include "document/xml/proof_stream.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

#include <cstring>
#include <memory>

#include "document/xml/parser.h"

namespace carbonfix {
namespace {

bool same(const xmlChar* a, const xmlChar* b) { return xmlStrEqual(a, b) != 0; }

// Walks the tree in document order, one step an event.
class Follower {
 public:
  explicit Follower(const _xmlDoc* doc) : parent_(reinterpret_cast<const _xmlNode*>(doc)), next_(doc->children) {}

  bool hasFollowedAll() const { return same_ && next_ == nullptr && parent_->type == XML_DOCUMENT_NODE; }

  void start(const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces, const xmlChar** declared,
             int attributes, const xmlChar** values) {
    endText();
    const _xmlNode* node = expect(XML_ELEMENT_NODE);
    if (node == nullptr) return;
    check(same(node->name, name) && isNamespace(ownNamespace(node), prefix, uri));
    declarations(node->nsDef, namespaces, declared);
    attributesOf(node, attributes, values);
    parent_ = node;
    next_ = node->children;
  }

  void end() {
    endText();
    check(next_ == nullptr);
    if (!same_) return;
    next_ = parent_->next;
    parent_ = parent_->parent;
  }

  // A text may come in several parts; CDATA sections that touch are one node.
  void text(xmlElementType type, const xmlChar* content, int size) {
    if (text_ != nullptr && text_->type != type) endText();
    if (text_ == nullptr) {
      text_ = expect(type);
      rest_ = text_ == nullptr || text_->content == nullptr ? nullptr : reinterpret_cast<const char*>(text_->content);
    }
    if (text_ == nullptr) return;
    const auto length = static_cast<std::size_t>(size);
    check(rest_ != nullptr && std::strncmp(rest_, reinterpret_cast<const char*>(content), length) == 0);
    if (same_) rest_ += length;
  }

  void leaf(xmlElementType type, const xmlChar* name, const xmlChar* content) {
    endText();
    const _xmlNode* node = expect(type);
    if (node == nullptr) return;
    check((name == nullptr || same(node->name, name)) && same(node->content, content));
    next_ = node->next;
  }

  void fail() { same_ = false; }

 private:
  void check(bool holds) { same_ = same_ && holds; }

  const _xmlNode* expect(xmlElementType type) {
    check(next_ != nullptr && next_->type == type);
    return same_ ? next_ : nullptr;
  }

  void endText() {
    if (text_ == nullptr) return;
    check(rest_ != nullptr && *rest_ == '\0');
    next_ = text_->next;
    text_ = nullptr;
  }

  static bool isNamespace(const _xmlNs* ns, const xmlChar* prefix, const xmlChar* uri) {
    if (ns == nullptr) return prefix == nullptr && uri == nullptr;
    return same(ns->prefix, prefix) && same(ns->href, uri);
  }

  void declarations(const _xmlNs* ns, int count, const xmlChar** declared) {
    for (int i = 0; i < count && same_; ++i, ns = ns->next) {
      // xmlns="" declares the empty name.
      const xmlChar** declaration = declared + std::ptrdiff_t{2} * i;
      const xmlChar* uri = declaration[1];
      check(ns != nullptr && same(ns->prefix, declaration[0]) &&
            (uri == nullptr ? xmlStrlen(ns->href) == 0 : same(ns->href, uri)));
    }
    check(ns == nullptr);
  }

  void attributesOf(const _xmlNode* node, int count, const xmlChar** values) {
    const _xmlAttr* attribute = node->properties;
    for (int i = 0; i < count && same_; ++i, attribute = attribute->next) {
      const xmlChar** value = values + std::ptrdiff_t{5} * i;
      check(attribute != nullptr && same(attribute->name, value[0]) && isNamespace(attribute->ns, value[1], value[2]) &&
            hasValue(attribute, reinterpret_cast<const char*>(value[3]), value[4] - value[3]));
    }
    check(attribute == nullptr);
  }

  static bool hasValue(const _xmlAttr* attribute, const char* value, std::ptrdiff_t size) {
    const _xmlNode* text = attribute->children;
    if (text == nullptr) return size == 0;
    if (text->next != nullptr || text->type != XML_TEXT_NODE) return false;
    const char* mine = text->content == nullptr ? "" : reinterpret_cast<const char*>(text->content);
    const auto length = static_cast<std::size_t>(size);
    return std::strncmp(mine, value, length) == 0 && mine[length] == '\0';
  }

  const _xmlNode* parent_;
  const _xmlNode* next_;            // what the next event must be about
  const _xmlNode* text_ = nullptr;  // the text being read
  const char* rest_ = nullptr;      // what is left of it
  bool same_ = true;
};

Follower& follower(void* context) { return *static_cast<Follower*>(static_cast<xmlParserCtxtPtr>(context)->_private); }

void onStart(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces,
             const xmlChar** declared, int attributes, int /*defaulted*/, const xmlChar** values) {
  follower(context).start(name, prefix, uri, namespaces, declared, attributes, values);
}
void onEnd(void* context, const xmlChar* /*name*/, const xmlChar* /*prefix*/, const xmlChar* /*uri*/) {
  follower(context).end();
}
void onText(void* context, const xmlChar* content, int size) { follower(context).text(XML_TEXT_NODE, content, size); }
void onCdata(void* context, const xmlChar* content, int size) {
  follower(context).text(XML_CDATA_SECTION_NODE, content, size);
}
void onComment(void* context, const xmlChar* content) { follower(context).leaf(XML_COMMENT_NODE, nullptr, content); }
void onInstruction(void* context, const xmlChar* target, const xmlChar* data) {
  follower(context).leaf(XML_PI_NODE, target, data);
}
void onDoctype(void* context, const xmlChar* /*name*/, const xmlChar* /*publicId*/, const xmlChar* /*systemId*/) {
  follower(context).fail();
}
void onError(void* context, xmlErrorPtr error) {
  if (context != nullptr && error->level >= XML_ERR_ERROR) follower(context).fail();
}

struct FreeParser {
  void operator()(xmlParserCtxtPtr parser) const { xmlFreeParserCtxt(parser); }
};
using Parser = std::unique_ptr<xmlParserCtxt, FreeParser>;

Parser makeParser() {
  initXml();
  Parser parser(xmlNewParserCtxt());
  *parser->sax = xmlSAXHandler{};
  parser->sax->initialized = XML_SAX2_MAGIC;
  parser->sax->startElementNs = onStart;
  parser->sax->endElementNs = onEnd;
  parser->sax->characters = onText;
  parser->sax->ignorableWhitespace = onText;
  parser->sax->cdataBlock = onCdata;
  parser->sax->comment = onComment;
  parser->sax->processingInstruction = onInstruction;
  parser->sax->internalSubset = onDoctype;
  parser->sax->serror = onError;
  return parser;
}

}  // namespace

bool readsAs(const std::string& bytes, const _xmlDoc* doc) {
  thread_local const Parser parser = makeParser();
  Follower following(doc);
  parser->_private = &following;
  // NOENT: values come decoded; there are no entities to substitute where there is no document type.
  readWith(parser.get(), bytes, kReadOptions | XML_PARSE_NOENT);
  parser->_private = nullptr;
  return parser->wellFormed != 0 && following.hasFollowedAll();
}

}  // namespace carbonfix
