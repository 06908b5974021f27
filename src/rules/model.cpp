#include "carbonfix/rules/model.h"

#include "rules/pack_image.h"

namespace carbonfix {

const std::string& Expression::path() const {
  static const std::string none;
  return path_ == nullptr ? none : *path_;
}

Result<const XPath*> Expression::compiled(const Namespaces& namespaces) const {
  if (!compiled_) {
    auto made = compile(namespaces);
    if (!made) return std::move(made).error();
    compiled_ = std::make_shared<const XPath>(std::move(made).value());
  }
  return compiled_.get();
}

Result<XPath> Expression::compile(const Namespaces& namespaces) const {
  if (!image_.empty()) return xpathOfImage(text_, image_);
  auto made = isPattern_ ? XPath::compilePattern(text_, namespaces) : XPath::compile(text_, namespaces);
  if (made) return made;
  Error error = std::move(made).error();
  const bool known = at_.column > 0 && error.at.column > 0;
  error.at = {at_.line, known ? at_.column + error.at.column - 1 : at_.column};
  error.path = path();
  return error;
}

const char* severityName(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

std::optional<Severity> severityFromName(std::string_view name) {
  if (name == "info") return Severity::info;
  if (name == "warning") return Severity::warning;
  if (name == "error") return Severity::error;
  return std::nullopt;
}

}  // namespace carbonfix
