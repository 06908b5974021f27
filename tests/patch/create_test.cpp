// Patches that make their file.
#include <gtest/gtest.h>

#include "patch/patch_run.h"

namespace carbonfix {
namespace {

std::string creates(const std::string& file, const std::string& ensure, const std::string& operations,
                    const std::string& more = "") {
  return fmt::format("<patch id=\"t.c\" files=\"{}\" create=\"true\" ensure=\"{}\" {}>\n{}\n</patch>", file, ensure,
                     more, operations);
}

const std::string kXml =
    creates("conf/new.xml", "x/y = $v", "<add sel=\"/\">\n    <x>\n      <y>{$v}</y>\n    </x>\n  </add>");

TEST(Create, MakesAnXmlFileOfItsFirstOperation) {
  PatchRun run;
  run.pack("<param name='v'/>" + kXml).param("v", "a&b");
  EXPECT_EQ(run.outcome("conf/new.xml"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x>\n  <y>a&amp;b</y>\n</x>\n");
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->files.size(), 1U);
  EXPECT_TRUE(changes->files.front().created);
  EXPECT_EQ(changes->files.front().before, "");
  EXPECT_EQ(changes->outcomes.front().kind, PatchOutcome::Kind::changed);
}

TEST(Create, RunsItsOtherOperationsOnTheNewFile) {
  EXPECT_EQ(
      PatchRun()
          .pack(creates("conf/new.xml", "x/z = 2", "<add sel=\"/\"><x><z>1</z></x></add><set sel=\"x/z\">2</set>"))
          .outcome("conf/new.xml"),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x><z>2</z></x>\n");
}

TEST(Create, IsAnOrdinaryPatchWhereTheFileIsThere) {
  PatchRun run;
  run.file("conf/my-node-id.dat", "old\n")
      .pack(creates("conf/my-node-id.dat", "text = 'n1'", "<set sel=\"text\">n1</set>"));
  EXPECT_EQ(run.outcome("conf/my-node-id.dat"), "n1\n");
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_FALSE(changes->files.front().created);
}

// A file that another program makes between two looks.
class MadeMeanwhile : public MemoryFileSystem {
 public:
  Result<FileStatus> linkStatus(const std::string& path) const override {
    if (path.ends_with("/my-node-id.dat")) return FileStatus{.kind = FileKind::file};
    return MemoryFileSystem::linkStatus(path);
  }
};

TEST(Create, SaysThatTheFileHasBeenMadeMeanwhile) {
  MadeMeanwhile fs;
  fs.addFolder("/n1/repository/conf");
  const auto home = Home::open(fs, "/n1", "n1");
  ASSERT_TRUE(home);
  std::vector<Pack> packs;
  packs.push_back(*loadPack(ruleFile(creates("conf/my-node-id.dat", "text = 'n1'", "<set sel=\"text\">n1</set>")),
                            "t.xml", Checking::full));
  const auto changes = planChanges(*home, packs, HomeValues{});
  ASSERT_FALSE(changes);
  EXPECT_EQ(changes.error().front().message, "t.c: the file has been made since this run began");
}

TEST(Create, StartsOtherFormatsEmpty) {
  EXPECT_EQ(PatchRun()
                .pack(creates("conf/my-node-id.dat", "text = 'n1'", "<set sel=\"text\">n1</set>"))
                .outcome("conf/my-node-id.dat"),
            "n1");
  EXPECT_EQ(PatchRun()
                .pack(creates("conf/hazelcast.properties", "//property[@name = 'a.b'] = 'true'",
                              "<set sel=\"properties/property[@name = 'a.b']\" missing=\"add\">true</set>"))
                .outcome("conf/hazelcast.properties"),
            "a.b=true\n");
}

TEST(Create, StartsJsonAsAnEmptyMap) {
  EXPECT_EQ(PatchRun()
                .pack(creates("conf/site.json", "/map/map/string = 'is'",
                              "<add sel='/map'><map key='proxy'><string key='host'>is</string></map></add>"
                              "<set sel=\"/map/number[@key = 'port']\" missing='add'>443</set>"))
                .outcome("conf/site.json"),
            "{\n  \"proxy\": {\n    \"host\": \"is\"\n  },\n  \"port\": 443\n}\n");
}

TEST(Create, MakesNoEmptyFileWhereNothingIsToBeDone) {
  PatchRun run;
  run.pack(creates("conf/new.properties", "not(//property[@name = 'a'])", "<remove sel=\"//property[@name = 'a']\"/>"));
  EXPECT_EQ(run.outcome("conf/new.properties"), "unchanged");
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->outcomes.front().kind, PatchOutcome::Kind::alreadyDone);
}

TEST(Create, SaysInTheRuleWhatIsWrongWithTheNewXml) {
  const std::string prefix = "the content of the first operation is no XML document: ";
  EXPECT_EQ(PatchRun().pack(creates("conf/new.xml", "x", "<add sel=\"/\"><x/><y/></add>")).outcome("conf/new.xml"),
            "t.xml:3: t.c: " + prefix + "Extra content at the end of the document\n");
}

// The prefix is declared in the rule file, which the new file knows nothing of.
TEST(Create, RefusesAPrefixThatTheNewXmlDoesNotDeclare) {
  const std::string rules = "<rules xmlns=\"urn:carbonfix:rules:1\" xmlns:s=\"urn:s\" id=\"t\">\n" +
                            creates("conf/new.xml", "x", "<add sel=\"/\"><x s:a=\"1\"/></add>") + "</rules>";
  const std::string said = PatchRun().wholePack(rules).outcome("conf/new.xml");
  EXPECT_NE(said.find("t.xml:3: t.c: the content of the first operation is no XML document: Namespace prefix s"),
            std::string::npos)
      << said;
}

TEST(Create, LetsLaterPatchesWorkOnTheNewFile) {
  EXPECT_EQ(
      PatchRun()
          .pack("<param name='v'/>" + kXml +
                "<patch id='t.d' files='conf/new.xml' ensure='x/@k'><set sel='x' type='@k'>1</set></patch>"
                "<patch id='t.e' files='conf/a.xml' ensure=\"document('conf/new.xml')/x\"><set sel='a'>1</set></patch>")
          .file("conf/a.xml", "<a/>")
          .param("v", "1")
          .outcome("conf/new.xml"),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x k=\"1\">\n  <y>1</y>\n</x>\n");
}

TEST(Create, StaysOutWhereItsConditionIsFalse) {
  EXPECT_EQ(PatchRun()
                .pack(creates("conf/new.xml", "x", "<add sel=\"/\"><x/></add>", "if=\"$product = 'none'\""))
                .outcome("conf/new.xml"),
            "unchanged");
}

TEST(Create, MakesNothingWhereTheNewFileDoesNotSuit) {
  PatchRun run;
  run.pack(creates("conf/new.xml", "false() or x/@never", "<add sel=\"/\"><x/></add>", "if=\"not(/x)\""));
  EXPECT_EQ(run.outcome("conf/new.xml"), "unchanged");
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->outcomes.front().kind, PatchOutcome::Kind::notApplicable);
}

TEST(Create, MayBeInAFolderThatIsNotThere) {
  EXPECT_EQ(
      PatchRun().pack(creates("conf/none/new.xml", "x", "<add sel=\"/\"><x/></add>")).outcome("conf/none/new.xml"),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x/>\n");
}

TEST(Create, NeedsAFolderWhereSomethingElseStands) {
  EXPECT_NE(PatchRun()
                .file("conf/a", "a file")
                .pack(creates("conf/a/new.xml", "x", "<add sel=\"/\"><x/></add>"))
                .outcome("conf/a/new.xml")
                .find("what should be its folder is none"),
            std::string::npos);
}

TEST(Create, HoldsItsEnsureAgainstTheNewFile) {
  EXPECT_NE(PatchRun()
                .pack(creates("conf/new.xml", "x = 2", "<add sel=\"/\"><x>1</x></add><set sel=\"x\">3</set>"))
                .outcome("conf/new.xml")
                .find("still does not hold"),
            std::string::npos);
}

TEST(Create, IsCheckedWhenTheRulesAreLoaded) {
  EXPECT_EQ(complaints(ruleFile(creates("conf/*.xml", "x", "<add sel=\"/\"><x/></add>"))),
            std::vector<std::string>{"2:12 create=\"true\" makes one file, but files is \"conf/*.xml\""});
  EXPECT_EQ(
      complaints(ruleFile(creates("conf/a.xml", "x", "<set sel=\"x\">1</set>"))),
      std::vector<std::string>{"3:2 the first operation of a patch that creates an XML file must be <add sel=\"/\">"});
  EXPECT_EQ(complaints(ruleFile(creates("conf/my-node-id.dat", "text", "<set sel=\"text\">1</set>"))),
            std::vector<std::string>());
}

TEST(Outcome, TellsEffectAndConsent) {
  PatchRun run;
  run.file("conf/a.xml", "<a/>")
      .pack(patch("p", "a/@x", "<set sel='a' type='@x'>1</set>", "effect='first-start' consent='identity'"));
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->outcomes.front().effect, Effect::firstStart);
  EXPECT_EQ(changes->outcomes.front().consent, Consent::identity);
}

}  // namespace
}  // namespace carbonfix
