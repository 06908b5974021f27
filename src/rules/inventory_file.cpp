#include "carbonfix/rules/inventory_file.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "rules/rule_text.h"
#include "rules/schema_check.h"

namespace carbonfix {
namespace {

// What a parameter is called says little about whether its value is a secret, so no line is shown.
Errors withoutExcerpts(Errors errors) {
  for (Error& error : errors) error.excerpt.clear();
  std::ranges::stable_sort(errors, {}, &Error::at);
  return errors;
}

std::optional<Error> rootProblem(const Document& document) {
  const Node root = document.rootElement();
  const std::string uri = root.namespaceUri();
  if (uri == kInventoryNamespace && root.localName() == "cluster") return std::nullopt;
  std::string message = fmt::format("not an inventory: its root element is <{}>", root.name());
  if (root.localName() == "cluster") {
    message = uri.empty() ? "the root element <cluster> has no namespace"
                          : fmt::format("the root element <cluster> has the namespace \"{}\"", uri);
  }
  return ruleError(document, placeOf(document, root), std::move(message),
                   fmt::format("an inventory begins with <cluster xmlns=\"{}\" name=\"…\">", kInventoryNamespace));
}

}  // namespace

Result<Inventory, Errors> parseInventory(std::string text, const std::string& path) {
  auto document = Document::parse(std::move(text), path);
  if (!document) return withoutExcerpts({std::move(document).error()});
  if (auto problem = rootProblem(*document)) return Errors{std::move(*problem)};
  Errors errors = document->namespaceErrors();
  Errors invalid = checkSchema(*document, inventoryLanguage());
  errors.insert(errors.end(), std::make_move_iterator(invalid.begin()), std::make_move_iterator(invalid.end()));
  if (!errors.empty()) return withoutExcerpts(std::move(errors));
  return readInventory(*document);
}

}  // namespace carbonfix
