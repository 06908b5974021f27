// Where the members of a map and the items of an array stand: commas, lines, indentation.
#pragma once

#include <string>

#include "document/impl.h"

namespace carbonfix {

bool isSpace(const Piece* piece);  // white space between tokens

// The comma that follows / precedes a value, whatever white space and comments lie between; null when there is none.
Piece* commaBehind(const Piece* last);
Piece* commaBefore(const Piece* first);

// Is there only white space before the piece on its line / behind the piece up to the line's end?
bool beginsOwnLine(const Piece* piece);
bool endsOwnLine(const Piece* piece);
// The blanks before a piece that begins a line.
std::string blanksBefore(const Piece* piece);

// How a new member or item is written.
struct JsonStyle {
  bool ownLines = false;  // each on its own, or one behind the other
  std::string lineEnd;
  std::string indent;  // of the members themselves
  std::string unit;    // one level more
  std::string colon;   // with the white space around it
  std::string gap;     // behind a comma, where members stand on one line
};

// As the members of `container` have it; `beside`: the member or comment that it will stand next to, or null.
JsonStyle styleIn(Document::Impl& impl, const _xmlNode* container, const _xmlNode* beside);

// Takes the pieces from `first` to `last` out, with the white space that only they had need of: their line when nothing
// else is on it, else the blanks behind them, or before them when `before`.
void cutOut(Document::Impl& impl, Piece* first, Piece* last, bool before);

}  // namespace carbonfix
