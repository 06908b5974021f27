// Whatever a secret is made of, and whatever file it is written into: its edit tells nothing of it.
#include <gtest/gtest.h>

#include <random>

#include "carbonfix/document/document.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/patch/referenced_text.h"

namespace carbonfix {
namespace {

struct Place {
  std::string path;
  std::string bytes;
  std::string select;
};

const std::vector<Place>& places() {
  static const std::vector<Place> all = {
      {"a.xml", "<a><b>old</b></a>\n", "/a/b"},
      {"a.xml", "<a b=\"old\"/>\n", "/a/@b"},
      {"a.xml", "<a b='old'/>\n", "/a/@b"},
      {"a.xml", "<a><b><![CDATA[old]]></b></a>\n", "/a/b"},
      {"a.xml", "<a><!--old--></a>\n", "/a/comment()"},
      {"a.xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a><b>old\xE9</b></a>\n", "/a/b"},
      {"a.xml", "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<a b='old\x80'/>\n", "/a/@b"},
      {"a.xml", "<?xml version=\"1.0\" encoding=\"US-ASCII\"?>\n<a><b>old</b></a>\n", "/a/b"},
      {"a.xml", std::string("\xFF\xFE<\0a\0>\0o\0<\0/\0a\0>\0", 18), "/a"},
      {"a.json", "{\"b\": \"old\"}\n", "/map/string"},
      {"a.properties", "b=old\n", "/properties/property"},
      {"a.properties", "\xE9=1\nb: old\n", "/properties/property[2]"},
      {"a.sh", "B=old\n", "/shell/export"},
      {"a.sh", "B='old'\n", "/shell/export"},
      {"a.sh", "export B=\"old\"\n", "/shell/export"},
  };
  return all;
}

std::string randomSecret(std::mt19937& random) {
  static const std::vector<std::string> kParts = {"a",
                                                  "Z",
                                                  "7",
                                                  "<",
                                                  ">",
                                                  "&",
                                                  "\"",
                                                  "'",
                                                  "\\",
                                                  "]]>",
                                                  "$",
                                                  "!",
                                                  "#",
                                                  "=",
                                                  ":",
                                                  " ",
                                                  "%",
                                                  "{",
                                                  "}",
                                                  "\t",
                                                  "\n",
                                                  "&amp;",
                                                  "/",
                                                  "--",
                                                  "`",
                                                  ";",
                                                  "\\n",
                                                  "\\u0041",
                                                  "\xC3\xA9",
                                                  "\xE2\x82\xAC",
                                                  "\xF0\x9F\x98\x80"};
  std::string secret;
  const std::size_t parts = 4 + random() % 12;
  for (std::size_t i = 0; i < parts; ++i) secret += kParts[random() % kParts.size()];
  return secret;
}

// The edit that writes the secret there; none when it can't stand there.
std::optional<FileChange> written(const Place& place, const std::string& secret) {
  auto document = Document::parseToEdit(place.bytes, place.path, formatOf(place.path));
  EXPECT_TRUE(document) << place.bytes << (document ? "" : document.error().message);
  const auto path = XPath::compile(place.select, {});
  XPathEvaluator evaluator;
  const auto nodes = evaluator.select(*path, document->root(), Scope());
  EXPECT_TRUE(nodes && nodes->size() == 1) << place.bytes;
  const auto done = Editor(*document).setValue(nodes->front(), secret);
  if (!done) return std::nullopt;
  const auto proof = document->proof();
  if (!proof) return std::nullopt;
  FileChange change;
  change.path = place.path;
  change.before = place.bytes;
  change.after = proof->bytes;
  change.edits = document->edits();
  change.editPatches.assign(change.edits.size(), "my.patch");
  return change;
}

std::string shown(const FileChange& change, const std::string& secret) {
  std::string out;
  for (const ReferencedText& text : referencedEdits(change, {{"token", secret}})) {
    for (const TextPiece& piece : text) {
      if (piece.kind == TextPiece::Kind::text) out += piece.text;
    }
  }
  return out;
}

TEST(ReferencedEdits, TellNothingOfASecretHoweverAFileWritesIt) {
  std::mt19937 random(20261121);
  std::size_t tried = 0;
  for (int round = 0; round < 400; ++round) {
    const std::string secret = randomSecret(random);
    for (const Place& place : places()) {
      const auto change = written(place, secret);
      if (!change) continue;
      ++tried;
      // Quotes that a file needs around a value are no part of it.
      const std::string text = shown(*change, secret);
      EXPECT_EQ(text.find_first_not_of("\"'"), std::string::npos)
          << "secret [" << secret << "] in " << change->after << "\nshown: " << text;
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(tried, 3000U);
}

}  // namespace
}  // namespace carbonfix
