// Settings that are commented out: "#key=value", as against prose.
#pragma once

#include "document/properties/view.h"

namespace carbonfix {

// The property that the comment would become, without its line's end. Error: why it is none.
Result<PropertyNodes> commented(Document::Impl& impl, const _xmlNode* comment);

}  // namespace carbonfix
