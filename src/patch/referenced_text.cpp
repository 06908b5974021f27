#include "carbonfix/patch/referenced_text.h"

#include <algorithm>
#include <cstddef>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

using Kind = TextPiece::Kind;

struct SecretRange {
  TextRange where;
  TextPiece reference;
};

bool overlap(TextRange a, TextRange b) { return a.offset < b.offset + b.length && b.offset < a.offset + a.length; }

bool isPlain(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

// Where the secrets of a text stand. What a parameter gave says so, even inside of a longer secret.
class SecretsIn {
 public:
  SecretsIn(std::string_view text, const std::vector<NamedSecret>& secrets) : text_(text), secrets_(secrets) {
    for (const NamedSecret& secret : secrets) {
      for (const TextRange range : findKnown(text, {secret.value})) {
        ranges_.push_back({range, {Kind::parameter, secret.name}});
      }
    }
    for (const TextRange range : findSecrets(text)) ranges_.push_back({range, {Kind::omitted, {}}});
    isWide_ = text.find('\0') != std::string_view::npos;
    isUtf8_ = isValidUtf8(text);
  }

  // `part` of the text; `patch` is what an omitted secret in it refers to.
  ReferencedText pieces(TextRange part, const std::string& patch) const {
    if (part.length == 0) return {};
    if (isDoubtful(part)) return {{Kind::omitted, patch}};
    std::vector<const TextPiece*> references(part.length, nullptr);
    for (const SecretRange& range : ranges_) {
      if (!overlap(range.where, part)) continue;
      const std::size_t begin = std::max(range.where.offset, part.offset) - part.offset;
      const std::size_t end =
          std::min(range.where.offset + range.where.length, part.offset + part.length) - part.offset;
      for (std::size_t i = begin; i < end; ++i) {
        if (references[i] == nullptr) references[i] = &range.reference;
      }
    }
    ReferencedText pieces;
    for (std::size_t begin = 0; begin < part.length;) {
      std::size_t end = begin + 1;
      while (end < part.length && references[end] == references[begin]) ++end;
      pieces.push_back(piece(references[begin], text_.substr(part.offset + begin, end - begin), patch));
      begin = end;
    }
    return pieces;
  }

 private:
  static TextPiece piece(const TextPiece* reference, std::string_view text, const std::string& patch) {
    if (reference == nullptr) return {Kind::text, std::string(text)};
    return reference->kind == Kind::omitted ? TextPiece{Kind::omitted, patch} : *reference;
  }

  // A short value stands in many words, and to show all of them but it would tell it. What is not plain ASCII may be
  // written in an encoding in which it is not looked for.
  bool isDoubtful(TextRange part) const {
    return std::ranges::any_of(secrets_, [&](const NamedSecret& secret) {
      if (secret.value.empty()) return false;
      if (isWide_) return true;
      if (!isUtf8_ && !isPlain(secret.value)) return true;
      if (secret.value.size() >= kShortSecret) return false;
      const std::size_t reach = secret.value.size() - 1;
      const std::size_t begin = part.offset - std::min(part.offset, reach);
      return text_.substr(begin, part.offset - begin + part.length + reach).find(secret.value) !=
             std::string_view::npos;
    });
  }

  std::string_view text_;
  const std::vector<NamedSecret>& secrets_;
  std::vector<SecretRange> ranges_;
  bool isWide_ = false;  // UTF-16
  bool isUtf8_ = false;
};

}  // namespace

bool hasSecret(const ReferencedText& text) {
  return std::ranges::any_of(text, [](const TextPiece& piece) { return piece.kind != Kind::text; });
}

std::vector<ReferencedText> referencedEdits(const FileChange& file, const std::vector<NamedSecret>& secrets) {
  const SecretsIn found(file.after, secrets);
  std::vector<ReferencedText> texts;
  std::size_t grown = 0;  // by the edits so far
  std::size_t shrunk = 0;
  for (std::size_t i = 0; i < file.edits.size(); ++i) {
    const Edit& edit = file.edits[i];
    texts.push_back(found.pieces({edit.offset + grown - shrunk, edit.text.size()}, file.editPatches[i]));
    grown += edit.text.size();
    shrunk += edit.length;
  }
  return texts;
}

ReferencedText referencedValue(std::string_view value, const std::vector<NamedSecret>& secrets) {
  if (maskUrl(value) != value || maskSecrets(value) != value) return {{Kind::omitted, {}}};
  return SecretsIn(value, secrets).pieces({0, value.size()}, {});
}

}  // namespace carbonfix
