// Secrets that are known by their value: those of sensitive parameters.
#include <algorithm>
#include <set>
#include <utility>

#include "base/xml_text.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// A value as files write it: bare, as XML text or attribute, as a quoted string of JSON.
std::set<std::string> writtenForms(const std::string& value) {
  const std::string text = replaceAll(replaceAll(value, "&", "&amp;"), "<", "&lt;");
  const std::string json = replaceAll(replaceAll(value, "\\", "\\\\"), "\"", "\\\"");
  return {value, text, replaceAll(text, ">", "&gt;"), replaceAll(text, "\"", "&quot;"), escapeXml(value), json};
}

void addPlaces(std::string_view text, std::string_view word, std::vector<TextRange>& ranges) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
    ranges.push_back({at, word.size()});
  }
}

void addKnown(std::string_view text, const std::vector<std::string>& known, std::vector<TextRange>& ranges) {
  for (const std::string& value : known) {
    if (value.size() < kShortSecret) continue;
    for (const std::string& form : writtenForms(value)) addPlaces(text, form, ranges);
  }
}

std::vector<TextRange> united(std::vector<TextRange> ranges) {
  std::ranges::sort(ranges, {}, &TextRange::offset);
  std::vector<TextRange> out;
  for (const TextRange& range : ranges) {
    if (!out.empty() && range.offset < out.back().offset + out.back().length) {
      TextRange& last = out.back();
      last.length = std::max(last.offset + last.length, range.offset + range.length) - last.offset;
    } else {
      out.push_back(range);
    }
  }
  return out;
}

}  // namespace

std::vector<TextRange> findSecrets(std::string_view text, const std::vector<std::string>& known) {
  std::vector<TextRange> ranges = findSecrets(text);
  const std::size_t before = ranges.size();
  addKnown(text, known, ranges);
  return ranges.size() == before ? ranges : united(std::move(ranges));
}

std::string maskKnown(std::string_view text, const std::vector<std::string>& known) {
  std::vector<TextRange> ranges;
  addKnown(text, known, ranges);
  return maskRanges(text, united(std::move(ranges)));
}

}  // namespace carbonfix
