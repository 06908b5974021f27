#include "carbonfix/base/text.h"

#include <algorithm>

namespace carbonfix {
namespace {

// Much text goes through here: to compare is quicker than to look the character up.
bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool isNoSpace(char c) { return !isSpace(c); }

// The part of `text` from the first character that `test` holds for; empty, at its end, when there is none.
template <class Test>
std::string_view from(std::string_view text, Test test) {
  return text.substr(static_cast<std::size_t>(std::ranges::find_if(text, test) - text.begin()));
}

// The white space that `line` begins with, its line end not counted.
std::string_view indentation(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

std::string_view commonPrefix(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return a.substr(0, static_cast<std::size_t>(ends.first - a.begin()));
}

}  // namespace

std::string_view trim(std::string_view text) {
  text = from(text, isNoSpace);
  while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string normalizeSpace(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : trim(text)) {
    if (!isSpace(c)) {
      out += c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

bool isBlank(std::string_view text) { return std::ranges::all_of(text, isSpace); }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

std::vector<std::string_view> splitSpace(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = from(text, isNoSpace); !text.empty(); text = from(text, isNoSpace)) {
    const std::string_view rest = from(text, isSpace);
    words.push_back(text.substr(0, text.size() - rest.size()));
    text = rest;
  }
  return words;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::string replaceAll(std::string text, std::string_view from, std::string_view to) {
  std::size_t at = from.empty() ? std::string::npos : text.find(from);
  if (at == std::string::npos) return text;
  std::string out;
  std::size_t done = 0;
  for (; at != std::string::npos; at = text.find(from, done)) {
    out.append(text, done, at - done).append(to);
    done = at + from.size();
  }
  return out.append(text, done, std::string::npos);
}

std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) {
      end = text.size();
    } else {
      end += text.substr(end).starts_with("\r\n") ? 2U : 1U;
    }
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string dedent(std::string_view text) {
  std::vector<std::string_view> lines = splitLines(text);
  while (!lines.empty() && isBlank(lines.back())) lines.pop_back();
  lines.erase(lines.begin(), std::find_if_not(lines.begin(), lines.end(), isBlank));
  if (lines.empty()) return {};

  std::string_view common = indentation(lines.front());
  for (const std::string_view line : lines) {
    if (!isBlank(line)) common = commonPrefix(common, indentation(line));
  }
  std::string out;
  for (const std::string_view line : lines) {
    out += isBlank(line) ? line.substr(indentation(line).size()) : line.substr(common.size());
  }
  return out;
}

}  // namespace carbonfix
