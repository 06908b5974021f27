#include "cli/example_homes.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kOnlyNode = "node";
constexpr std::string_view kConfRoot = "repository/conf";

// The simplest path that a glob matches: "conf/**/*-datasources.xml" → "conf/example-datasources.xml".
std::string withoutWildcards(std::string path) {
  path = replaceAll(std::move(path), "**/", "");
  return replaceAll(replaceAll(std::move(path), "*", "example"), "?", "x");
}

std::string_view nodeOf(const ExampleFile& file) { return file.node.empty() ? kOnlyNode : std::string_view(file.node); }

}  // namespace

std::string examplePath(const ExampleFile& file) {
  constexpr std::string_view kConf = "conf/";
  const std::string path = withoutWildcards(file.path);
  if (path.starts_with(kConf)) return fmt::format("/{}/{}/{}", nodeOf(file), kConfRoot, path.substr(kConf.size()));
  return fmt::format("/{}/{}", nodeOf(file), path);
}

ExampleFiles exampleFiles(const Example::Snippet& snippet) {
  ExampleFiles files;
  for (const ExampleFile& file : snippet.files) files.insert_or_assign(examplePath(file), file.text);
  return files;
}

Result<ExampleHomes> ExampleHomes::make(const ExampleFiles& files) {
  ExampleHomes made;
  made.fileSystem_ = std::make_unique<MemoryFileSystem>();
  std::vector<HomeArgument> arguments;
  for (const auto& [path, bytes] : files) {
    const std::string node = path.substr(1, path.find('/', 1) - 1);
    made.fileSystem_->addFolder(fmt::format("/{}/{}", node, kConfRoot));
    made.fileSystem_->add(path, bytes);
    if (arguments.empty() || arguments.back().node != node) arguments.push_back({.node = node, .path = "/" + node});
  }
  auto homes = openHomes(*made.fileSystem_, arguments);
  if (!homes) return homes.error();
  made.homes_ = std::move(*homes);
  return made;
}

}  // namespace carbonfix
