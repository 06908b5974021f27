// merge: brings what the content names into an element, and leaves all else there as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

// Elements of `content` are told apart by the first name in `by` that they have, as an attribute or a child element.
// Leaf values that differ are changed, what lacks is put where it belongs. `notes` gets a sentence for each value that
// the secure vault keeps and that was left alone. Error: content without a key, or several elements with the same one.
Status merge(Document& document, Node parent, std::string_view content, const std::vector<std::string>& by,
             std::vector<std::string>& notes);

}  // namespace carbonfix
