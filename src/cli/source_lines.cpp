#include "cli/source_lines.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

std::string_view withoutEnd(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::vector<std::string> maskedLines(std::string_view text, const std::vector<std::string>& known) {
  const std::vector<TextRange> secrets = findSecrets(text, known);
  auto secret = secrets.begin();
  std::vector<std::string> lines;
  for (const std::string_view whole : splitLines(text)) {
    const auto begin = static_cast<std::size_t>(whole.data() - text.data());
    const std::string_view line = withoutEnd(whole);
    const std::size_t end = begin + line.size();
    std::string shown;
    std::size_t at = begin;
    while (secret != secrets.end() && secret->offset < end) {
      const std::size_t stop = secret->offset + secret->length;
      if (secret->offset > at) shown += text.substr(at, secret->offset - at);
      if (stop > at) shown += kMask;
      at = std::clamp(stop, at, end);
      if (stop > end) break;  // goes on in the next line
      ++secret;
    }
    shown += text.substr(at, end - at);
    lines.push_back(std::move(shown));
  }
  return lines;
}

SourceLines::SourceLines(std::span<const Home> homes, std::vector<std::string> known) : known_(std::move(known)) {
  for (const Home& home : homes) homes_.emplace(home.node(), &home);
}

std::string SourceLines::line(const Finding& finding, std::size_t line) {
  const std::vector<std::string>& lines = linesOf(finding.node, finding.path);
  return line == 0 || line > lines.size() ? std::string() : lines[line - 1];
}

const std::vector<std::string>& SourceLines::linesOf(const std::string& node, const std::string& path) {
  if (node_ == node && path_ == path) return lines_;
  node_ = node;
  path_ = path;
  lines_.clear();
  const auto home = homes_.find(node);
  if (home == homes_.end()) return lines_;
  if (home->second->isLoaded(path)) {
    if (const Document* const document = home->second->load(path).document) {
      lines_ = maskedLines(document->text(), known_);
    }
  } else if (const Home::Read read = home->second->readFile(path); read.document) {
    lines_ = maskedLines(read.document->text(), known_);
  }
  return lines_;
}

}  // namespace carbonfix
