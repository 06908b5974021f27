// Holds what a parser reads against a tree while it reads: no second tree is built.
#pragma once

#include <string>

struct _xmlDoc;

namespace carbonfix {

// True: `bytes`, parsed, give exactly the nodes of `doc`, texts and CDATA sections as it has them. False: they don't,
// or it can't be told without a tree (a document type, a file with namespace errors); then compare trees.
bool readsAs(const std::string& bytes, const _xmlDoc* doc);

}  // namespace carbonfix
