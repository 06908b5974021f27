// Plain patches on real files: what is added stands where it was asked for and nothing else moves; taking it out again
// gives the file back.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/patch/rfc5261.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

constexpr const char* kNew = "<?new?><!-- new --><new k='v'/>";

Result<std::string> patched(const std::string& operations, const std::string& bytes, const std::string& path) {
  Result<Document> diff = parseXmlPatch("<diff>" + operations + "</diff>", "diff.xml");
  if (!diff) return diff.error();
  Result<Document> target = Document::parse(bytes, path);
  if (!target) return target.error();
  Result<XmlPatched> done = runXmlPatch(*diff, *target, XmlPatchOptions{.wholeLines = false});
  if (!done) return done.error();
  return done->bytes;
}

class Sweep {
 public:
  void file(const std::string& bytes, const std::string& path) {
    Result<Document> document = Document::parse(bytes, path);
    if (!document || !document->locate(document->rootElement())) return;
    std::vector<Node> elements;
    for (const Node& node : test::nodesOf(*document).marked) {
      if (node.kind() == NodeKind::element) elements.push_back(node);
    }
    for (const bool after : {false, true}) {
      const std::size_t index = test::pick(random_, elements.size());
      const Result<Location> extent = document->extent(elements[index]);
      if (index == 0 || !extent) continue;
      beside(bytes, path, index, after, after ? extent->offset + extent->length : extent->offset);
    }
  }

  std::size_t checked() const { return checked_; }

 private:
  void beside(const std::string& bytes, const std::string& path, std::size_t index, bool after, std::size_t offset) {
    const Result<Document> document = Document::parse(bytes, path);
    // Whoever has no default namespace in sight gets no xmlns="".
    const bool wide = bytes.find('\0') != std::string::npos;  // UTF-16: the bytes would be others
    if (wide || !document->rootElement().namespaceUri().empty() || bytes.find("xmlns=") != std::string::npos) return;
    const std::string pos = after ? "after" : "before";
    const Result<std::string> added =
        patched(fmt::format("<add sel='(//*)[{}]' pos='{}'>{}</add>", index + 1, pos, kNew), bytes, path);
    ASSERT_TRUE(added) << describe(added.error());
    ASSERT_EQ(*added, bytes.substr(0, offset) + kNew + bytes.substr(offset)) << path;
    const Result<std::string> back = patched(
        "<remove sel='//new'/><remove sel=\"//comment()[. = ' new ']\"/>"
        "<remove sel=\"//processing-instruction('new')\"/>",
        *added, path);
    ASSERT_TRUE(back) << describe(back.error());
    ASSERT_EQ(*back, bytes) << path;
    ++checked_;
  }

  test::Random random_{test::seed()};
  std::size_t checked_ = 0;
};

TEST(XmlPatchSweep, AddsToRealFilesAndTakesItOutAgain) {
  const std::filesystem::path corpus = test::sharedFolder() / "corpus";
  if (!std::filesystem::exists(corpus)) GTEST_SKIP() << "no corpus at " << corpus;
  Sweep sweep;
  std::size_t number = 0;
  for (const std::filesystem::path& path : test::filesBelow(corpus, ".xml")) {
    if (++number % 10 != 0 || std::filesystem::file_size(path) > 300'000) continue;
    sweep.file(test::readFile(path), path.filename());
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(sweep.checked(), 100U);
}

TEST(XmlPatchSweep, AddsToFilesOfOddLayout) {
  const std::filesystem::path damage = test::sharedFolder() / "suites" / "damage";
  if (!std::filesystem::exists(damage)) GTEST_SKIP() << "no files at " << damage;
  Sweep sweep;
  for (const std::filesystem::path& path : test::filesBelow(damage, ".xml")) {
    sweep.file(test::readFile(path), path.filename());
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(sweep.checked(), 10U);
}

}  // namespace
}  // namespace carbonfix
