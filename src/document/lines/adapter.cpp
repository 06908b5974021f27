// Any text by its lines, for checks of what a view of its format does not show. It is looked at only.
#include "document/adapter.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

class LinesAdapter : public Adapter {
 public:
  Result<SourceText> decode(std::string bytes, const std::string& path) const override {
    const Encoding encoding = isValidUtf8(bytes) ? Encoding::utf8 : Encoding::latin1;
    return SourceText::decode(std::move(bytes), path, encoding, ByteOrderMark::text);
  }

  Status read(Document::Impl& impl) const override {
    const ViewRoot root = startView(impl, "lines");
    std::size_t number = 0;
    for (const std::string_view whole : splitLines(impl.text())) {
      const std::string_view line = whole.substr(0, whole.find_last_not_of("\r\n") + 1);
      Piece* piece = addPiece(impl, PieceKind::value, line);
      _xmlNode* element = addElement(root.element, "line", piece);
      setAttributeInView(element, "number", std::to_string(++number));
      setAttributeInView(element, "unterminated", line.size() == whole.size() ? "true" : "false");
      const std::string shown = shownText(line);
      xmlNodeAddContentLen(element, reinterpret_cast<const xmlChar*>(shown.data()), static_cast<int>(shown.size()));
      addPiece(impl, PieceKind::filler, whole.substr(line.size()));
    }
    return {};
  }

  Status verify(Document::Impl& impl, _xmlNode* node) const override {
    return refuse(impl, node, "lines are looked at only");
  }
};

}  // namespace

const Adapter& linesAdapter() {
  static const LinesAdapter adapter;
  return adapter;
}

}  // namespace carbonfix
