// An independent count of where things stand in a well-formed document, for comparison: shares no code with the
// product, knows no tree, and walks the raw bytes of UTF-8 or single-byte text once, counting lines as it goes.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix::test {

struct Mark {
  char kind = 0;  // 'e' element, 'a' attribute, 'c' comment
  std::string name;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t offset = 0;
};

class PositionScanner {
 public:
  PositionScanner(std::string_view bytes, bool utf8) : bytes_(bytes), utf8_(utf8) {}

  // Elements at their name, attributes at the opening quote, comments at "<"; in the order of the text, without
  // namespace declarations.
  std::vector<Mark> scan() {
    if (bytes_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < bytes_.size()) {
      if (!looking("<")) {
        step();
      } else if (looking("<!--")) {
        mark('c', "");
        skipBehind("-->", 4);
      } else if (looking("<![CDATA[")) {
        skipBehind("]]>", 9);
      } else if (looking("<?")) {
        skipBehind("?>", 2);
      } else if (looking("<!")) {
        skipDoctype();
      } else if (looking("</")) {
        skipBehind(">", 2);
      } else {
        scanTag();
      }
    }
    return std::move(marks_);
  }

 private:
  bool looking(std::string_view text) const { return bytes_.substr(at_, text.size()) == text; }

  // One byte on. A line ends at LF, CRLF or a lone CR; bytes that continue a UTF-8 sequence are no column.
  void step() {
    const char c = bytes_[at_++];
    const char next = at_ < bytes_.size() ? bytes_[at_] : '\0';
    if (c == '\n' || (c == '\r' && next != '\n')) {
      ++line_;
      column_ = 1;
    } else if (c != '\r' && !(utf8_ && at_ < bytes_.size() && (static_cast<unsigned char>(next) >> 6U) == 2U)) {
      ++column_;
    }
  }

  void skip(std::size_t count) {
    while (count-- > 0 && at_ < bytes_.size()) step();
  }

  void skipBehind(std::string_view end, std::size_t from) {
    skip(from);
    while (at_ < bytes_.size() && !looking(end)) step();
    skip(end.size());
  }

  void skipDoctype() {
    int depth = 0;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (looking("<!--")) {
        skipBehind("-->", 4);
      } else if (looking("<?")) {
        skipBehind("?>", 2);
      } else if (c == '"' || c == '\'') {
        skipBehind(std::string_view(&c, 1), 1);
      } else {
        if (c == '<') ++depth;
        if (c == '>') --depth;
        step();
        if (c == '>' && depth == 0) return;
      }
    }
  }

  void scanTag() {
    skip(1);
    const std::size_t nameAt = at_;
    const Mark place = here('e');
    while (at_ < bytes_.size() && std::strchr(" \t\r\n/>", bytes_[at_]) == nullptr) step();
    marks_.push_back(place);
    marks_.back().name = bytes_.substr(nameAt, at_ - nameAt);
    while (at_ < bytes_.size() && !looking(">")) {
      if (std::strchr(" \t\r\n/", bytes_[at_]) != nullptr) {
        step();
      } else {
        scanAttribute();
      }
    }
    skip(1);
  }

  void scanAttribute() {
    const std::size_t nameAt = at_;
    while (at_ < bytes_.size() && std::strchr(" \t\r\n=", bytes_[at_]) == nullptr) step();
    const std::string name(bytes_.substr(nameAt, at_ - nameAt));
    while (at_ < bytes_.size() && bytes_[at_] != '"' && bytes_[at_] != '\'') step();
    if (name != "xmlns" && !name.starts_with("xmlns:")) mark('a', name);
    const std::string quote(bytes_.substr(at_, 1));
    skipBehind(quote, 1);
  }

  Mark here(char kind) const { return {kind, "", line_, column_, at_}; }
  void mark(char kind, const std::string& name) {
    marks_.push_back(here(kind));
    marks_.back().name = name;
  }

  std::string_view bytes_;
  bool utf8_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::vector<Mark> marks_;
};

}  // namespace carbonfix::test
