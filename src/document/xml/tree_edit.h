// The steps that editor operations are made of: each keeps tree and pieces telling the same story.
#pragma once

#include <string>
#include <string_view>

#include "document/impl.h"

namespace carbonfix {

// A gap between siblings: behind `piece` in the text, before `next` (null: at the end) below `parent` in the tree.
struct Gap {
  _xmlNode* parent = nullptr;
  _xmlNode* next = nullptr;
  Piece* piece = nullptr;
};

Gap gapBefore(const _xmlNode* node);
Gap gapAfter(const _xmlNode* node);

// Content parsed for a place but not yet part of the document.
struct Fragment {
  _xmlNode* nodes = nullptr;  // siblings; owned until placed
  PieceRun run;
  Fragment() = default;
  Fragment(Fragment&& other) noexcept;
  Fragment& operator=(Fragment&&) = delete;
  ~Fragment();
};

// Parses `text` as content of `parent`. `inDocument`: it lies in the document's own text. Characters that the file's
// encoding can't hold become references; where none may stand, an error.
Result<Fragment> parseFragment(Document::Impl& impl, std::string_view text, _xmlNode* parent, bool inDocument);

// Puts the fragment into the gap; texts that touch become one.
void place(Document::Impl& impl, Gap gap, Fragment fragment);

// Takes a node out of tree and text and frees it; texts that touch become one.
void take(Document::Impl& impl, _xmlNode* node);

// Puts the fragment in the node's place. A text must be gone before another comes: they would become one.
void swap(Document::Impl& impl, _xmlNode* node, Fragment fragment);

// Replaces the pieces of a text, CDATA or comment node by `piece` and its content by `content`.
void respell(Document::Impl& impl, _xmlNode* node, Piece* piece, const std::string& content);

// Can the piece be cut, in text and tree alike? Not where a text comes from an entity in part.
bool canCut(const Piece* piece);

// Cuts characters off the end of the piece before / the start of the piece behind a place, in text and tree.
void cutBack(Document::Impl& impl, Piece* piece, std::size_t characters);
void cutFront(Document::Impl& impl, Piece* piece, std::size_t characters);

// Error when a character can't be written in the file's encoding; `references` says that &#N; may stand for it.
Result<std::string> fitEncoding(Document::Impl& impl, std::string text, bool references);

}  // namespace carbonfix
