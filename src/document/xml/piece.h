// The text of a document as a list of lexical pieces, each tied to the node of the view that it spells.
//
// Pieces of the original are views into its text; pieces that an operation makes own theirs. Edits fall out at the end:
// whatever lies between two original pieces is what was put in the place of what lay there before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

struct _xmlNode;
struct _xmlDoc;

namespace carbonfix {

enum class PieceKind : std::uint8_t {
  declaration,  // <?xml …?>
  doctype,
  blank,      // white space outside the root element: no node
  open,       // <name
  attribute,  // white space, name, =, quoted value
  close,      // > or /> and white space before it
  end,        // </name>
  text,
  reference,  // &name; other than the five of XML itself
  cdata,
  comment,
  instruction,
  // of formats other than XML, see adapter.h
  entry,
  value,
  filler,
};

struct Piece {
  std::string_view text;
  PieceKind kind = PieceKind::text;
  bool original = true;  // `text` lies in the document's own text
  // attribute: where name and value (without quotes) stand in `text`
  std::uint32_t nameStart = 0;
  std::uint32_t nameSize = 0;
  std::uint32_t valueStart = 0;
  std::uint32_t valueSize = 0;
  Piece* previous = nullptr;
  Piece* next = nullptr;
  Piece* last = nullptr;     // open: the element's last piece; first piece of a text or comment: its last piece
  _xmlNode* node = nullptr;  // set on the first piece of a node

  std::string_view attributeName() const { return text.substr(nameStart, nameSize); }
  std::string_view attributeValue() const { return text.substr(valueStart, valueSize); }
  std::string_view elementName() const { return text.substr(1); }                       // open
  bool isEmptyTag() const { return text.size() >= 2 && text[text.size() - 2] == '/'; }  // close
};

// Pieces and the text they own; addresses stay.
class PieceArena {
 public:
  Piece* make(PieceKind kind, std::string_view text, bool original);
  Piece* makeOwned(PieceKind kind, std::string text) { return make(kind, own(std::move(text)), false); }
  std::string_view own(std::string text);

 private:
  // A large file has very many; each block has room for twice as many as the one before, and is filled up to that.
  std::vector<std::vector<Piece>> blocks_;
  std::list<std::string> texts_;
};

// A run of linked pieces; empty when first is null.
struct PieceRun {
  Piece* first = nullptr;
  Piece* last = nullptr;
};

void append(PieceRun& run, Piece* piece);
// Puts `run` behind `anchor` / takes [first, last] out of the list it is in.
void linkAfter(Piece* anchor, PieceRun run);
void unlink(Piece* first, Piece* last);
std::string textOf(const Piece* first, const Piece* last);

// Where tokenizing starts: a whole document, or content between tags.
enum class Start { document, content };

// Cuts `text` (which libxml2 found well-formed) into pieces; element and text runs get their `last`. `inDocument` says
// that `text` lies in the document's own text. Error: the text is not what a well-formed document can hold.
Result<PieceRun> tokenize(std::string_view text, Start start, bool inDocument, PieceArena& arena);

}  // namespace carbonfix
