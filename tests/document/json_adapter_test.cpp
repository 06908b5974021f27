#include <gtest/gtest.h>

#include "document/editing.h"

namespace carbonfix {
namespace {

using testing::edited;
using testing::only;
using testing::toStatus;

constexpr const char* kPath = "repository/deployment/server/jaggeryapps/store/site/conf/site.json";
constexpr testing::FileKind kFile{kPath};

std::string shown(const Node& node) {
  if (node.kind() == NodeKind::comment) return "<!--" + node.value() + "-->";
  const std::string key = node.hasAttribute("key") ? node.attribute("key") + "=" : "";
  std::string inside = node.elements().empty() ? node.value() : "";
  for (const Node& child : node.children()) {
    if (child.kind() != NodeKind::text) inside += shown(child);
  }
  return key + node.name() + "(" + inside + ")";
}

std::string viewOf(const std::string& bytes) {
  return kFile.viewOf(
      bytes, [](const Document& document) { return document.root(); }, shown);
}

std::string renamed(const std::string& bytes, const std::string& where, const std::string& key) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return toStatus(e.setAttribute(only(d, where), "key", key)); }, kPath);
}

bool refuses(const std::string& result, const std::string& why) {
  return result.starts_with("error: ") && result.find(why) != std::string::npos;
}

TEST(JsonView, HasTheElementsOfXPath31) {
  EXPECT_EQ(viewOf(R"({"a": "x", "b": [1, -2.50e3, true, null], "c": {}})"),
            "map(a=string(x)b=array(number(1)number(-2.50e3)boolean(true)null())c=map())");
  EXPECT_EQ(viewOf("\"x\"\n"), "string(x)");
  EXPECT_EQ(viewOf("\xEF\xBB\xBF{}"), "map()");
}

TEST(JsonView, StringsAreDecoded) {
  EXPECT_EQ(viewOf(R"(["a\"\\\/\n\u0041\ud83d\ude00é"])"), "array(string(a\"\\/\nA\xF0\x9F\x98\x80\xC3\xA9))");
  EXPECT_EQ(viewOf(R"({"a\u0000b": "\u0001"})"),
            "map(a\xEF\xBF\xBD"
            "b=string(\xEF\xBF\xBD))");
  EXPECT_EQ(viewOf("[\"a\xEF\xBF\xBE\xEF\xBF\xBD\xEF\xBE\xBF\"]"),  // U+FFFE, and two that XML can hold
            "array(string(a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBE\xBF))");
}

TEST(JsonView, CommentsAndTrailingCommasAreTaken) {
  EXPECT_EQ(viewOf("// one\n{ /* two */ \"a\" /*x*/ : /*y*/ 1, // three\r\n}\n//"),
            "<!-- one-->map(<!-- two -->a=number(1)<!-- three-->)<!---->");
}

TEST(JsonView, DuplicateKeysAreAllSeen) { EXPECT_EQ(viewOf(R"({"a": 1, "a": 2})"), "map(a=number(1)a=number(2))"); }

TEST(JsonView, BadInputIsAnErrorWithItsPlace) {
  EXPECT_EQ(viewOf(""), "error: 1:1 the file is empty; JSON has one value at least");
  EXPECT_EQ(viewOf("{\n  \"a\": @b@\n}"), "error: 2:8 invalid value");
  EXPECT_EQ(viewOf("{\"a\": 1\n \"b\": 2}"), "error: 2:2 missing a comma or '}' after an object member");
  EXPECT_EQ(viewOf("[1] x").substr(0, 10), "error: 1:5");
  EXPECT_EQ(viewOf("[\"\xC3\xA9\xFF\"]"), "error: 1:4 a byte that is no UTF-8, which JSON is written in");
  EXPECT_EQ(viewOf(std::string("{}\0{}", 5)), "error: 1:3 a character that no text file holds");
  EXPECT_EQ(viewOf("[1] /* x").substr(0, 27), "error: 1:9 a comment is not");
}

TEST(JsonView, DeepNestingIsAnErrorAndNoCrash) {
  EXPECT_EQ(viewOf(std::string(100000, '[')), "error: 1:257 maps and arrays are nested deeper than 256 levels");
  EXPECT_EQ(viewOf(std::string(256, '[') + std::string(256, ']')).find("error"), std::string::npos);
}

TEST(JsonView, PlacesAreThoseOfKeyAndValue) {
  Result<Document> document = Document::parse("{\n  \"a\" : \"xy\",\n  \"b\": [1, 22]\n}\n", kPath, FileFormat::json);
  ASSERT_TRUE(document);
  const auto start = [&](const std::string& where) { return document->locate(only(*document, where))->start; };
  EXPECT_EQ(start("/map/string"), (Position{2, 3}));
  EXPECT_EQ(start("/map/string/text()"), (Position{2, 9}));
  EXPECT_EQ(start("/map/string/@key"), (Position{2, 3}));
  EXPECT_EQ(start("/map/array/number[2]"), (Position{3, 12}));
}

TEST(JsonSet, ChangesTheTokenOnly) {
  EXPECT_EQ(kFile.withValue("{ \"a\" :\t\"x\", }\r\n", "/map/string", "y"), "{ \"a\" :\t\"y\", }\r\n");
  EXPECT_EQ(kFile.withValue("[1, 2]", "//number[2]", "-3.5e1"), "[1, -3.5e1]");
  EXPECT_EQ(kFile.withValue("[false]", "//boolean", "true"), "[true]");
  EXPECT_EQ(kFile.withValue("[\"\"]", "//string", "x"), "[\"x\"]");
  EXPECT_EQ(kFile.withValue("[\"x\"]", "//string", ""), "[\"\"]");
  EXPECT_EQ(kFile.withValue("[\"x\"]", "//text()", "y"), "[\"y\"]");
  EXPECT_EQ(kFile.withValue("\xEF\xBB\xBF[\"x\"]", "//string", "y"), "\xEF\xBB\xBF[\"y\"]");
}

TEST(JsonSet, EscapesOnlyWhatHasToBe) {
  EXPECT_EQ(kFile.withValue("[\"x\"]", "//string", "a\"b\\c/d\n\t\xC3\xA9"), "[\"a\\\"b\\\\c/d\\n\\t\xC3\xA9\"]");
}

TEST(JsonSet, WhatStaysKeepsItsSpelling) {
  EXPECT_EQ(kFile.withValue(R"(["https:\/\/\u0068ost:9443\/x"])", "//string", "https://host:9444/x"),
            R"(["https:\/\/\u0068ost:9444\/x"])");
  EXPECT_EQ(kFile.withValue(R"(["a\/b"])", "//string", "a/b"), R"(["a\/b"])");
}

TEST(JsonSet, KeepsTheTypeAndRefusesWhatItCanNotHold) {
  EXPECT_TRUE(refuses(kFile.withValue("[1]", "//number", "01"), "no number"));
  EXPECT_TRUE(refuses(kFile.withValue("[1]", "//number", ""), "no number"));
  EXPECT_TRUE(refuses(kFile.withValue("[1]", "//number", "1]"), "no number"));
  EXPECT_TRUE(refuses(kFile.withValue("[true]", "//boolean", "yes"), "true or false"));
  EXPECT_TRUE(refuses(kFile.withValue("[null]", "//null", "x"), "replace it"));
  EXPECT_TRUE(refuses(kFile.withValue("[null]", "//null", ""), "replace it"));
  EXPECT_TRUE(refuses(kFile.withValue("[[1]]", "/array/array", "x"), "holds other values"));
  EXPECT_TRUE(refuses(kFile.withValue(R"(["\u0000"])", "//string", "x"), "replace it as a whole"));
}

TEST(JsonSet, CommentsKeepTheirKind) {
  EXPECT_EQ(kFile.withValue("// a\n[]", "/comment()", " b"), "// b\n[]");
  EXPECT_EQ(kFile.withValue("/* a */[]", "/comment()", " b "), "/* b */[]");
  EXPECT_TRUE(refuses(kFile.withValue("// a\n[]", "/comment()", "b\n[]"), "line break"));
  EXPECT_TRUE(refuses(kFile.withValue("/* a */[]", "/comment()", "*/1,/*"), "ends the comment"));
}

TEST(JsonRename, ChangesTheKeyOnly) {
  EXPECT_EQ(renamed(R"({"a" : 1})", "//number", "b\""), R"({"b\"" : 1})");
  EXPECT_EQ(kFile.withValue(R"({"a" : 1})", "//@key", "b"), R"({"b" : 1})");
  EXPECT_TRUE(refuses(renamed(R"({"a": 1, "b": 2})", "//number[1]", "b"), "already"));
  EXPECT_TRUE(refuses(renamed("[1]", "//number", "b"), "can't be set"));
}

TEST(JsonInsert, OnALineOfItsOwnWhereOthersAre) {
  const std::string file = "{\n  \"a\": 1,\n  \"b\": 2\n}\n";
  const std::string item = "<string key=\"n\">v</string>";
  EXPECT_EQ(kFile.with(file, "/map", Place::lastChild, item), "{\n  \"a\": 1,\n  \"b\": 2,\n  \"n\": \"v\"\n}\n");
  EXPECT_EQ(kFile.with(file, "/map", Place::firstChild, item), "{\n  \"n\": \"v\",\n  \"a\": 1,\n  \"b\": 2\n}\n");
  EXPECT_EQ(kFile.with(file, "/map/number[1]", Place::after, item), "{\n  \"a\": 1,\n  \"n\": \"v\",\n  \"b\": 2\n}\n");
  EXPECT_EQ(kFile.with(file, "/map/number[2]", Place::before, item),
            "{\n  \"a\": 1,\n  \"n\": \"v\",\n  \"b\": 2\n}\n");
  EXPECT_EQ(kFile.with("{\r\n\t\"a\" : 1\r\n}", "/map", Place::lastChild, item),
            "{\r\n\t\"a\" : 1,\r\n\t\"n\" : \"v\"\r\n}");
}

TEST(JsonInsert, BesideTheOthersWhereTheyStandOnOneLine) {
  EXPECT_EQ(kFile.with("[1, 2]", "/array", Place::lastChild, "<number>3</number>"), "[1, 2, 3]");
  EXPECT_EQ(kFile.with("[1,2]", "/array", Place::lastChild, "<number>3</number><null/>"), "[1,2,3,null]");
  EXPECT_EQ(kFile.with("[1, 2]", "/array", Place::firstChild, "<number>3</number>"), "[3, 1, 2]");
  EXPECT_EQ(kFile.with("[1, 2]", "//number[1]", Place::after, "<number>3</number>"), "[1, 3, 2]");
  EXPECT_EQ(kFile.with(R"({"a":1})", "/map", Place::lastChild, "<map key='b'><array key='c'/></map>"),
            R"({"a":1, "b":{"c":[]}})");
}

TEST(JsonInsert, IntoWhatIsEmpty) {
  EXPECT_EQ(kFile.with("{}", "/map", Place::lastChild, "<null key='a'/>"), "{\n  \"a\": null\n}");
  EXPECT_EQ(kFile.with("{\n    \"a\" : {}\n}\n", "/map/map", Place::lastChild, "<null key='b'/>"),
            "{\n    \"a\" : {\n        \"b\" : null\n    }\n}\n");
  EXPECT_EQ(kFile.with("[[ ], 1]", "/array/array", Place::firstChild, "<null/>"), "[[null], 1]");
  EXPECT_EQ(kFile.with("{\n  // none\n}", "/map", Place::lastChild, "<null key='b'/>"),
            "{\n  // none\n  \"b\": null\n}");
  EXPECT_EQ(kFile.with("{ // none\n}", "/map", Place::lastChild, "<null key='b'/>"), "{ // none\n  \"b\": null\n}");
}

TEST(JsonInsert, CommentsAndTrailingCommasStayAsTheyAre) {
  const std::string item = "<null key='n'/>";
  EXPECT_EQ(kFile.with("{\n  \"a\": 1, // of a\n  \"b\": 2 // of b\n}", "/map", Place::lastChild, item),
            "{\n  \"a\": 1, // of a\n  \"b\": 2, // of b\n  \"n\": null\n}");
  EXPECT_EQ(kFile.with("{\n  \"a\": 1, // of a\n  \"b\": 2\n}", "//number[1]", Place::after, item),
            "{\n  \"a\": 1, // of a\n  \"n\": null,\n  \"b\": 2\n}");
  EXPECT_EQ(kFile.with("{\n  \"a\": 1,\n}", "/map", Place::lastChild, item), "{\n  \"a\": 1,\n  \"n\": null,\n}");
  EXPECT_EQ(kFile.with("{\n  \"a\": 1\n  // last\n}", "/map", Place::lastChild, item),
            "{\n  \"a\": 1,\n  // last\n  \"n\": null\n}");
  EXPECT_EQ(kFile.with("{\n  // first\n  \"a\": 1\n}", "/map", Place::firstChild, item),
            "{\n  \"n\": null,\n  // first\n  \"a\": 1\n}");
  EXPECT_EQ(kFile.with("[1 /* x */, 2]", "//number[1]", Place::after, "<null/>"), "[1 /* x */, null, 2]");
  EXPECT_EQ(kFile.with("[1 /* x */ , 2]", "//comment()", Place::after, "<null/>"), "[1, /* x */ null , 2]");
  EXPECT_EQ(kFile.with("[1 // x\n]", "/array", Place::lastChild, "<null/>"), "[1, // x\n  null\n]");
}

TEST(JsonInsert, NestedValuesAreIndented) {
  EXPECT_EQ(kFile.with("{\n\t\"a\": 1\n}", "/map", Place::lastChild,
                       "<map key='m'>\n  <array key='l'><number>1</number><boolean>true</boolean></array>\n</map>"),
            "{\n\t\"a\": 1,\n\t\"m\": {\n\t\t\"l\": [\n\t\t\t1,\n\t\t\ttrue\n\t\t]\n\t}\n}");
}

TEST(JsonInsert, WhatJsonCanNotHoldIsRefused) {
  const auto put = [](const std::string& xml) { return kFile.with("{\"a\": 1}", "/map", Place::lastChild, xml); };
  EXPECT_TRUE(refuses(put("<string>x</string>"), "has a key"));
  EXPECT_TRUE(refuses(put("<string key='a'>x</string>"), "already"));
  EXPECT_TRUE(refuses(put("<null key='b'/><null key='b'/>"), "already"));
  EXPECT_TRUE(refuses(put("<text key='b'/>"), "nothing that JSON has"));
  EXPECT_TRUE(refuses(put("<number key='b'>x</number>"), "no number"));
  EXPECT_TRUE(refuses(put("<null key='b'>x</null>"), "null has no value"));
  EXPECT_TRUE(refuses(put("<string key='b'><null/></string>"), "hold elements"));
  EXPECT_TRUE(refuses(put("<string key='b' x='1'/>"), "no attribute but key"));
  EXPECT_TRUE(refuses(put("<!-- x -->"), "no comments"));
  EXPECT_TRUE(refuses(put("x"), "stand in an element"));
  EXPECT_TRUE(refuses(kFile.with("[1]", "/array", Place::lastChild, "<null key='x'/>"), "no key"));
  EXPECT_TRUE(refuses(kFile.with("[1]", "//number", Place::lastChild, "<null/>"), "added to a map or an array"));
  EXPECT_TRUE(refuses(kFile.with("[1]", "/array", Place::after, "<null/>"), "added to a map or an array"));
}

TEST(JsonRemove, TakesTheLineAndTheComma) {
  const std::string file = "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": 0\n  },\n  \"c\": 3\n}\n";
  EXPECT_EQ(kFile.without(file, "//*[@key='a']"), "{\n  \"b\": {\n    \"x\": 0\n  },\n  \"c\": 3\n}\n");
  EXPECT_EQ(kFile.without(file, "//*[@key='b']"), "{\n  \"a\": 1,\n  \"c\": 3\n}\n");
  EXPECT_EQ(kFile.without(file, "//*[@key='c']"), "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": 0\n  }\n}\n");
  EXPECT_EQ(kFile.without(file, "//*[@key='x']"), "{\n  \"a\": 1,\n  \"b\": {\n  },\n  \"c\": 3\n}\n");
}

TEST(JsonRemove, OnOneLine) {
  EXPECT_EQ(kFile.without("[1, 2, 3]", "//number[1]"), "[2, 3]");
  EXPECT_EQ(kFile.without("[1, 2, 3]", "//number[2]"), "[1, 3]");
  EXPECT_EQ(kFile.without("[1, 2, 3]", "//number[3]"), "[1, 2]");
  EXPECT_EQ(kFile.without("[1]", "//number[1]"), "[]");
  EXPECT_EQ(kFile.without("[\n  1,\n  2, 3\n]", "//number[2]"), "[\n  1,\n  3\n]");
}

TEST(JsonRemove, CommentsStay) {
  EXPECT_EQ(kFile.without("{\n  \"a\": 1, // of a\n  \"b\": 2\n}", "//*[@key='b']"), "{\n  \"a\": 1 // of a\n}");
  EXPECT_EQ(kFile.without("{\n  \"a\": 1, // of a\n  \"b\": 2\n}", "//*[@key='a']"), "{\n  // of a\n  \"b\": 2\n}");
  EXPECT_EQ(kFile.without("{\n  \"a\": 1,\n  \"b\": 2,\n}", "//*[@key='b']"), "{\n  \"a\": 1,\n}");
  EXPECT_EQ(kFile.without("{\n  \"a\": 1,\n  // c\n  \"b\": 2}", "//*[@key='b']"), "{\n  \"a\": 1\n  // c\n  }");
}

TEST(JsonRemove, OfAComment) {
  EXPECT_EQ(kFile.without("// x\n[]", "//comment()"), "[]");
  EXPECT_EQ(kFile.without("[ // x\n1]", "//comment()"), "[\n1]");
  EXPECT_EQ(kFile.without("[\n  /* x */ 1\n]", "//comment()"), "[\n  1\n]");
  EXPECT_EQ(kFile.without("[\n  // x\n  1\n]", "//comment()"), "[\n  1\n]");
}

TEST(JsonRemove, OfTheWholeOrOfAPartIsRefused) {
  EXPECT_TRUE(refuses(kFile.without("[]", "/array"), "can't be removed"));
  EXPECT_TRUE(refuses(kFile.without("{\"a\": 1}", "//@key"), "as a whole"));
}

TEST(JsonReplace, KeepsThePlace) {
  EXPECT_EQ(kFile.replaced("{\n  \"a\": null, // c\n  \"b\": 2\n}", "//null", "<boolean key='a'>true</boolean>"),
            "{\n  \"a\": true, // c\n  \"b\": 2\n}");
  EXPECT_EQ(kFile.replaced("[1, 2, 3]", "//number[2]", "<null/><string>x</string>"), "[1, null, \"x\", 3]");
  EXPECT_EQ(kFile.replaced("{\n  \"a\": 1\n}", "//number", "<map key='b'><null key='c'/></map>"),
            "{\n  \"b\": {\n    \"c\": null\n  }\n}");
  EXPECT_EQ(kFile.replaced("true\n", "/boolean", "<string>bar</string>"), "\"bar\"\n");
  EXPECT_TRUE(refuses(kFile.replaced("true\n", "/boolean", "<null/><null/>"), "one value"));
  EXPECT_TRUE(refuses(kFile.replaced("true\n", "/boolean", "<null key='x'/>"), "no key"));
  EXPECT_TRUE(refuses(kFile.replaced("{\"a\": 1, \"b\": 2}", "//number[1]", "<null key='b'/>"), "already"));
}

TEST(JsonEdits, OneAfterAnother) {
  const auto all = [](Document& d, Editor& e) -> Status {
    if (Status ok = e.insert(only(d, "/map"), Place::lastChild, "<array key='l'/>"); !ok) return ok;
    if (Status ok = e.insert(only(d, "/map/array"), Place::lastChild, "<number>1</number>"); !ok) return ok;
    if (Status ok = e.insert(only(d, "/map/array"), Place::lastChild, "<number>2</number>"); !ok) return ok;
    if (Status ok = e.remove(only(d, "/map/string")); !ok) return ok;
    if (Status ok = e.remove(only(d, "/map/array/number[1]")); !ok) return ok;
    return toStatus(e.setValue(only(d, "/map/array/number"), "7"));
  };
  EXPECT_EQ(edited("{\n  \"a\": \"x\"\n}\n", all, kPath), "{\n  \"l\": [\n    7\n  ]\n}\n");
}

TEST(JsonEdits, CommentingIsRefused) {
  EXPECT_TRUE(refuses(edited(
                          "[1]", [](Document& d, Editor& e) { return e.comment(only(d, "//number")); }, kPath),
                      "can't be commented out"));
}

}  // namespace
}  // namespace carbonfix
