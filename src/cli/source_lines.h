// Lines of the files that findings are in, secrets masked, for the lines around an excerpt (--context).
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/lint/finding.h"

namespace carbonfix {

class SourceLines {
 public:
  // `known`: secrets that are masked wherever they stand.
  SourceLines(std::span<const Home> homes, std::vector<std::string> known);

  // Without its end; empty when there is no such line, or the file could not be read.
  std::string line(const Finding& finding, std::size_t line);

 private:
  const std::vector<std::string>& linesOf(const std::string& node, const std::string& path);

  std::map<std::string, const Home*> homes_;  // by node
  std::vector<std::string> known_;
  // Those of one file: findings of a file follow each other.
  std::string node_;
  std::string path_;
  std::vector<std::string> lines_;
};

// The lines of `text` without their ends, every secret replaced; a secret that spans lines is masked on each.
std::vector<std::string> maskedLines(std::string_view text, const std::vector<std::string>& known);

}  // namespace carbonfix
