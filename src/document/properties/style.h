// How a new line of a properties file is written: as its neighbours are.
#pragma once

#include <string>

#include "document/impl.h"
#include "document/properties/lines.h"

namespace carbonfix {

struct LineStyle {
  std::string lead;  // white space before the key
  std::string separator;
  std::string lineEnd;
};

// As the nearest property has it, before or at `node` first; null: the file has neither properties nor comments.
LineStyle styleNear(const Document::Impl& impl, const _xmlNode* node);

// One line, with its end, for each of the siblings from `pasted` on: <property name="k">v</property> or a comment.
// `anchor` is named when there is something else, or a property without a name.
Result<std::string> linesFor(const Document::Impl& impl, const _xmlNode* anchor, const _xmlNode* pasted,
                             const LineStyle& style, const Holds& holds);

}  // namespace carbonfix
