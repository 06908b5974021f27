#include "document/xml/parser.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <cstring>

#include "base/blocks.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/threads.h"
#include "document/source_text.h"

namespace carbonfix {
namespace {

struct Collected {
  std::string path;
  Errors fatal;
  Errors namespaces;
};

// libxml2 hands us the parser context; the collector hangs on its _private.
void collect(void* context, xmlErrorPtr error) {
  auto* parser = static_cast<xmlParserCtxtPtr>(context);
  if (parser == nullptr || parser->_private == nullptr || error->level < XML_ERR_ERROR) return;
  auto* collected = static_cast<Collected*>(parser->_private);
  Errors& list = error->domain == XML_FROM_NAMESPACE ? collected->namespaces : collected->fatal;
  if (list.size() >= 20) return;
  Error entry;
  entry.message = std::string(trim(error->message == nullptr ? "not well-formed" : error->message));
  entry.path = collected->path;
  entry.at.line = static_cast<std::size_t>(error->line > 0 ? error->line : 1);
  entry.at.column = static_cast<std::size_t>(error->int2 > 0 ? error->int2 : 1);
  list.push_back(std::move(entry));
}

struct FreeParser {
  void operator()(xmlParserCtxtPtr parser) const {
    if (parser == nullptr) return;
    if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
  }
};
using Parser = std::unique_ptr<xmlParserCtxt, FreeParser>;

// One context a thread: its dictionary of names serves all files.
xmlParserCtxtPtr treeParser() {
  thread_local const Parser parser = [] {
    initXml();
    Parser made(xmlNewParserCtxt());
    made->sax->serror = collect;
    return made;
  }();
  return parser.get();
}

// The same without a tree: only errors come out.
xmlParserCtxtPtr checkingParser() {
  thread_local const Parser parser = [] {
    initXml();
    Parser made(xmlNewParserCtxt());
    *made->sax = xmlSAXHandler{};
    made->sax->initialized = XML_SAX2_MAGIC;
    made->sax->serror = collect;
    return made;
  }();
  return parser.get();
}

Error notWellFormed(const Collected& collected) {
  if (!collected.fatal.empty()) return collected.fatal.front();
  return Error{"not well-formed", collected.path, Position{1, 1}};
}

// Most files say that they are in Latin 1, and nearly all of those hold nothing but ASCII, which is UTF-8 too: then
// there is nothing to convert. Only where the declaration is beyond doubt: libxml2 reads on as if it named no encoding.
bool isAsciiInLatin1(std::string_view bytes) {
  constexpr std::string_view kDeclarations[] = {R"(<?xml version="1.0" encoding="ISO-8859-1"?>)",
                                                R"(<?xml version="1.0" encoding="iso-8859-1"?>)"};
  return std::ranges::any_of(kDeclarations, [bytes](std::string_view each) { return bytes.starts_with(each); }) &&
         isAscii(bytes);
}

int optionsFor(std::string_view bytes) {
  return isAsciiInLatin1(bytes) ? kReadOptions | XML_PARSE_IGNORE_ENC : kReadOptions;
}

XmlDoc read(const std::string& bytes, int options, Collected& collected) {
  xmlParserCtxtPtr parser = treeParser();
  parser->_private = &collected;
  XmlDoc doc = readWith(parser, bytes, options);
  parser->_private = nullptr;
  return doc;
}

void noteGeneralEntity(void* payload, void* data, const xmlChar* /*name*/) {
  const auto* entity = static_cast<const xmlEntity*>(payload);
  if (entity->etype == XML_INTERNAL_GENERAL_ENTITY) *static_cast<bool*>(data) = true;
}

// Entities and default attributes that the file itself declares are part of what it says.
bool declaresContent(const _xmlDoc* doc) {
  if (doc->intSubset == nullptr) return false;
  bool found = doc->intSubset->attributes != nullptr;
  if (doc->intSubset->entities != nullptr) {
    xmlHashScan(static_cast<xmlHashTablePtr>(doc->intSubset->entities), noteGeneralEntity, &found);
  }
  return found;
}

// What libxml2 says outside any context (redeclared entities …) would go to stderr.
void ignore(void* /*data*/, xmlErrorPtr /*error*/) {}

xmlParserInputPtr refuseEntity(const char* /*url*/, const char* /*id*/, xmlParserCtxtPtr /*parser*/) { return nullptr; }

Status checkInput(std::string_view bytes, const std::string& path) {
  if (trim(bytes).empty()) return Error{"the file is empty", path, Position{1, 1}};
  // libxml2 takes a NUL behind the document element for the end of the file; other readers do not. The first four bytes
  // of encodings with wider units hold one, or are a byte order mark.
  const std::string_view head = bytes.substr(0, 4);
  const bool wide =
      head.find('\0') != std::string_view::npos || head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  const std::size_t nul = wide ? std::string_view::npos : bytes.find('\0');
  if (nul == std::string_view::npos) return {};
  const std::string_view before = bytes.substr(0, nul);
  const std::size_t lineStart = before.rfind('\n') + 1;
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return Error{"a NUL byte, which no XML file can hold", path,
               Position{line, countCodePoints(before.substr(lineStart)) + 1}};
}

// A look at the bytes saves a walk over the tree; encodings that do not have ASCII as it is get the walk.
bool mayDeclareDefaultNamespace(std::string_view bytes) {
  return !bytes.starts_with('<') || bytes.substr(0, 4).find('\0') != std::string_view::npos ||
         bytes.find("xmlns") != std::string_view::npos;
}

// Gives libxml2 the next bytes of a std::string_view.
int readSome(void* context, char* buffer, int length) {
  auto& rest = *static_cast<std::string_view*>(context);
  const std::size_t count = rest.copy(buffer, static_cast<std::size_t>(length));
  rest.remove_prefix(count);
  return static_cast<int>(count);
}

char* copyText(const char* text) {
  const std::size_t size = std::strlen(text) + 1;
  void* const copy = takeBlock(size);
  return copy == nullptr ? nullptr : static_cast<char*>(std::memcpy(copy, text, size));
}

}  // namespace

void FreeXmlDoc::operator()(_xmlDoc* doc) const { xmlFreeDoc(doc); }

void initXml() {
  thread_local const bool quiet = [] {
    xmlSetStructuredErrorFunc(nullptr, ignore);
    return true;
  }();
  static_cast<void>(quiet);
  static const bool once = [] {
    xmlMemSetup(leaveBlock, takeBlock, resizeBlock, copyText);
    xmlInitParser();
    xmlSetExternalEntityLoader(refuseEntity);
    registerEncodings();
    return true;
  }();
  static_cast<void>(once);
}

void allowThreads() { initXml(); }

XmlDoc readWith(_xmlParserCtxt* parser, const std::string& bytes, int options) {
  constexpr std::size_t kLarge = std::size_t{1} << 20;
  parser->options &= ~XML_PARSE_IGNORE_ENC;  // libxml2 keeps this one from file to file
  if (bytes.size() < kLarge) {
    return XmlDoc(xmlCtxtReadMemory(parser, bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, options));
  }
  std::string_view rest = bytes;
  return XmlDoc(xmlCtxtReadIO(parser, readSome, nullptr, &rest, nullptr, nullptr, options));
}

Result<Parsed> parseXml(const std::string& bytes, const std::string& path) {
  if (Status ok = checkInput(bytes, path); !ok) return ok.error();
  Collected collected{path, {}, {}};
  const int options = optionsFor(bytes);
  XmlDoc doc = read(bytes, options, collected);
  if (doc != nullptr && declaresContent(doc.get())) {
    collected = Collected{path, {}, {}};
    doc = read(bytes, options | XML_PARSE_NOENT | XML_PARSE_DTDATTR, collected);
  }
  if (doc == nullptr) return notWellFormed(collected);
  const bool aside = mayDeclareDefaultNamespace(bytes) && setDefaultNamespacesAside(doc->children);
  return Parsed{std::move(doc), std::move(collected.namespaces), aside};
}

Status checkXml(const std::string& bytes, const std::string& path, Errors* namespaceErrors) {
  if (Status ok = checkInput(bytes, path); !ok) return ok;
  // Entities have to be known to be checked, so a file with a document type gets its tree.
  if (bytes.find("<!DOCTYPE") != std::string_view::npos) {
    Result<Parsed> parsed = parseXml(bytes, path);
    if (!parsed) return parsed.error();
    if (namespaceErrors != nullptr) *namespaceErrors = std::move(parsed->namespaceErrors);
    return {};
  }
  Collected collected{path, {}, {}};
  xmlParserCtxtPtr parser = checkingParser();
  parser->_private = &collected;
  readWith(parser, bytes, optionsFor(bytes));
  parser->_private = nullptr;
  if (parser->wellFormed == 0) return notWellFormed(collected);
  if (namespaceErrors != nullptr) *namespaceErrors = std::move(collected.namespaces);
  return {};
}

Result<_xmlNode*> parseContent(std::string_view text, _xmlNode* parent, const std::string& path) {
  // libxml2 would read the text in the encoding that the document declares; ours is UTF-8. And it makes its own
  // context without our collector, so its words are taken from the last error.
  const xmlChar* encoding = parent->doc->encoding;
  parent->doc->encoding = nullptr;
  xmlResetLastError();
  xmlNodePtr list = nullptr;
  // libxml2 takes any node for a context but the document itself; one that only says that its parent is will do.
  const std::unique_ptr<_xmlNode, decltype(&xmlFreeNode)> stand(
      parent->type == XML_DOCUMENT_NODE ? xmlNewDocComment(parent->doc, nullptr) : nullptr, xmlFreeNode);
  if (stand != nullptr) stand->parent = parent;
  _xmlNode* context = stand != nullptr ? stand.get() : parent;
  const xmlParserErrors failed = xmlParseInNodeContext(context, text.data(), static_cast<int>(text.size()),
                                                       kReadOptions | XML_PARSE_NOERROR | XML_PARSE_NOENT, &list);
  parent->doc->encoding = encoding;
  const xmlError* last = xmlGetLastError();
  // A relative namespace name is only warned of, and such files exist.
  const bool badNamespace =
      failed == XML_ERR_OK && last != nullptr && last->domain == XML_FROM_NAMESPACE && last->level >= XML_ERR_ERROR;
  if (failed != XML_ERR_OK || badNamespace) {
    Error error{"not well-formed", path};
    if (last != nullptr && last->message != nullptr) {
      error.message = std::string(trim(last->message));
      error.at.line = static_cast<std::size_t>(last->line > 0 ? last->line : 1);
      error.at.column = static_cast<std::size_t>(last->int2 > 0 ? last->int2 : 1);
    }
    if (list != nullptr) xmlFreeNodeList(list);
    return error;
  }
  setDefaultNamespacesAside(list);
  return list;
}

_xmlNs* ownNamespace(const _xmlNode* node) {
  if (node->ns != nullptr) return node->ns;
  return node->type == XML_ELEMENT_NODE ? static_cast<_xmlNs*>(node->psvi) : nullptr;
}

bool setDefaultNamespacesAside(_xmlNode* first) {
  if (first == nullptr) return false;
  bool found = false;
  // Iterative, in document order, over `first`, its siblings and all that is below them.
  const _xmlNode* top = first->parent;
  for (_xmlNode* node = first; node != nullptr;) {
    if (node->type == XML_ELEMENT_NODE && node->ns != nullptr && node->ns->prefix == nullptr) {
      // What xmlns="" undeclares is no namespace; content parsed on its own has one without a name there.
      node->psvi = xmlStrlen(node->ns->href) > 0 ? node->ns : nullptr;
      node->ns = nullptr;
      found = true;
    }
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != nullptr && node->next == nullptr) node = node->parent == top ? nullptr : node->parent;
    if (node != nullptr) node = node->next;
  }
  return found;
}

}  // namespace carbonfix
