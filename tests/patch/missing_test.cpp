// What `set` does when its path selects nothing.
#include "patch/patch_run.h"

namespace carbonfix {
namespace {

std::string run(const std::string& file, const std::string& operation,
                const std::string& ensure = "//*[. = '9'] or //@k = '9'") {
  return PatchRun().file("conf/a.xml", file).pack(patch("p", ensure, "<set" + operation + "</set>")).outcome();
}

// `set` with sel, tried as `missing` says, gives the value 9.
std::string set(const std::string& file, const std::string& sel, const std::string& missing = "uncomment add fail") {
  return run(file, fmt::format(" sel=\"{}\" missing=\"{}\">9", sel, missing));
}

std::string refused(const std::string& why) {
  return fmt::format("t.xml:3: t.p: set sel=\"{} (in repository/conf/a.xml)\n", why);
}

TEST(Missing, WhatIsThereIsSet) {
  EXPECT_EQ(set("<a>\n  <!--b>1</b-->\n  <b>2</b>\n</a>", "a/b"), "<a>\n  <!--b>1</b-->\n  <b>9</b>\n</a>");
}

TEST(Missing, UncommentsBothForms) {
  EXPECT_EQ(set("<a>\n  <!--b>1</b-->\n  <c/>\n</a>", "a/b"), "<a>\n  <b>9</b>\n  <c/>\n</a>");
  EXPECT_EQ(set("<a>\n  <!-- <b>1</b> -->\n  <c/>\n</a>", "a/b"), "<a>\n  <b>9</b>\n  <c/>\n</a>");
  EXPECT_EQ(set("<a>\n  <!-- <b/> -->\n  <c/>\n</a>", "a/b"), "<a>\n  <b>9</b>\n  <c/>\n</a>");
}

TEST(Missing, UncommentsWhatThePredicatesAskFor) {
  const std::string file = "<a>\n  <!--p n='x'>1</p-->\n  <!--p n='y'>1</p-->\n  <!-- p is what n='z' says -->\n</a>";
  EXPECT_EQ(set(file, "a/p[@n='y']"),
            "<a>\n  <!--p n='x'>1</p-->\n  <p n='y'>9</p>\n  <!-- p is what n='z' says -->\n</a>");
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", file)
                .pack("<param name='v'/>" + patch("p", "a/p = 9", "<set sel='a/p[@n=$v]' missing='uncomment'>9</set>"))
                .param("v", "x")
                .outcome(),
            "<a>\n  <p n='x'>9</p>\n  <!--p n='y'>1</p-->\n  <!-- p is what n='z' says -->\n</a>");
}

TEST(Missing, UncommentsAndSetsAnAttribute) {
  EXPECT_EQ(run("<a>\n  <!-- <d><n>x</n></d> -->\n</a>", " sel=\"a/d[n='x']\" type='@k' missing='uncomment add'>9"),
            "<a>\n  <d k=\"9\"><n>x</n></d>\n</a>");
}

TEST(Missing, TakesOneOfSeveralOutOfAComment) {
  EXPECT_EQ(set("<a>\n  <!-- <b>1</b>\n       <c>1</c>\n       <d>1</d> -->\n</a>", "a/c"),
            "<a>\n  <!-- <b>1</b> -->\n       <c>9</c>\n       <!-- <d>1</d> -->\n</a>");
  EXPECT_EQ(set("<a>\n\t<!--\n\t\t<b>1</b>\n\t\t<c>1</c>\n\t\t<d>1</d>\n\t-->\n</a>", "a/c"),
            "<a>\n\t<!--\n\t\t<b>1</b>\n\t-->\n\t\t<c>9</c>\n\t<!--\n\t\t<d>1</d>\n\t-->\n</a>");
  EXPECT_EQ(set("<a>\r\n\t<!--\r\n\t<b>1</b>\r\n\t<c>1</c>\r\n\t-->\r\n</a>", "a/b"),
            "<a>\r\n\t<b>9</b>\r\n\t<!--\r\n\t<c>1</c>\r\n\t-->\r\n</a>");
  EXPECT_EQ(set("<a>\n  <!--b>1</b>\n  <c>1</c>\n  <d>1</d-->\n</a>", "a/c"),
            "<a>\n  <!--b>1</b-->\n  <c>9</c>\n  <!--d>1</d-->\n</a>");
  EXPECT_EQ(set("<a>\n  <!-- <b>1</b>\n  <c>1</c> -->\n</a>", "a/c"), "<a>\n  <!-- <b>1</b> -->\n  <c>9</c>\n</a>");
}

TEST(Missing, NeverTurnsOnNeighbours) {
  EXPECT_EQ(
      set("<a>\n  <!-- <b>1</b> <c>1</c> -->\n</a>", "a/c"),
      "t.xml:3: t.p: the comment at /a/comment() can't be uncommented: what is wanted of it shares a line with what "
      "is not (in repository/conf/a.xml)\n");
}

TEST(Missing, AsksWhichOfSeveralCandidates) {
  EXPECT_EQ(set("<a>\n  <!--b>1</b-->\n  <!-- <b>2</b> -->\n</a>", "a/b"),
            refused("a/b\" selects nothing, and 2 comments hold it: on line 2, on line 3"));
  EXPECT_EQ(set("<a>\n  <!-- <b>1</b>\n  <b>2</b> -->\n</a>", "a/b"),
            refused("a/b\" selects nothing, and the comment on line 2 holds it 2 times"));
}

TEST(Missing, ProseIsNoCandidate) {
  EXPECT_EQ(set("<a>\n  <!-- to turn it on: <b>1</b> -->\n</a>", "a/b", "uncomment"),
            refused("a/b\" selects nothing, and no comment of /a holds it"));
  EXPECT_EQ(set("<a>\n  <!-- to turn it on: <b>1</b> -->\n</a>", "a/b", "uncomment fail"),
            refused("a/b\" selects nothing, and no comment of /a holds it"));
  EXPECT_EQ(set("<a>\n  <!-- to turn it on: <b>1</b> -->\n</a>", "a/b"),
            "<a>\n  <!-- to turn it on: <b>1</b> -->\n  <b>9</b>\n</a>");
}

TEST(Missing, FailIsTheDefault) {
  EXPECT_EQ(run("<a><!--b/--></a>", " sel='a/b'>9"), refused("a/b\" selects nothing"));
  EXPECT_EQ(set("<a><!--b/--></a>", "//b", "fail"), refused("//b\" selects nothing"));
}

TEST(Missing, OnlyOneParentCanHoldIt) {
  EXPECT_EQ(set("<a/>", "a/b/c"),
            refused("a/b/c\" selects nothing, and \"a/b\", which should hold it, selects 0 nodes"));
  EXPECT_EQ(set("<a><b/><b/></a>", "a/b/c"),
            refused("a/b/c\" selects nothing, and \"a/b\", which should hold it, selects 2 nodes"));
  EXPECT_EQ(set("<a/>", "b"), refused("b\" selects nothing, and \".\", which should hold it, selects no element"));
}

TEST(Missing, AddsWithWhatThePredicatesDemand) {
  EXPECT_EQ(set("<a>\n  <p n='x'>1</p>\n  <c/>\n</a>", "a/p[@n='y'][@k='&lt;']"),
            "<a>\n  <p n='x'>1</p>\n  <p n='y' k='&lt;'>9</p>\n  <c/>\n</a>");
  EXPECT_EQ(run("<a>\n  <c />\n</a>", " sel=\"a/d[n='x' and @m='1']\" type='@k' missing='add'>9"),
            "<a>\n  <c />\n  <d m=\"1\" k=\"9\">\n    <n>x</n>\n  </d>\n</a>");
  EXPECT_EQ(run("<a>\n  <c />\n</a>", " sel='a/b' missing='add'>", "a/b"), "<a>\n  <c />\n  <b />\n</a>");
}

TEST(Missing, PutsTheAttributeThatIsSetWhereNeighboursHaveIt) {
  EXPECT_EQ(run("<a>\n  <p n='x'\n     k='1'/>\n  <!-- <p n='y'/> -->\n  <c/>\n</a>",
                " sel=\"a/p[@n='y']\" type='@k' missing='add'>9"),
            "<a>\n  <p n='x'\n     k='1'/>\n  <!-- <p n='y'/> -->\n  <p n='y'\n     k='9'/>\n  <c/>\n</a>");
  EXPECT_EQ(run("<a>\n  <c/>\n</a>", " sel=\"a/p[@k='1']\" type='@k' missing='add'>9"),
            "<a>\n  <c/>\n  <p k=\"9\"/>\n</a>");
}

TEST(Missing, AddBehindTheCommentThatStays) {
  EXPECT_EQ(set("<a>\n  <!--b>1</b-->\n  <c/>\n</a>", "a/b", "add"), "<a>\n  <!--b>1</b-->\n  <b>9</b>\n  <c/>\n</a>");
}

TEST(Missing, TakesTheNamespaceOfThePlace) {
  EXPECT_EQ(set("<a xmlns='urn:a'>\n  <c/>\n</a>", "a/b", "add"), "<a xmlns='urn:a'>\n  <c/>\n  <b>9</b>\n</a>");
  EXPECT_EQ(set("<a xmlns='urn:a'>\n  <!--b>1</b-->\n</a>", "a/b"), "<a xmlns='urn:a'>\n  <b>9</b>\n</a>");
  EXPECT_EQ(set("<a>\n  <!-- <b xmlns='urn:b'>1</b> -->\n</a>", "a/b", "uncomment"),
            "<a>\n  <b xmlns='urn:b'>9</b>\n</a>");
}

TEST(Missing, RefusesToMakeWhatThePathDoesNotFind) {
  const std::string rules = "<rules xmlns='urn:carbonfix:rules:1' id='t' xpath-default-namespace='##local'>\n" +
                            patch("p", "//*[. = '9']", "<set sel='*/b' missing='add'>9</set>") + "</rules>";
  auto pack = loadPack(rules, "t.xml", Checking::full);
  ASSERT_TRUE(pack) << describe(pack.error().front());
  MemoryFileSystem fs;
  fs.add("/n1/repository/conf/a.xml", "<a xmlns='urn:a'>\n  <c/>\n</a>");
  const auto home = Home::open(fs, "/n1", "n1");
  ASSERT_TRUE(home);
  const auto changes = planChanges(*home, {*pack}, {});
  ASSERT_FALSE(changes);
  EXPECT_NE(changes.error()[0].message.find("selects nothing, nor the b that was made for it in /a"), std::string::npos)
      << changes.error()[0].message;
}

TEST(Missing, WorksOnPropertiesToo) {
  const auto properties = [](const std::string& file, const std::string& missing) {
    return PatchRun()
        .file("conf/a.properties", file)
        .pack(fmt::format("<patch id='t.p' files='conf/a.properties' ensure=\"//property[@name='k'] = '9'\">"
                          "<set sel=\"/properties/property[@name='k']\" missing='{}'>9</set></patch>",
                          missing))
        .outcome("conf/a.properties");
  };
  EXPECT_EQ(properties("j=1\n#k=1\n# prose\nl=2\n", "uncomment add"), "j=1\nk=9\n# prose\nl=2\n");
  EXPECT_EQ(properties("j=1\n#k=1\n# prose\nl=2\n", "add"), "j=1\n#k=1\nk=9\n# prose\nl=2\n");
  EXPECT_EQ(properties("j=1\nl=2\n", "uncomment add"), "j=1\nl=2\nk=9\n");
}

TEST(Missing, IsCheckedWhenTheRuleIsLoaded) {
  const auto firstError = [](const std::string& operation) {
    const auto pack = loadPack(ruleFile(patch("p", "a", operation)), "t.xml", Checking::full);
    return pack ? std::string("loaded") : fmt::format("{}: {}", pack.error()[0].at.column, pack.error()[0].message);
  };
  EXPECT_EQ(
      firstError("<set sel='a/b[2]' missing='uncomment'>1</set>"),
      "15: missing=\"uncomment\" does not go with this path: this predicate asks for something that can't be made");
  EXPECT_EQ(firstError("<set sel='//b' missing='uncomment add'>1</set>"),
            "11: missing=\"uncomment add\" does not go with this path: \"//\" does not say what holds the element");
  EXPECT_EQ(firstError("<set sel='a/b' missing='add uncomment'>1</set>"),
            "11: missing=\"add uncomment\": nothing is tried after \"add\"");
  EXPECT_EQ(firstError("<set sel='a/b' missing='uncomment uncomment'>1</set>"),
            "11: missing=\"uncomment uncomment\" says \"uncomment\" twice");
  EXPECT_EQ(firstError("<set sel='a/b' key='k' missing='uncomment add'>1</set>"),
            "11: missing=\"uncomment add\": a line of a text can't be uncommented");
  EXPECT_EQ(firstError("<set sel=\"a/b[c='1']\" missing='add'>1</set>"),
            "11: \"b[c='1']\" asks for an element with child elements, whose text can't be set");
  EXPECT_EQ(firstError("<set sel=\"//b\" missing='fail'>1</set>"), "loaded");
  EXPECT_EQ(firstError("<set sel=\"a/b[c='1']\" type='@x' missing='uncomment add fail'>1</set>"), "loaded");
}

}  // namespace
}  // namespace carbonfix
