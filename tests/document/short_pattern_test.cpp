// What is told without RE2 is what RE2 tells.
#include "document/short_pattern.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "document/xpath_text.h"

namespace carbonfix {
namespace {

std::optional<bool> answer(std::string_view pattern, std::string_view text) {
  const auto known = ShortPattern::parse(pattern);
  return known == nullptr ? std::nullopt : known->matches(text);
}

void expectSame(const std::string& pattern, const std::string& text) {
  const auto own = answer(pattern, text);
  if (!own) return;
  const RE2 full(pattern, RE2::Quiet);
  ASSERT_TRUE(full.ok()) << pattern;
  EXPECT_EQ(*own, RE2::PartialMatch(text, full)) << pattern << " in \"" << text << '"';
}

TEST(ShortPattern, KnowsWhatRulesAreWrittenIn) {
  const std::vector<std::string> patterns = {R"(^[0-9]+$)",
                                             R"(^\s*(localhost|127\..*|::1)?\s*$)",
                                             R"(^(?i:true|yes|1)$)",
                                             R"(mysql|mariadb)",
                                             R"(\[[^\]:]*\]|[{]{2}|#_[^#]*_#|[<][^<>]*[>])",
                                             R"(^\s*([0-9]{1,3}\.){3}[0-9]{1,3}-[0-9]{1,3}\s*$)",
                                             R"((^|[\s,])(SSLv\w+|TLSv1)([\s,]|$))",
                                             R"([^\x00-\x7F]|[ \t]$|^[A-Za-z]:|[\t\f\r\n])",
                                             R"((?i)^\s*\[[a-z][a-z0-9_ .<>-]*[ _][a-z0-9_ .<>-]*\]\s*$)",
                                             R"([\x{A0}\x{200B}\x{FEFF}])",
                                             R"(^\s*(\.{3,}|…)\s*$)",
                                             R"(^\s*(\S+\s+){5,6}\S+\s*$)",
                                             R"(^(carbon.*|spark://.+|yarn(-client)?|mesos://.+)$)",
                                             R"(\S[ \t]{2,}\S|\n)",
                                             "^^a",
                                             "(a$)+$|(^|b)*$",
                                             "$^"};
  const std::vector<std::string> texts = {
      "",     "8080",  " 127.0.0.1 ",   "::1",        "TRUE",        "no",      "jdbc:mysql://h",
      "[ip]", "{{x}}", "<IP>",          "10.0.0.1-9", "TLSv1,SSLv3", "TLSv1.2", "a ",
      "C:",   "a\tb",  "[a b]",         "...",        "0 0 * * * ?", "yarn",    "yarn-client",
      "a  b", "a\nb",  "spark://h:7077"};
  for (const std::string& pattern : patterns) {
    ASSERT_NE(ShortPattern::parse(pattern), nullptr) << pattern;
    for (const std::string& text : texts) expectSame(pattern, text);
  }
}

TEST(ShortPattern, LeavesTheRestToRe2) {
  for (const std::string_view pattern :
       {"\\bword\\b", "\\pL",  "(?m)^a", "(?s).",   "(?P<n>a)", "[[:alpha:]]", "a**",         "^*",  "a{1,65}",
        "a{2,1}",     "(a",    "a)",     "[a",      "[b-a]",    "\\",          "*",           "a{",  "(?i)\\x{212A}",
        "(?i)[é-…]",  "(?i)ſ", "a(?i)b", "a|(?i)b", "[a-\\d]",  "\\1",         "\\x{110000}", "\\x4"}) {
    EXPECT_EQ(ShortPattern::parse(pattern), nullptr) << pattern;
  }
  EXPECT_EQ(ShortPattern::parse(std::string(65, 'a')), nullptr);
  EXPECT_NE(ShortPattern::parse(std::string(64, 'a')), nullptr);
  EXPECT_EQ(ShortPattern::parse("(((((){60}){60}){60}){60}){60}"), nullptr);
}

TEST(ShortPattern, WhatTellsOtherCharactersApartIsLeftToRe2) {
  EXPECT_EQ(answer("b$", "éb"), true);
  EXPECT_EQ(answer("^[^a]b$", "éb"), true);
  EXPECT_EQ(answer("[^\\x00-\\x7F]", "aé"), true);
  EXPECT_EQ(answer("[\\x80-\\x{10FFFF}]", "aé"), true);
  EXPECT_EQ(answer("[^\\x{E9}]b|x", "éb"), false);
  EXPECT_EQ(answer("[^\\x{E9}]b|x", "…b"), true);
  EXPECT_EQ(answer("[\\x{2018}-\\x{201D}]", "a“b"), true);
  EXPECT_EQ(answer("[^\\x{E9}]b|x", "xé"), true);
  EXPECT_EQ(answer("(?i)[^k]", "\xE2\x84\xAA"), false);
  EXPECT_EQ(answer("(?i)ß", "ß"), std::nullopt);
  EXPECT_EQ(answer("(?i)\\W", "ſ"), std::nullopt);
  EXPECT_EQ(answer("^a", "bé"), false);
  EXPECT_EQ(answer("(?i)…|b", "B"), true);
  EXPECT_EQ(answer("(?i)…|b", "…"), true);
  EXPECT_EQ(answer("a", "\xC3"), std::nullopt);
  EXPECT_EQ(TextPattern("^.b$").matches("\xC3\xA9\x62"), true);
  EXPECT_EQ(TextPattern("^..b$").matches("\xC3\xA9\x62"), false);
  EXPECT_EQ(TextPattern("[").matches("a"), std::nullopt);
  EXPECT_EQ(TextPattern("\\bab\\b").matches("an ab"), true);
}

TEST(ShortPattern, StartsAnewWhenItKnowsTooManyStates) {
  const std::string pattern = "a[ab]{9}c|é[ab]{3}é";
  const auto known = ShortPattern::parse(pattern);
  ASSERT_NE(known, nullptr);
  std::mt19937 random(3);  // NOLINT: the same text each time
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += random() % 2 == 0 ? "a" : "b";
  EXPECT_EQ(known->matches(text), false);
  EXPECT_EQ(known->matches(text + "bbbbbbbbbbc"), false);
  EXPECT_EQ(known->matches(text + "abbbbbbbbbc"), true);
  EXPECT_EQ(known->matches(text + "ébabé"), true);
  EXPECT_EQ(known->matches("abbbbbbbbbc"), true);
}

// Patterns made of pieces, right or wrong, and texts of the characters that they are about. None with (?i:…): RE2 loses
// track of the cases in "a|(?i:A)".
TEST(ShortPattern, SaysWhatRe2SaysOfWhatever) {
  const std::vector<std::string> pieces = {"a",
                                           "b",
                                           "B",
                                           ".",
                                           "\\.",
                                           "\\s",
                                           "\\S",
                                           "\\w",
                                           "\\W",
                                           "\\d",
                                           "[ab]",
                                           "[^a]",
                                           "[a-c]",
                                           "[^b-]",
                                           "[-a]",
                                           "[\\s.]",
                                           "^",
                                           "$",
                                           "|",
                                           "(",
                                           ")",
                                           "(?:",
                                           "(?i)",
                                           "*",
                                           "+",
                                           "?",
                                           "{2}",
                                           "{1,3}",
                                           "{0,2}",
                                           "{2,}",
                                           "\n",
                                           "-",
                                           "[--b]",
                                           "\\n",
                                           "[^\\S]",
                                           "\\x41",
                                           "[^\\x00-\\x60]",
                                           "é",
                                           "[^é]",
                                           "[a…]",
                                           "k",
                                           "[^s]"};
  const std::vector<std::string> characters = {"a", "b", "B", "A", "-", ".", " ", "\n",
                                               "1", "é", "…", "K", "s", "É", "ſ", "\xE2\x84\xAA"};
  std::mt19937 random(7);  // NOLINT: the same patterns each time
  const auto pick = [&random](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  std::size_t known = 0;
  for (int round = 0; round < 10'000; ++round) {
    std::string pattern;
    for (std::size_t count = pick(9); count > 0; --count) pattern += pieces[pick(pieces.size())];
    if (ShortPattern::parse(pattern) == nullptr) continue;
    ++known;
    for (int i = 0; i < 6; ++i) {
      std::string text;
      for (std::size_t count = pick(7); count > 0; --count) text += characters[pick(characters.size())];
      expectSame(pattern, text);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(known, 1'000U);
}

}  // namespace
}  // namespace carbonfix
