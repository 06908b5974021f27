#include "document/xpath_parts.h"

#include <memory>

#include "document/xpath_impl.h"

namespace carbonfix {

XPathParts partsOf(const XPath& expression) {
  const XPath::Impl& impl = expression.impl();
  XPathParts parts{.variables = impl.variables,
                   .functions = impl.functions,
                   .looksAtDocument = impl.looksAtDocument,
                   .isConstant = impl.constant,
                   .program = std::nullopt,
                   .rewritten = impl.rewritten,
                   .prefixes = impl.prefixes};
  if (impl.program != nullptr) parts.program = impl.program->root();
  return parts;
}

XPath fromParts(std::string text, XPathParts parts) {
  auto impl = std::make_shared<XPath::Impl>();
  impl->variables = std::move(parts.variables);
  impl->functions = std::move(parts.functions);
  impl->looksAtDocument = parts.looksAtDocument;
  impl->constant = parts.isConstant;
  if (parts.program) impl->program = XPathProgram::of(std::move(*parts.program));
  impl->rewritten = std::move(parts.rewritten);
  impl->text = std::move(text);
  impl->prefixes = std::move(parts.prefixes);
  impl->declarePrefixes();
  return XPath(std::move(impl));
}

}  // namespace carbonfix
