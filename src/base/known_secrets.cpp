// Secrets that are known by their value: those of sensitive parameters.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

void addPlaces(std::string_view text, std::string_view word, std::vector<TextRange>& ranges) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
    ranges.push_back({at, word.size()});
  }
}

// A value as XML, JSON, a properties file or a shell script may write it: each character plainly, as a reference
// (&lt; &#60; &#x3C;), with a backslash, as \uXXXX, as \n and its like, as a byte of ISO-8859-1, as '\'' between
// quotes, over a line end that a backslash hides. Text in XML may itself be of another form, so they are not told
// apart.
class Escaped {
 public:
  // How the two characters are written that escapes begin with. `doubled`: a backslash as two; in XML, and between a
  // shell's single quotes, it is one. `referenced`: "&" as a reference.
  struct Form {
    bool doubled;
    bool referenced;
  };

  Escaped(std::string_view text, std::string_view value, Form form) : text_(text), form_(form) {
    for (std::size_t at = 0; at < value.size();) value_.push_back(nextCodePoint(value, at));
  }

  void addPlaces(std::vector<TextRange>& ranges) const {
    std::string starts = "\\'&";
    appendUtf8(starts, value_.front());
    if (isLatin1(value_.front())) starts += static_cast<char>(value_.front());
    for (std::size_t at = text_.find_first_of(starts); at != std::string_view::npos;) {
      const std::size_t end = endOfMatch(at);
      if (end > at) ranges.push_back({at, end - at});
      at = text_.find_first_of(starts, std::max(end, at + 1));
    }
  }

 private:
  static bool isLatin1(char32_t c) { return c >= 0x80 && c <= 0xFF; }

  std::string_view from(std::size_t at) const { return text_.substr(std::min(at, text_.size())); }

  // Behind the value that stands at `at`, 0 when it does not stand there.
  std::size_t endOfMatch(std::size_t at) const {
    for (const char32_t c : value_) {
      std::size_t length = lengthOf(c, at);
      if (length == 0 && &c != &value_.front()) {
        at = behindHiddenLineEnd(at);
        length = lengthOf(c, at);
      }
      if (length == 0) return 0;
      at += length;
    }
    return at;
  }

  std::size_t behindHiddenLineEnd(std::size_t at) const {
    const std::string_view rest = from(at);
    if (!rest.starts_with("\\\n") && !rest.starts_with("\\\r")) return at;
    return std::min(text_.find_first_not_of(" \t\f\r\n", at + 1), text_.size());
  }

  // How many bytes write `c` at `at`; 0 when something else stands there.
  std::size_t lengthOf(char32_t c, std::size_t at) const {
    const std::string_view rest = from(at);
    std::string plain;
    appendUtf8(plain, c);
    const bool isEscaped = (c == '\\' && form_.doubled) || (c == '&' && form_.referenced);
    if (!isEscaped && rest.starts_with(plain)) {
      const bool reopened = c == '\'' && (rest.starts_with("'\\''") || rest.starts_with("'\"'\"'"));
      return !reopened ? plain.size() : rest[1] == '"' ? 5 : 4;
    }
    if (isLatin1(c) && rest.starts_with(static_cast<char>(c))) return 1;
    if (rest.starts_with('&')) return lengthOfReference(c, rest);
    if (!rest.starts_with('\\')) return 0;
    if (rest.substr(1).starts_with(plain)) return 1 + plain.size();
    constexpr std::string_view kLetters = "nrtfb";
    constexpr std::string_view kMeans = "\n\r\t\f\b";
    if (const std::size_t letter = kLetters.find(rest.substr(1, 1)); rest.size() > 1 && letter < kMeans.size()) {
      if (static_cast<char32_t>(kMeans[letter]) == c) return 2;
    }
    return lengthOfUnits(c, rest);
  }

  static std::size_t lengthOfReference(char32_t c, std::string_view rest) {
    using Named = std::pair<std::string_view, char32_t>;
    constexpr std::array kNamed = {Named("amp", '&'), Named("lt", '<'), Named("gt", '>'), Named("quot", '"'),
                                   Named("apos", '\'')};
    constexpr std::size_t kLongest = 12;  // &#x0010FFFF;
    const std::size_t end = rest.substr(0, kLongest).find(';');
    if (end == std::string_view::npos) return 0;
    std::string_view name = rest.substr(1, end - 1);
    if (!name.starts_with('#')) return std::ranges::find(kNamed, Named(name, c)) != kNamed.end() ? end + 1 : 0;
    name.remove_prefix(1);
    const bool isHex = name.starts_with('x');
    if (isHex) name.remove_prefix(1);
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number, isHex ? 16 : 10);
    return error == std::errc() && stop == name.data() + name.size() && number == c ? end + 1 : 0;
  }

  // \uXXXX, two of them beyond U+FFFF.
  static std::size_t lengthOfUnits(char32_t c, std::string_view rest) {
    constexpr std::size_t kLength = 6;
    const auto isUnit = [rest](std::size_t at, char32_t unit) {
      const std::string_view written = rest.substr(std::min(at, rest.size()), kLength);
      unsigned read = 0;
      if (written.size() < kLength || !written.starts_with("\\u")) return false;
      const auto [end, error] = std::from_chars(written.data() + 2, written.data() + kLength, read, 16);
      return error == std::errc() && end == written.data() + kLength && read == unit;
    };
    if (c <= 0xFFFF) return isUnit(0, c) ? kLength : 0;
    const char32_t high = 0xD800 + ((c - 0x10000) >> 10U);
    const char32_t low = 0xDC00 + ((c - 0x10000) & 0x3FFU);
    return isUnit(0, high) && isUnit(kLength, low) ? 2 * kLength : 0;
  }

  std::string_view text_;
  Form form_;
  std::vector<char32_t> value_;
};

// The values, and the lines of those that have several: a rule may lay them out anew.
std::vector<std::string> wanted(const std::vector<std::string>& known) {
  std::vector<std::string> all = known;
  for (const std::string& value : known) {
    for (const std::string_view line : splitLines(value)) {
      if (const std::string_view word = trim(line); word.size() != value.size()) all.emplace_back(word);
    }
  }
  std::erase_if(all, [](const std::string& value) { return value.size() < kShortSecret; });
  return all;
}

void addKnown(std::string_view text, const std::vector<std::string>& known, std::vector<TextRange>& ranges) {
  const bool hasEscapes = text.find_first_of("\\&") != std::string_view::npos;
  for (const std::string& value : wanted(known)) {
    addPlaces(text, value, ranges);
    if (!hasEscapes && isAscii(value)) continue;
    for (const bool referenced : {false, true}) {
      if (referenced && value.find('&') == std::string::npos) continue;
      Escaped(text, value, {true, referenced}).addPlaces(ranges);
      if (value.find('\\') != std::string::npos) Escaped(text, value, {false, referenced}).addPlaces(ranges);
    }
  }
}

std::vector<TextRange> united(std::vector<TextRange> ranges) {
  std::ranges::sort(ranges, {}, &TextRange::offset);
  std::vector<TextRange> out;
  for (const TextRange& range : ranges) {
    if (!out.empty() && range.offset < out.back().offset + out.back().length) {
      TextRange& last = out.back();
      last.length = std::max(last.offset + last.length, range.offset + range.length) - last.offset;
    } else {
      out.push_back(range);
    }
  }
  return out;
}

}  // namespace

std::vector<TextRange> findSecrets(std::string_view text, const std::vector<std::string>& known) {
  std::vector<TextRange> ranges = findSecrets(text);
  const std::size_t before = ranges.size();
  addKnown(text, known, ranges);
  return ranges.size() == before ? ranges : united(std::move(ranges));
}

std::vector<TextRange> findKnown(std::string_view text, const std::vector<std::string>& known) {
  std::vector<TextRange> ranges;
  addKnown(text, known, ranges);
  return united(std::move(ranges));
}

std::vector<TextRange> findHidden(std::string_view text, const std::vector<std::string>& known) {
  const auto endOf = [](const TextRange& range) { return range.offset + range.length; };
  const std::vector<TextRange> told = findSecrets(text);
  std::vector<TextRange> hidden = findKnown(text, known);
  std::erase_if(hidden, [&](const TextRange& range) {
    return std::ranges::any_of(
        told, [&](const TextRange& other) { return other.offset <= range.offset && endOf(range) <= endOf(other); });
  });
  return hidden;
}

std::string maskKnown(std::string_view text, const std::vector<std::string>& known) {
  return maskRanges(text, findKnown(text, known));
}

}  // namespace carbonfix
