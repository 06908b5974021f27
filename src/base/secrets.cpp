#include "carbonfix/base/secrets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/secret_names.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kEndOfWord = "&;\"'<> \t\r\n";  // of an unquoted value inside a line
constexpr std::string_view kAroundSign = "=: \t\f\r\n";
constexpr std::string_view kInNoKey = "\"'(){}<>;,";  // code and other formats have these before a sign
// Bounds on looking ahead, so that broken text costs linear time, too.
constexpr std::size_t kLongestTag = 4096;
constexpr std::size_t kLongestCredentials = 512;

// Every character of every file that a diff shows is asked this: by table.
constexpr auto kNameChars = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-$")) {
    is[static_cast<unsigned char>(c)] = true;
  }
  return is;
}();

bool isNameChar(char c) { return kNameChars[static_cast<unsigned char>(c)]; }

bool isNameStart(char c) { return isNameChar(c) && c != '.' && c != '-' && c != '$' && !(c >= '0' && c <= '9'); }

bool isQuote(char c) { return c == '"' || c == '\''; }

// One walk over the text from left to right. It knows no format: it sees tags, names with a value behind them and URLs,
// in whatever they stand, so that comments, CDATA, broken and mixed files are all covered.
class Finder {
 public:
  enum class What { file, value };

  Finder(std::string_view text, What what)
      : text_(text), isFile_(what == What::file), isMarkup_(trim(withoutBom(text)).starts_with('<')) {}

  std::vector<TextRange> find() {
    // The value of a comment that was put around an element without its outer marks: "Password>x</Password".
    if (const auto bare = readTag(0)) judge(*bare);
    lineHead_ = isFile_;
    while (at_ < text_.size()) step();
    return merged();
  }

 private:
  struct Tag {
    std::string_view name;    // without prefix
    std::string_view nameOf;  // value of @name, @key or @id
    std::size_t value = 0;    // range of @value
    std::size_t valueLength = 0;
    std::size_t nameEnd = 0;
    std::size_t end = 0;  // behind ">"
    bool empty = false;
  };

  static std::string_view withoutBom(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
  }

  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  std::size_t skip(std::size_t at, std::string_view these) const {
    return std::min(text_.find_first_not_of(these, at), text_.size());
  }
  std::size_t upTo(std::size_t at, std::string_view these) const {
    return std::min(text_.find_first_of(these, at), text_.size());
  }

  void step() {
    const char c = text_[at_];
    if (lineHead_ && !isMarkup_ && oddKey()) return;
    if (c == '\n' || c == '\r') {
      lineHead_ = isFile_;
      inComment_ = false;
      ++at_;
    } else if (c == '<') {
      tag();
    } else if (isNameChar(c)) {
      word();
    } else if (c == ':' && text_.substr(at_).starts_with("://")) {
      url(3);
    } else if (c == ':' && text_.substr(at_).starts_with(":\\/\\/")) {  // in JSON
      url(5);
    } else {
      if (c == '#' || c == '!') inComment_ = true;
      if (!isQuote(c) && c != ' ' && c != '\t' && c != '#' && c != '!') lineHead_ = false;
      ++at_;
    }
  }

  // ---- tags: <Password>…</Password>, <Property name="password">…</…>, <property name="password" value="…"/>

  void tag() {
    lineHead_ = false;
    // <Password>, or commented out <!--Password>
    const bool glued = text_.substr(at_).starts_with("<!--");
    const std::optional<Tag> tag = readTag(glued ? skip(at_ + 4, kBlank) : at_ + 1);
    at_ = tag ? tag->nameEnd : at_ + 1;  // attributes and content are walked over, too
    if (tag) judge(*tag);
  }

  void judge(const Tag& tag) {
    const bool isNameElement = tag.name == "name" || tag.name == "key";
    const bool isSecret = isSecretName(tag.name) || isSecretName(tag.nameOf) || (valueIsNext_ && tag.name == "value");
    if (isNameElement || tag.name == "value") valueIsNext_ = false;
    if (isSecret) {
      add(tag.value, tag.value + tag.valueLength);
      if (!tag.empty) content(tag.end);
    } else if (isNameElement && !tag.empty) {
      // <name>a.password</name><value>…</value>
      valueIsNext_ = isSecretName(trim(text_.substr(tag.end, upTo(tag.end, "<") - tag.end)));
    }
  }

  // The tag whose name begins at `at`.
  std::optional<Tag> readTag(std::size_t at) const {
    const std::size_t limit = std::min(text_.size(), at + kLongestTag);
    if (!isNameStart(peek(at))) return std::nullopt;
    Tag tag;
    tag.nameEnd = endOfName(at);
    tag.name = text_.substr(at, tag.nameEnd - at);
    tag.name.remove_prefix(tag.name.find(':') + 1);  // npos + 1 is 0
    for (at = skip(tag.nameEnd, kBlank); at < limit && isNameStart(peek(at)); at = skip(at, kBlank)) {
      const std::size_t nameEnd = endOfName(at);
      const std::string_view attribute = text_.substr(at, nameEnd - at);
      at = skip(nameEnd, kBlank);
      if (peek(at) != '=') return std::nullopt;
      at = skip(at + 1, kBlank);
      if (!isQuote(peek(at))) return std::nullopt;
      const std::size_t close = text_.find(text_[at], at + 1);
      if (close == std::string_view::npos) return std::nullopt;
      const std::string_view value = text_.substr(at + 1, close - at - 1);
      if (attribute == "value") {
        tag.value = at + 1;
        tag.valueLength = value.size();
      } else if ((attribute == "name" || attribute == "key" || attribute == "id") && !isSecretName(tag.nameOf)) {
        tag.nameOf = value;
      }
      at = close + 1;
    }
    tag.empty = peek(at) == '/';
    if (tag.empty) ++at;
    if (at >= limit || peek(at) != '>') return std::nullopt;
    tag.end = at + 1;
    return tag;
  }

  std::size_t endOfName(std::size_t at) const {
    while (isNameChar(peek(at)) || peek(at) == ':') ++at;
    return at;
  }

  // The text of an element up to its end tag or first child, around comments and in CDATA.
  void content(std::size_t at) {
    if (at < contentEnd_) return;
    while (true) {
      const std::size_t end = upTo(at, "<");
      add(at, end);
      at = end;
      const std::string_view rest = text_.substr(at);
      const bool cdata = rest.starts_with("<![CDATA[");
      if (!cdata && !rest.starts_with("<!--")) break;
      const std::size_t close = std::min(text_.find(cdata ? "]]>" : "-->", at), text_.size());
      if (cdata) add(at + 9, close);
      at = std::min(close + 3, text_.size());
    }
    contentEnd_ = at;
  }

  // ---- names with a value behind them: password="…", password=…, "password": "…", a.password …

  void word() {
    const std::size_t start = at_;
    while (isNameChar(peek(at_))) ++at_;
    const std::string_view name = text_.substr(start, at_ - start);
    const bool head = lineHead_ && name.front() != '-';  // -Dkey.password=… is one of several on its line
    if (name == "jdbc" && text_.substr(at_).starts_with(":oracle:")) oracleUrl();
    if (name != "export" && name != "set" && name != "-") lineHead_ = false;
    if (isSecretName(name)) assigned(name, start, head);
  }

  // A key of a properties file that is no plain name: with escapes, carried on, a/b.password, of letters beyond ASCII.
  // False, and nothing is done: there is none of a secret here.
  bool oddKey() {
    std::string key;
    bool isOdd = false;
    std::size_t at = at_;
    while (at < text_.size() && kAroundSign.find(text_[at]) == std::string_view::npos) {
      const char c = text_[at++];
      if (kInNoKey.find(c) != std::string_view::npos) return false;
      isOdd = isOdd || !isNameChar(c);
      if (c == '\\') {
        appendEscaped(key, at);
      } else {
        key += c;
      }
    }
    if (!isOdd || !isSecretName(key)) return false;
    const std::size_t sign = skip(at, " \t\f");
    if (peek(sign) != '=' && peek(sign) != ':') return false;
    lineHead_ = false;
    at_ = sign + 1;
    take(skip(sign + 1, " \t\f"), endOfValueLine(sign + 1));
    return true;
  }

  // What the backslash before `at` stands for; `at` goes behind it.
  void appendEscaped(std::string& key, std::size_t& at) const {
    if (peek(at) == '\n' || peek(at) == '\r') {
      at = skip(at, kBlank);
    } else if (peek(at) == 'u' && at + 5 <= text_.size()) {
      unsigned codePoint = 0;
      std::from_chars(text_.data() + at + 1, text_.data() + at + 5, codePoint, 16);
      appendUtf8(key, codePoint);
      at += 5;
    } else if (at < text_.size()) {
      key += text_[at++];
    }
  }

  void assigned(std::string_view name, std::size_t start, bool head) {
    const bool quotedName = start > 0 && isQuote(text_[start - 1]) && peek(at_) == text_[start - 1];
    const std::size_t nameEnd = quotedName ? at_ + 1 : at_;
    std::size_t sign = skip(nameEnd, " \t\f");
    const bool wholeLine = head && !isMarkup_;
    if (peek(sign) == '=' || (peek(sign) == ':' && (quotedName || wholeLine))) {
      if (peek(sign + 1) == '=' && !wholeLine) return;  // a comparison
      if (peek(sign + 1) == '=') ++sign;
      if (quotedName && (jsonString(skip(sign + 1, kBlank)) || jsonValues(skip(sign + 1, kBlank)))) return;
      const std::size_t arrow = peek(sign + 1) == '>' ? 1U : 0U;  // password => "…"
      return valueAt(skip(sign + 1 + arrow, " \t"), head);
    }
    // spark-defaults.conf and properties may have a blank alone between name and value; prose has it, too.
    if (!wholeLine || sign == nameEnd) return;
    const std::size_t wordEnd = upTo(sign, kBlank);
    const bool isTwoWords = !inComment_ && wordEnd == endOfLine(wordEnd) && upTo(sign, "<>\"'") >= wordEnd;
    if (name.find('.') == std::string_view::npos && !isTwoWords) return;
    if (!inComment_ || wordEnd == endOfLine(wordEnd)) valueAt(sign, head);
  }

  // A string in quotes, perhaps with escaped ones in it, perhaps on a line of its own.
  bool jsonString(std::size_t at) {
    if (!isQuote(peek(at))) return false;
    std::size_t close = at + 1;
    while (close < text_.size() && text_[close] != text_[at] && text_[close] != '\n') {
      close += text_[close] == '\\' ? 2U : 1U;
    }
    if (peek(close) != text_[at]) return false;
    take(at + 1, close);
    return true;
  }

  // All that stands in a map or an array: "passwords": ["x", {"of": "y"}]
  bool jsonValues(std::size_t at) {
    if (peek(at) != '[' && (peek(at) != '{' || peek(at + 1) == '{')) return false;
    std::size_t depth = 0;
    bool inString = false;
    std::size_t end = at;
    do {
      const char c = text_[end];
      if (inString && c == '\\') {
        ++end;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && (c == '[' || c == '{')) {
        ++depth;
      } else if (!inString && (c == ']' || c == '}')) {
        --depth;
      }
      ++end;
    } while (depth > 0 && end < text_.size());
    take(at, std::min(end, text_.size()));
    return true;
  }

  // `head`: the name is the first word of its line, so that the value may have blanks and go to the end of the line.
  void valueAt(std::size_t at, bool head) {
    if (const std::size_t quote = skip(at, kBlank); isQuote(peek(quote)) && (quote == at || isMarkup_)) {
      const std::size_t close = std::min(text_.find(text_[quote], quote + 1), isMarkup_ ? text_.size() : endOfLine(at));
      if (isMarkup_ || !head || endsValue(close + 1)) return take(quote + 1, close);
      // A shell's value in quotes may have several lines.
      const std::size_t later = close < endOfLine(at) ? std::string_view::npos : text_.find(text_[quote], close);
      if (later < quote + kLongestTag && endsValue(later + 1)) return take(quote + 1, later);
    }
    for (const std::string_view quote : {"&quot;", "&apos;", "\\\""}) {
      if (!text_.substr(at).starts_with(quote)) continue;
      at += quote.size();
      const std::size_t close = std::min(text_.find(quote, at), text_.size());
      return take(at, at + std::min(text_.substr(at, close - at).find_first_of("<\r\n"), close - at));
    }
    if (head) return take(at, isMarkup_ ? endCarriedOn(at, "<\"\r\n") : endOfValueLine(at));
    if (peek(at) == '{' && peek(at + 1) != '{') return take(at, std::min(upTo(at, "}\r\n") + 1, text_.size()));
    take(at, endCarriedOn(at, kEndOfWord));
  }

  // The first of `ends`, over line ends that a backslash hides.
  std::size_t endCarriedOn(std::size_t at, std::string_view ends) const {
    std::size_t end = upTo(at, ends);
    while (end > at && end < text_.size() && text_[end - 1] == '\\' && endOfLine(end) == end) {
      end = upTo(skip(end, kBlank), ends);
    }
    return end;
  }

  // Behind a closing quote: does the value end with it, or was the quote a letter of a longer one?
  bool endsValue(std::size_t at) const {
    const std::size_t after = skip(at, " \t");
    return after >= endOfLine(after) || (after > at && text_[after] == '#') ||
           std::string_view(",;}])").find(text_[after]) != std::string_view::npos;
  }

  std::size_t endOfLine(std::size_t at) const { return upTo(at, "\r\n"); }

  // In a properties file a backslash before the line end carries the value on.
  std::size_t endOfValueLine(std::size_t at) const {
    std::size_t end = endOfLine(at);
    while (end > at && text_[end - 1] == '\\' && end < text_.size()) {
      end = endOfLine(end + (text_.substr(end).starts_with("\r\n") ? 2U : 1U));
    }
    return end;
  }

  // Goes on behind the value: no byte is looked at again and again.
  void take(std::size_t begin, std::size_t end) {
    add(begin, end);
    at_ = std::max(at_, end);
  }

  // ---- URLs: scheme://user:password@host, jdbc:oracle:thin:user/password@…

  void url(std::size_t sign) {
    lineHead_ = false;
    at_ += sign;
    const std::string_view rest = upToAt();
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return;
    // A password may hold "/", "?" or "#"; but what begins with host:port/ has no credentials before its "@".
    const std::size_t slash = rest.find_first_of("/?#");
    if (slash < colon) return;
    const std::string_view port = rest.substr(colon + 1, slash == std::string_view::npos ? slash : slash - colon - 1);
    const bool isPort = port.find_first_not_of("0123456789") == std::string_view::npos || port.starts_with("${");
    if (slash == std::string_view::npos || !isPort) take(at_ + colon + 1, at_ + rest.size());
  }

  void oracleUrl() {
    const std::string_view rest = upToAt();
    const std::size_t slash = rest.find('/');
    if (slash != std::string_view::npos) take(at_ + slash + 1, at_ + rest.size());
  }

  // From here to the last "@" that may end the credentials of a URL; empty when there is none.
  std::string_view upToAt() const {
    std::string_view rest = text_.substr(at_, kLongestCredentials);
    const std::size_t first = rest.find('@');
    if (first == std::string_view::npos) return {};
    if (rest.substr(0, first).find_first_of("\"'<> \t\r\n") != std::string_view::npos) return {};
    // "user:p@ss@host": up to the last one before the path
    rest = rest.substr(0, std::min(rest.find_first_of("/?#\"'<> \t\r\n", first), rest.size()));
    return rest.substr(0, rest.rfind('@'));
  }

  // ---- results

  // Line by line, so that masking keeps the number of lines.
  void add(std::size_t begin, std::size_t end) {
    if (begin >= end || !isSecretValue(text_.substr(begin, end - begin))) return;
    for (const std::string_view line : splitLines(text_.substr(begin, end - begin))) {
      const std::string_view value = trim(line);
      if (!value.empty()) found_.push_back({static_cast<std::size_t>(value.data() - text_.data()), value.size()});
    }
  }

  std::vector<TextRange> merged() {
    std::sort(found_.begin(), found_.end(), [](TextRange a, TextRange b) { return a.offset < b.offset; });
    std::vector<TextRange> out;
    for (const TextRange range : found_) {
      if (out.empty() || range.offset > out.back().offset + out.back().length) {
        out.push_back(range);
      } else {
        TextRange& last = out.back();
        last.length = std::max(last.length, range.offset + range.length - last.offset);
      }
    }
    return out;
  }

  std::string_view text_;
  bool isFile_;
  bool isMarkup_;  // XML has quotes around values; elsewhere a value goes to the end of its line
  std::size_t at_ = 0;
  bool lineHead_ = false;     // nothing but blanks, quotes and comment marks before `at_` on its line
  bool inComment_ = false;    // the line begins with # or !
  bool valueIsNext_ = false;  // a <name> was a secret's
  std::size_t contentEnd_ = 0;
  std::vector<TextRange> found_;
};

// UTF-16 is ASCII with a NUL beside each letter: found without the NULs, then put back to where it stands.
std::vector<TextRange> findBetweenNuls(std::string_view text) {
  std::string plain;
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\0') continue;
    plain += text[at];
    offsets.push_back(at);
  }
  // The byte order mark is not UTF-8's, and would hide that markup follows.
  const std::size_t mark = plain.starts_with("\xFF\xFE") || plain.starts_with("\xFE\xFF") ? 2 : 0;
  std::vector<TextRange> ranges = Finder(std::string_view(plain).substr(mark), Finder::What::file).find();
  for (TextRange& range : ranges) {
    const std::size_t first = offsets[range.offset + mark];
    range = {first, offsets[range.offset + mark + range.length - 1] + 1 - first};
  }
  return ranges;
}

}  // namespace

std::vector<TextRange> findSecrets(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return findBetweenNuls(text);
  return Finder(text, Finder::What::file).find();
}

std::string maskRanges(std::string_view text, const std::vector<TextRange>& ranges) {
  std::string out;
  std::size_t done = 0;
  for (const TextRange range : ranges) {
    out.append(text.substr(done, range.offset - done)).append(kMask);
    done = range.offset + range.length;
  }
  return out.append(text.substr(done));
}

std::string maskSecrets(std::string_view text) { return maskRanges(text, findSecrets(text)); }

std::string maskUrl(std::string_view url) { return maskRanges(url, Finder(url, Finder::What::value).find()); }

}  // namespace carbonfix
