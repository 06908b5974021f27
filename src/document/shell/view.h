// From a shell script to nodes of the view and the pieces that they are tied to.
//
// An assignment is <export name="X" exported="true|false">v</export>; one that says what only the running script knows,
// or that does not hold whenever the script runs, has its text as written, and says why in @uncertain. An argument
// -Dname=value of a command is <option name="name">value</option>; in the value of a variable (JAVA_OPTS) such an
// option is a child of its <export>. What else is an argument of java is <argument>-Xmx1g</argument>, and `export X`
// by itself is <exported name="X"/>. Comments are comment nodes without their "#".
//
// Pieces: the name is the `entry`, texts are `value`s (with their quotes, where they are not split by options), all the
// rest is filler.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "document/impl.h"

namespace carbonfix {

// Nodes that are not yet part of the document, below a holder, and their pieces.
struct ShellNodes {
  std::unique_ptr<_xmlNode, void (*)(_xmlNode*)> holder{nullptr, nullptr};
  PieceRun run;
};

// `text` lies in the document's own text, or is owned by its arena. Error: quotes or blocks that are not closed, with
// the place when the text is the document's own.
Result<ShellNodes> readShell(Document::Impl& impl, std::string_view text, bool original);

bool isExport(const _xmlNode* node);
bool isOption(const _xmlNode* node);
bool isArgument(const _xmlNode* node);
bool isExported(const _xmlNode* node);

// The text of an assignment, as one word: from behind "=" to its end.
std::string spelledValue(const _xmlNode* element);

}  // namespace carbonfix
