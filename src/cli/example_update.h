// Writes what came out of an example back into its rule file (test --update).
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// The edit of the rule file's bytes that makes `snippet` say `text`, with the indentation that it has there.
// Error: the text cannot stand there (it holds "]]>", or an indentation would be read differently).
Result<Edit> snippetEdit(std::string_view ruleFile, const Example::Snippet& snippet, std::string_view text);

}  // namespace carbonfix
