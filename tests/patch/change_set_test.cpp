// What a run of patches comes to: changes, outcomes, and when there are none.
#include "carbonfix/patch/change_set.h"

#include "patch/patch_run.h"

namespace carbonfix {
namespace {

const char* const kFile = "<a>\n  <b>1</b>\n  <c>1</c>\n</a>\n";
const std::string kSetB = "<set sel='a/b'>2</set>";

TEST(PlanChanges, GivesBytesBeforeAndAfterAndWritesNothing) {
  PatchRun run;
  run.file("conf/a.xml", kFile).pack(patch("p", "a/b = '2'", kSetB));
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->files.size(), 1U);
  EXPECT_EQ(changes->node, "n1");
  EXPECT_EQ(changes->files[0].path, "repository/conf/a.xml");
  EXPECT_EQ(changes->files[0].before, kFile);
  EXPECT_EQ(changes->files[0].after, "<a>\n  <b>2</b>\n  <c>1</c>\n</a>\n");
  EXPECT_EQ(changes->files[0].edits, (std::vector<Edit>{{9, 1, "2"}}));
  EXPECT_EQ(changes->outcomes[0].kind, PatchOutcome::Kind::changed);
  EXPECT_EQ(run.fs().contents().at("/n1/repository/conf/a.xml"), kFile);
}

TEST(PlanChanges, IsDoneWhenEnsureHoldsBefore) {
  PatchRun run;
  run.file("conf/a.xml", kFile).pack(patch("p", "a/b = '1'", kSetB));
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_TRUE(changes->files.empty());
  EXPECT_EQ(changes->outcomes[0].kind, PatchOutcome::Kind::alreadyDone);
}

TEST(PlanChanges, FailsWhenEnsureDoesNotHoldAfter) {
  PatchRun run;
  run.file("conf/a.xml", kFile).pack(patch("p", "a/b = '3'", kSetB));
  const auto changes = run.plan();
  ASSERT_FALSE(changes);
  ASSERT_EQ(changes.error().size(), 1U);
  EXPECT_TRUE(changes.error()[0].postCondition);
  EXPECT_EQ(changes.error()[0].message, "t.p: after its operations \"a/b = '3'\" still does not hold at /");
}

TEST(PlanChanges, WorksAtEveryContext) {
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", "<a>\n  <b/>\n  <b n='1'/>\n  <b/>\n</a>")
                .pack(patch("p", "@n = '1'", "<set sel='.' type='@n'>1</set>", "context='b'"))
                .outcome(),
            "<a>\n  <b n=\"1\"/>\n  <b n='1'/>\n  <b n=\"1\"/>\n</a>");
}

TEST(PlanChanges, DoesNothingWhenIfIsFalse) {
  PatchRun run;
  run.file("conf/a.xml", kFile).pack(patch("p", "a/b = '2'", kSetB, "if=\"$product = 'none'\""));
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_TRUE(changes->files.empty());
  EXPECT_EQ(changes->outcomes[0].kind, PatchOutcome::Kind::notApplicable);
  EXPECT_EQ(changes->outcomes[0].why, "its condition \"$product = 'none'\" is false");
}

TEST(PlanChanges, NeedsTheFileUnlessItsIfIsFalseOrItIsOptional) {
  EXPECT_EQ(PatchRun().pack(patch("p", "a", "<remove sel='a/b'/>")).outcome(),
            "t.xml:2: t.p: no file conf/a.xml in /n1\n");
  EXPECT_EQ(PatchRun().pack(patch("p", "a", "<remove sel='a/b'/>", "if=\"$node = 'other'\"")).outcome(), "unchanged");
  EXPECT_EQ(PatchRun().pack(patch("p", "a", "<remove sel='a/b'/>", "optional='true'")).outcome(), "unchanged");
}

TEST(PlanChanges, AsksIfWithThePacksLetsWhenTheFileIsAbsent) {
  EXPECT_EQ(PatchRun()
                .pack("<let name='wanted' value=\"$node = 'other'\"/>" +
                      patch("p", "a", "<remove sel='a/b'/>", "if='$wanted'"))
                .outcome(),
            "unchanged");
}

TEST(PlanChanges, NeedsTheContextUnlessOptional) {
  EXPECT_EQ(PatchRun().file("conf/a.xml", kFile).pack(patch("p", "z", "<remove sel='z'/>", "context='/x'")).outcome(),
            "repository/conf/a.xml:0: t.p: its context \"/x\" matches nothing\n");
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", kFile)
                .pack(patch("p", "z", "<remove sel='z'/>", "context='/x' optional='true'"))
                .outcome(),
            "unchanged");
}

TEST(PlanChanges, LaterPatchesSeeEarlierOnes) {
  PatchRun run;
  run.file("conf/a.xml", kFile)
      .pack(patch("one", "a/d", "<add sel='a'><d/></add>"))
      .pack(patch("two", "a/d/@n", "<set sel='a/d' type='@n'>1</set>") + patch("three", "a/b = '2'", kSetB));
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->files.size(), 1U);
  const FileChange& change = changes->files[0];
  EXPECT_EQ(change.after, "<a>\n  <b>2</b>\n  <c>1</c>\n  <d n=\"1\"/>\n</a>\n");
  EXPECT_EQ(change.patches, (std::vector<std::string>{"t.one", "t.two", "t.three"}));
  EXPECT_EQ(change.editPatches, (std::vector<std::string>{"t.three", "t.two"}));
}

TEST(PlanChanges, NamesThePatchOfEachEdit) {
  PatchRun run;
  run.file("conf/a.xml", kFile)
      .pack(patch("c", "a/c = '2'", "<set sel='a/c'>2</set>") + patch("b", "a/b = '2'", kSetB));
  const auto changes = run.plan();
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->files[0].editPatches, (std::vector<std::string>{"t.b", "t.c"}));
}

TEST(PlanChanges, PatchesMayNotUndoEachOther) {
  // The second takes back what the first did: no edit is left, but the first one's ensure is broken.
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", kFile)
                .pack(patch("one", "a/b = '2'", kSetB) + patch("two", "a/b = '1'", "<set sel='a/b'>1</set>"))
                .outcome(),
            "repository/conf/a.xml:0: t.one: after its operations \"a/b = '2'\" still does not hold at /\n");
  // What held at first and was broken later counts too.
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", kFile)
                .pack(patch("one", "a/b = '1'", kSetB) + patch("two", "a/b = '2'", kSetB))
                .outcome(),
            "repository/conf/a.xml:0: t.one: after its operations \"a/b = '1'\" still does not hold at /\n");
}

TEST(PlanChanges, LooksAtOtherFilesAsTheyWillBe) {
  const std::string link =
      "<patch id='t.link' files='conf/b.xml' ensure=\"r = document('conf/a.xml')/a/b\">"
      "<set sel='r'><value-of select=\"document('conf/a.xml')/a/b\"/></set></patch>";
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", kFile)
                .file("conf/b.xml", "<r>0</r>")
                .pack(patch("p", "a/b = '2'", kSetB) + link)
                .outcome("conf/b.xml"),
            "<r>2</r>");
  // In the other order the link, which held already, would be broken.
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", kFile)
                .file("conf/b.xml", "<r>1</r>")
                .pack(link + patch("p", "a/b = '2'", kSetB))
                .outcome("conf/b.xml"),
            "repository/conf/b.xml:0: t.link: after its operations \"r = document('conf/a.xml')/a/b\" still does not "
            "hold at /\n");
}

TEST(PlanChanges, ListsEveryPatchThatFailed) {
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", kFile)
                .pack(patch("one", "a/z", "<remove sel='a/y'/>") + patch("two", "a/z", "<remove sel='a/x'/>"))
                .outcome(),
            "t.xml:3: t.one: remove sel=\"a/y\" selects nothing (in repository/conf/a.xml)\n"
            "t.xml:6: t.two: remove sel=\"a/x\" selects nothing (in repository/conf/a.xml)\n");
}

TEST(PlanChanges, RefusesAFileThatIsNotWellFormed) {
  const std::string said = PatchRun().file("conf/a.xml", "<a>").pack(patch("p", "a/b", kSetB)).outcome();
  EXPECT_EQ(said.rfind("repository/conf/a.xml:1: t.p: the file is not well-formed XML: ", 0), 0U) << said;
}

TEST(PlanChanges, SeesTheInventoryAndItsOwnNodeInIt) {
  const auto tree = Document::parse(
      "<cluster><node name='n1' host='h1'><param name='p'>v</param></node><node name='n2' host='h2'/></cluster>", "i");
  ASSERT_TRUE(tree);
  PatchRun run;
  run.file("conf/a.xml", "<a>x</a>")
      .pack(patch("p", "a = concat($self/@host, $inventory/node[2]/@host)",
                  R"(<set sel="a"><value-of select="$self/@host"/><value-of
                                                   select="$inventory/node[2]/@host"/></set>)"));
  run.values().inventory = {tree->rootElement()};
  run.values().self = {tree->rootElement().elements().front()};
  EXPECT_EQ(run.outcome(), "<a>h1h2</a>");
}

}  // namespace
}  // namespace carbonfix
