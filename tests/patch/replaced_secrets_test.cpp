#include "carbonfix/patch/replaced_secrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carbonfix::test {
namespace {

using testing::IsEmpty;

// What of the old text is a secret, when this part of it gets that text.
std::string replacedIn(const std::string& before, const std::string& part, const std::string& text,
                       const std::string& known) {
  FileChange file;
  file.before = before;
  file.edits.push_back({.offset = before.find(part), .length = part.size(), .text = text});
  file.after = before;
  file.after.replace(before.find(part), part.size(), text);
  std::string shown;
  for (const TextRange& range : replacedSecrets(file, {known}))
    shown += before.substr(range.offset, range.length) + ";";
  return shown;
}

TEST(ReplacedSecrets, WhatASecretTakesThePlaceOf) {
  EXPECT_EQ(replacedIn("<a><Key>old-one</Key></a>", "old-one", "new-one", "new-one"), "old-one;");
  EXPECT_EQ(replacedIn("<a><Key>old-one</Key></a>", "<Key>old-one</Key>", "<Key>new-one</Key>", "new-one"),
            "<Key>old-one</Key>;");
}

TEST(ReplacedSecrets, AnEditOfAPartStandsForTheWholeValue) {
  EXPECT_EQ(replacedIn("<a><Key>token-1</Key></a>", "1", "2", "token-2"), "token-1;");
  EXPECT_EQ(replacedIn("<a><Key>1-token</Key></a>", "1", "2", "2-token"), "1-token;");
}

TEST(ReplacedSecrets, NothingElse) {
  EXPECT_THAT(replacedIn("<a><Key>old-one</Key></a>", "old-one", "harmless", "new-one"), IsEmpty());
  EXPECT_THAT(replacedIn("<a><Password>old-one</Password></a>", "old-one", "new-one", "new-one"), IsEmpty())
      << "its name tells it, in the old text too";
  FileChange made;
  made.after = "<a>new-one</a>";
  made.created = true;
  EXPECT_THAT(replacedSecrets(made, {"new-one"}), IsEmpty());
}

TEST(ReplacedSecrets, SeveralEdits) {
  FileChange file;
  file.before = "<a><b>x</b><Key>first</Key><c>1</c><Key>second</Key></a>";
  file.after = "<a><b>longer</b><Key>s3cret-1</Key><c>1</c><Key>s3cret-2</Key></a>";
  file.edits = {{.offset = 6, .length = 1, .text = "longer"},
                {.offset = file.before.find("first"), .length = 5, .text = "s3cret-1"},
                {.offset = file.before.find("second"), .length = 6, .text = "s3cret-2"}};
  const std::vector<TextRange> expected = {{.offset = file.before.find("first"), .length = 5},
                                           {.offset = file.before.find("second"), .length = 6}};
  EXPECT_EQ(replacedSecrets(file, {"s3cret-1", "s3cret-2"}), expected);
}

}  // namespace
}  // namespace carbonfix::test
