#include "carbonfix/rules/loader.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/log.h"
#include "carbonfix/base/text.h"
#include "rules/checks.h"
#include "rules/reader.h"
#include "rules/rule_text.h"
#include "rules/schema_check.h"

namespace carbonfix {
namespace {

constexpr std::string_view kOldSchematronNamespace = "http://www.ascc.net/xml/schematron";
constexpr std::string_view kRootHint = "a rule file begins with <rules xmlns=\"urn:carbonfix:rules:1\" id=\"…\">";

enum class RootKind { rules, bundle, schematron };

// What is this file at all? Everything else that can be said of it hangs on that.
Result<RootKind> rootKind(const Document& document) {
  const Node root = document.rootElement();
  const std::string uri = root.namespaceUri();
  const std::string name = root.localName();
  if (uri == kRulesNamespace && name == "rules") return RootKind::rules;
  if (uri == kRulesNamespace && name == "bundle") return RootKind::bundle;
  if (uri == kSchematronNamespace && name == "schema") return RootKind::schematron;
  std::string message = fmt::format("not a rule file: its root element is <{}>", root.name());
  std::string hint(kRootHint);
  if (uri == kSchematronNamespace) {
    message = fmt::format("only a whole Schematron schema can be run, and this is its <{}> alone", name);
    hint = "give the file whose root is <schema>";
  } else if (uri == kOldSchematronNamespace) {
    message = "written for Schematron 1.5; carbonfix runs ISO Schematron";
    hint = fmt::format("it is XML of the namespace {}", kSchematronNamespace);
  } else if (uri.starts_with("urn:carbonfix:rules:")) {
    if (uri != kRulesNamespace) {
      message = fmt::format("written in version {} of the rule language; this carbonfix knows 1",
                            uri.substr(uri.rfind(':') + 1));
    }
  } else if (name == "rules") {
    message = uri.empty() ? "the root element <rules> has no namespace"
                          : fmt::format("the root element <rules> has the namespace \"{}\"", uri);
  }
  return ruleError(document, placeOf(document, root), std::move(message), std::move(hint));
}

void append(Errors& into, Errors more) {
  into.insert(into.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// The pack that this element is, checked whole; problems go to `errors`.
Pack checkedPack(const Document& document, Node root, const std::string* files, Errors& errors) {
  Reader reader(document, root, Checking::full);
  Pack pack = files == nullptr ? reader.read() : reader.readSchematron(*files);
  append(errors, reader.takeErrors());
  Verdict verdict = checkPack(document, pack, reader.references());
  append(errors, std::move(verdict.errors));
  for (const Error& warning : verdict.warnings) {
    logWarning(fmt::format("{}:{}:{}: {}; {}", warning.path, warning.at.line, warning.at.column, warning.message,
                           warning.hint));
  }
  return pack;
}

// XPath 1.0 is what there is.
std::optional<Error> bindingProblem(const Document& document) {
  const Node root = document.rootElement();
  const std::string binding = root.attribute("queryBinding");
  std::string word(trim(binding));
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (!root.hasAttribute("queryBinding") || word == "xslt" || word == "xpath") return std::nullopt;
  return ruleError(
      document, placeOf(document, root),
      fmt::format("the schema is written for queryBinding=\"{}\", and carbonfix evaluates XPath 1.0", binding),
      "it can be run when its expressions are XPath 1.0 and queryBinding says \"xslt\"");
}

Result<std::vector<Pack>, Errors> loadSchematron(const Document& document, const Bindings& bindings) {
  const auto files = bindings.find(document.path());
  if (files == bindings.end()) {
    return Errors{ruleError(
        document, placeOf(document, document.rootElement()), "a Schematron schema does not say which files it is about",
        fmt::format("say it beside: carbonfix lint --rules {0} --bind '{0}=conf/axis2/axis2.xml'", document.path()))};
  }
  if (auto problem = bindingProblem(document)) return Errors{std::move(*problem)};
  Errors errors = document.namespaceErrors();
  append(errors, checkSchema(document, schematronLanguage()));
  std::vector<Pack> packs;
  packs.push_back(checkedPack(document, document.rootElement(), &files->second, errors));
  if (errors.empty()) return packs;
  std::ranges::stable_sort(errors, {}, &Error::at);
  return errors;
}

}  // namespace

Result<Pack, Errors> loadPack(std::string text, const std::string& path, Checking checking) {
  if (checking == Checking::none) {
    const auto document = Document::parse(std::move(text), path);
    if (!document) return Errors{document.error()};
    Reader reader(*document, document->rootElement(), checking);
    Pack pack = reader.read();
    Errors errors = reader.takeErrors();
    if (!errors.empty()) return errors;
    return pack;
  }
  auto packs = loadRules(std::move(text), path);
  if (!packs) return std::move(packs).error();
  if (packs->size() != 1) return Errors{Error{"a bundle, where one pack is expected", path}};
  return std::move(packs->front());
}

Result<std::vector<Pack>, Errors> loadRules(std::string text, const std::string& path, const Bindings& bindings) {
  const auto document = Document::parse(std::move(text), path);
  if (!document) return Errors{document.error()};
  const auto kind = rootKind(*document);
  if (!kind) return Errors{kind.error()};
  if (*kind == RootKind::schematron) return loadSchematron(*document, bindings);
  if (bindings.contains(path)) {
    return Errors{Error{.message = "--bind is for plain Schematron schemas; this rule file names its files itself",
                        .path = path}};
  }
  Errors errors = document->namespaceErrors();
  append(errors, checkSchema(*document));
  std::vector<Node> roots = {document->rootElement()};
  if (*kind == RootKind::bundle) roots = roots.front().elements();
  std::vector<Pack> packs;
  for (const Node& root : roots) {
    if (isOurs(root)) packs.push_back(checkedPack(*document, root, nullptr, errors));
  }
  if (errors.empty()) return packs;
  std::ranges::stable_sort(errors, {}, &Error::at);
  return errors;
}

Result<std::vector<std::string>, Errors> ruleFilesIn(const FileSystem& fs, const std::string& path) {
  if (path == "-") return std::vector<std::string>{path};
  const auto status = fs.status(path);
  if (!status) return Errors{status.error()};
  if (status->kind == FileKind::missing) return Errors{Error{"no such rule file or folder", path}};
  if (status->kind != FileKind::folder) return std::vector<std::string>{path};
  const auto names = fs.list(path);
  if (!names) return Errors{names.error()};
  const std::string_view slash = path.ends_with('/') ? "" : "/";
  std::vector<std::string> files;
  for (const std::string& name : *names) {
    const bool isRuleFile = name.ends_with(".xml") || name.ends_with(".sch");
    if (isRuleFile && !name.starts_with(".")) files.push_back(fmt::format("{}{}{}", path, slash, name));
  }
  if (files.empty()) return Errors{Error{"no rule file (*.xml, *.sch) in this folder", path}};
  return files;
}

Result<std::vector<Pack>, Errors> loadPacks(FileSystem& fs, const std::string& path, const Bindings& bindings) {
  const auto files = ruleFilesIn(fs, path);
  if (!files) return files.error();
  std::vector<Pack> packs;
  Errors errors;
  for (const std::string& file : *files) {
    auto text = fs.read(file, kMaxFileSize);
    if (!text) {
      errors.push_back(text.error());
      continue;
    }
    auto loaded = loadRules(std::move(text).value(), file, bindings);
    if (loaded) {
      std::ranges::move(*loaded, std::back_inserter(packs));
    } else {
      append(errors, std::move(loaded).error());
    }
  }
  append(errors, checkAcross(packs));
  if (!errors.empty()) return errors;
  return packs;
}

}  // namespace carbonfix
