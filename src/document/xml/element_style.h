// How a new element is written, as its neighbours are: quotes, the end of an empty tag, attributes on lines of their
// own.
#pragma once

#include <string>

#include "carbonfix/document/editor.h"
#include "document/impl.h"

namespace carbonfix {

struct SpelledElement {
  std::string text;  // to be laid out for its place; children on lines of their own unless the file is one line
  std::string unit;  // how much deeper its further lines are; empty: as elements are in this file
};

SpelledElement spellElement(Document::Impl& impl, Node parent, const NewElement& element);

}  // namespace carbonfix
