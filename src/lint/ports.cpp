#include "carbonfix/lint/ports.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/home/node_host.h"
#include "carbonfix/home/port_offset.h"
#include "lint/place.h"

namespace carbonfix {
namespace {

constexpr std::size_t kHighest = 65535;
constexpr std::string_view kTemplateBegin = "${Ports.";

// Other files of the home; remembers which document is which file's.
class FilesOfHome : public Surroundings {
 public:
  FilesOfHome(const Home& home, Errors& errors) : home_(home), errors_(errors) {}

  const Document* load(const std::string& path) {
    const Home::Loaded& loaded = home_.load(path);
    if (loaded.document == nullptr) {
      if (std::ranges::find(errors_, loaded.error.message, &Error::message) == errors_.end()) {
        errors_.push_back(loaded.error);
      }
      return nullptr;
    }
    documents_.try_emplace(loaded.document->root().raw(), loaded.document, home_.resolve(path));
    return loaded.document;
  }
  // The file that a node is of: its document, and its path.
  std::pair<const Document*, std::string> fileOf(Node node) const {
    const auto found = documents_.find(node.documentNode().raw());
    return found == documents_.end() ? std::pair<const Document*, std::string>() : found->second;
  }

  NodeSet document(std::string_view path) override {
    const std::string file(path);
    const Document* const document = home_.exists(file) ? load(file) : nullptr;
    return document == nullptr ? NodeSet() : NodeSet{document->root()};
  }
  bool fileExists(std::string_view path) override { return home_.exists(std::string(path)); }
  NodeSet key(std::string_view /*name*/, KeyAsk /*ask*/, std::string_view /*of*/) override { return {}; }

 private:
  const Home& home_;
  Errors& errors_;
  std::map<const void*, std::pair<const Document*, std::string>> documents_;
};

std::optional<std::size_t> numberOf(std::string_view text) {
  std::size_t number = 0;
  text = trim(text);
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || number > kHighest) return std::nullopt;
  return number;
}

// A port as a setting has it: the number, and where that stands.
struct Written {
  std::string text;  // empty: there is none
  Node node;         // none where it was computed
  bool isTemplate = false;
};

class Table {
 public:
  Table(const Home& home, NodePorts& found)
      : home_(home), found_(found), files_(home, found.unread), evaluator_(&files_), offset_(numberOf(found.offset)) {}

  void add(const Pack& pack) {
    for (const Port& port : pack.ports) {
      const auto paths = home_.match(port.files);
      if (!paths) {
        found_.unread.push_back(paths.error());
        continue;
      }
      for (const std::string& path : *paths) addFile(pack, port, path);
    }
  }

 private:
  void addFile(const Pack& pack, const Port& port, const std::string& path) {
    const Document* const document = files_.load(path);
    if (document == nullptr) return;
    Scope scope;
    provide(scope, pack, path, document->root());
    const auto matched = evaluate(pack, port.match, document->root(), scope);
    const auto* const nodes = matched ? std::get_if<NodeSet>(&*matched) : nullptr;
    if (nodes == nullptr) return;
    for (const Node& node : *nodes) addOne(pack, port, node, scope);
  }

  // A let that can't be evaluated has no value; what uses it says so.
  void provide(Scope& scope, const Pack& pack, const std::string& path, Node root) {
    scope.set("file", path);
    scope.set("node", found_.node);
    scope.set("home", home_.path());
    scope.set("product", found_.product);
    scope.set("version", found_.version);
    scope.set("kernel", home_.facts().kernel);
    scope.set("port-offset", found_.offset);
    scope.set("host", found_.host);
    for (const char* const name : {"inventory", "self", "cluster"}) scope.set(name, NodeSet());
    for (const Param& param : pack.params) scope.set(param.name, param.defaultValue.value_or(""));
    for (const Let& let : pack.lets) {
      if (auto value = evaluate(pack, let.value, root, scope)) scope.set(let.name, std::move(*value));
    }
  }

  std::optional<Value> evaluate(const Pack& pack, const Expression& expression, Node context, const Scope& scope) {
    const auto compiled = expression.compiled(pack.namespaces);
    if (!compiled) {
      found_.unread.push_back(compiled.error());
      return std::nullopt;
    }
    auto value = evaluator_.evaluate(**compiled, context, scope);
    if (value) return std::move(*value);
    Error error = std::move(value).error();
    error.path = expression.path();
    error.at = expression.at();
    found_.unread.push_back(std::move(error));
    return std::nullopt;
  }

  void addOne(const Pack& pack, const Port& port, Node opener, const Scope& scope) {
    Written written{.text = std::string(trim(opener.value())), .node = opener};
    if (port.use) written = valueAt(pack, port.use, opener, scope);
    written = resolved(std::move(written));
    OpenPort open{.name = port.name, .protocol = port.protocol, .from = port.from};
    open.what = wordsOf(pack, port.what, opener, scope);
    const bool isDefault = written.text.empty();
    if (isDefault && port.defaultPort.empty()) return;
    if (!isDefault) open.written = written.text;
    open.moves = written.isTemplate || !port.offsetIf || isTrue(pack, port.offsetIf, opener, scope);
    open.first = moved(numberOf(isDefault ? port.defaultPort : written.text), open);
    open.last = open.first.value_or(0);
    if (port.to) {
      const Written to = valueAt(pack, port.to, opener, scope);
      open.last = std::max(open.last, moved(numberOf(to.text), open).value_or(0));
    }
    const Node at = written.node ? written.node : opener;
    const auto [document, path] = files_.fileOf(at);
    open.path = path;
    const auto place = document == nullptr ? std::nullopt : nearestPlace(*document, at);
    open.line = place ? place->start.line : 0;
    if (open.first != 0) found_.ports.push_back(std::move(open));  // 0: any port that is free
  }

  // With the offset, where it is added and known.
  std::optional<std::size_t> moved(std::optional<std::size_t> number, OpenPort& open) const {
    if (!number || !open.moves || *number == 0) return number;
    if (!offset_ && !found_.offset.empty()) return std::nullopt;
    open.offset = offset_.value_or(0);
    return *number + open.offset;
  }

  Written valueAt(const Pack& pack, const Expression& expression, Node opener, const Scope& scope) {
    const auto value = evaluate(pack, expression, opener, scope);
    if (!value) return {};
    if (const auto* const nodes = std::get_if<NodeSet>(&*value)) {
      return nodes->empty() ? Written()
                            : Written{.text = std::string(trim(nodes->front().value())), .node = nodes->front()};
    }
    return {.text = std::string(trim(toString(*value))), .node = {}};
  }

  // "${Ports.JMX.RMIServerPort}" is what carbon.xml has there, and moves with the offset.
  Written resolved(Written written) {
    const std::string_view text = written.text;
    if (!text.starts_with(kTemplateBegin) || !text.ends_with('}')) return written;
    const NodeSet carbon = files_.document("conf/carbon.xml");
    if (carbon.empty()) return written;
    Node place = carbon.front().elements().empty() ? Node() : carbon.front().elements().front();
    const std::string path(text.substr(2, text.size() - 3));
    for (const std::string_view step : split(path, '.')) {
      Node next;
      for (const Node& child : place ? place.elements() : std::vector<Node>()) {
        if (!next && child.localName() == step) next = child;
      }
      place = next;
    }
    if (!place) return written;
    return {.text = std::string(trim(place.value())), .node = place, .isTemplate = true};
  }

  bool isTrue(const Pack& pack, const Expression& expression, Node opener, const Scope& scope) {
    const auto value = evaluate(pack, expression, opener, scope);
    return value && toBool(*value);
  }

  std::string wordsOf(const Pack& pack, const Message& message, Node opener, const Scope& scope) {
    std::string words;
    for (const MessagePart& part : message) {
      words += part.text;
      if (part.kind != MessagePart::Kind::valueOf) continue;
      if (const auto value = evaluate(pack, part.select, opener, scope)) words += toString(*value);
    }
    return normalizeSpace(words);
  }

  const Home& home_;
  NodePorts& found_;
  FilesOfHome files_;
  XPathEvaluator evaluator_;
  std::optional<std::size_t> offset_;
};

}  // namespace

NodePorts openPorts(const Home& home, const std::vector<Pack>& packs) {
  NodePorts found;
  found.node = home.node();
  found.host = hostOf(home);
  found.product = home.facts().product;
  found.version = home.facts().version;
  found.offset = portOffset(home);
  found.domain = clusterDomain(home);
  Table table(home, found);
  for (const Pack& pack : packs) table.add(pack);
  std::ranges::stable_sort(found.ports, {}, [](const OpenPort& port) {
    return std::tuple(!port.first.has_value(), port.first.value_or(0), port.protocol);
  });
  return found;
}

}  // namespace carbonfix
