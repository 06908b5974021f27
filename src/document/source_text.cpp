#include "document/source_text.h"

#include <libxml/encoding.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// What bytes 0x80..0x9F mean in windows-1252 (Unicode's CP1252.TXT); the five unassigned ones stand for themselves, as
// the WHATWG table has it, so that every byte decodes and encodes back.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                   0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

unsigned char byteAt(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

char32_t fromWindows1252(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : char32_t{byte};
}

// The byte for a code point, or -1.
int toWindows1252(char32_t codePoint) {
  if (codePoint < 0x80 || (codePoint >= 0xA0 && codePoint <= 0xFF)) return static_cast<int>(codePoint);
  const auto* const found = std::find(kWindows1252.begin(), kWindows1252.end(), codePoint);
  return found == kWindows1252.end() ? -1 : static_cast<int>(0x80 + (found - kWindows1252.begin()));
}

// libxml2's conversion functions: bytes written or -2; *inlen becomes what was consumed.
int windows1252Input(unsigned char* out, int* outlen, const unsigned char* in, int* inlen) {
  int written = 0;
  int read = 0;
  for (; read < *inlen; ++read) {
    std::string utf8;
    appendUtf8(utf8, fromWindows1252(in[read]));
    if (written + static_cast<int>(utf8.size()) > *outlen) break;
    for (const char c : utf8) out[written++] = static_cast<unsigned char>(c);
  }
  *inlen = read;
  *outlen = written;
  return written;
}

int windows1252Output(unsigned char* out, int* outlen, const unsigned char* in, int* inlen) {
  if (in == nullptr) {
    *outlen = 0;
    *inlen = 0;
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(in), static_cast<std::size_t>(*inlen));
  int written = 0;
  std::size_t read = 0;
  while (read < text.size() && written < *outlen) {
    std::size_t next = read;
    const int byte = toWindows1252(nextCodePoint(text, next));
    if (byte < 0) {
      *inlen = static_cast<int>(read);
      *outlen = written;
      return -2;
    }
    out[written++] = static_cast<unsigned char>(byte);
    read = next;
  }
  *inlen = static_cast<int>(read);
  *outlen = written;
  return written;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// The value of encoding= in an XML declaration that is readable as ASCII; empty when there is none.
std::string declaredEncoding(std::string_view bytes) {
  if (bytes.substr(0, 5) != "<?xml") return {};
  const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string() : std::string(declaration.substr(at + 1, end - at - 1));
}

Encoding encodingNamed(const std::string& name) {
  const std::string key = lower(name);
  if (key.empty() || key == "utf-8" || key == "utf8") return Encoding::utf8;
  // libxml2 reads a file that calls itself UTF-16 but begins with one-byte characters as UTF-8.
  if (key == "utf-16" || key == "utf16" || key == "utf-16le" || key == "utf-16be") return Encoding::utf8;
  for (const char* latin1 : {"iso-8859-1", "iso_8859-1", "iso8859-1", "latin1", "iso-latin-1", "iso latin 1", "l1"}) {
    if (key == latin1) return Encoding::latin1;
  }
  if (key == "us-ascii" || key == "ascii") return Encoding::ascii;
  if (key == "windows-1252" || key == "cp1252" || key == "cp-1252") return Encoding::windows1252;
  return Encoding::other;
}

std::string decodeUtf16(std::string_view bytes, bool bigEndian) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](std::size_t at) {
    const unsigned a = byteAt(bytes, at);
    const unsigned b = byteAt(bytes, at + 1);
    return bigEndian ? (a << 8U) | b : (b << 8U) | a;
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t codePoint = unit(at);
    if (codePoint >= 0xD800 && codePoint < 0xDC00 && at + 3 < bytes.size()) {
      const char32_t low = unit(at + 2);
      codePoint = 0x10000 + ((codePoint - 0xD800) << 10U) + (low - 0xDC00);
      at += 2;
    }
    appendUtf8(out, codePoint);
  }
  return out;
}

void appendUtf16(std::string& out, char32_t codePoint, bool bigEndian) {
  const auto put = [&](unsigned unit) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    out += bigEndian ? high : low;
    out += bigEndian ? low : high;
  };
  if (codePoint >= 0x10000) {
    put(0xD800U + ((static_cast<unsigned>(codePoint) - 0x10000U) >> 10U));
    put(0xDC00U + ((static_cast<unsigned>(codePoint) - 0x10000U) & 0x3FFU));
  } else {
    put(static_cast<unsigned>(codePoint));
  }
}

enum class Direction { toUtf8, fromUtf8 };

// Through libxml2's handler (its own tables, ICU or iconv); empty result with ok = false when it can't.
std::string convertByHandler(const std::string& encoding, std::string_view input, Direction direction, bool& ok) {
  xmlCharEncodingHandlerPtr handler = xmlFindCharEncodingHandler(encoding.c_str());
  ok = handler != nullptr;
  if (!ok) return {};
  xmlBufferPtr in = xmlBufferCreate();
  xmlBufferPtr out = xmlBufferCreate();
  xmlBufferAdd(in, reinterpret_cast<const xmlChar*>(input.data()), static_cast<int>(input.size()));
  if (direction == Direction::fromUtf8) xmlCharEncOutFunc(handler, out, nullptr);  // the initial state, if it has one
  while (ok && xmlBufferLength(in) > 0) {
    const int left = xmlBufferLength(in);
    const int made =
        direction == Direction::toUtf8 ? xmlCharEncInFunc(handler, out, in) : xmlCharEncOutFunc(handler, out, in);
    ok = made >= 0 && xmlBufferLength(in) < left;
  }
  std::string result(reinterpret_cast<const char*>(xmlBufferContent(out)),
                     static_cast<std::size_t>(xmlBufferLength(out)));
  xmlBufferFree(in);
  xmlBufferFree(out);
  xmlCharEncCloseFunc(handler);
  return result;
}

struct Detected {
  Encoding encoding = Encoding::utf8;
  std::size_t markSize = 0;
  std::string name;
};

Detected detect(std::string_view bytes) {
  const auto starts = [&](std::string_view prefix) { return bytes.substr(0, prefix.size()) == prefix; };
  using namespace std::string_view_literals;
  if (starts("\xEF\xBB\xBF"sv)) {
    // libxml2 believes the declaration rather than the mark.
    const std::string name = declaredEncoding(bytes.substr(3));
    return {encodingNamed(name), 3, name};
  }
  if (starts("\xFF\xFE\0\0"sv) || starts("<\0\0\0"sv)) return {Encoding::other, 0, "UCS-4LE"};
  if (starts("\0\0\0<"sv) || starts("\0\0\xFE\xFF"sv)) return {Encoding::other, 0, "UCS-4BE"};
  if (starts("\xFF\xFE"sv)) return {Encoding::utf16le, 2, {}};
  if (starts("\xFE\xFF"sv)) return {Encoding::utf16be, 2, {}};
  if (starts("<\0?\0"sv)) return {Encoding::utf16le, 0, {}};
  if (starts("\0<\0?"sv)) return {Encoding::utf16be, 0, {}};
  const std::string name = declaredEncoding(bytes);
  return {encodingNamed(name), 0, name};
}

}  // namespace

void registerEncodings() {
  static const bool once = [] {
    xmlInitCharEncodingHandlers();
    xmlNewCharEncodingHandler("WINDOWS-1252", windows1252Input, windows1252Output);
    xmlAddEncodingAlias("WINDOWS-1252", "CP1252");
    return true;
  }();
  static_cast<void>(once);
}

Result<SourceText> SourceText::decode(std::string bytes, const std::string& path) {
  SourceText source;
  source.bytes_ = std::move(bytes);
  const Detected detected = detect(source.bytes_);
  source.encoding_ = detected.encoding;
  source.markSize_ = detected.markSize;
  source.name_ = detected.name;
  if (Status ok = source.decodeBody(path); !ok) return ok.error();
  return source;
}

Result<SourceText> SourceText::decode(std::string bytes, const std::string& path, Encoding encoding,
                                      ByteOrderMark mark) {
  SourceText source;
  source.bytes_ = std::move(bytes);
  source.encoding_ = encoding;
  const bool isMarked = encoding == Encoding::utf8 && source.bytes_.starts_with("\xEF\xBB\xBF");
  if (isMarked && mark == ByteOrderMark::sign) source.markSize_ = 3;
  if (Status ok = source.decodeBody(path); !ok) return ok.error();
  return source;
}

Status SourceText::decodeBody(const std::string& path) {
  const std::string_view body = std::string_view(bytes_).substr(markSize_);
  switch (encoding_) {
    case Encoding::utf8:
      return {};
    case Encoding::latin1:
    case Encoding::ascii:
    case Encoding::windows1252: {
      if (isAscii(body)) return {};
      sameBytes_ = false;
      const bool windows = encoding_ == Encoding::windows1252;
      for (const char c : body) {
        const auto byte = static_cast<unsigned char>(c);
        appendUtf8(decoded_, windows ? fromWindows1252(byte) : char32_t{byte});
      }
      setMarks();
      return {};
    }
    case Encoding::utf16le:
    case Encoding::utf16be:
      sameBytes_ = false;
      decoded_ = decodeUtf16(body, encoding_ == Encoding::utf16be);
      break;
    case Encoding::other:
      if (Status status = decodeOther(path); !status) return status;
      break;
  }
  if (encode(decoded_) != body) {
    return Error{"the bytes do not survive decoding and encoding, so the file can't be edited byte-exactly", path,
                 Position{}, "save it as UTF-8"};
  }
  setMarks();
  return {};
}

void SourceText::setMarks() {
  constexpr std::size_t kApart = 1024;
  Mark at{0, markSize_};
  for (std::size_t next = 0; next < decoded_.size();) {
    if (next - at.text >= kApart) {
      at = Mark{next, at.bytes + encode(text().substr(at.text, next - at.text)).size()};
      marks_.push_back(at);
    }
    nextCodePoint(decoded_, next);
  }
  // An encoding with shift states does not add up piece by piece.
  if (at.bytes + encode(text().substr(at.text)).size() != bytes_.size()) marks_.clear();
}

Status SourceText::decodeOther(const std::string& path) {
  bool ok = false;
  sameBytes_ = false;
  decoded_ = convertByHandler(name_, bytes_, Direction::toUtf8, ok);
  if (!ok) {
    return Error{"the encoding \"" + printable(name_) + "\" can't be decoded here", path, Position{1, 1},
                 "save the file as UTF-8 and declare that"};
  }
  return {};
}

std::string SourceText::encode(std::string_view text) const {
  if (encoding_ == Encoding::utf8) return std::string(text);
  if (encoding_ == Encoding::other) {
    // Followed by ASCII and that taken off again, so that a run ends in the state in which the next begins.
    bool ok = false;
    std::string out = convertByHandler(name_, std::string(text) + ' ', Direction::fromUtf8, ok);
    const std::size_t blank = convertByHandler(name_, " ", Direction::fromUtf8, ok).size();
    out.resize(out.size() - std::min(blank, out.size()));
    return out;
  }
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t codePoint = nextCodePoint(text, at);
    switch (encoding_) {
      case Encoding::utf16le:
      case Encoding::utf16be:
        appendUtf16(out, codePoint, encoding_ == Encoding::utf16be);
        break;
      case Encoding::windows1252:
        out += static_cast<char>(toWindows1252(codePoint));
        break;
      default:
        out += static_cast<char>(codePoint);
    }
  }
  return out;
}

bool SourceText::holds(char32_t codePoint) const {
  switch (encoding_) {
    case Encoding::utf8:
    case Encoding::utf16le:
    case Encoding::utf16be:
      return true;
    case Encoding::latin1:
      return codePoint <= 0xFF;
    case Encoding::windows1252:
      return toWindows1252(codePoint) >= 0;
    case Encoding::ascii:
    case Encoding::other:  // ASCII is in every one of them; a reference says the rest
      return codePoint < 0x80;
  }
  return false;
}

std::size_t SourceText::byteOffset(std::size_t textOffset) const {
  if (sameBytes_) return markSize_ + textOffset;
  const auto behind = std::upper_bound(marks_.begin(), marks_.end(), textOffset,
                                       [](std::size_t offset, const Mark& mark) { return offset < mark.text; });
  const Mark from = behind == marks_.begin() ? Mark{0, markSize_} : *std::prev(behind);
  return from.bytes + encode(text().substr(from.text, textOffset - from.text)).size();
}

std::size_t SourceText::textOffset(std::size_t byteOffset) const {
  if (byteOffset < markSize_) return 0;
  if (sameBytes_) return std::min(byteOffset - markSize_, text().size());
  const auto behind = std::upper_bound(marks_.begin(), marks_.end(), byteOffset,
                                       [](std::size_t offset, const Mark& mark) { return offset < mark.bytes; });
  Mark at = behind == marks_.begin() ? Mark{0, markSize_} : *std::prev(behind);
  const std::string_view all = text();
  while (at.text < all.size() && at.bytes < byteOffset) {
    std::size_t next = at.text;
    nextCodePoint(all, next);
    at.bytes += encode(all.substr(at.text, next - at.text)).size();
    at.text = next;
  }
  return at.text;
}

}  // namespace carbonfix
