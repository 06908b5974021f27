#include "carbonfix/patch/unified_diff.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "patch/line_changes.h"

namespace carbonfix {
namespace {

std::string diff(std::string_view before, std::string_view after, bool mask = false) {
  DiffOptions options;
  options.oldName = "a/f";
  options.newName = "b/f";
  options.mask = mask;
  return unifiedDiff(before, after, options);
}

std::string numbers(int first, int last) {
  std::string out;
  for (int i = first; i <= last; ++i) out += fmt::format("{}\n", i);
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(UnifiedDiff, equalTextsGiveNothing) {
  EXPECT_EQ(diff("a\n", "a\n"), "");
  EXPECT_EQ(diff("", ""), "");
}

TEST(UnifiedDiff, oneLineWithThreeLinesOfContext) {
  EXPECT_EQ(diff(numbers(1, 9), replaced(numbers(1, 9), "5\n", "five\n")),
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, nearChangesShareAHunkAndFarOnesDoNot) {
  const std::string text = numbers(1, 30);
  const auto hunks = [&](std::string_view second) {
    const std::string out = diff(text, replaced(replaced(text, "\n5\n", "\nx\n"), second, "\ny\n"));
    std::size_t count = 0;
    for (std::size_t at = out.find("\n@@ "); at != std::string::npos; at = out.find("\n@@ ", at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(hunks("\n12\n"), 1U);  // six lines between: the contexts touch
  EXPECT_EQ(hunks("\n13\n"), 2U);
}

TEST(UnifiedDiff, emptyFiles) {
  EXPECT_EQ(diff("", "a\nb\n"), "--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  EXPECT_EQ(diff("a\n", ""), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
}

TEST(UnifiedDiff, missingLastNewlineIsMarked) {
  EXPECT_EQ(diff("a\nb", "a\nb\n"), "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  EXPECT_EQ(diff("x\nb", "y\nb"), "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-x\n+y\n b\n\\ No newline at end of file\n");
}

TEST(UnifiedDiff, carriageReturnsStayInTheLine) {
  EXPECT_EQ(diff("a\r\nb\r\n", "a\r\nc\r\n"), "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
}

TEST(UnifiedDiff, anAddedElementIsShownWhole) {
  EXPECT_EQ(diff("<r>\n  <a>\n    1\n  </a>\n</r>\n", "<r>\n  <a>\n    1\n  </a>\n  <a>\n    2\n  </a>\n</r>\n"),
            "--- a/f\n+++ b/f\n@@ -2,4 +2,7 @@\n   <a>\n     1\n   </a>\n+  <a>\n+    2\n+  </a>\n </r>\n");
}

TEST(UnifiedDiff, headingStandsBehindTheRange) {
  DiffOptions options;
  options.heading = [](std::size_t line) { return fmt::format("line {}", line); };
  EXPECT_EQ(unifiedDiff(numbers(1, 9), replaced(numbers(1, 9), "5\n", "x\n"), options),
            "--- a\n+++ b\n@@ -2,7 +2,7 @@ line 5\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, namesThatWouldBeMisread) {
  DiffOptions options;
  options.oldName = "a/two words";
  options.newName = "b/tab\t\"q\"";
  EXPECT_EQ(unifiedDiff("", "x\n", options), "--- a/two words\t\n+++ \"b/tab\\011\\\"q\\\"\"\n@@ -0,0 +1 @@\n+x\n");
}

// ---- secrets

TEST(UnifiedDiff, secretsNeverShow) {
  const std::string before = "<a>\n<password>old</password>\n<url>x</url>\n</a>\n";
  EXPECT_EQ(diff(before, replaced(before, "x", "y"), true),
            "--- a/f\n+++ b/f\n@@ -masked 1,4 +1,4 @@\n <a>\n <password>********</password>\n-<url>x</url>\n"
            "+<url>y</url>\n </a>\n");
}

TEST(UnifiedDiff, aChangedSecretIsStillAPairOfLines) {
  const std::string before = "<a>\n<password>old</password>\n</a>\n";
  EXPECT_EQ(diff(before, replaced(before, "old", "new"), true),
            "--- a/f\n+++ b/f\n@@ -masked 1,3 +1,3 @@\n <a>\n-<password>********</password>\n"
            "+<password>******** (changed)</password>\n </a>\n");
}

TEST(UnifiedDiff, onlyTheHunkWithTheSecretIsMasked) {
  const std::string before = "x\n" + numbers(1, 9) + "<password>old</password>\n";
  const std::string out = diff(before, replaced(replaced(before, "x", "y"), "old", "new"), true);
  EXPECT_NE(out.find("\n@@ -1,4 +1,4 @@\n"), std::string::npos);
  EXPECT_NE(out.find("\n@@ -masked 8,4 +8,4 @@\n"), std::string::npos);
  EXPECT_EQ(out.find("old"), std::string::npos);
  EXPECT_EQ(out.find("new"), std::string::npos);
}

TEST(UnifiedDiff, withoutMaskTheValueShows) {
  EXPECT_NE(diff("<password>old</password>\n", "<password>new</password>\n").find("+<password>new<"),
            std::string::npos);
}

// ---- what patch and git make of it

class ToolTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "carbonfix-diff-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int run(const std::string& command) const {
    return std::system(fmt::format("cd {} && {} >log 2>&1", folder_, command).c_str());
  }
  bool has(const std::string& tool) const { return run("command -v " + tool) == 0; }

  static std::string randomText(std::mt19937& random) {
    static const std::vector<std::string> kLines = {"<a>\n", "</a>\n", "  <b/>\n", "\n",
                                                    "x\r\n", "y\n",    "\\\n",     "-z\n"};
    std::string text;
    for (std::size_t n = random() % 25; n > 0; --n) text += kLines[random() % kLines.size()];
    if (random() % 4 == 0) text += "end";
    return text;
  }
  static std::string changed(const std::string& text, std::mt19937& random) {
    std::string out = text;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) {
      const std::size_t at = random() % (out.size() + 1);
      if (random() % 2 == 0) {
        out.insert(at, random() % 2 == 0 ? "new\n" : "<a>\n</a>\n");
      } else {
        out.erase(at, random() % 12);
      }
    }
    return out;
  }

  std::string folder_;
};

TEST_F(ToolTest, patchAndGitApplyIt) {
  if (!has("patch") || !has("git")) GTEST_SKIP() << "needs patch and git";
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const std::string before = randomText(random);
    const std::string after = changed(before, random);
    if (before == after || before.empty() || after.empty()) continue;
    write("d", diff(before, after));
    write("f", before);
    ASSERT_EQ(run("patch --binary -p1 -i d"), 0) << read("log") << read("d");
    ASSERT_EQ(read("f"), after) << read("d");
    write("f", before);
    ASSERT_EQ(run("GIT_CEILING_DIRECTORIES=/ git apply --whitespace=nowarn d"), 0) << read("log") << read("d");
    ASSERT_EQ(read("f"), after) << read("d");
  }
}

TEST_F(ToolTest, maskedDiffIsRefusedAndNothingChanges) {
  if (!has("patch") || !has("git")) GTEST_SKIP() << "needs patch and git";
  const std::string before = "x\n" + numbers(1, 9) + "<password>old</password>\n" + numbers(1, 9) + "z\n";
  const std::string after = replaced(replaced(replaced(before, "x", "y"), "old", "new"), "z", "end");
  write("f", before);
  write("d", diff(before, after, true));
  EXPECT_NE(run("patch --binary -p1 -i d"), 0);
  EXPECT_EQ(read("f"), before);
  EXPECT_NE(run("GIT_CEILING_DIRECTORIES=/ git apply d"), 0);
  EXPECT_EQ(read("f"), before);
}

// ---- the search

std::vector<std::string_view> letters(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size(); ++i) out.push_back(text.substr(i, 1));
  return out;
}

std::size_t longestCommon(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[a.size()][b.size()];
}

TEST(LineChanges, areShortestAndLeadFromOneTextToTheOther) {
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::string a;
    std::string b;
    for (std::size_t n = random() % 12; n > 0; --n) a += "abc"[random() % 3];
    for (std::size_t n = random() % 12; n > 0; --n) b += "abc"[random() % 3];
    std::string rebuilt;
    std::size_t at = 0;
    std::size_t edits = 0;
    for (const LineChange& change : lineChanges(letters(a), letters(b))) {
      ASSERT_TRUE(at == 0 || change.oldBegin > at || change.oldBegin == 0) << a << " " << b;
      rebuilt += a.substr(at, change.oldBegin - at) + b.substr(change.newBegin, change.newEnd - change.newBegin);
      ASSERT_EQ(rebuilt.size(), change.newEnd) << a << " " << b;
      edits += change.oldEnd - change.oldBegin + change.newEnd - change.newBegin;
      at = change.oldEnd;
    }
    rebuilt += a.substr(at);
    ASSERT_EQ(rebuilt, b) << a;
    ASSERT_EQ(edits, a.size() + b.size() - 2 * longestCommon(a, b)) << a << " " << b;
  }
}

TEST(LineChanges, beyondTheLimitIsOneChange) {
  const std::string a = "sabcabcabct";
  const std::string b = "sxaybzcxaybzct";
  const auto changes = lineChanges(letters(a), letters(b), 3);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].oldBegin, 1U);
  EXPECT_EQ(changes[0].newBegin, 1U);
  EXPECT_EQ(changes[0].oldEnd, a.size() - 2);
  EXPECT_EQ(changes[0].newEnd, b.size() - 2);
}

TEST(UnifiedDiff, ValuesOfSensitiveParametersAreMaskedWhereverTheyStand) {
  DiffOptions options;
  options.secrets = {"tok-1234"};
  const std::string diff = unifiedDiff("<a>\n<b c=\"old\"/>\n", "<a>\n<b c=\"tok-1234\"/>\n", options);
  EXPECT_EQ(diff, "--- a\n+++ b\n@@ -masked 1,2 +1,2 @@\n <a>\n-<b c=\"old\"/>\n+<b c=\"********\"/>\n");
  options.mask = false;
  EXPECT_NE(unifiedDiff("", "tok-1234\n", options).find("tok-1234"), std::string::npos);
}

}  // namespace
}  // namespace carbonfix
