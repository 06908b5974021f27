#include "carbonfix/patch/referenced_text.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

using Kind = TextPiece::Kind;

TextPiece text(std::string plain) { return {Kind::text, std::move(plain)}; }
TextPiece parameter(std::string name) { return {Kind::parameter, std::move(name)}; }
TextPiece omitted(std::string patch = {}) { return {Kind::omitted, std::move(patch)}; }

FileChange changeOf(std::string before, std::vector<Edit> edits) {
  FileChange change;
  change.path = "conf/a.xml";
  change.after = splice(before, edits);
  change.before = std::move(before);
  change.editPatches.assign(edits.size(), "my.patch");
  change.edits = std::move(edits);
  return change;
}

ReferencedText onlyEdit(const FileChange& change, const std::vector<NamedSecret>& secrets) {
  const auto texts = referencedEdits(change, secrets);
  EXPECT_EQ(texts.size(), 1U);
  return texts.empty() ? ReferencedText() : texts.front();
}

const std::vector<NamedSecret> kSecrets = {{"db-password", "hunter-22"}};

TEST(ReferencedText, TextWithoutSecretsStays) {
  const FileChange change = changeOf("<a>x</a>", {{3, 1, "y <!-- z -->"}});
  EXPECT_EQ(onlyEdit(change, kSecrets), ReferencedText{text("y <!-- z -->")});
  EXPECT_EQ(onlyEdit(changeOf("<a>x</a>", {{3, 1, ""}}), kSecrets), ReferencedText());
}

TEST(ReferencedText, AParametersValueBecomesAReference) {
  const FileChange change = changeOf("<a/>", {{0, 4, "<a><b>hunter-22</b><password>hunter-22</password></a>"}});
  EXPECT_EQ(onlyEdit(change, kSecrets),
            (ReferencedText{text("<a><b>"), parameter("db-password"), text("</b><password>"), parameter("db-password"),
                            text("</password></a>")}));
}

TEST(ReferencedText, AnEditThatWritesAPartOfAValueTellsNothingOfIt) {
  const FileChange change = changeOf("<a>hunter-1</a><a>x</a>", {{10, 1, "22"}, {18, 1, "y"}});
  const auto texts = referencedEdits(change, kSecrets);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0], ReferencedText{parameter("db-password")});
  EXPECT_EQ(texts[1], ReferencedText{text("y")}) << "offsets of later edits follow the text, which has grown";
}

TEST(ReferencedText, EditsThatShrinkTheFileCountToo) {
  const FileChange change = changeOf("<a>0123456789</a><b>hunter-2x</b>", {{3, 10, ""}, {28, 1, "2"}});
  const auto texts = referencedEdits(change, kSecrets);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[1], ReferencedText{parameter("db-password")});
}

TEST(ReferencedText, ASecretByItsPlaceRefersToItsPatch) {
  const FileChange change = changeOf("<password>a</password>", {{10, 1, "literal-1"}});
  EXPECT_EQ(onlyEdit(change, kSecrets), ReferencedText{omitted("my.patch")});
  const FileChange url = changeOf("<url>a</url>", {{5, 1, "jdbc:h2:x;password=literal-2;MODE=y"}});
  EXPECT_EQ(onlyEdit(url, {}), (ReferencedText{text("jdbc:h2:x;password="), omitted("my.patch"), text(";MODE=y")}));
}

TEST(ReferencedText, SpellingsOfFilesAreKnown) {
  for (const auto& [value, written] :
       std::vector<std::pair<std::string, std::string>>{{"a<b&c\"d", "a&lt;b&amp;c\"d"},
                                                        {"a<b&c\"d", "a&lt;b&amp;c&quot;d"},
                                                        {"x\"y\\z1", "x\\\"y\\\\z1"},
                                                        {"p:q=r s", "p\\:q\\=r\\ s"},
                                                        {"it's-22", "it'\\''s-22"}}) {
    const FileChange change = changeOf("k=", {{2, 0, written}});
    EXPECT_EQ(onlyEdit(change, {{"p", value}}), ReferencedText{parameter("p")}) << written;
  }
}

TEST(ReferencedText, TheLongerOfTwoValuesIsWhatStandsThere) {
  const FileChange change = changeOf("<a/>", {{3, 0, "hunter-22-more"}});
  EXPECT_EQ(onlyEdit(change, {{"long", "hunter-22-more"}, {"short", "hunter-22"}}), ReferencedText{parameter("long")});
}

TEST(ReferencedText, AShortValueHidesTheWholeEdit) {
  const std::vector<NamedSecret> secrets = {{"pin", "42"}};
  EXPECT_EQ(onlyEdit(changeOf("<a>x</a>", {{3, 1, "port 9420"}}), secrets), ReferencedText{omitted("my.patch")});
  EXPECT_EQ(onlyEdit(changeOf("<a>4x</a>", {{4, 1, "2"}}), secrets), ReferencedText{omitted("my.patch")});
  EXPECT_EQ(onlyEdit(changeOf("<a>x2</a>", {{3, 1, "4"}}), secrets), ReferencedText{omitted("my.patch")});
  EXPECT_EQ(onlyEdit(changeOf("<a>x</a>", {{3, 1, "4 2"}}), secrets), ReferencedText{text("4 2")});
}

TEST(ReferencedText, WhatMayBeSpelledUnseenIsLeftOut) {
  const std::vector<NamedSecret> secrets = {{"p", "gr\xC3\xBC\xC3\x9F-1"}};
  EXPECT_EQ(onlyEdit(changeOf("<a>x</a>", {{3, 1, "gr&#252;&#xDF;-1"}}), secrets), ReferencedText{parameter("p")});
  EXPECT_EQ(onlyEdit(changeOf("<a>\xE9</a>", {{4, 0, "gr\x81-1"}}), secrets), ReferencedText{omitted("my.patch")});
  EXPECT_EQ(onlyEdit(changeOf("<a>\xE9</a>", {{4, 0, "plain"}}), kSecrets), ReferencedText{text("plain")});
  const std::string wide(
      "h\0u\0n\0t\0e\0r\0-\0"
      "2\0"
      "2\0",
      18);
  EXPECT_EQ(onlyEdit(changeOf("<a>", {{3, 0, wide}}), kSecrets), ReferencedText{omitted("my.patch")});
}

TEST(ReferencedText, OfValues) {
  EXPECT_EQ(referencedValue("10.0.0.11", kSecrets), ReferencedText{text("10.0.0.11")});
  EXPECT_EQ(referencedValue("", kSecrets), ReferencedText());
  EXPECT_EQ(referencedValue("x=hunter-22", kSecrets), (ReferencedText{text("x="), parameter("db-password")}));
  EXPECT_EQ(referencedValue("jdbc:mysql://u:literal@h/d", kSecrets), ReferencedText{omitted()});
  EXPECT_TRUE(hasSecret(referencedValue("jdbc:mysql://h/d?password=literal", {})));
  EXPECT_FALSE(hasSecret({text("a")}));
}

}  // namespace
}  // namespace carbonfix
