// A context that matches nothing because of namespaces alone: a slip of the rule's author that nothing else would tell.
#pragma once

#include <string>

#include "carbonfix/document/document.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// To be asked where `context` matches nothing. A sentence when it would match elements of other namespaces, or of none;
// else empty.
std::string namespaceSlip(const Expression& context, const Namespaces& namespaces, const Document& document);

}  // namespace carbonfix
