// The W3C's XML conformance suite: what libxml2 accepts we edit byte-exactly, and nothing makes us crash.
#include <cstdio>

#include <gtest/gtest.h>
#include <libxml/parser.h>

#include "carbonfix/base/text.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using test::Nodes;
using test::Outcome;

// By libxml2 alone, as xmllint would.
bool isAcceptedByLibxml2(const std::string& bytes) {
  constexpr int kQuiet = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  xmlDocPtr doc = xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, kQuiet);
  xmlFreeDoc(doc);
  return doc != nullptr;
}

class Sweep {
 public:
  void visit(const std::filesystem::path& file) {
    const std::string bytes = test::readFile(file);
    const std::string path = file.string();
    auto document = Document::parse(bytes, path);
    if (!document) {
      EXPECT_FALSE(document.error().message.empty()) << path;
      EXPECT_EQ(document.error().path, path);
      EXPECT_GE(document.error().at.line, 1U) << path;
      if (isAcceptedByLibxml2(bytes)) {
        ++refusedByUs;
        std::printf("w3c: refused by us alone: %s: %s\n", path.c_str(), document.error().message.c_str());
      }
      ++refusedFiles;
      return;
    }
    ++accepted;
    // Positions are made on demand: ask for one, so that the walk in step is tried.
    const auto place = document->locate(document->rootElement());
    if (!place) {
      ++notEditable;
      std::printf("w3c: not editable: %s: %s\n", path.c_str(), place.error().message.c_str());
    }
    EXPECT_TRUE(document->edits().empty()) << path;
    EXPECT_EQ(document->editedBytes(), bytes) << path;
    const auto proved = document->prove();
    EXPECT_TRUE(proved) << path << ": " << proved.error().message;
    const Nodes nodes = test::nodesOf(*document);
    edit(bytes, path, &Nodes::attributes, nodes.attributes.size(), attributes);
    edit(bytes, path, &Nodes::texts, nodes.texts.size(), texts);
  }

  std::size_t accepted = 0;
  std::size_t refusedFiles = 0;
  std::size_t refusedByUs = 0;
  std::size_t notEditable = 0;
  test::Tally attributes;
  test::Tally texts;

 private:
  void edit(const std::string& bytes, const std::string& path, std::vector<Node> Nodes::*list, std::size_t size,
            test::Tally& tally) {
    if (size == 0) return;
    const std::size_t index = test::pick(random_, size);
    std::string value = test::randomValue(random_);
    // Attributes of types other than CDATA fold white space when they are read.
    if (bytes.find("<!ATTLIST") != std::string::npos) value = normalizeSpace(value);
    const Outcome outcome = test::checkSet(bytes, path, list, index, value);
    EXPECT_NE(outcome.kind, Outcome::Kind::wrong) << path << ", node " << index << ": " << outcome.why;
    tally.add(outcome);
  }

  test::Random random_{20130923 + test::seed()};
};

void print(const char* what, const test::Tally& tally) {
  std::printf("w3c: %s set: %zu, refused: %zu\n", what, tally.changed, tally.refused);
  for (const auto& [reason, count] : tally.reasons) std::printf("w3c:   %zu × %s\n", count, reason.c_str());
}

TEST(W3cSuite, AcceptedDocumentsKeepEveryByteThatIsNotEdited) {
  const std::filesystem::path folder = test::sharedFolder() / "suites" / "w3c-xmlconf";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no conformance suite at " << folder;
  Sweep sweep;
  for (const auto& file : test::filesBelow(folder, ".xml")) {
    sweep.visit(file);
    if (testing::Test::HasFatalFailure()) return;
  }
  std::printf("w3c: %zu documents accepted, %zu refused, %zu readable but not editable\n", sweep.accepted,
              sweep.refusedFiles, sweep.notEditable);
  print("attributes", sweep.attributes);
  print("texts", sweep.texts);
  EXPECT_GT(sweep.accepted, 1000U);
  EXPECT_GT(sweep.attributes.changed, 100U);
  EXPECT_GT(sweep.texts.changed, 500U);
}

}  // namespace
}  // namespace carbonfix
