#include "fix/edited_text.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace carbonfix {
namespace {

OwnedEdit edit(std::size_t offset, std::size_t length, std::string text, std::string owner = "t.a") {
  return {{.offset = offset, .length = length, .text = std::move(text)}, std::move(owner)};
}

std::vector<Edit> plain(const std::vector<OwnedEdit>& edits) {
  std::vector<Edit> out;
  for (const OwnedEdit& each : edits) out.push_back(each.edit);
  return out;
}

TEST(EditedText, UntouchedHasNoEdits) {
  const EditedText text("abc");
  EXPECT_EQ(text.after(), "abc");
  EXPECT_TRUE(text.edits().empty());
}

TEST(EditedText, OneRoundIsWhatWasApplied) {
  EditedText text("0123456789");
  text.apply({edit(1, 2, "xx"), edit(5, 0, "new"), edit(8, 1, "")});
  EXPECT_EQ(text.after(), "0xx34new5679");
  EXPECT_EQ(plain(text.edits()), (std::vector<Edit>{{1, 2, "xx"}, {5, 0, "new"}, {8, 1, ""}}));
}

TEST(EditedText, ALaterRoundInsideOfAnEarlierOneBecomesOneEditOfBoth) {
  EditedText text("abc");
  text.apply({edit(1, 1, "12345", "t.a")});
  text.apply({edit(2, 2, "-", "t.b")});
  EXPECT_EQ(text.after(), "a1-45c");
  ASSERT_EQ(text.edits().size(), 1U);
  EXPECT_EQ(text.edits().front().edit, (Edit{1, 1, "1-45"}));
  EXPECT_EQ(text.edits().front().owner, "t.a, t.b");
}

TEST(EditedText, WhatARoundPutsInAndTheNextTakesOutIsNoEdit) {
  EditedText text("abc");
  text.apply({edit(1, 0, "new")});
  text.apply({edit(1, 3, "")});
  EXPECT_EQ(text.after(), "abc");
  EXPECT_TRUE(text.edits().empty());
}

TEST(EditedText, RemovalsKeepTheirOwner) {
  EditedText text("abcdef");
  text.apply({edit(1, 1, "", "t.a")});
  text.apply({edit(3, 1, "", "t.b")});
  const auto edits = text.edits();
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].owner, "t.a");
  EXPECT_EQ(edits[1].edit, (Edit{4, 1, ""}));
  EXPECT_EQ(edits[1].owner, "t.b");
}

std::vector<OwnedEdit> randomEdits(std::mt19937& random, std::size_t size) {
  std::vector<OwnedEdit> edits;
  for (std::size_t at = random() % 5; at <= size;) {
    const std::size_t length = std::min<std::size_t>(random() % 4, size - at);
    edits.push_back(edit(at, length, std::string(random() % 4, static_cast<char>('A' + random() % 26))));
    at += length + 1 + random() % 6;
  }
  return edits;
}

TEST(EditedText, ManyRoundsGiveTheSameBytesAsTheirEditsTogether) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::string before(random() % 40, 'x');
    for (std::size_t i = 0; i < before.size(); ++i) before[i] = static_cast<char>('a' + i % 26);
    EditedText text(before);
    std::string now = before;
    for (unsigned round = 0; round < 4; ++round) {
      const std::vector<OwnedEdit> edits = randomEdits(random, now.size());
      text.apply(edits);
      now = splice(now, plain(edits));
      ASSERT_EQ(text.after(), now) << seed;
      ASSERT_EQ(splice(before, plain(text.edits())), now) << seed;
    }
    ASSERT_TRUE(std::ranges::is_sorted(text.edits(), {}, [](const OwnedEdit& each) { return each.edit.offset; }));
  }
}

}  // namespace
}  // namespace carbonfix
