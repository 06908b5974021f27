// The pieces of a start tag, and how they are changed in the style of their neighbours.
#pragma once

#include <string>
#include <string_view>

#include "document/impl.h"

namespace carbonfix {

// The > or /> that ends the start tag.
Piece* closeOf(Piece* open);

// <a/> becomes <a></a>, so that something can stand between.
void openUp(Document::Impl& impl, Piece* open);

// Writes an attribute, or a declaration of a namespace, behind the tag's last one. The tree is the caller's.
Result<Piece*> addAttributePiece(Document::Impl& impl, Piece* open, std::string_view name, std::string_view value);

// Writes another value between the quotes. The tree is the caller's.
Status writeAttributeValue(Document::Impl& impl, Piece* attribute, std::string_view value);

}  // namespace carbonfix
