// Between the text of a file and the values that XML says it has.
#pragma once

#include <string>
#include <string_view>

struct _xmlDoc;

namespace carbonfix {

// Line ends and references resolved (XML 1.0 §2.11, §4.1); entities as `doc` declares them, unknown ones left out.
std::string decodeText(std::string_view raw, _xmlDoc* doc);
// An attribute's value between its quotes (§3.3.3, as for CDATA attributes).
std::string decodeAttribute(std::string_view raw, _xmlDoc* doc);
// Comments, CDATA sections and processing instructions know no references.
std::string decodeLineEnds(std::string_view raw);

std::string escapeText(std::string_view value);
std::string escapeAttribute(std::string_view value, char quote);

// May these characters stand in an XML 1.0 document at all (production 2)?
bool isXmlText(std::string_view value);

}  // namespace carbonfix
