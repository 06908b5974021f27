// One configuration file: its bytes, a view that XPath runs on, and where each node of the view stands in the bytes.
//
// The view of an XML file is libxml2's tree; other formats get a small tree of their own (see format.h). libxml2 alone
// decides whether a file is well-formed; external entities and DTDs are never loaded. Positions come from our own
// tokenizer, walked in step with the tree when first needed. Edits change the view and end as splices into the original
// bytes; nothing is re-serialised (see editor.h).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/format.h"
#include "carbonfix/document/node.h"

namespace carbonfix {

// A place in the original file. Offsets in bytes; lines and columns 1-based, columns in code points.
struct Location {
  Position start;
  Position end;  // behind the last character
  std::size_t offset = 0;
  std::size_t length = 0;
};

// Replace `length` bytes at `offset` of the original by `text` (in the file's encoding).
struct Edit {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

// Files beyond this are refused with a sentence: configuration is never that large.
inline constexpr std::size_t kMaxFileSize = std::size_t{64} << 20;

class Document {
 public:
  // `path` is used in messages only. Error: position and what was expected (for XML in libxml2's words).
  static Result<Document> parse(std::string bytes, std::string path, FileFormat format = FileFormat::xml);
  // The same for a document that will be edited: a large one is made ready for that while it is parsed.
  static Result<Document> parseToEdit(std::string bytes, std::string path, FileFormat format = FileFormat::xml);
  // Parses without building a view: is it well-formed? Cheaper than parse().
  static Status checkWellFormed(const std::string& bytes, const std::string& path);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  const std::string& path() const;
  FileFormat format() const;
  const std::string& bytes() const;  // the original
  std::string_view text() const;     // the original, decoded to UTF-8, byte order mark left out
  Node root() const;                 // the document node
  Node rootElement() const;

  // Namespace errors that libxml2 found (undeclared prefixes …); such a file can be read and edited.
  const Errors& namespaceErrors() const;
  // Had the file, as it was read, elements in default namespaces?
  bool hasDefaultNamespaces() const;

  // For a program that is about to end: to free a million nodes one by one is time lost.
  static void leaveToExit(Document document);

  // An element's place is its name in the start tag, an attribute's its value with the quotes, a text's its trimmed
  // run, other nodes' all of it; the document's is 1:1. Error: the node has no bytes (entity, DTD default), or the walk
  // in step failed.
  Result<Location> locate(Node node) const;
  // From the "<" of its start tag to the ">" of its end tag; all of it for other nodes.
  Result<Location> extent(Node node) const;
  // Between start and end tag; empty at the tag's end for <a/>.
  Result<Location> content(Node element) const;

  // Position of a byte offset into bytes().
  Position positionAt(std::size_t byteOffset) const;
  // Line `line` (1-based) as UTF-8 without its end; empty when there is none.
  std::string_view lineText(std::size_t line) const;

  // Everything the edits so far amount to: ascending, not overlapping, minimal at both ends.
  std::vector<Edit> edits() const;
  // The bytes that would be written.
  std::string editedBytes() const;
  // Promise 3: the edited bytes, parsed again, equal the edited view node by node, with the file's own namespaces.
  struct Proof;
  Result<Proof> proof() const;
  // The same; gives the new document.
  Result<Document> prove() const;

  struct Impl;
  Impl& impl() const { return *impl_; }  // for document/ only

 private:
  explicit Document(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Document::Proof {
  std::string bytes;               // what would be written
  std::optional<Document> parsed;  // what a parser makes of it; none: exactly the edited view
};

// `edits` applied to `bytes`.
std::string splice(std::string_view bytes, const std::vector<Edit>& edits);

}  // namespace carbonfix
