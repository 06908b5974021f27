// Where a new element goes when nobody says: where a person would put it.
#include <utility>

#include "carbonfix/base/text.h"
#include "carbonfix/document/editor.h"
#include "document/impl.h"
#include "document/xml/element_style.h"
#include "document/xml/insertion.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

// What tells a newcomer from others: its name, and the attribute that its author wrote first (name, id, class …).
struct Newcomer {
  std::string name;
  std::string attribute;  // empty: it has none
  std::string value;
};

Result<Newcomer> newcomerOf(std::string_view xml) {
  PieceArena arena;
  const Result<PieceRun> run = tokenize(xml, Start::content, false, arena);
  if (!run) return run.error();
  const Piece* open = run->first;
  while (open != nullptr && open->kind != PieceKind::open) open = open->next;
  Newcomer newcomer;
  if (open == nullptr) return newcomer;
  newcomer.name = open->elementName();
  if (open->next->kind == PieceKind::attribute) {
    newcomer.attribute = open->next->attributeName();
    newcomer.value = decodeAttribute(open->next->attributeValue(), nullptr);
  }
  return newcomer;
}

// What a comment has to do with the newcomer.
enum class Kinship { none, sameName, itsDefault };

Kinship kinshipOf(const Editor& editor, Node comment, const Newcomer& newcomer,
                  const std::function<bool(Node)>& isDefault) {
  Kinship kinship = Kinship::none;
  // A comment that does not qualify is prose, which is no kin of anything.
  const Status looked = editor.withCommented(comment, [&](Node content) -> Status {
    for (const Node& element : content.elements()) {
      if (element.name() != newcomer.name) continue;
      const bool same = isDefault
                            ? isDefault(element)
                            : newcomer.attribute.empty() || (element.hasAttribute(newcomer.attribute) &&
                                                             element.attribute(newcomer.attribute) == newcomer.value);
      if (same) kinship = Kinship::itsDefault;
      if (kinship == Kinship::none) kinship = Kinship::sameName;
    }
    return {};
  });
  return looked ? kinship : Kinship::none;
}

}  // namespace

Status Editor::insertWhereItBelongs(Node parent, std::string_view xml, const std::function<bool(Node)>& isDefault) {
  return land(parent, xml, isDefault, {});
}

Status Editor::land(Node parent, std::string_view xml, const std::function<bool(Node)>& isDefault,
                    const std::string& unit) {
  Result<Newcomer> newcomer = newcomerOf(xml);
  if (!newcomer) return newcomer.error();
  if (parent.kind() != NodeKind::element || newcomer->name.empty()) return insert(parent, Place::lastChild, xml);
  Document::Impl& impl = document_.impl();
  if (Result<Piece*> piece = editable(impl, parent.raw()); !piece) return piece.error();
  Node commentedDefault;
  Node sibling;
  Node commentedSibling;
  for (const Node& child : parent.children()) {
    if (pieceOf(child.raw()) == nullptr) continue;
    if (child.kind() == NodeKind::element && child.name() == newcomer->name) sibling = child;
    if (child.kind() != NodeKind::comment) continue;
    // Most comments need no closer look; in formats other than XML the name stands in the view only.
    if (impl.adapter == nullptr && child.value().find(newcomer->name) == std::string::npos) continue;
    const Kinship kinship = kinshipOf(*this, child, *newcomer, isDefault);
    if (kinship == Kinship::itsDefault) commentedDefault = child;
    if (kinship == Kinship::sameName) commentedSibling = child;
  }
  for (const Node& anchor : {commentedDefault, sibling, commentedSibling}) {
    if (anchor) return insertAt(anchor, Place::after, xml, Line::own, unit);
  }
  return insertAt(parent, Place::lastChild, xml, Line::own, unit);
}

Status Editor::makeWhereItBelongs(Node parent, const NewElement& element, const std::function<bool(Node)>& isDefault) {
  Document::Impl& impl = document_.impl();
  if (Result<Piece*> piece = editable(impl, parent.raw()); !piece) return piece.error();
  const SpelledElement spelled = spellElement(impl, parent, element);
  return land(parent, spelled.text, isDefault, spelled.unit);
}

}  // namespace carbonfix
