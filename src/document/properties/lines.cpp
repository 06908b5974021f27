#include "document/properties/lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }
bool isLineEnd(char c) { return c == '\n' || c == '\r'; }
bool isPlainAscii(char c) { return (c >= ' ' && c <= '~') || c == '\t'; }
bool isSign(char c) { return c == '=' || c == ':'; }

// Walks over the characters of one logical line.
class LineScanner {
 public:
  LineScanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  void moveTo(std::size_t at) { at_ = at; }
  bool ended() const { return at_ >= text_.size() || isLineEnd(text_[at_]); }
  char peek() const { return text_[at_]; }

  void skipBlanks() {
    while (at_ < text_.size() && isBlank(text_[at_])) ++at_;
  }

  // Over backslashes that carry the line on, and the blanks that the next line begins with.
  void skipContinuations() {
    while (at_ < text_.size() && text_[at_] == '\\') {
      const std::size_t behind = at_ + 1;
      if (behind < text_.size() && !isLineEnd(text_[behind])) return;
      at_ = behindLineEnd(behind);
      skipBlanks();
    }
  }

  // Over a character as it is spelled; the digits of \uXXXX count as characters of their own.
  void skipCharacter() {
    if (text_[at_] == '\\') ++at_;
    if (at_ < text_.size() && isPlainAscii(text_[at_])) {
      ++at_;
    } else {
      nextCodePoint(text_, at_);
    }
  }

  std::size_t behindLineEnd(std::size_t at) const {
    if (at >= text_.size() || !isLineEnd(text_[at])) return at;
    return at + (text_.substr(at).starts_with("\r\n") ? 2U : 1U);
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

// The key, the separator and the value, from where the key begins.
void readProperty(LineScanner& scanner, std::string_view text, PropertyLine& line) {
  const std::size_t keyStart = scanner.at();
  std::size_t keyEnd = keyStart;
  while (!scanner.ended() && !isSign(scanner.peek()) && !isBlank(scanner.peek())) {
    scanner.skipCharacter();
    keyEnd = scanner.at();
    scanner.skipContinuations();
  }
  std::size_t valueStart = keyEnd;
  bool signSeen = false;
  while (!scanner.ended() && (isBlank(scanner.peek()) || (isSign(scanner.peek()) && !signSeen))) {
    signSeen = signSeen || isSign(scanner.peek());
    scanner.skipCharacter();
    valueStart = scanner.at();
    scanner.skipContinuations();
  }
  if (!scanner.ended()) valueStart = scanner.at();
  std::size_t valueEnd = valueStart;
  while (!scanner.ended()) {
    scanner.skipCharacter();
    valueEnd = scanner.at();
    scanner.skipContinuations();
  }
  line.key = text.substr(keyStart, keyEnd - keyStart);
  line.separator = text.substr(keyEnd, valueStart - keyEnd);
  line.value = text.substr(valueStart, valueEnd - valueStart);
  line.tail = text.substr(valueEnd, scanner.behindLineEnd(scanner.at()) - valueEnd);
}

// For Java a backslash alone on the last line is a property without name and value (but not before a CRLF).
void readLoneBackslash(PropertyLine& line) {
  std::string_view all = line.tail;
  if (!all.empty() && isLineEnd(all.back())) all.remove_suffix(1);
  if (!all.ends_with('\\')) return;
  const std::size_t start = all.size() - 1;
  line.kind = PropertyLine::Kind::property;
  line.lead = line.tail.substr(0, start);
  line.tail.remove_prefix(start);
  line.key = line.separator = line.value = line.tail.substr(0, 0);
}

constexpr std::size_t kDigits = 4;

int digitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char32_t escaped(char32_t codePoint) {
  switch (codePoint) {
    case U't':
      return U'\t';
    case U'n':
      return U'\n';
    case U'r':
      return U'\r';
    case U'f':
      return U'\f';
    default:
      return codePoint;
  }
}

bool isHigh(char32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool isLow(char32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// One character of the spelling at the scanner's place. False: a malformed \uXXXX.
bool readCharacter(LineScanner& scanner, std::string_view spelled, SpelledCharacter& character) {
  character.begin = scanner.at();
  std::size_t at = scanner.at();
  const bool escape = spelled[at] == '\\';
  if (escape) ++at;
  char32_t codePoint = nextCodePoint(spelled, at);
  scanner.moveTo(at);
  if (escape && codePoint == U'u') {
    codePoint = 0;
    for (std::size_t i = 0; i < kDigits; ++i) {
      scanner.skipContinuations();
      const int digit = scanner.ended() ? -1 : digitValue(scanner.peek());
      if (digit < 0) return false;
      codePoint = codePoint * 16 + static_cast<char32_t>(digit);
      scanner.moveTo(scanner.at() + 1);
    }
  } else if (escape) {
    codePoint = escaped(codePoint);
  }
  character.codePoint = codePoint;
  character.end = scanner.at();
  return true;
}

void appendEscape(std::string& out, char32_t codePoint) {
  const auto put = [&out](char32_t unit) { out += fmt::format("\\u{:04X}", static_cast<unsigned>(unit)); };
  if (codePoint < 0x10000) return put(codePoint);
  put(0xD800U + ((codePoint - 0x10000U) >> 10U));
  put(0xDC00U + ((codePoint - 0x10000U) & 0x3FFU));
}

// A character that is no part of the format's own signs at this place.
void appendCharacter(std::string& out, char32_t codePoint, const Holds& holds) {
  switch (codePoint) {
    case U'\\':
      out += "\\\\";
      break;
    case U'\n':
      out += "\\n";
      break;
    case U'\r':
      out += "\\r";
      break;
    default:
      if (holds(codePoint)) {
        appendUtf8(out, codePoint);
      } else {
        appendEscape(out, codePoint);
      }
  }
}

bool isAmong(char32_t codePoint, std::u32string_view these) { return these.find(codePoint) != these.npos; }

void appendQuoted(std::string& out, char32_t codePoint) {
  out += '\\';
  out += codePoint == U'\t' ? 't' : static_cast<char>(codePoint);
}

std::u32string codePointsOf(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) out += nextCodePoint(text, at);
  return out;
}

std::string utf8Of(std::u32string_view codePoints) {
  std::string out;
  for (const char32_t codePoint : codePoints) appendUtf8(out, codePoint);
  return out;
}

bool says(std::string_view spelled, std::u32string_view value) {
  const auto characters = readSpelling(spelled);
  return characters &&
         std::equal(characters->begin(), characters->end(), value.begin(), value.end(),
                    [](const SpelledCharacter& character, char32_t c) { return character.codePoint == c; });
}

}  // namespace

PropertyLine nextPropertyLine(std::string_view text, std::size_t& at) {
  LineScanner scanner(text, at);
  PropertyLine line;
  scanner.skipBlanks();
  const std::size_t start = scanner.at();
  if (!scanner.ended() && (scanner.peek() == '#' || scanner.peek() == '!')) {
    line.kind = PropertyLine::Kind::comment;
    line.lead = text.substr(at, start - at);
    const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    line.key = text.substr(start, end - start);
    line.tail = text.substr(end, scanner.behindLineEnd(end) - end);
    at = end + line.tail.size();
    return line;
  }
  scanner.skipContinuations();
  if (scanner.ended()) {
    const std::size_t end = scanner.behindLineEnd(scanner.at());
    line.tail = text.substr(at, end - at);
    at = end;
    if (at == text.size()) readLoneBackslash(line);
    return line;
  }
  line.kind = PropertyLine::Kind::property;
  line.lead = text.substr(at, scanner.at() - at);
  readProperty(scanner, text, line);
  at = static_cast<std::size_t>(line.tail.data() - text.data()) + line.tail.size();
  return line;
}

std::size_t missingLineEnds(std::string_view tail) {
  if (tail.empty()) return 1;
  if (tail.back() == '\\') return 2;
  if (!isLineEnd(tail.back())) return 1;
  tail.remove_suffix(tail.ends_with("\r\n") ? 2 : 1);
  return tail.ends_with('\\') ? 1 : 0;
}

Result<std::vector<SpelledCharacter>, std::size_t> readSpelling(std::string_view spelled) {
  std::vector<SpelledCharacter> out;
  LineScanner scanner(spelled, 0);
  for (scanner.skipContinuations(); scanner.at() < spelled.size(); scanner.skipContinuations()) {
    SpelledCharacter character;
    if (!readCharacter(scanner, spelled, character)) return character.begin;
    if (isLow(character.codePoint) && !out.empty() && isHigh(out.back().codePoint)) {
      out.back().codePoint = 0x10000 + ((out.back().codePoint - 0xD800) << 10U) + (character.codePoint - 0xDC00);
      out.back().end = character.end;
    } else {
      out.push_back(character);
    }
  }
  return out;
}

bool isReadable(char32_t codePoint) {
  if (codePoint < 0x20) return codePoint == U'\t' || codePoint == U'\n' || codePoint == U'\r';
  return !isHigh(codePoint) && !isLow(codePoint) && codePoint != 0xFFFE && codePoint != 0xFFFF;
}

std::string readable(char32_t codePoint) {
  std::string out;
  if (isReadable(codePoint)) {
    appendUtf8(out, codePoint);
  } else {
    appendEscape(out, codePoint);
  }
  return out;
}

std::string readable(const std::vector<SpelledCharacter>& characters) {
  std::string out;
  for (const SpelledCharacter& character : characters) out += readable(character.codePoint);
  return out;
}

bool isPlain(std::string_view text) { return std::ranges::all_of(text, isPlainAscii); }

std::string readableText(std::string_view text) {
  if (isPlain(text)) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) out += readable(nextCodePoint(text, at));
  return out;
}

std::string spellKey(std::string_view key, const Holds& holds) {
  std::string out;
  for (const char32_t codePoint : codePointsOf(key)) {
    if (isAmong(codePoint, U" \t=:") || (out.empty() && isAmong(codePoint, U"#!"))) {
      appendQuoted(out, codePoint);
    } else {
      appendCharacter(out, codePoint, holds);
    }
  }
  return out;
}

std::string spellValue(std::string_view value, Before before, const Holds& holds) {
  std::string out;
  for (const char32_t codePoint : codePointsOf(value)) {
    const bool first = out.empty() && before != Before::text;
    if (first && (isAmong(codePoint, U" \t") || (before == Before::blank && isAmong(codePoint, U"=:")))) {
      appendQuoted(out, codePoint);
    } else {
      appendCharacter(out, codePoint, holds);
    }
  }
  return out;
}

std::string respellValue(std::string_view spelled, std::string_view value, Before before, const Holds& holds) {
  const auto old = readSpelling(spelled);
  const std::u32string wanted = codePointsOf(value);
  if (!old) return spellValue(value, before, holds);
  const std::size_t most = std::min(old->size(), wanted.size());
  std::size_t head = 0;
  while (head < most && (*old)[head].codePoint == wanted[head]) ++head;
  std::size_t tail = 0;
  while (tail < most - head && (*old)[old->size() - 1 - tail].codePoint == wanted[wanted.size() - 1 - tail]) ++tail;
  // A line that is carried on behind the last character kept is carried on still, if something follows.
  std::size_t headEnd = head == 0 ? 0 : (*old)[head - 1].end;
  const bool carriedOn = head > 0 && head < old->size() && head < wanted.size() && (*old)[head].begin > headEnd;
  if (carriedOn) headEnd = (*old)[head].begin;
  const std::string middle = utf8Of(std::u32string_view(wanted).substr(head, wanted.size() - head - tail));
  // Blanks at the start of a line are dropped as they are at the start of a value.
  const Before beforeMiddle = head == 0 ? before : (carriedOn ? Before::sign : Before::text);
  std::string out(spelled.substr(0, headEnd));
  out += spellValue(middle, beforeMiddle, holds);
  if (tail > 0) out += spelled.substr((*old)[old->size() - tail].begin);
  // What ends up at the start may need an escape that it had no need of where it was.
  const std::string line = (before == Before::blank ? "k " : "k=") + out;
  std::size_t at = 0;
  const PropertyLine read = nextPropertyLine(line, at);
  if (at == line.size() && read.value == out && says(out, wanted)) return out;
  return spellValue(value, before, holds);
}

}  // namespace carbonfix
