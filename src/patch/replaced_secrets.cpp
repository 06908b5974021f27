#include "carbonfix/patch/replaced_secrets.h"

#include <algorithm>

namespace carbonfix {
namespace {

std::size_t endOf(const TextRange& range) { return range.offset + range.length; }

}  // namespace

std::vector<TextRange> replacedSecrets(const FileChange& file, const std::vector<std::string>& known) {
  std::vector<TextRange> replaced;
  if (file.created || known.empty()) return replaced;
  const std::vector<TextRange> hidden = findHidden(file.after, known);
  std::size_t done = 0;   // of the old text
  std::size_t begin = 0;  // of the edit, in the new text
  for (const Edit& edit : file.edits) {
    begin += edit.offset - done;
    done = edit.offset + edit.length;
    const std::size_t end = begin + edit.text.size();
    for (const TextRange& secret : hidden) {
      if (secret.offset > end || endOf(secret) < begin) continue;
      // An edit may be of a part of the value; the rest of it stands around the edit in the old text, too.
      const std::size_t lead = begin - std::min(begin, secret.offset);
      const std::size_t tail = std::max(end, endOf(secret)) - end;
      const std::size_t from = edit.offset - std::min(edit.offset, lead);
      const std::size_t to = std::min(done + tail, file.before.size());
      if (!replaced.empty() && from <= endOf(replaced.back())) {
        TextRange& last = replaced.back();
        last.length = std::max(endOf(last), to) - last.offset;
      } else if (from < to) {
        replaced.push_back({.offset = from, .length = to - from});
      }
    }
    begin = end;
  }
  return replaced;
}

}  // namespace carbonfix
