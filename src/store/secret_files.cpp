#include "store/secret_files.h"

#include "carbonfix/base/secrets.h"

namespace carbonfix {

bool hidesSecret(std::string_view text, const std::vector<std::string>& known) {
  return !findHidden(text, known).empty();
}

std::set<std::string> secretFilesOf(const std::vector<Run>& runs) {
  std::set<std::string> paths;
  for (const Run& run : runs) paths.insert(run.secretFiles.begin(), run.secretFiles.end());
  return paths;
}

}  // namespace carbonfix
