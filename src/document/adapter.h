// What a format other than XML brings: how its text becomes a view with pieces, and how a change of the view is
// spelled.
//
// An adapter cuts the text into pieces, ties entries, values and comments to nodes of a small tree, and changes both
// together. Edits and proof are the same as for XML: they know pieces and trees only. Piece kinds of adapters: `entry`
// (what names an element, e.g. a property's key; its `last` is where the element's text ends), `value` (a text's
// characters, as the file spells them), `comment`, and `filler` for all the rest, which belongs to no node.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "carbonfix/document/editor.h"
#include "carbonfix/document/format.h"
#include "document/impl.h"

namespace carbonfix {

class Adapter {
 public:
  Adapter() = default;
  virtual ~Adapter() = default;
  Adapter(const Adapter&) = delete;
  Adapter& operator=(const Adapter&) = delete;

  // What the bytes say. Error: they are no text of this format's encoding.
  virtual Result<SourceText> decode(std::string bytes, const std::string& path) const = 0;
  // Makes impl.doc and impl.pieces of impl.text(). Error: line and column, what was expected.
  virtual Status read(Document::Impl& impl) const = 0;

  // Holds the node's decoded value against its pieces.
  virtual Status verify(Document::Impl& impl, _xmlNode* node) const = 0;

  // The operations, as Editor promises them. The node is part of the document, has pieces and was verified. What a
  // format can't do is refused with a sentence; that is the default.
  virtual Result<bool> setValue(Document::Impl& impl, _xmlNode* node, std::string_view value) const;
  virtual Result<bool> setAttribute(Document::Impl& impl, _xmlNode* element, std::string_view name,
                                    std::string_view value) const;
  // `nodes`: what was pasted, parsed as XML: siblings in the terms of the view, white space between them left out.
  virtual Status insert(Document::Impl& impl, _xmlNode* anchor, Place where, const _xmlNode* nodes) const;
  virtual Status replace(Document::Impl& impl, _xmlNode* node, const _xmlNode* nodes) const;
  virtual Status remove(Document::Impl& impl, _xmlNode* node) const;
  virtual Status comment(Document::Impl& impl, _xmlNode* element) const;
  virtual Status uncomment(Document::Impl& impl, _xmlNode* comment) const;
  // `look` gets a node whose children are what the comment would become.
  virtual Status withCommented(Document::Impl& impl, _xmlNode* comment,
                               const std::function<Status(Node content)>& look) const;
};

// Null for XML.
const Adapter* adapterFor(FileFormat format);

const Adapter& textAdapter();
const Adapter& propertiesAdapter();
const Adapter& jsonAdapter();
const Adapter& shellAdapter();
const Adapter& linesAdapter();

// Editor::insert and replace, for a document with an adapter: parse `xml` and hand it over.
Status insertPasted(Document::Impl& impl, _xmlNode* anchor, Place where, std::string_view xml);
Status replacePasted(Document::Impl& impl, _xmlNode* node, std::string_view xml);

// --- for adapters ---

// A document with a root element tied to an empty piece at the start of the text, and that piece as the only one so
// far.
struct ViewRoot {
  _xmlNode* element = nullptr;
  Piece* piece = nullptr;
};
ViewRoot startView(Document::Impl& impl, const char* rootName);
// Appends a piece of the original text to the pieces.
Piece* addPiece(Document::Impl& impl, PieceKind kind, std::string_view text);
// Appends an element to `parent`, tied to `piece` (may be null).
_xmlNode* addElement(_xmlNode* parent, const char* name, Piece* piece);
void setAttributeInView(_xmlNode* element, const char* name, const std::string& value);
// Makes `value` the element's only text, tied to `piece`; an empty value is no text node.
void setTextInView(Document::Impl& impl, _xmlNode* element, const std::string& value, Piece* piece);
// A comment node at the end of `parent`, tied to `piece`.
_xmlNode* addComment(_xmlNode* parent, const std::string& content, Piece* piece);
// As a view can hold it: U+FFFD for characters that no XML document can have.
std::string shownText(std::string_view text);
// Gives the piece another text, which it owns.
void rewrite(Document::Impl& impl, Piece* piece, std::string text);
// Refusal that names the node.
Error refuse(const Document::Impl& impl, const _xmlNode* node, const std::string& why, const std::string& hint = {});

}  // namespace carbonfix
