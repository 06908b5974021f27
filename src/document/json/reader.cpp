#include "document/json/reader.h"

#include <fmt/format.h>
#include <libxml/tree.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cctype>

#include "carbonfix/base/text.h"
#include "document/adapter.h"
#include "document/json/strings.h"

namespace carbonfix {
namespace {

// As deep as libxml2 lets XML nest.
constexpr std::size_t kDeepest = 256;

constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                            rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseCommentsFlag |
                            rapidjson::kParseTrailingCommasFlag;

// Told of each token by RapidJSON; finds by itself what lies between two tokens. Members have RapidJSON's names.
class ViewBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ViewBuilder> {
 public:
  ViewBuilder(Document::Impl& impl, std::string_view text, bool original, _xmlNode* parent,
              const rapidjson::MemoryStream& stream)
      : impl_(impl), text_(text), original_(original), stream_(stream), parent_(parent) {}

  bool Null() { return leaf("null", stream_.Tell()); }
  bool Bool(bool /*value*/) { return leaf("boolean", stream_.Tell()); }
  bool RawNumber(const char* /*text*/, rapidjson::SizeType /*size*/, bool /*copy*/) {
    return leaf("number", stream_.Tell());
  }
  bool String(const char* /*text*/, rapidjson::SizeType /*size*/, bool /*copy*/) {
    return leaf("string", stream_.Tell());
  }
  bool Key(const char* /*text*/, rapidjson::SizeType /*size*/, bool /*copy*/) {
    skipGap();
    key_ = put(PieceKind::entry, stream_.Tell());
    return true;
  }
  bool StartObject() { return open("map"); }
  bool StartArray() { return open("array"); }
  bool EndObject(rapidjson::SizeType /*count*/) { return close(); }
  bool EndArray(rapidjson::SizeType /*count*/) { return close(); }

  PieceRun finish() {
    skipGap();
    return run_;
  }

 private:
  Piece* put(PieceKind kind, std::size_t end) {
    Piece* piece = impl_.arena.make(kind, text_.substr(at_, end - at_), original_);
    append(run_, piece);
    at_ = end;
    return piece;
  }

  void comment(std::size_t end) {
    std::string_view content = text_.substr(at_ + 2, end - at_ - 2);
    if (text_[at_ + 1] == '*') content.remove_suffix(2);
    if (key_ != nullptr) {
      put(PieceKind::filler, end);  // between a key and its value: no node
    } else {
      addComment(parent_, shownText(content), put(PieceKind::comment, end));
    }
  }

  void skipGap() {
    while (at_ < text_.size()) {
      if (const std::size_t end = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); end > at_) {
        put(PieceKind::filler, end);
      } else if (text_[at_] == ',' || text_[at_] == ':') {
        put(PieceKind::filler, at_ + 1);
      } else if (text_.substr(at_, 2) == "/*") {
        comment(text_.find("*/", at_ + 2) + 2);
      } else if (text_[at_] == '/') {
        std::size_t lineEnd = std::min(text_.find('\n', at_), text_.size());
        if (lineEnd < text_.size() && text_[lineEnd - 1] == '\r') --lineEnd;
        comment(lineEnd);
      } else {
        return;
      }
    }
  }

  // The element that begins here.
  _xmlNode* begin(const char* name) {
    skipGap();
    Piece* entry = key_ != nullptr ? key_ : put(PieceKind::entry, at_);
    _xmlNode* element = addElement(parent_, name, entry);
    if (key_ != nullptr) {
      const std::string key = readJsonString(entry->text);
      xmlAttr* attribute =
          xmlSetProp(element, reinterpret_cast<const xmlChar*>("key"), reinterpret_cast<const xmlChar*>(key.c_str()));
      attribute->_private = entry;
      key_ = nullptr;
    }
    return element;
  }

  bool leaf(const char* name, std::size_t end) {
    _xmlNode* element = begin(name);
    Piece* value = put(PieceKind::value, end);
    pieceOf(element)->last = value;
    const std::string_view text = value->text;
    if (text != "null") setTextInView(impl_, element, text[0] == '"' ? readJsonString(text) : std::string(text), value);
    return true;
  }

  bool open(const char* name) {
    if (++depth_ > kDeepest) return false;
    parent_ = begin(name);
    put(PieceKind::filler, at_ + 1);
    return true;
  }

  bool close() {
    skipGap();
    --depth_;
    pieceOf(parent_)->last = put(PieceKind::filler, at_ + 1);
    parent_ = parent_->parent;
    return true;
  }

  Document::Impl& impl_;
  std::string_view text_;
  bool original_;
  const rapidjson::MemoryStream& stream_;
  _xmlNode* parent_;
  Piece* key_ = nullptr;  // read, and its value not yet
  PieceRun run_;
  std::size_t at_ = 0;  // behind the last piece
  std::size_t depth_ = 0;
};

std::string sentence(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorTermination:
      return fmt::format("maps and arrays are nested deeper than {} levels", kDeepest);
    case rapidjson::kParseErrorDocumentEmpty:
      return "the file is empty; JSON has one value at least";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "something stands behind the end of the value; a JSON file has one value";
    case rapidjson::kParseErrorUnspecificSyntaxError:
      return "a comment is not closed, or begins with a single \"/\"";
    default:
      break;
  }
  std::string text = rapidjson::GetParseError_En(code);
  text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

Result<PieceRun> readJson(Document::Impl& impl, std::string_view text, bool original, _xmlNode* parent) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  ViewBuilder builder(impl, text, original, parent, stream);
  rapidjson::Reader reader;
  const auto fail = [&](std::string message, std::size_t at) {
    return Error{std::move(message), impl.path, original ? impl.positionInText(std::min(at, text.size())) : Position{}};
  };
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) return fail(sentence(result.Code()), result.Offset());
  if (stream.Tell() < text.size()) return fail("a character that no text file holds", stream.Tell());
  return builder.finish();
}

bool isNamed(const _xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

bool isContainer(const _xmlNode* node) { return isNamed(node, "map") || isNamed(node, "array"); }

}  // namespace carbonfix
