// WSO2's secure vault: a value that the file doesn't hold. It stands encrypted in cipher-text.properties; the file has
// an alias in its place: as the attribute or child svns:secretAlias of the element (its last word can name the
// attribute meant, as in catalina-server.xml), or as the value "secretAlias:NAME" of a property.
#pragma once

#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/document/node.h"

namespace carbonfix {

// The alias behind which the value of this element, text or attribute lies; empty when it is not in the vault.
std::string vaultAlias(Node node);
inline bool isInVault(Node node) { return !vaultAlias(node).empty(); }

// Error: the node's value is in the vault, or `below` it a value is; says how the vendor changes it.
Status checkNotInVault(Node node, bool below = false);
// The same for an attribute that an operation sets by name.
Status checkNotInVault(Node element, std::string_view attribute);

}  // namespace carbonfix
