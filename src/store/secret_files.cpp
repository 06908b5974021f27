#include "store/secret_files.h"

#include <algorithm>

#include "carbonfix/base/secrets.h"

namespace carbonfix {

bool hidesSecret(std::string_view text, const std::vector<std::string>& known) {
  const std::vector<TextRange> told = findSecrets(text);
  const std::vector<TextRange> all = findSecrets(text, known);
  return !std::ranges::all_of(all, [&told](const TextRange& range) {
    return std::ranges::any_of(told, [&range](const TextRange& other) {
      return other.offset <= range.offset && range.offset + range.length <= other.offset + other.length;
    });
  });
}

std::set<std::string> secretFilesOf(const std::vector<Run>& runs) {
  std::set<std::string> paths;
  for (const Run& run : runs) paths.insert(run.secretFiles.begin(), run.secretFiles.end());
  return paths;
}

}  // namespace carbonfix
