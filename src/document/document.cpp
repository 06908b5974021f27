#include "carbonfix/document/document.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>
#include <future>

#include "carbonfix/base/text.h"
#include "carbonfix/base/until_exit.h"
#include "document/adapter.h"
#include "document/impl.h"
#include "document/xml/align.h"

namespace carbonfix {

Document::Document(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

namespace {

// A file of another format is small: its text, view and pieces are made at once.
Status readWith(const Adapter& adapter, std::string bytes, Document::Impl& impl) {
  Result<SourceText> decoded = adapter.decode(std::move(bytes), impl.path);
  if (!decoded) return decoded.error();
  impl.source.emplace(std::move(*decoded));
  impl.walked = true;
  return adapter.read(impl);
}

}  // namespace

Result<Document> Document::parse(std::string bytes, std::string path, FileFormat format) {
  if (bytes.size() > kMaxFileSize) {
    return Error{
        fmt::format("the file has {} bytes; configuration files are read up to {}", bytes.size(), kMaxFileSize), path};
  }
  auto impl = std::make_unique<Impl>();
  impl->format = format;
  impl->adapter = adapterFor(format);
  if (impl->adapter != nullptr) {
    impl->path = std::move(path);
    if (Status ok = readWith(*impl->adapter, std::move(bytes), *impl); !ok) return ok.error();
    return Document(std::move(impl));
  }
  Result<Parsed> parsed = parseXml(bytes, path);
  if (!parsed) return parsed.error();
  impl->path = std::move(path);
  impl->bytes = std::move(bytes);
  impl->doc = std::move(parsed->doc);
  impl->namespaceErrors = std::move(parsed->namespaceErrors);
  impl->hasDefaultNamespaces = parsed->hasDefaultNamespaces;
  return Document(std::move(impl));
}

Result<Document> Document::parseToEdit(std::string bytes, std::string path, FileFormat format) {
  constexpr std::size_t kWorthAThread = std::size_t{1} << 20;
  if (format != FileFormat::xml || bytes.size() < kWorthAThread || bytes.size() > kMaxFileSize) {
    return parse(std::move(bytes), std::move(path), format);
  }
  auto impl = std::make_unique<Impl>();
  impl->path = std::move(path);
  impl->bytes = std::move(bytes);
  if (!impl->needSource()) return parse(std::move(impl->bytes), std::move(impl->path), format);
  auto tokens =
      std::async(std::launch::async, [&impl] { return tokenize(impl->text(), Start::document, true, impl->arena); });
  Result<Parsed> parsed = parseXml(impl->source->bytes(), impl->path);
  Result<PieceRun> run = tokens.get();
  if (!parsed) return parsed.error();
  impl->doc = std::move(parsed->doc);
  impl->namespaceErrors = std::move(parsed->namespaceErrors);
  impl->hasDefaultNamespaces = parsed->hasDefaultNamespaces;
  impl->tokens = std::move(run);
  return Document(std::move(impl));
}

Status Document::checkWellFormed(const std::string& bytes, const std::string& path) {
  Errors namespaceErrors;
  if (Status ok = checkXml(bytes, path, &namespaceErrors); !ok) return ok;
  if (!namespaceErrors.empty()) return namespaceErrors.front();
  return {};
}

const std::string& Document::path() const { return impl_->path; }

FileFormat Document::format() const { return impl_->format; }

const std::string& Document::bytes() const { return impl_->source ? impl_->source->bytes() : impl_->bytes; }

std::string_view Document::text() const { return impl_->needSource() ? impl_->text() : std::string_view(); }

Node Document::root() const { return Node(reinterpret_cast<_xmlNode*>(impl_->doc.get())); }

Node Document::rootElement() const { return Node(xmlDocGetRootElement(impl_->doc.get())); }

const Errors& Document::namespaceErrors() const { return impl_->namespaceErrors; }

bool Document::hasDefaultNamespaces() const { return impl_->hasDefaultNamespaces; }

void Document::leaveToExit(Document document) { carbonfix::leaveToExit(std::move(document)); }

Document::Impl::~Impl() {
  for (_xmlNode* node : removed) {
    if (node->type == XML_ATTRIBUTE_NODE) {
      xmlFreeProp(reinterpret_cast<xmlAttrPtr>(node));
    } else {
      xmlFreeNode(node);
    }
  }
}

void Document::Impl::bury(_xmlNode* node) {
  xmlUnlinkNode(node);
  removed.push_back(node);
}

// --- what is made when first asked for ---

Status Document::Impl::needSource() {
  if (source) return {};
  if (sourceError) return *sourceError;
  Result<SourceText> decoded = SourceText::decode(bytes, path);
  if (!decoded) {
    sourceError = decoded.error();
    return *sourceError;
  }
  source.emplace(std::move(*decoded));
  bytes.clear();
  bytes.shrink_to_fit();
  return {};
}

Status Document::Impl::needPieces() {
  if (walkError) return *walkError;
  if (walked) return {};
  if (Status ok = needSource(); !ok) return ok;
  walked = true;
  const auto refuse = [this](Error error) -> Status {
    error.path = path;
    error.hint = "the file can be read but not edited";
    walkError = std::move(error);
    return *walkError;
  };
  const Result<PieceRun> run = tokens ? *tokens : tokenize(text(), Start::document, true, arena);
  if (!run) return refuse(run.error());
  pieces = *run;
  if (Status ok = align(doc->children, pieces, doc.get()); !ok) return refuse(ok.error());
  return {};
}

const std::vector<std::size_t>& Document::Impl::lines() {
  if (!lineStarts.empty()) return lineStarts;
  lineStarts.push_back(0);
  const std::string_view all = text();
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (all[at] == '\n' || (all[at] == '\r' && (at + 1 >= all.size() || all[at + 1] != '\n'))) {
      lineStarts.push_back(at + 1);
    }
  }
  return lineStarts;
}

Position Document::Impl::positionInText(std::size_t textOffset) {
  const std::vector<std::size_t>& starts = lines();
  const auto next = std::upper_bound(starts.begin(), starts.end(), textOffset);
  const std::size_t start = *std::prev(next);
  // Nodes are mostly asked for in order: a long line need not be counted from its start for each of them.
  if (counted.offset < start || counted.offset > textOffset) counted = {start, 1};
  counted.column += countCodePoints(text().substr(counted.offset, textOffset - counted.offset));
  counted.offset = textOffset;
  return Position{static_cast<std::size_t>(next - starts.begin()), counted.column};
}

// --- positions ---

namespace {

struct Span {
  std::size_t start = 0;
  std::size_t size = 0;
};

Location locationOf(Document::Impl& impl, Span span) {
  Location location;
  location.start = impl.positionInText(span.start);
  location.end = impl.positionInText(span.start + span.size);
  location.offset = impl.source->byteOffset(span.start);
  location.length = impl.source->byteOffset(span.start + span.size) - location.offset;
  return location;
}

Span spanOf(Document::Impl& impl, const Piece* first, const Piece* last) {
  const std::size_t start = impl.offsetOf(first->text.data());
  return {start, impl.offsetOf(last->text.data()) + last->text.size() - start};
}

Span trimmed(std::string_view text, Span span) {
  const std::string_view run = text.substr(span.start, span.size);
  const std::string_view inner = trim(run);
  if (inner.empty()) return span;
  return {span.start + static_cast<std::size_t>(inner.data() - run.data()), inner.size()};
}

// Only nodes that still are where the file has them have a place in it.
Result<Piece*> originalPiece(Document::Impl& impl, const _xmlNode* node) {
  if (Status ok = impl.needPieces(); !ok) return ok.error();
  Piece* piece = pieceOf(node);
  if (piece == nullptr || !piece->original || !piece->last->original) return noBytes(impl, node);
  return piece;
}

bool isDocument(const Node& node) { return node.kind() == NodeKind::document; }

}  // namespace

Result<Location> Document::locate(Node node) const {
  if (isDocument(node)) {
    if (Status ok = impl_->needSource(); !ok) return ok.error();
    return locationOf(*impl_, {0, 0});
  }
  Result<Piece*> piece = originalPiece(*impl_, node.raw());
  if (!piece) return piece.error();
  switch ((*piece)->kind) {
    case PieceKind::open:
      return locationOf(*impl_, {impl_->offsetOf((*piece)->text.data()) + 1, (*piece)->text.size() - 1});
    case PieceKind::entry:
    case PieceKind::filler:
      return locationOf(*impl_, spanOf(*impl_, *piece, *piece));
    case PieceKind::attribute:
      return locationOf(*impl_, {impl_->offsetOf((*piece)->text.data()) + (*piece)->valueStart - 1,
                                 (*piece)->valueSize + std::size_t{2}});
    case PieceKind::text:
    case PieceKind::reference:
      return locationOf(*impl_, trimmed(impl_->text(), spanOf(*impl_, *piece, (*piece)->last)));
    default:
      return locationOf(*impl_, spanOf(*impl_, *piece, (*piece)->last));
  }
}

Result<Location> Document::extent(Node node) const {
  if (isDocument(node)) {
    if (Status ok = impl_->needSource(); !ok) return ok.error();
    return locationOf(*impl_, {0, impl_->text().size()});
  }
  Result<Piece*> piece = originalPiece(*impl_, node.raw());
  if (!piece) return piece.error();
  return locationOf(*impl_, spanOf(*impl_, *piece, (*piece)->last));
}

Result<Location> Document::content(Node element) const {
  Result<Piece*> open = originalPiece(*impl_, element.raw());
  if (!open) return open.error();
  const Piece* close = *open;
  while (close != nullptr && close->kind != PieceKind::close) close = close->next;
  if (close == nullptr) return noBytes(*impl_, element.raw());
  const std::size_t start = impl_->offsetOf(close->text.data()) + close->text.size();
  const Piece* end = (*open)->last;
  return locationOf(*impl_, {start, end == close ? 0 : impl_->offsetOf(end->text.data()) - start});
}

Position Document::positionAt(std::size_t byteOffset) const {
  if (!impl_->needSource()) return {};
  return impl_->positionInText(std::min(impl_->source->textOffset(byteOffset), impl_->text().size()));
}

std::string_view Document::lineText(std::size_t line) const {
  if (!impl_->needSource()) return {};
  const std::vector<std::size_t>& starts = impl_->lines();
  if (line == 0 || line > starts.size()) return {};
  const std::size_t start = starts[line - 1];
  const std::size_t end = line < starts.size() ? starts[line] : impl_->text().size();
  std::string_view text = impl_->text().substr(start, end - start);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// --- nodes and their bytes ---

Piece* pieceOf(const _xmlNode* node) { return node == nullptr ? nullptr : static_cast<Piece*>(node->_private); }

Error noBytes(Document::Impl& impl, const _xmlNode* node) {
  const Node named(const_cast<_xmlNode*>(node));
  if (isDocument(named)) return Error{"the document itself can't be edited; name an element", impl.path};
  if (named.kind() == NodeKind::attribute && impl.doc->intSubset != nullptr) {
    return Error{
        fmt::format("{} comes from a default in the document type, not from the file's own text", named.path()),
        impl.path, Position{}, "write the attribute into the file, or change the document type"};
  }
  if (impl.adapter != nullptr) {
    return Error{fmt::format("{} only says something about the file; it can't be set", named.path()), impl.path};
  }
  return Error{fmt::format("{} comes from an entity and has no text of its own in the file", named.path()), impl.path,
               Position{}, "edit the entity's declaration"};
}

}  // namespace carbonfix
