// Compiling: names are rewritten to what they mean on a view whose elements have left their default namespace. What
// can't be compiled is told of in the author's own words and positions.
#include "carbonfix/document/xpath.h"

#include <fmt/format.h>
#include <libxml/xpath.h>

#include <algorithm>
#include <array>
#include <set>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/live_functions.h"
#include "document/xml/parser.h"
#include "document/xpath_impl.h"
#include "document/xpath_lexer.h"

namespace carbonfix {
namespace {

constexpr std::array<std::string_view, 27> kCoreFunctions = {"last",
                                                             "position",
                                                             "count",
                                                             "id",
                                                             "local-name",
                                                             "namespace-uri",
                                                             "name",
                                                             "string",
                                                             "concat",
                                                             "starts-with",
                                                             "contains",
                                                             "substring-before",
                                                             "substring-after",
                                                             "substring",
                                                             "string-length",
                                                             "normalize-space",
                                                             "translate",
                                                             "boolean",
                                                             "not",
                                                             "true",
                                                             "false",
                                                             "lang",
                                                             "number",
                                                             "sum",
                                                             "floor",
                                                             "ceiling",
                                                             "round"};

constexpr std::string_view kOwnFunctions[] = {"current",     "document",   "key",        "group",     "usual",
                                              "matches",     "lower-case", "upper-case", "ends-with", "contains-token",
                                              "file-exists", "tokenize",   "files",      "lines",     "raw-matches",
                                              "select",      "jdbc",       "ip-kind",    "ip-in",     "version-compare",
                                              "file-digest", "string-join"};

Error errorAt(std::string_view text, std::size_t offset, std::string message, std::string hint = {}) {
  Error error{std::move(message)};
  error.at = Position{1, countCodePoints(text.substr(0, std::min(offset, text.size()))) + 1};
  error.hint = std::move(hint);
  return error;
}

constexpr std::string_view kAnyNamespace = "##any";

struct SyntaxError {
  std::size_t offset = 0;
  std::string message;
};

void collectSyntax(void* data, xmlErrorPtr error) {
  auto* found = static_cast<SyntaxError*>(data);
  if (!found->message.empty()) return;
  found->offset = static_cast<std::size_t>(std::max(error->int1, 0));
  found->message = std::string(trim(error->message == nullptr ? "" : error->message));
}

struct FreeContext {
  void operator()(xmlXPathContextPtr context) const { xmlXPathFreeContext(context); }
};

// One context for compiling serves the thread; expressions do not keep it.
xmlXPathContextPtr compileContext() {
  thread_local const std::unique_ptr<xmlXPathContext, FreeContext> context = [] {
    initXml();
    return std::unique_ptr<xmlXPathContext, FreeContext>(xmlXPathNewContext(nullptr));
  }();
  return context.get();
}

xmlXPathCompExprPtr compileText(const std::string& text, SyntaxError& error) {
  xmlXPathContextPtr context = compileContext();
  context->error = collectSyntax;
  context->userData = &error;
  xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(context, reinterpret_cast<const xmlChar*>(text.c_str()));
  context->error = nullptr;
  context->userData = nullptr;
  return compiled;
}

std::string quoted(const std::string& text) {
  return text.find('\'') == std::string::npos ? "'" + text + "'" : "\"" + text + "\"";
}

class Compiler {
 public:
  Compiler(std::string_view text, const Namespaces& namespaces, bool pattern)
      : text_(text), namespaces_(namespaces), pattern_(pattern), tokens_(lexXPath(text)) {}

  Result<std::shared_ptr<XPath::Impl>> run() {
    auto impl = std::make_shared<XPath::Impl>();
    impl->text = text_;
    if (trim(text_).empty()) return errorAt(text_, 0, "the expression is empty");
    const Status currents = findCurrents();
    impl->rewritten = rewrite();
    if (impl->rewritten == impl->text) impl->rewritten.clear();
    if (namespaces_.defaultElement == kAnyNamespace && !namespaces_.joinsTexts && currents_.empty()) {
      impl->program = XPathProgram::parse(tokens_, pattern_);
    }
    if (impl->program == nullptr && impl->needCompiled() == nullptr) return whyNot();
    if (Status ok = examine(*impl); !ok) return ok.error();
    if (!currents) return currents.error();
    bindPrefixes(*impl);
    return impl;
  }

 private:
  static std::string lowerFirst(std::string text) {
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z')) {
      text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
  }

  // The expression as the author wrote it tells where it is wrong.
  Error whyNot() const {
    SyntaxError syntax;
    const std::unique_ptr<xmlXPathCompExpr, FreeXPath> compiled(compileText(std::string(text_), syntax));
    if (compiled != nullptr) return errorAt(text_, 0, "the expression can't be used as a match pattern");
    const std::string word = syntax.message.empty() ? "it can't be read" : lowerFirst(syntax.message);
    return errorAt(text_, syntax.offset, fmt::format("not an XPath 1.0 expression: {}", word));
  }

  Status examine(XPath::Impl& impl) {
    impl.constant = true;
    for (const XPathToken& token : tokens_) {
      switch (token.kind) {
        case XPathTokenKind::variable:
          impl.variables.emplace_back(token.text.substr(1));
          break;
        case XPathTokenKind::function:
          if (Status ok = checkFunction(token); !ok) return ok;
          impl.functions.emplace_back(token.text);
          if (token.text == "true" || token.text == "false") continue;
          break;
        case XPathTokenKind::elementName:
        case XPathTokenKind::attributeName:
          if (Status ok = checkPrefix(token); !ok) return ok;
          impl.looksAtDocument = true;
          break;
        case XPathTokenKind::literal:
        case XPathTokenKind::number:
        case XPathTokenKind::op:
          continue;
        case XPathTokenKind::punctuation:
          if (token.text == "(" || token.text == ")" || token.text == ",") continue;
          impl.looksAtDocument = impl.looksAtDocument || token.text == "." || token.text == ".." || token.text == "/";
          break;
        default:
          break;
      }
      impl.constant = false;
    }
    return {};
  }

  // current() in a predicate of a pattern is the node that the pattern matches, so the predicate has to be the last
  // step's, where that node is the context node.
  Status findCurrents() {
    if (!pattern_) return {};
    std::size_t open = 0;  // of the predicate around the token
    int depth = 0;
    const XPathToken* current = nullptr;  // the last one in a predicate of this step
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::string_view text = tokens_[i].text;
      if (depth == 0 && text == "[") open = i;
      if (depth == 0 && (text == "/" || text == "//") && current != nullptr) {
        return errorAt(text_, current->offset, "current() may stand in predicates of the last step only");
      }
      if (depth == 0 && text == "|") current = nullptr;
      if (text == "[" || text == "(") ++depth;
      if (text == "]" || text == ")") --depth;
      if (tokens_[i].kind == XPathTokenKind::function && text == "current" && tokens_[open].text == "[" && depth > 0) {
        current = &tokens_[i];
        currents_.insert(open);
      }
    }
    return {};
  }

  Status checkFunction(const XPathToken& token) const {
    const auto known = [&](const auto& list) {
      return std::find(std::begin(list), std::end(list), token.text) != std::end(list);
    };
    if (known(kCoreFunctions) || known(kOwnFunctions)) return {};
    std::vector<std::string> names(kCoreFunctions.begin(), kCoreFunctions.end());
    names.insert(names.end(), std::begin(kOwnFunctions), std::end(kOwnFunctions));
    for (const LiveFunction& live : liveFunctions()) {
      if (live.name == token.text) return {};
      names.emplace_back(live.name);
    }
    return errorAt(text_, token.offset,
                   fmt::format("there is no function {}(){}", token.text, didYouMean(token.text, names)));
  }

  Status checkPrefix(const XPathToken& token) const {
    const std::size_t colon = token.text.find(':');
    if (colon == std::string_view::npos) return {};
    const std::string_view prefix = token.text.substr(0, colon);
    if (prefix == "xml" || namespaces_.prefixes.find(prefix) != namespaces_.prefixes.end()) return {};
    return errorAt(text_, token.offset, fmt::format("the prefix \"{}\" is not declared", prefix),
                   fmt::format("declare it with <ns prefix=\"{}\" uri=\"…\"/>", prefix));
  }

  std::string rewrite() const {
    std::string out;
    std::size_t copied = 0;
    bool alternativeStarts = pattern_;
    int depth = 0;
    bool inText = false;
    int marked = 0;  // depth of the predicate that begins by saying what current() is
    for (const XPathToken& token : tokens_) {
      out += text_.substr(copied, token.offset - copied);
      copied = token.offset + token.text.size();
      if (marked > 0 && token.text == "]" && depth == marked) {
        out += ")";
        marked = 0;
      }
      if (alternativeStarts) {
        // A pattern matches at any depth unless it says "/".
        const bool anchored = token.text == "/" || token.text == "//" || token.kind == XPathTokenKind::function;
        if (!anchored) out += "//";
        alternativeStarts = false;
      }
      if (token.text == "[" || token.text == "(") ++depth;
      if (token.text == "]" || token.text == ")") --depth;
      if (pattern_ && depth == 0 && token.text == "|") alternativeStarts = true;
      out += token.kind == XPathTokenKind::elementName ? element(token.text) : std::string(token.text);
      if (token.kind == XPathTokenKind::nodeType) inText = namespaces_.joinsTexts && token.text == "text";
      if (currents_.contains(static_cast<std::size_t>(&token - tokens_.data()))) {
        out += fmt::format("{}() and (", kCurrentHereFunction);
        marked = depth;
      }
      if (inText && token.text == ")") {
        out += fmt::format("[{}()]", kFirstTextFunction);
        inText = false;
      }
    }
    return out + std::string(text_.substr(copied));
  }

  // Elements in a default namespace have none in the view; the file's own is asked for where it matters.
  std::string element(std::string_view name) const {
    const std::size_t colon = name.find(':');
    if (namespaces_.defaultElement == kIgnoreNamespaces) {
      const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
      return local == "*" ? "*" : fmt::format("*[local-name() = '{}']", local);
    }
    if (colon != std::string_view::npos) {
      const auto found = namespaces_.prefixes.find(name.substr(0, colon));
      if (found == namespaces_.prefixes.end()) return std::string(name);
      return named("*", found->second, name.substr(colon + 1));
    }
    if (name == "*" || namespaces_.defaultElement == kAnyNamespace) return std::string(name);
    if (namespaces_.defaultElement == "##local") return named(name, "", name);
    return named("*", namespaces_.defaultElement, name);
  }

  static std::string named(std::string_view test, const std::string& uri, std::string_view local) {
    return fmt::format("{}[{}({}, '{}')]", test, kNamedFunction, quoted(uri), local);
  }

  void bindPrefixes(XPath::Impl& impl) const {
    for (const XPathToken& token : tokens_) {
      const std::size_t colon = token.text.find(':');
      if (token.kind != XPathTokenKind::attributeName || colon == std::string_view::npos) continue;
      const auto found = namespaces_.prefixes.find(token.text.substr(0, colon));
      if (found != namespaces_.prefixes.end()) impl.prefixes.emplace_back(found->first, found->second);
    }
    impl.declarePrefixes();
  }

  std::string_view text_;
  const Namespaces& namespaces_;
  bool pattern_;
  std::vector<XPathToken> tokens_;
  std::set<std::size_t> currents_;  // tokens that open a predicate with current() in it
};

}  // namespace

void XPath::Impl::declarePrefixes() {
  for (auto& [prefix, uri] : prefixes) {
    xmlNs ns{};
    ns.type = XML_NAMESPACE_DECL;
    ns.prefix = reinterpret_cast<const xmlChar*>(prefix.c_str());
    ns.href = reinterpret_cast<const xmlChar*>(uri.c_str());
    namespaces.push_back(ns);
  }
  for (xmlNs& ns : namespaces) namespacePointers.push_back(&ns);
}

xmlXPathCompExprPtr XPath::Impl::needCompiled() const {
  SyntaxError syntax;
  if (compiled == nullptr) compiled.reset(compileText(rewritten.empty() ? text : rewritten, syntax));
  return compiled.get();
}

Result<XPath> XPath::compile(std::string_view text, const Namespaces& namespaces) {
  Result<std::shared_ptr<Impl>> impl = Compiler(text, namespaces, false).run();
  if (!impl) return impl.error();
  return XPath(std::move(*impl));
}

Result<XPath> XPath::compilePattern(std::string_view pattern, const Namespaces& namespaces) {
  Result<std::shared_ptr<Impl>> impl = Compiler(pattern, namespaces, true).run();
  if (!impl) return impl.error();
  return XPath(std::move(*impl));
}

std::vector<std::string> prefixesIn(std::string_view expression) {
  std::vector<std::string> prefixes;
  for (const XPathToken& token : lexXPath(expression)) {
    const std::size_t colon = token.text.find(':');
    const bool name = token.kind == XPathTokenKind::elementName || token.kind == XPathTokenKind::attributeName;
    if (!name || colon == std::string_view::npos) continue;
    const std::string prefix(token.text.substr(0, colon));
    if (std::find(prefixes.begin(), prefixes.end(), prefix) == prefixes.end()) prefixes.push_back(prefix);
  }
  return prefixes;
}

std::string maskedExpression(std::string_view expression) {
  const std::vector<XPathToken> tokens = lexXPath(expression);
  const auto isSecret = [](const XPathToken& token) {
    std::string_view name = token.text.substr(token.text.find(':') + 1);
    if (token.kind == XPathTokenKind::literal) name = token.text.substr(1, token.text.size() - 2);
    return isSecretName(name);
  };
  if (std::none_of(tokens.begin(), tokens.end(), isSecret)) return std::string(expression);
  std::string out;
  std::size_t copied = 0;
  for (const XPathToken& token : tokens) {
    if (token.kind != XPathTokenKind::literal || isSecret(token)) continue;
    out += fmt::format("{}'{}'", expression.substr(copied, token.offset - copied), kMask);
    copied = token.offset + token.text.size();
  }
  return out + std::string(expression.substr(copied));
}

const std::string& XPath::text() const { return impl_->text; }

const std::vector<std::string>& XPath::variables() const { return impl_->variables; }

bool XPath::calls(std::string_view function) const {
  return std::find(impl_->functions.begin(), impl_->functions.end(), function) != impl_->functions.end();
}

bool XPath::looksAtDocument() const { return impl_->looksAtDocument; }

bool XPath::isConstant() const { return impl_->constant; }

}  // namespace carbonfix
