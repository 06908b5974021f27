// Every shell script of the collection: read, edited, and read back by shells.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "document/sweep.h"

namespace carbonfix {
namespace {

constexpr const char* kOdd = "it's \"a\" $HOME `id` $(id) \\ ; & | <x> #\n\xC3\xA9 * ~ !x";

int runs(const std::string& command) { return std::system(command.c_str()); }  // NOLINT(cert-env33-c)

class Folder {
 public:
  Folder() : path_(std::filesystem::path(::testing::TempDir()) / fmt::format("carbonfix-shell-{}", getpid())) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name, const std::string& bytes) const {
    const std::string path = (path_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::vector<Node> settable(const Document& document) {
  std::vector<Node> found;
  for (const Node& node : test::nodesOf(document).marked) {
    if (node.kind() == NodeKind::element && node.hasAttribute("name") && !node.hasAttribute("uncertain")) {
      found.push_back(node);
    }
  }
  return found;
}

std::vector<std::string> othersOf(const Document& document, std::size_t except) {
  std::vector<std::string> values;
  const std::vector<Node> nodes = settable(document);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i != except) values.push_back(nodes[i].attribute("name") + "=" + nodes[i].value());
  }
  return values;
}

std::string lineOf(const Document& document, const Node& node) {
  const auto place = document.extent(node);
  EXPECT_TRUE(place);
  std::string text = document.bytes().substr(place->offset, place->length);
  return text;
}

TEST(ShellCollection, EachSettableValueIsSetAndReadBackByAShell) {
  if (!std::filesystem::exists(test::sharedFolder())) GTEST_SKIP() << "no folder " << test::sharedFolder();
  const Folder folder;
  std::size_t files = 0;
  std::size_t variables = 0;
  std::size_t options = 0;
  std::set<std::string> seen;
  std::string check = "set -e\n";
  std::string readBack = "set -e\n";
  const std::string wanted = folder.file("wanted", kOdd);
  for (const auto& path : test::filesBelow(test::sharedFolder() / "corpus", ".sh")) {
    const std::string bytes = test::readFile(path);
    Result<Document> document = Document::parse(bytes, path.string(), FileFormat::shell);
    ++files;
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(document->editedBytes(), bytes);
    EXPECT_TRUE(document->prove());
    EXPECT_FALSE(settable(*document).empty()) << path;
    if (!seen.insert(bytes).second) continue;
    for (std::size_t i = 0; i < settable(*document).size(); ++i) {
      Result<Document> again = Document::parse(bytes, path.string(), FileFormat::shell);
      const Node node = settable(*again)[i];
      const bool isVariable = node.name() == "export";
      const bool isInVariable = node.parent().name() == "export";
      const bool hadOptions = !node.elements().empty();
      const Result<bool> done = Editor(*again).setValue(node, isInVariable ? "x/1" : kOdd);
      if (!isVariable && !done) continue;  // an option in quotes
      ASSERT_TRUE(done) << path << " " << node.path() << " " << done.error().message;
      Result<Document> proved = again->prove();
      ASSERT_TRUE(proved) << path << " " << node.path();
      if (!isInVariable && !hadOptions) {
        EXPECT_EQ(othersOf(*proved, i), othersOf(*document, i)) << path;
      }
      if (!isVariable) {
        ++options;
        if (options % 8 != 0) continue;
      }
      const std::string script = folder.file(fmt::format("{}-{}.sh", files, i), proved->bytes());
      check += fmt::format("sh -n {} && bash -n {}\n", script, script);
      if (isVariable) {
        ++variables;
        const std::string name = node.attribute("name");
        const std::string line =
            folder.file(fmt::format("{}-{}.line", files, i),
                        lineOf(*proved, settable(*proved)[i]) + fmt::format("\nprintf %s \"${}\"\n", name));
        for (const char* shell : {"sh", "bash"}) {
          readBack +=
              fmt::format("{} {} >{} && cmp {} {}\n", shell, line, folder.path("got"), folder.path("got"), wanted);
        }
      }
    }
  }
  std::printf("%zu scripts (%zu different), %zu variables and %zu options set\n", files, seen.size(), variables,
              options);
  EXPECT_GT(variables, seen.size());
  EXPECT_GT(options, seen.size());
  EXPECT_EQ(runs("sh " + folder.file("check", check)), 0);
  EXPECT_EQ(runs("sh " + folder.file("read-back", readBack)), 0);
}

// No value gets out of its word.
TEST(ShellCollection, AShellReadsWhatWasSet) {
  const Folder folder;
  const std::vector<std::string> values = {"",     "x",     "a b",      "it's",     "\"",       "'",     "\\",
                                           "a\nb", "$HOME", "`id`",     "$(id)",    "; exit 3", "# x",   "~",
                                           "*",    "!!",    "\xC3\xA9", "a=b",      "-n",       "\t",    "\\'",
                                           "'\"'", "x\\",   "${x",      "&& false", "> x",      "{a,b}", "[x]"};
  std::string script = "set -e\n";
  for (const char* const statement : {"A=", "A=x", "A='x'", "A=\"x\"", "export A=x", "export A=\"x y\""}) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      Result<Document> document = Document::parse(std::string(statement) + "\n", "a.sh", FileFormat::shell);
      ASSERT_TRUE(document);
      const Result<bool> done = Editor(*document).setValue(settable(*document).front(), values[i]);
      ASSERT_TRUE(done) << values[i];
      Result<Document> proved = document->prove();
      ASSERT_TRUE(proved) << values[i];
      const std::string name = fmt::format("{}-{}", std::hash<std::string>()(statement), i);
      const std::string line = folder.file(name, proved->bytes() + "printf %s \"$A\"\n");
      const std::string wanted = folder.file(name + ".wanted", values[i]);
      for (const char* shell : {"sh", "bash"}) {
        script += fmt::format("{} {} >{} && cmp {} {}\n", shell, line, folder.path("got"), folder.path("got"), wanted);
      }
    }
  }
  EXPECT_EQ(runs("sh " + folder.file("script", script)), 0);
}

}  // namespace
}  // namespace carbonfix
