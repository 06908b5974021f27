#include "home/snapshot_masks.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <re2/re2.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/base/vendor_secrets.h"
#include "home/snapshot_text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kDigestSize = 32;  // hex digits: 128 bits
constexpr std::string_view kPunctuation = "\"'<>{}[](),:;=&\\ \t\f";

// "&#x41;" and "&amp;" as the characters that they stand for.
std::string withoutReferences(std::string_view raw) {
  constexpr std::pair<std::string_view, char> kNames[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  std::string plain;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t end = raw[at] == '&' ? raw.find(';', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      plain += raw[at++];
      continue;
    }
    std::string_view name = raw.substr(at + 1, end - at - 1);
    const auto* const known = std::ranges::find(kNames, name, &std::pair<std::string_view, char>::first);
    if (known != std::end(kNames)) {
      plain += known->second;
    } else if (name.starts_with('#')) {
      const bool isHex = name.starts_with("#x");
      name.remove_prefix(isHex ? 2 : 1);
      std::uint32_t codePoint = 0;
      std::from_chars(name.data(), name.data() + name.size(), codePoint, isHex ? 16 : 10);
      appendUtf8(plain, codePoint);
    }
    at = end + 1;
  }
  return plain;
}

std::string withoutBackslashes(std::string_view raw) {
  std::string plain;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\\' && at + 1 < raw.size()) ++at;
    plain += raw[at];
  }
  return plain;
}

class Masker {
 public:
  Masker(SnapshotText plain, const Masking& masking) : from_(std::move(plain)), masking_(masking) {
    const std::string_view start = trim(std::string_view(from_.text).substr(lengthOfMark(from_.text)));
    isMarkup_ = start.starts_with('<');
  }

  SnapshotText mask() {
    const std::size_t mark = lengthOfMark(from_.text);
    const std::string_view text = std::string_view(from_.text).substr(mark);
    masked_.text = from_.text.substr(0, mark);
    masked_.encoding = from_.encoding;
    const std::vector<TextRange> secrets =
        masking_.known.empty() ? findSecrets(text) : findSecrets(text, masking_.known);
    auto secret = secrets.begin();
    const std::vector<std::string_view> lines = splitLines(text);
    for (const std::string_view line : lines) {
      ++line_;
      column_ = 1;
      const auto begin = static_cast<std::size_t>(line.data() - text.data());
      const std::size_t end = begin + line.size();
      std::size_t at = begin;
      for (; secret != secrets.end() && secret->offset < end; ++secret) {
        const std::size_t first = std::max(secret->offset, begin);
        const std::size_t last = std::min(secret->offset + secret->length, end);
        if (first < last) {
          keep(text.substr(at, first - at));
          before_ = first > 0 ? text[first - 1] : '\0';
          after_ = last < text.size() ? text[last] : '\0';
          maskPart(text.substr(first, last - first));
          at = last;
        }
        if (secret->offset + secret->length > end) break;  // it goes on in the next line
      }
      keep(text.substr(at, end - at));
    }
    return std::move(masked_);
  }

 private:
  void keep(std::string_view text) {
    masked_.text += text;
    column_ += countCodePoints(text);
  }

  // What of a secret stands in this line. The line's end stays, and so does the white space around what there is, and a
  // backslash that carries it on.
  void maskPart(std::string_view part) {
    std::string_view inner = trim(part);
    const bool endsLine = part.ends_with('\n') || part.ends_with('\r') || after_ == '\n' || after_ == '\r';
    while (!isMarkup_ && endsLine && inner.ends_with('\\')) inner.remove_suffix(1);
    const auto start = inner.empty() ? part.size() : static_cast<std::size_t>(inner.data() - part.data());
    keep(part.substr(0, start));
    if (inner.empty()) return;
    // In cipher-text.properties a secret that is not encrypted yet.
    const bool isInBrackets = !isMarkup_ && inner.size() > 2 && inner.front() == '[' && inner.back() == ']';
    // Without quotes it is a number, or a map or an array of values.
    if (masking_.keepsPunctuation || isBare()) {
      maskWords(inner);
    } else if (isInBrackets) {
      keep("[");
      hide(inner.substr(1, inner.size() - 2));
      keep("]");
    } else {
      hide(inner);
    }
    keep(part.substr(start + inner.size()));
  }

  void maskWords(std::string_view part) {
    while (!part.empty()) {
      const std::size_t word = std::min(part.find_first_not_of(kPunctuation), part.size());
      if (word > 0) before_ = part[word - 1];
      keep(part.substr(0, word));
      part.remove_prefix(word);
      const std::size_t end = std::min(part.find_first_of(kPunctuation), part.size());
      if (end > 0) hide(part.substr(0, end));
      part.remove_prefix(end);
    }
  }

  bool isBare() const { return masking_.isJson && before_ != '"' && before_ != '\''; }

  void hide(std::string_view raw) {
    const bool isFlag = isBare() && (raw == "null" || raw == "true" || raw == "false");
    if ((isMarkup_ && isUnsetSecret(raw)) || isFlag || raw == kMask) return keep(raw);
    MaskedSecret secret;
    secret.at = {.line = line_, .column = column_};
    secret.length = countCodePoints(raw);
    secret.isNumber = isBare() && raw.find_first_not_of("0123456789") == std::string_view::npos;
    const std::string value = isMarkup_ ? withoutReferences(raw) : withoutBackslashes(raw);
    secret.vendorId = value == raw ? vendorSecretId(value) : std::string();
    if (secret.vendorId.empty() && !masking_.key.empty()) {
      secret.digest = hmacSha256(masking_.key, value).substr(0, kDigestSize);
    }
    masked_.secrets.push_back(std::move(secret));
    masked_.text += kMask;
    column_ += countCodePoints(raw);
  }

  SnapshotText from_;
  const Masking& masking_;
  SnapshotText masked_;
  bool isMarkup_ = false;
  std::size_t line_ = 0;
  std::size_t column_ = 1;  // in the original
  char before_ = '\0';      // what stands before the secret
  char after_ = '\0';       // and after it
};

}  // namespace

bool isUnsetSecret(std::string_view value) {
  // In brackets only words that nobody takes for a secret.
  static const re2::RE2 words(
      "(?i)(?:\\[|<|&lt;)(?:(?:your|the|enter|put|insert|change|new|my|here|of|for|db|database|user|username|admin|"
      "pass|"
      "password|passwd|pwd|secret|key|keystore|truststore|value|mysql|oracle|mssql|ldap)[ _-]*)+(?:\\]|>|&gt;)");
  static const re2::RE2 mark("#_[A-Z_.-]+_#|%[A-Z_]+%");
  const re2::StringPiece piece(value.data(), value.size());
  return re2::RE2::FullMatch(piece, words) || re2::RE2::FullMatch(piece, mark);
}

SnapshotText masked(SnapshotText plain, const Masking& masking) { return Masker(std::move(plain), masking).mask(); }

}  // namespace carbonfix
