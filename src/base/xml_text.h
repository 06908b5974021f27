// Values as XML text, for the small documents that the tool makes for key(), $cluster and $inventory.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

// Fit for element content and for attributes in double quotes; read back, it is the same text.
std::string escapeXml(std::string_view value);

}  // namespace carbonfix
