// The operation rename, and key() in patches and fixes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/editing.h"
#include "patch/patch_run.h"

namespace carbonfix {
namespace {

using carbonfix::testing::edited;
using carbonfix::testing::only;
using ::testing::HasSubstr;

std::string renamed(const std::string& bytes, const std::string& where, const std::string& name,
                    const std::string& path = "test.xml") {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.rename(only(d, where), name); }, path);
}

TEST(Rename, ChangesStartAndEndTagAndNothingElse) {
  EXPECT_EQ(renamed("<a>\r\n <configuration  x = '1'\n>t<!-- c --></configuration >\r\n</a>", "/a/configuration",
                    "Configuration"),
            "<a>\r\n <Configuration  x = '1'\n>t<!-- c --></Configuration >\r\n</a>");
  EXPECT_EQ(renamed("<a><b/></a>", "//b", "c"), "<a><c/></a>");
  EXPECT_EQ(renamed("<a><b ></b></a>", "/a", "root"), "<root><b ></b></root>");
  EXPECT_EQ(renamed("<a><b/></a>", "//b", "b"), "<a><b/></a>");
}

TEST(Rename, KeepsPrefixAndNamespace) {
  EXPECT_EQ(renamed("<p:a xmlns:p='urn:p'><p:b>x</p:b></p:a>", "/*/*", "c"), "<p:a xmlns:p='urn:p'><p:c>x</p:c></p:a>");
  EXPECT_EQ(renamed("<a xmlns='urn:d'><b>x</b></a>", "//b", "c"), "<a xmlns='urn:d'><c>x</c></a>");
}

TEST(Rename, GoesWithOtherEdits) {
  const std::string result = edited("<a><b k='1'>x</b></a>", [](Document& d, Editor& e) -> Status {
    const Node b = only(d, "//b");
    if (Status ok = e.rename(b, "c"); !ok) return ok;
    if (auto set = e.setAttribute(b, "k", "2"); !set) return set.error();
    if (auto set = e.setValue(b, "y"); !set) return set.error();
    return e.rename(only(d, "//c"), "d");
  });
  EXPECT_EQ(result, "<a><d k='2'>y</d></a>");
}

TEST(Rename, RefusesWhatIsNoNameAndNoElement) {
  EXPECT_THAT(renamed("<a><b/></a>", "//b", "1c"), HasSubstr("is not a name that an element can have"));
  EXPECT_THAT(renamed("<a><b/></a>", "//b", "p:c"), HasSubstr("is not a name that an element can have"));
  EXPECT_THAT(renamed("<a b='1'/>", "/a/@b", "c"), HasSubstr("only an element of an XML file can be renamed"));
  EXPECT_THAT(renamed("a=1\n", "//property", "c", "x.properties"), HasSubstr("only an element of an XML file"));
}

TEST(Rename, WhatADocumentTypeWouldAddIsNotWritten) {
  EXPECT_THAT(renamed("<!DOCTYPE a [<!ATTLIST c k CDATA 'v'>]><a><b/></a>", "//b", "c"), HasSubstr("error: "));
}

TEST(Rename, InARule) {
  PatchRun run;
  run.file("conf/a.xml", "<a><configuration>1</configuration></a>\n");
  run.pack(patch("p", "/a/Configuration", "<rename sel=\"/a/configuration\" to=\"Configuration\"/>"));
  EXPECT_EQ(run.outcome(), "<a><Configuration>1</Configuration></a>\n");
}

TEST(KeyInPatches, AnswersInOperationsAndProof) {
  PatchRun run;
  run.file("conf/a.xml", "<a><ds>DB</ds></a>\n").file("conf/b.xml", "<b><d><n>DB</n><j>jdbc/DB</j></d></b>\n");
  run.pack(
      "<key name=\"n\" files=\"conf/b.xml\" match=\"d/n\" use=\".\"/>"
      "<key name=\"j\" files=\"conf/b.xml\" match=\"d/j\" use=\".\"/>" +
      patch("p", "key('j', /a/ds)",
            "<set sel=\"/a/ds\"><value-of select=\"document(key('n', /a/ds)/@path)//d[n = current()//ds]/j\"/></set>"));
  EXPECT_EQ(run.outcome(), "<a><ds>jdbc/DB</ds></a>\n");
}

TEST(KeyInPatches, SeesWhatTheRunHasChanged) {
  PatchRun run;
  run.file("conf/a.xml", "<a><n>1</n><n>2</n></a>\n");
  run.pack("<key name=\"n\" files=\"conf/a.xml\" match=\"n\" use=\".\"/>" +
           patch("p", "not(key('n', '1'))", "<set sel=\"/a/n[key('n', '1')][1]\">3</set>") +
           patch("q", "not(key('n', '3'))", "<remove sel=\"/a/n[. = '3']\"/>"));
  EXPECT_EQ(run.outcome(), "<a><n>2</n></a>\n");
}

}  // namespace
}  // namespace carbonfix
