// Values that a deployment tool has yet to fill in: {{ X }}, {% x %}, <% x %>, <<X>>, #_X_#, @x@. What checks find at
// them is said once a file, as carbonfix.template: the file is a template, and what it will say is not known.
#pragma once

#include <vector>

#include "carbonfix/document/node.h"
#include "carbonfix/lint/finding.h"

namespace carbonfix {

// Does the node's own value hold such a mark: of an element that of an attribute, or its text if it has no child
// elements?
bool isTemplate(Node node);

// Of several such findings in a file the first stays, with the highest severity.
void keepOneTemplatePerFile(std::vector<Finding>& findings);

}  // namespace carbonfix
