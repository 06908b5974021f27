#include "carbonfix/rules/loader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/log.h"
#include "rules/checks.h"
#include "rules/reader.h"
#include "rules/rule_text.h"
#include "rules/schema_check.h"

namespace carbonfix {
namespace {

constexpr std::string_view kSchematronNamespace = "http://purl.oclc.org/dsdl/schematron";
constexpr std::string_view kRootHint = "a rule file begins with <rules xmlns=\"urn:carbonfix:rules:1\" id=\"…\">";

// Is this a rule file at all? Everything else that can be said of a file hangs on that.
std::optional<Error> rootProblem(const Document& document) {
  const Node root = document.rootElement();
  const std::string uri = root.namespaceUri();
  if (uri == kRulesNamespace && root.localName() == "rules") return std::nullopt;
  std::string message = fmt::format("not a rule file: its root element is <{}>", root.name());
  if (uri == kSchematronNamespace) {
    message = "this is a Schematron schema, which can't be used as it is";
  } else if (uri.starts_with("urn:carbonfix:rules:")) {
    message = uri == kRulesNamespace ? std::move(message)
                                     : fmt::format("written in version {} of the rule language; this carbonfix knows 1",
                                                   uri.substr(uri.rfind(':') + 1));
  } else if (root.localName() == "rules") {
    message = uri.empty() ? "the root element <rules> has no namespace"
                          : fmt::format("the root element <rules> has the namespace \"{}\"", uri);
  }
  return ruleError(document, placeOf(document, root), std::move(message), std::string(kRootHint));
}

void append(Errors& into, Errors more) {
  into.insert(into.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Result<std::vector<std::string>, Errors> ruleFilesIn(const FileSystem& fs, const std::string& path) {
  const auto status = fs.status(path);
  if (!status) return Errors{status.error()};
  if (status->kind == FileKind::missing) return Errors{Error{"no such rule file or folder", path}};
  if (status->kind != FileKind::folder) return std::vector<std::string>{path};
  const auto names = fs.list(path);
  if (!names) return Errors{names.error()};
  const std::string_view slash = path.ends_with('/') ? "" : "/";
  std::vector<std::string> files;
  for (const std::string& name : *names) {
    if (name.ends_with(".xml") && !name.starts_with(".")) files.push_back(fmt::format("{}{}{}", path, slash, name));
  }
  if (files.empty()) return Errors{Error{"no rule file (*.xml) in this folder", path}};
  return files;
}

}  // namespace

Result<Pack, Errors> loadPack(std::string text, const std::string& path, Checking checking) {
  const auto document = Document::parse(std::move(text), path);
  if (!document) return Errors{document.error()};
  Errors errors;
  if (checking == Checking::full) {
    if (auto problem = rootProblem(*document)) return Errors{std::move(*problem)};
    append(errors, document->namespaceErrors());
    append(errors, checkSchema(*document));
  }
  Reader reader(*document, checking);
  Pack pack = reader.read();
  append(errors, reader.takeErrors());
  if (checking == Checking::full) {
    Verdict verdict = checkPack(*document, pack, reader.references());
    append(errors, std::move(verdict.errors));
    for (const Error& warning : verdict.warnings) {
      logWarning(fmt::format("{}:{}:{}: {}; {}", warning.path, warning.at.line, warning.at.column, warning.message,
                             warning.hint));
    }
  }
  if (errors.empty()) return pack;
  std::ranges::stable_sort(errors, {}, &Error::at);
  return errors;
}

Result<std::vector<Pack>, Errors> loadPacks(FileSystem& fs, const std::string& path) {
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
    auto pack = loadPack(std::move(text).value(), file, Checking::full);
    if (pack) {
      packs.push_back(std::move(pack).value());
    } else {
      append(errors, std::move(pack).error());
    }
  }
  append(errors, checkAcross(packs));
  if (!errors.empty()) return errors;
  return packs;
}

}  // namespace carbonfix
