// What a Document holds; for the files of document/ only.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/document/document.h"
#include "document/source_text.h"
#include "document/xml/parser.h"
#include "document/xml/piece.h"

namespace carbonfix {

class Adapter;

struct Document::Impl {
  std::string path;
  FileFormat format = FileFormat::xml;
  const Adapter* adapter = nullptr;  // null: XML
  std::string bytes;                 // until `source` is made of it
  XmlDoc doc;
  Errors namespaceErrors;
  bool hasDefaultNamespaces = false;

  // Decoded text, and pieces walked in step with the tree: made when first asked for.
  std::optional<SourceText> source;
  std::optional<Error> sourceError;
  PieceArena arena;
  std::optional<Result<PieceRun>> tokens;  // made ahead, see parseToEdit
  PieceRun pieces;
  bool walked = false;
  std::optional<Error> walkError;
  std::vector<std::size_t> lineStarts;  // offsets in the text
  struct Counted {
    std::size_t offset = 0;  // in the text
    std::size_t column = 1;
  };
  Counted counted;                 // the place asked for last
  std::vector<_xmlNode*> removed;  // taken out of the view, kept because a variable may still name them

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();
  void bury(_xmlNode* node);

  Status needSource();
  Status needPieces();
  std::string_view text() { return source ? source->text() : std::string_view(); }
  std::size_t offsetOf(const char* inText) { return static_cast<std::size_t>(inText - text().data()); }
  Position positionInText(std::size_t textOffset);
  const std::vector<std::size_t>& lines();
};

// The piece that a node begins with; null: it has no bytes of its own.
Piece* pieceOf(const _xmlNode* node);

// Error for a node without bytes, saying why.
Error noBytes(Document::Impl& impl, const _xmlNode* node);

// Holds the node's name and decoded value against its bytes.
Status verify(Document::Impl& impl, _xmlNode* node);

// The piece of a node that is still part of the document, has bytes, and reads as they say.
Result<Piece*> editable(Document::Impl& impl, _xmlNode* node);

}  // namespace carbonfix
