#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "document/xpath_program.h"
#include "document/xpath_program_nodes.h"
#include "document/xpath_program_values.h"

namespace carbonfix {
namespace {

using Kind = XPathOp::Kind;
using Function = XPathOp::Function;
using Axis = XPathStep::Axis;
using Test = XPathStep::Test;

constexpr std::size_t kDeepest = 30;     // levels of brackets
constexpr std::size_t kLongest = 1'000;  // tokens: each may be a level of the tree

struct KnownFunction {
  std::string_view name;
  Function function;
  std::size_t least;
  std::size_t most;
};

constexpr KnownFunction kFunctions[] = {
    {"boolean", Function::booleanOf, 1, 1},
    {"concat", Function::concat, 2, 99},
    {"contains", Function::contains, 2, 2},
    {"contains-token", Function::containsToken, 2, 2},
    {"count", Function::count, 1, 1},
    {"current", Function::current, 0, 0},
    {"document", Function::document, 1, 1},
    {"ends-with", Function::endsWith, 2, 2},
    {"false", Function::isFalse, 0, 0},
    {"file-exists", Function::fileExists, 1, 1},
    {"group", Function::group, 2, 2},
    {"key", Function::key, 2, 2},
    {"last", Function::last, 0, 0},
    {"local-name", Function::localName, 0, 1},
    {"lower-case", Function::lowerCase, 1, 1},
    {"matches", Function::matches, 2, 2},
    {"name", Function::name, 0, 1},
    {"normalize-space", Function::normalizeSpace, 0, 1},
    {"not", Function::negate, 1, 1},
    {"number", Function::numberOf, 0, 1},
    {"starts-with", Function::startsWith, 2, 2},
    {"string", Function::stringOf, 0, 1},
    {"string-length", Function::stringLength, 0, 1},
    {"substring", Function::substring, 2, 3},
    {"substring-after", Function::substringAfter, 2, 2},
    {"substring-before", Function::substringBefore, 2, 2},
    {"translate", Function::translate, 3, 3},
    {"true", Function::isTrue, 0, 0},
    {"upper-case", Function::upperCase, 1, 1},
    {"usual", Function::usual, 2, 2},
};

constexpr std::pair<std::string_view, Axis> kAxes[] = {
    {"child", Axis::child},
    {"attribute", Axis::attribute},
    {"descendant", Axis::descendant},
    {"descendant-or-self", Axis::descendantOrSelf},
    {"self", Axis::self},
    {"parent", Axis::parent},
    {"ancestor", Axis::ancestor},
    {"ancestor-or-self", Axis::ancestorOrSelf},
    {"preceding-sibling", Axis::precedingSibling},
    {"following-sibling", Axis::followingSibling},
};

bool isNodes(const XPathOp& op) {
  return op.kind == Kind::path || op.kind == Kind::unite ||
         (op.kind == Kind::call &&
          (asksKey(op.function) || op.function == Function::document || op.function == Function::current));
}

bool mayBeNodes(const XPathOp& op) { return isNodes(op) || op.kind == Kind::variable; }

// Could a predicate hang on how many nodes there are, or on a node's place among them?
bool countsNodes(const XPathOp& predicate) { return givesNumber(predicate) || asksForLast(predicate); }

class Parser {
 public:
  Parser(const std::vector<XPathToken>& tokens, bool isPattern) : tokens_(tokens), isPattern_(isPattern) {}

  std::optional<XPathOp> run() {
    XPathOp op = isPattern_ ? alternatives() : either();
    if (!ok_ || at_ != tokens_.size()) return std::nullopt;
    return op;
  }

 private:
  bool is(std::string_view text) const { return at_ < tokens_.size() && tokens_[at_].text == text && !isLiteral(); }
  bool isLiteral() const { return tokens_[at_].kind == XPathTokenKind::literal; }
  bool isKind(XPathTokenKind kind) const { return at_ < tokens_.size() && tokens_[at_].kind == kind; }
  bool isOp(std::string_view text) const { return isKind(XPathTokenKind::op) && tokens_[at_].text == text; }
  bool take(std::string_view text) {
    if (!is(text)) return false;
    ++at_;
    return true;
  }
  void need(std::string_view text) {
    if (!take(text)) ok_ = false;
  }
  XPathOp fail() {
    ok_ = false;
    return {};
  }

  static XPathOp join(Kind kind, XPathOp left, XPathOp right) {
    XPathOp op;
    op.kind = kind;
    op.operands.push_back(std::move(left));
    op.operands.push_back(std::move(right));
    return op;
  }

  XPathOp either() {
    XPathOp left = both();
    while (ok_ && isOp("or")) {
      ++at_;
      left = join(Kind::either, std::move(left), both());
    }
    return left;
  }

  XPathOp both() {
    XPathOp left = equality();
    while (ok_ && isOp("and")) {
      ++at_;
      left = join(Kind::both, std::move(left), equality());
    }
    return left;
  }

  XPathOp equality() {
    XPathOp left = relation();
    while (ok_ && (isOp("=") || isOp("!="))) {
      const Kind kind = tokens_[at_++].text == "=" ? Kind::eq : Kind::ne;
      left = join(kind, std::move(left), relation());
    }
    return left;
  }

  XPathOp relation() {
    static constexpr std::pair<std::string_view, Kind> kRelations[] = {
        {"<", Kind::lt}, {"<=", Kind::le}, {">", Kind::gt}, {">=", Kind::ge}};
    XPathOp left = sum();
    while (ok_ && isKind(XPathTokenKind::op)) {
      const auto* const found =
          std::ranges::find(kRelations, tokens_[at_].text, [](const auto& each) { return each.first; });
      if (found == std::end(kRelations)) return left;
      ++at_;
      left = join(found->second, std::move(left), sum());
    }
    return left;
  }

  XPathOp sum() {
    XPathOp left = product();
    while (ok_ && (isOp("+") || isOp("-"))) {
      const Kind kind = tokens_[at_++].text == "+" ? Kind::plus : Kind::minus;
      left = join(kind, std::move(left), product());
    }
    return left;
  }

  XPathOp product() {
    XPathOp left = signedOne();
    while (ok_ && (isOp("*") || isOp("div") || isOp("mod"))) {
      const std::string_view name = tokens_[at_++].text;
      left = join(name == "*"     ? Kind::times
                  : name == "div" ? Kind::divide
                                  : Kind::modulo,
                  std::move(left), signedOne());
    }
    return left;
  }

  XPathOp signedOne() {
    if (!isOp("-")) return unite();
    ++at_;
    if (isOp("-")) return fail();
    XPathOp op;
    op.kind = Kind::minus;
    op.operands.push_back(unite());
    return op;
  }

  XPathOp unite() {
    XPathOp left = path();
    while (ok_ && isOp("|")) {
      ++at_;
      XPathOp right = path();
      if (!mayBeNodes(left) || !mayBeNodes(right)) return fail();
      left = join(Kind::unite, std::move(left), std::move(right));
    }
    return left;
  }

  // A match pattern: paths, which begin at any depth unless they say "/".
  XPathOp alternatives() {
    XPathOp left = anyDepth(path());
    while (ok_ && isOp("|")) {
      ++at_;
      left = join(Kind::unite, std::move(left), anyDepth(path()));
    }
    return left;
  }

  XPathOp anyDepth(XPathOp op) {
    if (op.kind != Kind::path || !op.operands.empty()) return fail();
    if (op.isAbsolute) return op;
    op.isAbsolute = true;
    XPathStep first = std::move(op.steps.front());
    op.steps.erase(op.steps.begin());
    std::vector<XPathStep> steps;
    addAnywhere(steps, std::move(first));
    std::move(op.steps.begin(), op.steps.end(), std::back_inserter(steps));
    op.steps = std::move(steps);
    return op;
  }

  // "//" and a step.
  void addAnywhere(std::vector<XPathStep>& steps, XPathStep step) {
    if (step.axis == Axis::attribute) {
      XPathStep all;
      all.axis = Axis::descendantOrSelf;
      steps.push_back(std::move(all));
    } else if (step.axis == Axis::child && std::ranges::none_of(step.predicates, countsNodes)) {
      step.axis = Axis::descendant;
      step.isShort = true;
    } else {
      ok_ = false;
    }
    steps.push_back(std::move(step));
  }

  bool startsStep() const {
    return isKind(XPathTokenKind::elementName) || isKind(XPathTokenKind::axis) || isKind(XPathTokenKind::nodeType) ||
           is(".") || is("..") || is("@");
  }

  XPathOp path() {
    XPathOp op;
    if (is("/") || is("//")) {
      op.isAbsolute = true;
      if (is("/")) {
        ++at_;
        if (!startsStep()) return op;
        op.steps.push_back(step());
      }
    } else if (startsStep()) {
      op.steps.push_back(step());
    } else {
      XPathOp start = primary();
      if (!is("[") && !is("/") && !is("//")) return start;
      if (!mayBeNodes(start)) return fail();
      op.operands.push_back(std::move(start));
      op.predicates = predicates();
    }
    while (ok_ && (is("/") || is("//"))) {
      const bool anywhere = tokens_[at_++].text == "//";
      XPathStep next = step();
      if (anywhere) {
        addAnywhere(op.steps, std::move(next));
      } else {
        op.steps.push_back(std::move(next));
      }
    }
    return op;
  }

  XPathStep step() {
    XPathStep step;
    if (is(".") || is("..")) {
      step.axis = tokens_[at_++].text == "." ? Axis::self : Axis::parent;
      return step;
    }
    if (take("@")) {
      step.axis = Axis::attribute;
    } else if (isKind(XPathTokenKind::axis)) {
      const auto* const axis = std::ranges::find(kAxes, tokens_[at_].text, [](const auto& each) { return each.first; });
      ++at_;
      need("::");
      if (axis == std::end(kAxes)) ok_ = false;
      if (!ok_) return step;
      step.axis = axis->second;
    }
    nodeTest(step);
    step.predicates = predicates();
    return step;
  }

  void nodeTest(XPathStep& step) {
    if (isKind(XPathTokenKind::nodeType)) {
      const std::string_view type = tokens_[at_++].text;
      need("(");
      need(")");
      if (type == "processing-instruction") ok_ = false;
      step.test = type == "text" ? Test::text : type == "comment" ? Test::comment : Test::node;
      // libxml2's answer to what an attribute or a document type is among them is its own.
      if (step.test == Test::node && step.axis != Axis::self && step.axis != Axis::parent) ok_ = false;
      return;
    }
    if (!isKind(XPathTokenKind::elementName) && !isKind(XPathTokenKind::attributeName)) {
      ok_ = false;
      return;
    }
    step.name = tokens_[at_++].text;
    step.test = step.name == "*" ? Test::anyName : Test::name;
    if (step.name.find(':') != std::string::npos) ok_ = false;
  }

  std::vector<XPathOp> predicates() {
    std::vector<XPathOp> list;
    while (ok_ && take("[")) {
      if (++depth_ > kDeepest) ok_ = false;
      ++predicates_;
      if (ok_) list.push_back(either());
      need("]");
      --predicates_;
      --depth_;
    }
    return list;
  }

  XPathOp primary() {
    if (at_ >= tokens_.size()) return fail();
    const XPathToken& token = tokens_[at_];
    XPathOp op;
    switch (token.kind) {
      case XPathTokenKind::literal:
        op.kind = Kind::literal;
        op.text = token.text.substr(1, token.text.size() - 2);
        ++at_;
        return op;
      case XPathTokenKind::number: {
        op.kind = Kind::number;
        const char* const end = token.text.data() + token.text.size();
        const auto read = std::from_chars(token.text.data(), end, op.number);
        // libxml2 reads long fractions in its own way.
        if (read.ec != std::errc() || read.ptr != end || token.text.find('.') != std::string_view::npos) ok_ = false;
        ++at_;
        return op;
      }
      case XPathTokenKind::variable:
        op.kind = Kind::variable;
        op.text = token.text.substr(1);
        ++at_;
        return op;
      case XPathTokenKind::function:
        return call();
      default:
        break;
    }
    if (!take("(") || ++depth_ > kDeepest) return fail();
    op = either();
    need(")");
    --depth_;
    return op;
  }

  XPathOp call() {
    const std::string_view name = tokens_[at_++].text;
    const auto* const known = std::ranges::find(kFunctions, name, &KnownFunction::name);
    if (known == std::end(kFunctions) || ++depth_ > kDeepest) return fail();
    XPathOp op;
    op.kind = Kind::call;
    op.function = known->function;
    need("(");
    while (ok_ && !is(")")) {
      if (!op.operands.empty()) need(",");
      if (ok_) op.operands.push_back(either());
    }
    need(")");
    --depth_;
    if (op.function == Function::last && predicates_ == 0) return fail();
    if (op.operands.size() < known->least || op.operands.size() > known->most) return fail();
    const bool wantsNodes =
        op.function == Function::count || op.function == Function::name || op.function == Function::localName;
    if (wantsNodes && !op.operands.empty() && !mayBeNodes(op.operands[0])) return fail();
    return op;
  }

  const std::vector<XPathToken>& tokens_;
  bool isPattern_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t predicates_ = 0;  // that are open
  bool ok_ = true;
};

}  // namespace

std::shared_ptr<const XPathProgram> XPathProgram::parse(const std::vector<XPathToken>& tokens, bool isPattern) {
  if (tokens.size() > kLongest) return nullptr;
  auto root = Parser(tokens, isPattern).run();
  if (!root) return nullptr;
  markWalks(*root);
  return of(std::move(*root));
}

std::shared_ptr<const XPathProgram> XPathProgram::of(XPathOp root) {
  return std::shared_ptr<const XPathProgram>(new XPathProgram(std::move(root)));
}

}  // namespace carbonfix
