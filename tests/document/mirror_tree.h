// The same operations as Editor's, done to a plain libxml2 tree: what the edited bytes must amount to.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"

namespace carbonfix::test {

struct FreeDoc {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using Doc = std::unique_ptr<xmlDoc, FreeDoc>;

inline const xmlChar* chars(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }
inline std::string text(const xmlChar* value) { return value == nullptr ? "" : reinterpret_cast<const char*>(value); }

inline Doc parsePlain(const std::string& bytes) {
  const bool doctype = bytes.find("<!DOCTYPE") != std::string::npos;
  const int options =
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | (doctype ? XML_PARSE_NOENT | XML_PARSE_DTDATTR : 0);
  return Doc(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, options));
}

// Which child elements lead from the document element to an element.
using Address = std::vector<std::size_t>;

inline xmlNode* elementAt(const Doc& doc, const Address& address) {
  xmlNode* node = xmlDocGetRootElement(doc.get());
  for (std::size_t index : address) {
    for (node = xmlFirstElementChild(node); index > 0; --index) node = xmlNextElementSibling(node);
  }
  return node;
}

inline xmlNode* commentAt(xmlNode* parent, std::size_t index) {
  for (xmlNode* child = parent->children; child != nullptr; child = child->next) {
    if (child->type == XML_COMMENT_NODE && index-- == 0) return child;
  }
  return nullptr;
}

inline void discard(xmlNode* node) {
  xmlUnlinkNode(node);
  xmlFreeNode(node);
}

inline xmlNode* addText(xmlNode* parent, const std::string& value) {
  return xmlAddChild(parent, xmlNewDocText(parent->doc, chars(value)));
}

// Takes the default namespace of where it will stand.
inline xmlNode* newElement(xmlNode* parent, const std::string& name) {
  return xmlNewDocNode(parent->doc, xmlSearchNs(parent->doc, parent, nullptr), chars(name), nullptr);
}

inline bool isFollowedByComment(const xmlNode* node) {
  for (node = node->next; node != nullptr; node = node->next) {
    if (xmlIsBlankNode(node) == 0) return node->type == XML_COMMENT_NODE;
  }
  return false;
}

// One line for a tree: namespaces by URI, attributes sorted, texts that touch joined. White space folded, and left out
// where there is nothing else, when `loose`.
class NormalForm {
 public:
  explicit NormalForm(bool loose) : loose_(loose) {}

  std::string of(const xmlNode* parent) {
    children(parent);
    return std::move(out_);
  }

 private:
  void children(const xmlNode* parent) {
    std::string run;
    for (const xmlNode* child = parent->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
        run += text(child->content);
        continue;
      }
      flush(run);
      one(child);
    }
    flush(run);
  }

  void flush(std::string& run) {
    const std::string value = loose_ ? normalizeSpace(run) : run;
    if (!value.empty()) out_ += "[" + value + "]";
    run.clear();
  }

  void one(const xmlNode* node) {
    if (node->type == XML_COMMENT_NODE) out_ += "<!--" + text(node->content) + "-->";
    if (node->type == XML_PI_NODE) out_ += "<?" + text(node->name) + " " + text(node->content) + "?>";
    if (node->type == XML_ENTITY_REF_NODE) out_ += "&" + text(node->name) + ";";
    if (node->type != XML_ELEMENT_NODE) return;
    out_ += "<" + name(node->ns, node->name);
    std::vector<std::string> attributes;
    for (const xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      xmlChar* value = xmlNodeListGetString(node->doc, attribute->children, 1);
      attributes.push_back(" " + name(attribute->ns, attribute->name) + "=\"" + text(value) + "\"");
      xmlFree(value);
    }
    std::sort(attributes.begin(), attributes.end());
    for (const std::string& attribute : attributes) out_ += attribute;
    out_ += ">";
    children(node);
    out_ += "</>";
  }

  static std::string name(const xmlNs* ns, const xmlChar* local) {
    return ns == nullptr || text(ns->href).empty() ? text(local) : "{" + text(ns->href) + "}" + text(local);
  }

  bool loose_;
  std::string out_;
};

inline std::string normalForm(const Doc& doc, bool loose) {
  return NormalForm(loose).of(reinterpret_cast<const xmlNode*>(doc.get()));
}

// Canonical XML with comments; empty where libxml2 has none (relative namespace names …).
inline std::string canonical(const Doc& doc) {
  xmlChar* bytes = nullptr;
  const int size = xmlC14NDocDumpMemory(doc.get(), nullptr, XML_C14N_1_0, nullptr, 1, &bytes);
  std::string result = size < 0 ? "" : text(bytes);
  xmlFree(bytes);
  return result;
}

}  // namespace carbonfix::test
