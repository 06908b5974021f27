// New values: from elements in the terms of the view to JSON text.
#pragma once

#include <string>

#include "document/impl.h"
#include "document/json/layout.h"

namespace carbonfix {

// The siblings from `pasted` on as members of a map (`keyed`) or items of an array, with commas between them. Error,
// about `at`: an element that the view does not know, a value that its kind can't have, a member without a key, an item
// with one.
Result<std::string> spellMembers(const Document::Impl& impl, const _xmlNode* at, bool keyed, const _xmlNode* pasted,
                                 const JsonStyle& style);

// The text of a value without members. Error: `kind` can't have it.
Result<std::string> spellLeaf(const Document::Impl& impl, const _xmlNode* at, std::string_view kind,
                              std::string_view value);

}  // namespace carbonfix
