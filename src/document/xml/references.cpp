#include "document/xml/references.h"

#include <libxml/entities.h>
#include <libxml/tree.h>

#include <algorithm>
#include <charconv>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr int kMaxEntityDepth = 40;                // libxml2's own limit
constexpr std::size_t kMaxExpansion = 10'000'000;  // libxml2's limit for one text

class Decoder {
 public:
  Decoder(_xmlDoc* doc, bool attribute) : doc_(doc), attribute_(attribute) {}

  void decode(std::string_view raw, int depth) {
    for (std::size_t at = 0; at < raw.size() && out_.size() < kMaxExpansion;) {
      const char c = raw[at];
      if (c == '&') {
        at = reference(raw, at, depth);
      } else if (c == '\r') {
        lineEnd();
        at += at + 1 < raw.size() && raw[at + 1] == '\n' ? std::size_t{2} : std::size_t{1};
      } else {
        out_ += attribute_ && (c == '\n' || c == '\t') ? ' ' : c;
        ++at;
      }
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void lineEnd() { out_ += attribute_ ? ' ' : '\n'; }

  std::size_t reference(std::string_view raw, std::size_t at, int depth) {
    const std::size_t end = raw.find(';', at);
    if (end == std::string_view::npos) {
      out_ += raw[at];
      return at + 1;
    }
    const std::string_view name = raw.substr(at + 1, end - at - 1);
    if (!name.empty() && name[0] == '#') {
      const bool hex = name.size() > 1 && name[1] == 'x';
      const std::string_view digits = name.substr(hex ? 2 : 1);
      unsigned codePoint = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), codePoint, hex ? 16 : 10);
      appendUtf8(out_, codePoint);
    } else {
      entity(std::string(name), depth);
    }
    return end + 1;
  }

  void entity(const std::string& name, int depth) {
    const xmlEntity* found = xmlGetDocEntity(doc_, reinterpret_cast<const xmlChar*>(name.c_str()));
    if (found == nullptr || found->content == nullptr || depth > kMaxEntityDepth) return;
    if (found->etype == XML_INTERNAL_PREDEFINED_ENTITY) {
      out_ += reinterpret_cast<const char*>(found->content);
    } else if (found->etype == XML_INTERNAL_GENERAL_ENTITY) {
      decode(reinterpret_cast<const char*>(found->content), depth + 1);
    }
  }

  _xmlDoc* doc_;
  bool attribute_;
  std::string out_;
};

}  // namespace

std::string decodeText(std::string_view raw, _xmlDoc* doc) {
  Decoder decoder(doc, false);
  decoder.decode(raw, 0);
  return decoder.take();
}

std::string decodeAttribute(std::string_view raw, _xmlDoc* doc) {
  Decoder decoder(doc, true);
  decoder.decode(raw, 0);
  return decoder.take();
}

std::string decodeLineEnds(std::string_view raw) {
  return replaceAll(replaceAll(std::string(raw), "\r\n", "\n"), "\r", "\n");
}

std::string escapeText(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t at = 0; at < value.size(); ++at) {
    switch (value[at]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '\r':
        out += "&#xD;";
        break;
      case '>':
        out += at >= 2 && value.substr(at - 2, 2) == "]]" ? "&gt;" : ">";
        break;
      default:
        out += value[at];
    }
  }
  return out;
}

std::string escapeAttribute(std::string_view value, char quote) {
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '\t':
        out += "&#9;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '"':
        out += quote == '"' ? "&quot;" : "\"";
        break;
      case '\'':
        out += quote == '\'' ? "&apos;" : "'";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool isXmlText(std::string_view value) {
  const bool hasControl = std::ranges::any_of(
      value, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  constexpr std::string_view kFffe = "\xEF\xBF\xBE";
  constexpr std::string_view kFfff = "\xEF\xBF\xBF";
  return !hasControl && isValidUtf8(value) && value.find(kFffe) == std::string_view::npos &&
         value.find(kFfff) == std::string_view::npos;
}

}  // namespace carbonfix
