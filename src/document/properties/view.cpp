#include "document/properties/view.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>
#include <unordered_map>

#include "document/adapter.h"
#include "document/properties/lines.h"

namespace carbonfix {
namespace {

constexpr const char* kProperty = "property";
constexpr const char* kOverridden = "overridden";

bool isNamed(const _xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

class Reader {
 public:
  Reader(Document::Impl& impl, bool original) : impl_(impl), original_(original), trims_(isSparkPath(impl.path)) {
    nodes_.holder.reset(xmlNewDocNode(impl.doc.get(), nullptr, reinterpret_cast<const xmlChar*>("content"), nullptr));
  }

  Result<PropertyNodes> read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const PropertyLine line = nextPropertyLine(text, at);
      switch (line.kind) {
        case PropertyLine::Kind::blank:
          put(PieceKind::filler, line.tail);
          break;
        case PropertyLine::Kind::comment:
          put(PieceKind::filler, line.lead);
          addComment(nodes_.holder.get(), readableText(line.key.substr(1)), put(PieceKind::comment, line.key));
          put(PieceKind::filler, line.tail);
          break;
        case PropertyLine::Kind::property:
          if (Status ok = property(line); !ok) return ok.error();
      }
    }
    return std::move(nodes_);
  }

 private:
  Piece* put(PieceKind kind, std::string_view text) {
    Piece* piece = impl_.arena.make(kind, text, original_);
    append(nodes_.run, piece);
    return piece;
  }

  Result<std::vector<SpelledCharacter>> characters(std::string_view spelled) {
    auto read = readSpelling(spelled);
    if (read) return std::move(*read);
    Error error{"malformed \\uXXXX: four hexadecimal digits have to follow \\u", impl_.path, Position{},
                "Java refuses the whole file; write \\\\ for a backslash"};
    if (original_) error.at = impl_.positionInText(impl_.offsetOf(spelled.data()) + read.error());
    return error;
  }

  // What a key or a value says, and which part of its spelling is its own.
  struct Said {
    std::string text;
    std::size_t start = 0;
    std::size_t end = 0;
  };

  // Most keys and values are what they say.
  static bool saysItself(std::string_view spelled) {
    return isPlain(spelled) && spelled.find('\\') == std::string_view::npos;
  }

  Result<Said> said(std::string_view spelled, bool trims) {
    if (saysItself(spelled)) {
      const std::string_view own = trims ? trimBlanks(spelled) : spelled;
      const auto start = static_cast<std::size_t>(own.data() - spelled.data());
      return Said{std::string(own), start, start + own.size()};
    }
    Result<std::vector<SpelledCharacter>> read = characters(spelled);
    if (!read) return read.error();
    Said said{{}, 0, spelled.size()};
    if (trims) cutBlanks(*read, said.start, said.end);
    said.text = readable(*read);
    return said;
  }

  Status property(const PropertyLine& line) {
    const Result<Said> key = said(line.key, false);
    if (!key) return key.error();
    const Result<Said> value = said(line.value, trims_);
    if (!value) return value.error();
    put(PieceKind::filler, line.lead);
    Piece* entry = put(PieceKind::entry, line.key);
    put(PieceKind::filler, between(line.separator, line.value.substr(0, value->start)));
    Piece* spelled = put(PieceKind::value, line.value.substr(value->start, value->end - value->start));
    put(PieceKind::filler, between(line.value.substr(value->end), line.tail));
    entry->last = spelled;
    _xmlNode* element = addElement(nodes_.holder.get(), kProperty, entry);
    xmlAttr* attribute = xmlNewProp(element, reinterpret_cast<const xmlChar*>("name"),
                                    reinterpret_cast<const xmlChar*>(key->text.c_str()));
    attribute->_private = entry;
    setTextInView(impl_, element, value->text, spelled);
    return {};
  }

  // Two neighbours in the text as one.
  static std::string_view between(std::string_view first, std::string_view second) {
    return {first.data(), first.size() + second.size()};
  }

  // As java.lang.String.trim() does. What is blank altogether ends with itself.
  static std::string_view trimBlanks(std::string_view plain) {
    constexpr std::string_view kBlanks = " \t";
    const std::size_t first = std::min(plain.find_first_not_of(kBlanks), plain.size());
    const std::string_view rest = plain.substr(first);
    return rest.substr(0, rest.find_last_not_of(kBlanks) + 1);
  }

  static void cutBlanks(std::vector<SpelledCharacter>& value, std::size_t& start, std::size_t& end) {
    const auto isBlank = [](const SpelledCharacter& character) { return character.codePoint <= U' '; };
    std::size_t first = 0;
    while (first < value.size() && isBlank(value[first])) ++first;
    std::size_t behind = value.size();
    while (behind > first && isBlank(value[behind - 1])) --behind;
    if (first == behind) {
      start = end;
      value.clear();
      return;
    }
    start = value[first].begin;
    end = value[behind - 1].end;
    value = {value.begin() + static_cast<std::ptrdiff_t>(first), value.begin() + static_cast<std::ptrdiff_t>(behind)};
  }

  Document::Impl& impl_;
  bool original_;
  bool trims_;
  PropertyNodes nodes_;
};

}  // namespace

void FreeNode::operator()(_xmlNode* node) const { xmlFreeNode(node); }

Result<PropertyNodes> readProperties(Document::Impl& impl, std::string_view text, bool original) {
  return Reader(impl, original).read(text);
}

void markOverridden(_xmlNode* parent) {
  std::unordered_map<std::string, _xmlNode*> last;
  for (_xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    _xmlNode*& known = last[Node(node).attribute("name")];
    if (known != nullptr) xmlNodeSetName(known, reinterpret_cast<const xmlChar*>(kOverridden));
    known = node;
  }
}

bool isProperty(const _xmlNode* node) { return isNamed(node, kProperty); }
bool isOverridden(const _xmlNode* node) { return isNamed(node, kOverridden); }

PieceRun lineOf(const _xmlNode* node) {
  Piece* first = pieceOf(node);
  return {first->previous, first->last->next};
}

bool isSparkPath(std::string_view path) { return path.ends_with("spark-defaults.conf"); }

}  // namespace carbonfix
