#include "document/properties/commented.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>

#include "document/adapter.h"
#include "document/properties/lines.h"

namespace carbonfix {
namespace {

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isKeyCharacter(char c) {
  return isLetter(c) || (c >= '0' && c <= '9') || std::string_view("._-$/[]{}*@").find(c) != std::string_view::npos;
}

bool looksLikeKey(std::string_view key) {
  return std::all_of(key.begin(), key.end(), isKeyCharacter) && std::any_of(key.begin(), key.end(), isLetter) &&
         key.back() != '.';
}

bool hasBlank(std::string_view text) { return text.find_first_of(" \t") != std::string_view::npos; }

// "Note: …" is prose, and so is "key is the name". A colon or a blank separates names with a dot only, and then what
// follows is one word; but in Spark's file a wide gap, too, tells a setting from a sentence.
bool looksLikeSetting(const PropertyLine& line, bool spark) {
  if (line.kind != PropertyLine::Kind::property || line.key.empty() || !looksLikeKey(line.key)) return false;
  if (line.separator.find('=') != std::string_view::npos) return true;
  const bool dotted = line.key.find('.') != std::string_view::npos;
  if (!dotted || line.value.empty()) return false;
  if (line.separator.find(':') != std::string_view::npos) return !hasBlank(line.value);
  return spark && (!hasBlank(line.value) || line.separator.size() > 1 || line.separator == "\t");
}

}  // namespace

Result<PropertyNodes> commented(Document::Impl& impl, const _xmlNode* comment) {
  const auto no = [&](std::string_view why) {
    return Error{
        fmt::format("the comment at {} can't be uncommented: {}", Node(const_cast<_xmlNode*>(comment)).path(), why),
        impl.path};
  };
  if (comment->type != XML_COMMENT_NODE) return no("it is no comment");
  std::string_view text = pieceOf(comment)->text.substr(1);
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::size_t at = 0;
  const PropertyLine line = nextPropertyLine(text, at);
  if (!looksLikeSetting(line, isSparkPath(impl.path))) return no("what follows its mark is no property");
  if (!line.tail.empty()) return no("its value goes on on the next line");
  Result<PropertyNodes> nodes = readProperties(impl, text, false);
  if (!nodes) return no(nodes.error().message);
  return nodes;
}

}  // namespace carbonfix
