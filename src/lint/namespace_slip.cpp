#include "lint/namespace_slip.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {

std::string namespaceSlip(const Expression& context, const Namespaces& namespaces, const Document& document) {
  Namespaces ignored = namespaces;
  ignored.defaultElement = kIgnoreNamespaces;
  const auto pattern = XPath::compilePattern(context.text(), ignored);
  if (!pattern || !pattern->variables().empty()) return {};
  XPathEvaluator evaluator;
  const auto found = evaluator.select(*pattern, document.root(), Scope());
  if (!found || found->empty()) return {};
  const Node first = found->front();
  const std::string uri = first.namespaceUri();
  const std::string name =
      uri.empty() ? first.localName() + " without namespace" : fmt::format("{{{}}}{}", uri, first.localName());
  return fmt::format("{} matches nothing, but {} is there {}: {}", normalizeSpace(context.text()), name,
                     found->size() == 1 ? "once" : fmt::format("{} times", found->size()),
                     uri.empty() ? "leave the prefix out" : "declare a prefix for it with <ns>, and write it");
}

}  // namespace carbonfix
