#include "document/xpath_lexer.h"

namespace carbonfix {
namespace {

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool startsName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool inName(char c) { return startsName(c) || isDigit(c) || c == '-' || c == '.'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<XPathToken> run() {
    while (true) {
      while (at_ < text_.size() && isSpace(text_[at_])) ++at_;
      if (at_ >= text_.size()) return std::move(tokens_);
      step();
      if (tokens_.back().kind == XPathTokenKind::bad) return std::move(tokens_);
    }
  }

 private:
  void add(XPathTokenKind kind, std::size_t size) {
    tokens_.push_back({kind, at_, text_.substr(at_, size)});
    at_ += size;
  }

  bool starts(std::string_view prefix) const { return text_.compare(at_, prefix.size(), prefix) == 0; }

  // §3.7: after these a "*" is a name test and a name is no operator.
  bool operandExpected() const {
    if (tokens_.empty()) return true;
    const XPathToken& last = tokens_.back();
    if (last.kind == XPathTokenKind::op) return true;
    if (last.kind != XPathTokenKind::punctuation) return false;
    return last.text != ")" && last.text != "]" && last.text != "." && last.text != "..";
  }

  bool onAttributeAxis() const {
    if (tokens_.empty()) return false;
    if (tokens_.back().text == "@") return true;
    if (tokens_.back().text != "::" || tokens_.size() < 2) return false;
    const std::string_view axis = tokens_[tokens_.size() - 2].text;
    return axis == "attribute" || axis == "namespace";
  }

  XPathTokenKind nameTest() const {
    return onAttributeAxis() ? XPathTokenKind::attributeName : XPathTokenKind::elementName;
  }

  void step() {
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
      const std::size_t end = text_.find(c, at_ + 1);
      return end == std::string_view::npos ? add(XPathTokenKind::bad, text_.size() - at_)
                                           : add(XPathTokenKind::literal, end + 1 - at_);
    }
    if (isDigit(c) || (c == '.' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]))) return number();
    if (c == '$') return variable();
    if (startsName(c)) return name();
    for (const std::string_view two : {"::", "//", ".."}) {
      if (starts(two)) return add(XPathTokenKind::punctuation, 2);
    }
    for (const std::string_view two : {"!=", "<=", ">="}) {
      if (starts(two)) return add(XPathTokenKind::op, 2);
    }
    if (c == '*') return add(operandExpected() ? nameTest() : XPathTokenKind::op, 1);
    if (std::string_view("|+-=<>").find(c) != std::string_view::npos) return add(XPathTokenKind::op, 1);
    if (std::string_view("()[],.@/").find(c) != std::string_view::npos) return add(XPathTokenKind::punctuation, 1);
    add(XPathTokenKind::bad, 1);
  }

  void number() {
    std::size_t end = at_;
    while (end < text_.size() && (isDigit(text_[end]) || text_[end] == '.')) ++end;
    add(XPathTokenKind::number, end - at_);
  }

  std::size_t endOfName(std::size_t from) const {
    std::size_t end = from;
    while (end < text_.size() && inName(text_[end])) ++end;
    return end;
  }

  // A QName from `from`; "p::" is an axis, not a prefix.
  std::size_t endOfQName(std::size_t from, bool wildcard) const {
    std::size_t end = endOfName(from);
    if (end + 1 < text_.size() && text_[end] == ':' && text_[end + 1] != ':') {
      if (startsName(text_[end + 1])) return endOfName(end + 1);
      if (wildcard && text_[end + 1] == '*') return end + 2;
    }
    return end;
  }

  void variable() {
    const std::size_t end = at_ + 1 < text_.size() && startsName(text_[at_ + 1]) ? endOfQName(at_ + 1, false) : at_;
    add(end == at_ ? XPathTokenKind::bad : XPathTokenKind::variable, end == at_ ? 1 : end - at_);
  }

  void name() {
    if (!operandExpected()) return add(XPathTokenKind::op, endOfName(at_) - at_);
    const std::size_t end = endOfQName(at_, true);
    std::size_t next = end;
    while (next < text_.size() && isSpace(text_[next])) ++next;
    const std::string_view word = text_.substr(at_, end - at_);
    if (next < text_.size() && text_[next] == '(') {
      const bool type = word == "text" || word == "node" || word == "comment" || word == "processing-instruction";
      return add(type ? XPathTokenKind::nodeType : XPathTokenKind::function, end - at_);
    }
    if (text_.compare(next, 2, "::") == 0) return add(XPathTokenKind::axis, end - at_);
    add(nameTest(), end - at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<XPathToken> tokens_;
};

}  // namespace

std::vector<XPathToken> lexXPath(std::string_view expression) { return Lexer(expression).run(); }

}  // namespace carbonfix
