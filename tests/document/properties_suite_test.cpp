// Every properties file of real homes and of other projects' suites: read as two other readers do, kept byte for byte
// when nothing is edited, and one edit changes its own line and value only. The other readers are a small one in
// python3 and java.util.Properties itself, where there is a JDK.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>

#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "document/properties_editing.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using Path = std::filesystem::path;
using Pairs = std::map<std::string, std::string>;

Pairs pairsOf(const Document& document) {
  Pairs pairs;
  for (const Node& node : document.rootElement().elements()) {
    if (node.name() == "property") pairs.emplace(node.attribute("name"), node.value());
  }
  return pairs;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 0xFU];
  }
  return out;
}

// What the other readers are asked, in the form that read_properties.py says.
class Questions {
 public:
  void add(const Document& document, const std::string& bytes, const std::string& name) {
    put(document, bytes, name, name.ends_with("spark-defaults.conf") ? "spark" : "java");
  }
  void addJson(const Document& document, const std::string& json, const std::string& name) {
    put(document, json, name, "json");
  }
  void addMalformed(const std::string& bytes, const std::string& name) {
    text_ += fmt::format("java {} {} malformed\n", hex(name), hex(bytes));
  }

  // Runs a reader over them; what it prints goes to the test's output.
  void ask(const std::string& reader) const {
    const Path file = Path(::testing::TempDir()) / fmt::format("carbonfix-properties-{}", static_cast<int>(getpid()));
    std::ofstream(file, std::ios::binary) << text_;
    const std::string command = fmt::format("{} '{}'", reader, file.string());
    std::fflush(stdout);
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::filesystem::remove(file);
  }

 private:
  void put(const Document& document, const std::string& bytes, const std::string& name, const char* reader) {
    text_ += fmt::format("{} {} {}", reader, hex(name), hex(bytes));
    for (const auto& [key, value] : pairsOf(document)) text_ += fmt::format(" {}={}", hex(key), hex(value));
    text_ += '\n';
  }

  std::string text_;
};

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

void askAll(const Questions& questions) {
  if (!runs("python3 --version")) {
    GTEST_SKIP() << "no python3: its reader was not asked";
  }
  questions.ask("python3 tests/document/read_properties.py");
  if (!runs("java -version")) {
    GTEST_SKIP() << "no java: java.util.Properties was not asked";
  }
  questions.ask("java tests/document/ReadProperties.java");
}

std::vector<Path> propertyFiles(const Path& folder) {
  std::vector<Path> files = test::filesBelow(folder, ".properties");
  for (const Path& file : test::filesBelow(folder, ".conf")) {
    if (file.filename() == "spark-defaults.conf") files.push_back(file);
  }
  return files;
}

// Values that need escapes at one place or another, and such that need none.
constexpr const char* kValues[] = {"9443",
                                   " lead",
                                   "trail ",
                                   "C:\\x\\",
                                   "=a:b #c!",
                                   "",
                                   "x\ny",
                                   "\tt",
                                   "a, b",
                                   "\xC3\xA9",
                                   "\xE2\x82\xAC \xF0\x9F\x98\x80"};

class Sweep {
 public:
  Questions questions;
  std::size_t files = 0;
  std::size_t edits = 0;

  void visit(const Path& file) {
    const std::string bytes = test::readFile(file);
    const std::string path = file.string();
    if (!seen_.insert(path.ends_with(".conf") ? "spark" + bytes : bytes).second) return;
    const auto document = Document::parse(bytes, path, FileFormat::properties);
    ASSERT_TRUE(document) << describe(document.error());
    ++files;
    EXPECT_TRUE(document->edits().empty()) << path;
    EXPECT_EQ(document->editedBytes(), bytes) << path;
    EXPECT_TRUE(document->prove()) << path;
    questions.add(*document, bytes, path);
    const Pairs pairs = pairsOf(*document);
    const std::size_t step = 1 + pairs.size() / 12;
    std::size_t number = edits;
    for (const auto& [key, value] : pairs) {
      if (number++ % step == 0) edit(bytes, path, key, kValues[edits % std::size(kValues)]);
    }
  }

 private:
  void edit(const std::string& bytes, const std::string& path, const std::string& key, std::string value) {
    auto document = Document::parse(bytes, path, FileFormat::properties);
    if (path.ends_with(".conf")) value = trim(value);
    Pairs wanted = pairsOf(*document);
    Node property;
    for (const Node& node : document->rootElement().elements()) {
      if (node.name() == "property" && node.attribute("name") == key) property = node;
    }
    const auto line = document->extent(property);
    ASSERT_TRUE(line) << path;
    const Result<bool> changed = Editor(*document).setValue(property, value);
    ASSERT_TRUE(changed) << path << ": " << changed.error().message;
    EXPECT_EQ(*changed, wanted[key] != value) << path << ": " << key;
    for (const Edit& each : document->edits()) {
      EXPECT_GE(each.offset, line->offset) << path << ": " << key;
      EXPECT_LE(each.offset + each.length, line->offset + line->length) << path << ": " << key;
    }
    const auto proved = document->prove();
    ASSERT_TRUE(proved) << path << ": " << proved.error().message;
    wanted[key] = value;
    EXPECT_EQ(pairsOf(*proved), wanted) << path << ": " << key;
    questions.add(*proved, proved->bytes(), path);
    ++edits;
  }

  std::set<std::string> seen_;
};

TEST(PropertiesSuite, RealHomesAndSuitesReadAsOtherReadersReadThem) {
  if (!std::filesystem::exists(test::sharedFolder() / "corpus")) {
    GTEST_SKIP() << "no collection of homes beside the checkout";
  }
  Sweep sweep;
  std::size_t all = 0;
  for (const char* const folder : {"corpus", "suites"}) {
    for (const Path& file : propertyFiles(test::sharedFolder() / folder)) {
      if (file.parent_path().filename() == "malformed") continue;
      ++all;
      sweep.visit(file);
    }
  }
  EXPECT_GT(sweep.files, 50U);
  EXPECT_GT(sweep.edits, 500U);
  std::printf("properties: %zu files, %zu different ones, %zu edits\n", all, sweep.files, sweep.edits);
  askAll(sweep.questions);
}

TEST(PropertiesSuite, OddFilesReadAsOtherReadersReadThem) {
  Questions questions;
  for (const std::string& bytes :
       {std::string("a\\\n\n=b\nc\\\n d e\\\r\n  f\\\r\r\ng"), std::string("\\\n\n \\\n a=1\n"),
        std::string("a=\\\\\\\n b"), std::string("a=b\\"), std::string("\\"),
        std::string("a\\ \\=\\:b\\\n  c = = d \\"), std::string(":=a\n=:b\n"), std::string("\xEF\xBB\xBF# a\nb=1\n"),
        std::string("k\0ey=v\x01\f\n", 9), std::string("\fa\f=\fb\f\n"),
        std::string("a=\\uD83D\\uDE00\\uDE00\\uD83D\nb=\\u00\\\n 41"), std::string("#a\\\nb=1\n!c\\\\\\\nd=2\n"),
        std::string("\xE9=\x80\xFF\n"), std::string("\n\r\r\n \t\f\n"), std::string("a=1\na=2\r\\u0061=3\n")}) {
    for (const char* const path : {"x.properties", "spark-defaults.conf"}) {
      const auto document = Document::parse(bytes, path, FileFormat::properties);
      ASSERT_TRUE(document) << describe(document.error());
      EXPECT_EQ(document->editedBytes(), bytes);
      questions.add(*document, bytes, path);
    }
  }
  for (const std::string bytes : {"a=\\u", "a=\\u12", "\\u00g0=1", "a=1\nb=\\u 041\n", "a=\\u00\\\n4\nb=1"}) {
    const auto document = Document::parse(bytes, "x.properties", FileFormat::properties);
    ASSERT_FALSE(document) << bytes;
    EXPECT_GE(document.error().at.line, 1U);
    EXPECT_GE(document.error().at.column, 1U);
    questions.addMalformed(bytes, "x.properties");
  }
  askAll(questions);
}

// Values as the suite's own author says that they are.
TEST(PropertiesSuite, DotPropertiesReadsAsItsAuthorSays) {
  const Path suite = test::sharedFolder() / "suites" / "properties-dot-properties";
  if (!std::filesystem::exists(suite)) GTEST_SKIP() << "no suites beside the checkout";
  if (!runs("python3 --version")) GTEST_SKIP() << "no python3 to read the expected values with";
  Questions questions;
  std::size_t files = 0;
  for (const Path& file : test::filesBelow(suite, ".properties")) {
    const std::string bytes = test::readFile(file);
    const auto document = Document::parse(bytes, file.filename(), FileFormat::properties);
    ++files;
    if (file.parent_path().filename() == "malformed") {
      ASSERT_FALSE(document) << file;
      EXPECT_EQ(document.error().at, (Position{1, 7})) << file;
      continue;
    }
    ASSERT_TRUE(document) << describe(document.error());
    const Path json = file.filename() == "test.properties" ? file.parent_path() / "test.json" : Path(file) += ".json";
    questions.addJson(*document, test::readFile(json), file.filename());
  }
  EXPECT_GE(files, 17U);
  questions.ask("python3 tests/document/read_properties.py");
}

// Java 8 and Java 17 differ in whether a comment may begin behind a backslash that is alone on its line.
bool dependsOnJava(const std::string& bytes) {
  for (std::size_t at = bytes.find_first_of("#!"); at != std::string::npos; at = bytes.find_first_of("#!", at + 1)) {
    const std::size_t before = bytes.substr(0, at).find_last_not_of(" \t\f\r\n");
    if (before != std::string::npos && bytes[before] == '\\' && before + 1 < at) return true;
  }
  return false;
}

// Random text of the characters that mean something, so that all rules meet.
TEST(PropertiesSuite, RandomFilesReadAsOtherReadersReadThem) {
  constexpr std::string_view kLetters = "aab\\\\\\ \t\f=:#!\n\n\r\xE9u0041";
  test::Random random(20261);
  Questions questions;
  for (int i = 0; i < 4000; ++i) {
    std::string bytes;
    for (std::size_t size = test::pick(random, 24); size > 0; --size)
      bytes += kLetters[test::pick(random, kLetters.size())];
    if (dependsOnJava(bytes)) continue;
    const auto document = Document::parse(bytes, "x.properties", FileFormat::properties);
    if (!document) {
      questions.addMalformed(bytes, fmt::format("random {}: {}", i, printable(bytes)));
      continue;
    }
    EXPECT_EQ(document->editedBytes(), bytes);
    questions.add(*document, bytes, fmt::format("random {}: {}", i, printable(bytes)));
  }
  askAll(questions);
}

std::string randomText(test::Random& random, std::string_view letters, std::size_t most) {
  std::string text;
  for (std::size_t size = test::pick(random, most); size > 0; --size)
    text += letters[test::pick(random, letters.size())];
  return text;
}

Status randomEdit(const Document& document, Editor& editor, test::Random& random) {
  const std::vector<Node> nodes = document.rootElement().children();
  const Node node = nodes.empty() ? document.rootElement() : nodes[test::pick(random, nodes.size())];
  const std::string text = randomText(random, "ab=: #\\\t", 6);
  const std::string pasted = fmt::format("<property name=\"n{}\">{}</property>", test::pick(random, 90), text);
  switch (test::pick(random, 9)) {
    case 0:
      return editor.insert(node, test::pick(random, 2) == 0 ? Place::before : Place::after, pasted);
    case 1:
      return editor.insert(document.rootElement(), Place::lastChild, pasted);
    case 2:
      return editor.insert(document.rootElement(), Place::firstChild, pasted + "<!--c-->");
    case 3:
      return editor.remove(node);
    case 4:
      return editor.comment(node);
    case 5:
      return editor.uncomment(node);
    case 6:
      return testing::toStatus(editor.setAttribute(node, "name", text));
    case 7:
      return editor.replace(node, pasted);
    default:
      return testing::toStatus(editor.setValue(node, text));
  }
}

TEST(PropertiesSuite, RandomEditsOfRandomFilesAreProvedOrRefused) {
  test::Random random(20262);
  std::size_t done = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string bytes = randomText(random, "aab\\\\ \t\f=:#!\n\n\r\xE9", 24);
    const std::string path = test::pick(random, 4) == 0 ? "spark-defaults.conf" : "x.properties";
    auto document = Document::parse(bytes, path, FileFormat::properties);
    ASSERT_TRUE(document) << printable(bytes);
    Editor editor(*document);
    for (int edit = 0; edit < 3; ++edit) {
      const std::string before = document->editedBytes();
      if (randomEdit(*document, editor, random)) {
        ++done;
      } else {
        EXPECT_EQ(document->editedBytes(), before) << printable(bytes);
      }
      const auto proved = document->prove();
      ASSERT_TRUE(proved) << printable(bytes) << " became " << printable(document->editedBytes()) << " from "
                          << printable(before) << ": " << proved.error().message;
    }
  }
  EXPECT_GT(done, 2500U);
}

}  // namespace
}  // namespace carbonfix
