// How a new element is written, as its neighbours are: quotes, and the end of an empty tag.
#pragma once

#include <string>

#include "carbonfix/document/editor.h"
#include "document/impl.h"

namespace carbonfix {

// The element's text, children on lines of their own unless the file is one line; to be laid out for its place.
std::string spellElement(Document::Impl& impl, Node parent, const NewElement& element);

}  // namespace carbonfix
