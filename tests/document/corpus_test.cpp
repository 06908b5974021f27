// Real configuration of real homes: every reported position is right, and an edit changes what it should and no more.
#include <cstdio>

#include <gtest/gtest.h>

#include "document/position_scanner.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using test::Mark;
using test::Nodes;
using test::Outcome;

bool isLatin1(const std::string& bytes) {
  const std::string head = bytes.substr(0, 100);
  for (const char* name : {"ISO-8859-1", "iso-8859-1"}) {
    if (head.find(name) != std::string::npos) return true;
  }
  return false;
}

char kindOf(const Node& node) {
  if (node.kind() == NodeKind::element) return 'e';
  return node.kind() == NodeKind::attribute ? 'a' : 'c';
}

// Compares every element, attribute and comment; gives how many there are. Stops at the first difference.
std::size_t comparePositions(const Document& document, const std::vector<Mark>& marks, const std::string& path) {
  const std::vector<Node> nodes = test::nodesOf(document).marked;
  EXPECT_EQ(nodes.size(), marks.size()) << path;
  if (nodes.size() != marks.size()) return 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Mark& mark = marks[i];
    const auto place = document.locate(nodes[i]);
    if (!place) {
      ADD_FAILURE() << path << ":" << mark.line << ":" << mark.column << ": " << place.error().message;
      return i;
    }
    const bool same = kindOf(nodes[i]) == mark.kind && nodes[i].name() == mark.name &&
                      place->start == Position{mark.line, mark.column} && place->offset == mark.offset &&
                      document.positionAt(mark.offset) == place->start;
    if (same) continue;
    ADD_FAILURE() << path << ":" << mark.line << ":" << mark.column << ": " << mark.kind << " " << mark.name
                  << " is said to be " << kindOf(nodes[i]) << " " << nodes[i].name() << " at " << place->start.line
                  << ":" << place->start.column << ", byte " << place->offset << " and not " << mark.offset;
    return i;
  }
  return nodes.size();
}

// Making an element a comment and live again gives the same bytes. Refused: it holds comments, or is the root.
Outcome checkCommentRoundTrip(const std::string& bytes, const std::string& path, test::Random& random) {
  auto document = Document::parse(bytes, path);
  if (!document) return test::wrong(document.error().message);
  std::vector<Node> elements;
  for (const Node& node : test::nodesOf(*document).marked) {
    if (node.kind() == NodeKind::element && !(node == document->rootElement())) elements.push_back(node);
  }
  if (elements.empty()) return {Outcome::Kind::refused, "nothing but the root"};
  const Node element = elements[test::pick(random, elements.size())];
  if (const auto done = Editor(*document).comment(element); !done) {
    if (document->editedBytes() != bytes) return test::wrong("a refused comment() changed the document");
    return {Outcome::Kind::refused, done.error().message};
  }
  auto commented = document->prove();
  if (!commented) return test::wrong(commented.error().message);
  // The comment that was not there before.
  const auto edits = document->edits();
  if (edits.empty()) return test::wrong("comment() changed nothing");
  for (const Node& node : test::nodesOf(*commented).marked) {
    if (node.kind() != NodeKind::comment) continue;
    const auto place = commented->extent(node);
    if (!place || place->offset > edits.front().offset || place->offset + place->length <= edits.front().offset)
      continue;
    if (const auto done = Editor(*commented).uncomment(node); !done) {
      // An element in a comment is live markup only when it looks like a setting; prose is left alone.
      return {Outcome::Kind::refused, done.error().message};
    }
    return commented->editedBytes() == bytes ? Outcome{}
                                             : test::wrong("comment and uncomment do not give the same bytes");
  }
  return test::wrong("the comment is not found");
}

void print(const char* what, const test::Tally& tally) {
  std::printf("corpus: %s: %zu, refused: %zu\n", what, tally.changed, tally.refused);
  for (const auto& [reason, count] : tally.reasons) std::printf("corpus:   %zu × %s\n", count, reason.c_str());
}

TEST(Corpus, EveryPositionIsRightAndEveryEditStaysInItsSpan) {
  const std::filesystem::path folder = test::sharedFolder() / "corpus";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no collection of product homes at " << folder;
  test::Random random{42 + test::seed()};
  std::size_t parsed = 0;
  std::size_t malformed = 0;
  std::size_t positions = 0;
  test::Tally sets;
  test::Tally comments;
  for (const auto& file : test::filesBelow(folder, ".xml")) {
    const std::string bytes = test::readFile(file);
    const std::string path = file.string();
    const auto document = Document::parse(bytes, path);
    if (!document) {
      EXPECT_GE(document.error().at.line, 1U) << path;
      ++malformed;
      continue;
    }
    ++parsed;
    positions += comparePositions(*document, test::PositionScanner(bytes, !isLatin1(bytes)).scan(), path);
    const Nodes nodes = test::nodesOf(*document);
    for (const auto list : {&Nodes::attributes, &Nodes::texts}) {
      if ((nodes.*list).empty()) continue;
      const std::size_t index = test::pick(random, (nodes.*list).size());
      const Outcome outcome = test::checkSet(bytes, path, list, index, test::randomValue(random));
      EXPECT_NE(outcome.kind, Outcome::Kind::wrong) << path << ", node " << index << ": " << outcome.why;
      sets.add(outcome);
    }
    const Outcome outcome = checkCommentRoundTrip(bytes, path, random);
    EXPECT_NE(outcome.kind, Outcome::Kind::wrong) << path << ": " << outcome.why;
    comments.add(outcome);
  }
  std::printf("corpus: %zu documents, %zu malformed, %zu positions right\n", parsed, malformed, positions);
  print("values set", sets);
  print("elements made comments and live again", comments);
  EXPECT_GT(parsed, 1000U);
  EXPECT_GT(positions, 100000U);
  EXPECT_LE(sets.refused * 100, sets.changed) << "real files are hardly ever refused";
}

}  // namespace
}  // namespace carbonfix
