// A file that is one value (my-node-id.dat): <text>value</text>. The line end behind the value is not part of it.
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/adapter.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

class TextAdapter : public Adapter {
 public:
  Result<SourceText> decode(std::string bytes, const std::string& path) const override {
    const Encoding encoding = isValidUtf8(bytes) ? Encoding::utf8 : Encoding::latin1;
    return SourceText::decode(std::move(bytes), path, encoding);
  }

  Status read(Document::Impl& impl) const override {
    const std::string_view all = impl.text();
    if (!isXmlText(all)) {
      const std::size_t at = firstOddCharacter(all);
      return Error{"a character that no text file holds", impl.path, impl.positionInText(at)};
    }
    const ViewRoot root = startView(impl, "text");
    std::string_view value = all;
    if (value.ends_with('\n')) value.remove_suffix(1);
    if (value.ends_with('\r')) value.remove_suffix(1);
    Piece* piece = addPiece(impl, PieceKind::value, value);
    root.piece->last = piece;
    setTextInView(impl, root.element, std::string(value), piece);
    addPiece(impl, PieceKind::filler, all.substr(value.size()));
    return {};
  }

  Status verify(Document::Impl& impl, _xmlNode* node) const override {
    const Piece* piece = valuePiece(impl);
    if (Node(node).value() == piece->text) return {};
    return refuse(impl, node, "it does not read as its text in the file says");
  }

  Result<bool> setValue(Document::Impl& impl, _xmlNode* /*node*/, std::string_view value) const override {
    _xmlNode* root = xmlDocGetRootElement(impl.doc.get());
    Piece* piece = valuePiece(impl);
    if (piece->text == value) return false;
    if (value.find_first_of("\r\n") != std::string_view::npos) {
      return refuse(impl, root, "the value of such a file is one line; the new one has a line break");
    }
    for (std::size_t at = 0; at < value.size();) {
      if (!impl.source->holds(nextCodePoint(value, at))) {
        return refuse(impl, root, "the new value has a character that the file's encoding can't hold");
      }
    }
    rewrite(impl, piece, std::string(value));
    setTextInView(impl, root, std::string(value), piece);
    return true;
  }

 private:
  static Piece* valuePiece(const Document::Impl& impl) { return impl.pieces.first->next; }

  static std::size_t firstOddCharacter(std::string_view text) {
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); start = at) {
      nextCodePoint(text, at);
      if (!isXmlText(text.substr(start, at - start))) break;
    }
    return start;
  }
};

}  // namespace

const Adapter& textAdapter() {
  static const TextAdapter adapter;
  return adapter;
}

}  // namespace carbonfix
