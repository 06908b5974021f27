// Functions that look at other files of the home, or at this one in another way.
#include <libxml/tree.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "carbonfix/base/text.h"
#include "document/xpath_call.h"
#include "document/xpath_impl.h"
#include "document/xpath_program_nodes.h"
#include "document/xpath_text.h"

namespace carbonfix {
namespace {

const xmlChar* chars(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

void documentFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  const std::string path = popString(context);
  Surroundings* around = stateOf(context).surroundings;
  push(context, around == nullptr ? NodeSet{} : around->document(path));
}

void fileExistsFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  const std::string path = popString(context);
  Surroundings* around = stateOf(context).surroundings;
  push(context, around != nullptr && around->fileExists(path));
}

// As XSLT's key(): a node-set argument asks for each of its values.
template <KeyAsk ask>
void keyFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  xmlXPathObjectPtr asked = valuePop(context);
  std::vector<std::string> values;
  if (asked->type == XPATH_NODESET) {
    for (int i = 0; asked->nodesetval != nullptr && i < asked->nodesetval->nodeNr; ++i) {
      values.push_back(Node(asked->nodesetval->nodeTab[i]).value());
    }
    xmlXPathFreeObject(asked);
  } else {
    valuePush(context, asked);
    values.push_back(popString(context));
  }
  const std::string name = popString(context);
  NodeSet found;
  Surroundings* around = stateOf(context).surroundings;
  for (const std::string& value : values) {
    if (around == nullptr) break;
    const NodeSet some = around->key(name, ask, value);
    charge(context, some.size());
    found.insert(found.end(), some.begin(), some.end());
  }
  if (values.size() > 1) sortInDocumentOrder(found);
  push(context, found);
}

// <file path="lib/x.jar" name="x.jar"/> for each of the paths.
XmlDoc documentOf(const std::vector<std::string>& paths) {
  XmlDoc doc(xmlNewDoc(nullptr));
  xmlNodePtr root = xmlNewNode(nullptr, reinterpret_cast<const xmlChar*>("files"));
  xmlDocSetRootElement(doc.get(), root);
  for (const std::string& path : paths) {
    // A name in another encoding is still a file.
    const std::string shown = isValidUtf8(path) ? path : printable(path);
    xmlNodePtr file = xmlNewChild(root, nullptr, reinterpret_cast<const xmlChar*>("file"), nullptr);
    xmlSetProp(file, reinterpret_cast<const xmlChar*>("path"), chars(shown));
    xmlSetProp(file, reinterpret_cast<const xmlChar*>("name"), chars(shown.substr(shown.rfind('/') + 1)));
  }
  return doc;
}

void filesFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  const std::string globs = popString(context);
  Surroundings* around = stateOf(context).surroundings;
  if (around == nullptr) return push(context, NodeSet{});
  const std::vector<std::string> paths = around->files(globs);
  charge(context, paths.size());
  XmlDoc& doc = stateOf(context).made[{"files", join(paths, "\n")}];
  if (doc == nullptr) doc = documentOf(paths);
  push(context, Node(xmlDocGetRootElement(doc.get())).elements());
}

void linesFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  const std::string path = popString(context);
  Surroundings* around = stateOf(context).surroundings;
  const NodeSet lines = around == nullptr ? NodeSet{} : around->lines(path);
  charge(context, lines.size());
  push(context, lines);
}

// Bytes, not characters: what is wrong may be the encoding.
void rawMatchesFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string pattern = popString(context);
  const std::string path = popString(context);
  if (pattern.size() > kLongestPattern) return fail(context);
  Surroundings* around = stateOf(context).surroundings;
  const std::string* bytes = around == nullptr ? nullptr : around->bytes(path);
  if (bytes != nullptr && isAscii(*bytes) && isAscii(pattern) && pattern.find("\\x") == std::string::npos) {
    // Bytes and characters are the same.
    const auto found = TextPattern::shared(pattern)->matches(*bytes);
    return found ? push(context, *found) : fail(context);
  }
  std::unique_ptr<RE2>& compiled = stateOf(context).rawPatterns[pattern];
  if (compiled == nullptr) {
    RE2::Options options(RE2::Latin1);
    options.set_log_errors(false);
    compiled = std::make_unique<RE2>(pattern, options);
  }
  if (!compiled->ok()) return fail(context);
  push(context, bytes != nullptr && RE2::PartialMatch(*bytes, *compiled));
}

void fileDigestFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  const std::string path = popString(context);
  Surroundings* around = stateOf(context).surroundings;
  push(context, around == nullptr ? std::string() : around->digest(path));
}

XPathEvaluator& innerEvaluator(FunctionState& state) {
  if (state.inner == nullptr) state.inner = XPathEvaluator::inner();
  return *state.inner;
}

// select(nodes, text): an expression that stands in a file. It has no variables, and reaches no other file.
void selectFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string text = popString(context);
  if (context->value == nullptr || context->value->type != XPATH_NODESET) {
    xmlXPathErr(context, XPATH_INVALID_TYPE);
    return;
  }
  xmlXPathObjectPtr nodes = valuePop(context);
  Node at;
  if (nodes->nodesetval != nullptr && nodes->nodesetval->nodeNr > 0) {
    xmlXPathNodeSetSort(nodes->nodesetval);
    at = Node(nodes->nodesetval->nodeTab[0]);
  }
  xmlXPathFreeObject(nodes);
  FunctionState& state = stateOf(context);
  if (!at || state.isInner) return push(context, NodeSet{});
  const auto [place, isNew] = state.selects.try_emplace(text);
  if (isNew) {
    if (auto compiled = XPath::compile(text, {}); compiled) place->second = std::move(*compiled);
  }
  if (!place->second) return push(context, NodeSet{});
  XPathEvaluator& inner = innerEvaluator(state);
  // 0 would be no limit.
  inner.limitSteps(std::max(context->context->opLimit - context->context->opCount, 1UL));
  const Result<Value> value = inner.evaluate(*place->second, at, Scope());
  charge(context, inner.steps());
  push(context, value ? *value : Value(NodeSet{}));
}

}  // namespace

void registerHomeFunctions(xmlXPathContextPtr context) {
  addFunction(context, "document", documentFunction);
  addFunction(context, "file-exists", fileExistsFunction);
  addFunction(context, "key", keyFunction<KeyAsk::value>);
  addFunction(context, "group", keyFunction<KeyAsk::group>);
  addFunction(context, "usual", keyFunction<KeyAsk::usual>);
  addFunction(context, "files", filesFunction);
  addFunction(context, "lines", linesFunction);
  addFunction(context, "raw-matches", rawMatchesFunction);
  addFunction(context, "file-digest", fileDigestFunction);
  addFunction(context, "select", selectFunction);
}

}  // namespace carbonfix
