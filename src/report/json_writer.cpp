#include "report/json_writer.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {

std::string jsonQuoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const char32_t codePoint = nextCodePoint(text, at);
    switch (codePoint) {
      case U'"':
        out += "\\\"";
        break;
      case U'\\':
        out += "\\\\";
        break;
      case U'\n':
        out += "\\n";
        break;
      case U'\r':
        out += "\\r";
        break;
      case U'\t':
        out += "\\t";
        break;
      default:
        if (codePoint < 0x20 || codePoint == 0x7F) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(codePoint));
        } else {
          appendUtf8(out, codePoint);
        }
    }
  }
  return out + "\"";
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  out_ += jsonQuoted(name) + ": ";
  afterKey_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) { return raw(jsonQuoted(text)); }

JsonWriter& JsonWriter::number(std::size_t value) { return raw(fmt::format("{}", value)); }

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  filled_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  const bool filled = filled_.back();
  filled_.pop_back();
  if (filled) out_ += "\n" + std::string(filled_.size() * 2, ' ');
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view token) {
  separate();
  out_ += token;
  return *this;
}

void JsonWriter::separate() {
  if (afterKey_) {
    afterKey_ = false;
    return;
  }
  if (filled_.empty()) return;
  out_ += filled_.back() ? ",\n" : "\n";
  out_.append(filled_.size() * 2, ' ');
  filled_.back() = true;
}

}  // namespace carbonfix
