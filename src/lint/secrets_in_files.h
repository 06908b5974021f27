// What findings may show of a file: messages and excerpts without its secrets.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/secrets.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

class SecretsInFiles {
 public:
  SecretsInFiles() = default;
  // `values`: secrets that are known by their value, wherever they stand.
  explicit SecretsInFiles(std::vector<std::string> values) : values_(std::move(values)) {}

  // Ranges of secrets in the document's text; looked for once.
  const std::vector<TextRange>& of(const Document& document);

  // A line with its secrets masked, and where `column` of it has gone. Of a very long one, what is around it.
  struct MaskedLine {
    std::string text;
    std::size_t column = 0;
    std::size_t length = 0;
  };
  MaskedLine maskLine(const Document& document, std::size_t line, std::size_t column, std::size_t length);

  // A text that some expression made of one file's values: secrets of the file that it repeats are masked.
  std::string maskText(const Document& document, std::string text);

  // Is the value that of a secret in the file? Entries of keys have lost the name that it goes by.
  bool isSecret(const Document& document, std::string_view value);

 private:
  const std::vector<std::string>& decodedOf(const Document& document);

  std::vector<std::string> values_;
  std::map<const Document*, std::vector<TextRange>> known_;
  std::map<const Document*, std::vector<std::string>> decoded_;
};

// The values of secrets as expressions see them: without the escapes, entities and quotes that the file has.
std::vector<std::string> secretsIn(const Document& document);

// The node's value, masked where it is one of a secret or holds one.
std::string maskedValue(Node node);

// Masks `secret` in `text`. A short one only where it is all of the text, since "1" is in every number.
std::string maskOne(std::string text, std::string_view secret);

}  // namespace carbonfix
