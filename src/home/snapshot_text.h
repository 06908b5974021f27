// Bytes of a file as text, and back.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/home/snapshot.h"

namespace carbonfix {

// Any bytes have one: what is neither UTF-8 nor UTF-16 is taken for Latin-1.
SnapshotText textOfBytes(std::string_view bytes);
std::string bytesOfText(std::string_view text, TextEncoding encoding);

// "utf-8", "iso-8859-1", "utf-16le", "utf-16be"
std::string_view encodingName(TextEncoding encoding);

// A byte order mark at the begin of the text is no part of its first line.
std::size_t lengthOfMark(std::string_view text);

}  // namespace carbonfix
