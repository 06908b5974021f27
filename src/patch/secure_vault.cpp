#include "carbonfix/patch/secure_vault.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kVaultNamespace = "http://org.wso2.securevault/configuration";
constexpr std::string_view kAliasValue = "secretAlias:";

// A file whose prefix is not declared says svns:secretAlias all the same.
bool isAlias(const Node& node) {
  if (node.localName() == "secretAlias") return node.namespaceUri() == kVaultNamespace;
  return node.name().ends_with(":secretAlias") && node.namespaceUri().empty();
}

std::string aliasOf(const Node& element) {
  for (const Node& attribute : element.attributes()) {
    if (isAlias(attribute)) return attribute.value();
  }
  for (const Node& child : element.elements()) {
    if (isAlias(child)) return std::string(trim(child.value()));
  }
  return {};
}

// "Server.Service.Connector.keystorePass" on a Connector speaks of its keystorePass.
bool names(std::string_view alias, std::string_view attribute) {
  return alias.ends_with(attribute) &&
         (alias.size() == attribute.size() || alias[alias.size() - attribute.size() - 1] == '.');
}

// Does the element's alias speak of one of its attributes, and so not of its text?
bool namesAnAttribute(const Node& element, std::string_view alias) {
  for (const Node& attribute : element.attributes()) {
    if (!isAlias(attribute) && names(alias, attribute.localName())) return true;
  }
  return false;
}

std::string aliasInText(std::string_view value) {
  value = trim(value);
  return value.starts_with(kAliasValue) ? std::string(trim(value.substr(kAliasValue.size()))) : std::string();
}

Error inVault(const Node& node, const std::string& alias) {
  return Error{
      .message = fmt::format("{}: its value is in the secure vault, under the alias \"{}\", and is not changed",
                             node.path(), alias),
      .hint = fmt::format("change it there with the vendor's tool: bin/ciphertool.sh -Dchange, then choose {}", alias)};
}

Status checkAttributes(const Node& element) {
  for (const Node& attribute : element.attributes()) {
    if (const std::string alias = vaultAlias(attribute); !alias.empty()) return inVault(attribute, alias);
  }
  return {};
}

Status checkBelow(const Node& element) {
  if (Status ok = checkAttributes(element); !ok) return ok;
  for (const Node& child : element.elements()) {
    if (const std::string alias = vaultAlias(child); !alias.empty()) return inVault(child, alias);
    if (Status ok = checkBelow(child); !ok) return ok;
  }
  return {};
}

}  // namespace

std::string vaultAlias(Node node) {
  switch (node.kind()) {
    case NodeKind::attribute: {
      if (isAlias(node)) return {};
      std::string alias = aliasOf(node.parent());
      if (!alias.empty() && names(alias, node.localName())) return alias;
      return aliasInText(node.value());
    }
    case NodeKind::text:
    case NodeKind::cdata:
      return vaultAlias(node.parent());
    case NodeKind::element: {
      std::string alias = aliasOf(node);
      if (!alias.empty()) return namesAnAttribute(node, alias) ? std::string() : alias;
      return node.elements().empty() ? aliasInText(node.value()) : std::string();
    }
    default:
      return {};
  }
}

Status checkNotInVault(Node node, bool below) {
  if (const std::string alias = vaultAlias(node); !alias.empty()) return inVault(node, alias);
  return below && node.kind() == NodeKind::element ? checkBelow(node) : Status();
}

Status checkNotInVault(Node element, std::string_view attribute) {
  for (const Node& each : element.attributes()) {
    if (each.name() == attribute) return checkNotInVault(each);
  }
  const std::string alias = aliasOf(element);
  return names(alias, attribute) && !alias.empty() ? Status(inVault(element, alias)) : Status();
}

}  // namespace carbonfix
