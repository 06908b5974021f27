// A file's bytes and what they say in UTF-8, with offsets from one to the other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

// Is UTF-8's byte order mark a sign before the text, or its first character?
enum class ByteOrderMark { sign, text };

enum class Encoding { utf8, utf16le, utf16be, latin1, ascii, windows1252, other };

class SourceText {
 public:
  SourceText() = default;
  // Decodes as libxml2 does: byte order mark, then the first bytes, then the declaration, then UTF-8.
  // Error: an encoding nobody here knows, or bytes that do not decode and encode back to themselves.
  static Result<SourceText> decode(std::string bytes, const std::string& path);
  // Decodes by an encoding that is known; of byte order marks UTF-8's only.
  static Result<SourceText> decode(std::string bytes, const std::string& path, Encoding encoding,
                                   ByteOrderMark mark = ByteOrderMark::sign);

  const std::string& bytes() const { return bytes_; }
  std::string_view text() const {
    return sameBytes_ ? std::string_view(bytes_).substr(markSize_) : std::string_view(decoded_);
  }
  std::size_t byteOffset(std::size_t textOffset) const;
  std::size_t textOffset(std::size_t byteOffset) const;
  bool isUtf8() const { return encoding_ == Encoding::utf8; }
  bool isSameBytes() const { return sameBytes_; }  // text() is a view of bytes()
  // Can the file's encoding hold this character?
  bool holds(char32_t codePoint) const;
  // Encodings with shift states encode characters beyond ASCII by the run: text may be cut beside ASCII only.
  bool encodesRuns() const { return encoding_ == Encoding::other; }
  // Text that holds() says yes to.
  std::string encode(std::string_view text) const;

 private:
  Status decodeBody(const std::string& path);
  Status decodeOther(const std::string& path);
  void setMarks();

  std::string bytes_;
  std::string decoded_;
  std::string name_;  // of Encoding::other, as libxml2 knows it
  Encoding encoding_ = Encoding::utf8;
  std::size_t markSize_ = 0;  // byte order mark
  bool sameBytes_ = true;     // text() is a view of bytes_
  // Otherwise: places where text and bytes are known to meet, so that an offset costs no walk from the start.
  struct Mark {
    std::size_t text;
    std::size_t bytes;
  };
  std::vector<Mark> marks_;
};

// Makes windows-1252 known to libxml2 by our own table: a static C library has no iconv.
void registerEncodings();

}  // namespace carbonfix
