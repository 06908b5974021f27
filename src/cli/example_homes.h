// The files of a snippet as homes in memory, one a node.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// Bytes by absolute path in memory.
using ExampleFiles = std::map<std::string, std::string, std::less<>>;

// Where a file of an example lives: "/das1/repository/conf/axis2/axis2.xml". Wildcards of a glob stand for nothing
// much.
std::string examplePath(const ExampleFile& file);
ExampleFiles exampleFiles(const Example::Snippet& snippet);

// Owns the file system that the homes look at.
class ExampleHomes {
 public:
  static Result<ExampleHomes> make(const ExampleFiles& files);

  const std::vector<Home>& homes() const { return homes_; }
  std::vector<Home>& homes() { return homes_; }

 private:
  std::unique_ptr<MemoryFileSystem> fileSystem_;
  std::vector<Home> homes_;
};

}  // namespace carbonfix
