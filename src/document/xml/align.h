// Walks pieces and tree in step and ties each node to the piece that it begins with.
#pragma once

#include "carbonfix/base/result.h"
#include "document/xml/piece.h"

struct _xmlDoc;
struct _xmlNode;

namespace carbonfix {

// `node` and its following siblings are what `run` spells. Nodes that come from an entity or a DTD default get no
// piece. Error: they do not match; nothing may be edited then.
Status align(_xmlNode* node, PieceRun run, _xmlDoc* doc);

}  // namespace carbonfix
