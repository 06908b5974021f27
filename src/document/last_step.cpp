#include "carbonfix/document/last_step.h"

#include <fmt/format.h>

#include <algorithm>

#include "carbonfix/base/text.h"
#include "document/xpath_lexer.h"

namespace carbonfix {
namespace {

using Kind = XPathTokenKind;

class Splitter {
 public:
  explicit Splitter(std::string_view xpath) : xpath_(xpath), tokens_(lexXPath(xpath)) {}

  Result<LastStep> run() {
    if (Status ok = findStep(); !ok) return ok.error();
    LastStep found;
    found.parent = tokens_.empty() || at_ == 0 ? "." : std::string(trim(xpath_.substr(0, tokens_[at_ - 1].offset)));
    if (found.parent.empty()) return refuse(at_, "the document element can't be made");
    if (takes(Kind::axis, "child")) at_ += 2;
    if (!is(Kind::elementName) || token().text.find('*') != std::string_view::npos) {
      return refuse(at_, "the last step of this path is no element's name");
    }
    found.step = trim(xpath_.substr(token().offset));
    found.name = token().text;
    ++at_;
    while (at_ < tokens_.size()) {
      if (Status ok = predicate(found.demands); !ok) return ok.error();
    }
    return found;
  }

 private:
  // Sets at_ to what follows the last "/" that stands in no predicate and no parentheses.
  Status findStep() {
    int depth = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const XPathToken& each = tokens_[i];
      if (each.kind == Kind::bad) return refuse(i, "this can't be read");
      if (each.text == "(" || each.text == "[") ++depth;
      if (each.text == ")" || each.text == "]") --depth;
      if (depth > 0) continue;
      if (each.kind == Kind::op) return refuse(i, fmt::format("\"{}\" makes this more than one path", each.text));
      if (each.text == "/" || each.text == "//") at_ = i + 1;
    }
    if (at_ > 0 && tokens_[at_ - 1].text == "//") return refuse(at_ - 1, "\"//\" does not say what holds the element");
    return {};
  }

  // [a='v' and …]
  Status predicate(std::vector<Demand>& demands) {
    if (!takes(Kind::punctuation, "[")) return refuse(at_, "this is no predicate");
    do {
      ++at_;
      if (Status ok = comparison(demands); !ok) return ok;
    } while (takes(Kind::op, "and"));
    if (!takes(Kind::punctuation, "]")) return refuse(at_, "this predicate asks for more than a value");
    ++at_;
    return {};
  }

  Status comparison(std::vector<Demand>& demands) {
    Demand demand;
    const std::size_t start = at_;
    if (takes(Kind::punctuation, "@")) {
      ++at_;
    } else if (takes(Kind::axis, "attribute")) {
      at_ += 2;
    }
    demand.isAttribute = is(Kind::attributeName);
    if ((!is(Kind::attributeName) && !is(Kind::elementName)) || token().text.find('*') != std::string_view::npos) {
      return refuse(start, "this predicate asks for something that can't be made");
    }
    demand.name = token().text;
    ++at_;
    if (!takes(Kind::op, "=")) return refuse(at_, "this predicate does not say which value there is");
    ++at_;
    if (!is(Kind::literal) && !is(Kind::variable))
      return refuse(at_, "the value must be a text in quotes or a $variable");
    const std::string_view text = token().text;
    if (is(Kind::literal)) demand.value = text.substr(1, text.size() - 2);
    if (is(Kind::variable)) demand.variable = text.substr(1);
    const bool twice = std::any_of(demands.begin(), demands.end(), [&](const Demand& other) {
      return demand.isAttribute && other.isAttribute && other.name == demand.name;
    });
    if (twice) return refuse(start, fmt::format("the attribute {} is asked for twice", demand.name));
    demands.push_back(std::move(demand));
    ++at_;
    return {};
  }

  const XPathToken& token() const { return tokens_[at_]; }
  bool is(Kind kind) const { return at_ < tokens_.size() && token().kind == kind; }
  bool takes(Kind kind, std::string_view text) const { return is(kind) && token().text == text; }

  Error refuse(std::size_t index, std::string why) const {
    const std::size_t offset = index < tokens_.size() ? tokens_[index].offset : xpath_.size();
    Error error{std::move(why)};
    error.at = Position{1, countCodePoints(xpath_.substr(0, offset)) + 1};
    error.hint = "what can be made ends in name, name[@a='v'] or name[a='v'], below a path to one element";
    return error;
  }

  std::string_view xpath_;
  std::vector<XPathToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

Result<LastStep> splitLastStep(std::string_view xpath) { return Splitter(xpath).run(); }

}  // namespace carbonfix
