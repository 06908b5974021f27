// A node of a document's view: a small value that is valid as long as its Document lives and keeps the node.
//
// Names of elements in a default namespace are seen without namespace (so unprefixed XPath finds them, as Carbon's own
// readers do); namespaceUri() tells the file's own.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

struct _xmlNode;

namespace carbonfix {

enum class NodeKind { none, document, element, attribute, text, cdata, comment, instruction, other };

class Node {
 public:
  Node() = default;
  explicit Node(_xmlNode* raw) : raw_(raw) {}

  explicit operator bool() const { return raw_ != nullptr; }
  friend bool operator==(const Node&, const Node&) = default;

  NodeKind kind() const;
  std::string name() const;  // as written, prefix included; empty for text, comment, document
  std::string localName() const;
  std::string namespaceUri() const;                    // the file's own
  std::string value() const;                           // XPath's string-value
  std::string attribute(std::string_view name) const;  // value, empty when absent
  bool hasAttribute(std::string_view name) const;
  std::size_t line() const;  // libxml2's; for messages about rule files, Document::locate is exact

  // What prefixes mean at this element; the empty one is the default namespace.
  std::map<std::string, std::string, std::less<>> namespacesInScope() const;

  Node parent() const;
  Node documentNode() const;
  std::vector<Node> elements() const;  // child elements
  std::vector<Node> children() const;  // child elements, texts, CDATA, comments, processing instructions
  std::vector<Node> attributes() const;

  // Is it still part of its document (not taken out by an edit)?
  bool isAttached() const;

  // Where it stands, as a person would say it: /Server/Ports/Offset, …/parameter[@name='domain'], …/member[2].
  std::string path() const;

  _xmlNode* raw() const { return raw_; }

 private:
  _xmlNode* raw_ = nullptr;
};

}  // namespace carbonfix
