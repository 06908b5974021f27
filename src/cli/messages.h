// What the program tells about a run, on standard error.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"

namespace carbonfix {

// "carbonfix: error: …" with excerpt and hint on lines of their own.
void printError(Console& console, const Error& error);
void printErrors(Console& console, const Errors& errors);
// A path as a shell, and then an option parser, takes it back.
std::string shellQuoted(const std::string& word);

// "carbonfix: warning: …", and what helps on a line of its own.
void printWarning(Console& console, std::string_view text, std::string_view hint);

// "carbonfix: note: …"
void printNote(Console& console, std::string_view text);

}  // namespace carbonfix
