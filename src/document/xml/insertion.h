// What an insertion looks like at its place: the gap, and the white space around what is put in.
#pragma once

#include <cstddef>
#include <string>

#include "document/xml/tree_edit.h"

namespace carbonfix {

struct Insertion {
  Gap gap;
  std::string before;  // white space that goes in with it
  std::string after;
  std::string indent;  // of its lines but the first
  // White space that was there, to be cut once it is in: the end of one piece, the start of another.
  Piece* cutBehind = nullptr;
  std::size_t tail = 0;
  Piece* cutBefore = nullptr;
  std::size_t head = 0;
};

// `own`: a line of its own, also where the neighbours share one; files of one line are left as one.
enum class Line : bool { asNeighbours, own };

// Before or after a sibling that has bytes.
Insertion beside(Document::Impl& impl, _xmlNode* sibling, bool after, Line line);
// Into an element that has nothing but white space; the gap is left open.
Insertion inside(Document::Impl& impl, _xmlNode* element, Line line);

// First and last child that is more than white space; null: there is none.
_xmlNode* firstContent(const _xmlNode* element);
_xmlNode* lastContent(const _xmlNode* element);

bool isBlankText(const _xmlNode* node);

}  // namespace carbonfix
