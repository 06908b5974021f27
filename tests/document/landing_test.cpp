// Where elements land that nobody gave a place.
#include "document/editing.h"

namespace carbonfix::testing {
namespace {

std::string land(const std::string& bytes, const std::string& xml, const std::string& parent = "/*") {
  return edited(bytes, [&](Document& document, Editor& editor) {
    return editor.insertWhereItBelongs(only(document, parent), xml);
  });
}

TEST(Landing, BehindItsCommentedDefault) {
  EXPECT_EQ(land("<a>\n  <!--b>1</b-->\n  <c/>\n  <b>0</b>\n</a>", "<b>2</b>"),
            "<a>\n  <!--b>1</b-->\n  <b>2</b>\n  <c/>\n  <b>0</b>\n</a>");
  EXPECT_EQ(land("<a>\n  <!-- <p name='x'>1</p> -->\n  <!-- <p name='y'>1</p> -->\n  <p name='z'/>\n</a>",
                 "<p name=\"x\">2</p>"),
            "<a>\n  <!-- <p name='x'>1</p> -->\n  <p name=\"x\">2</p>\n  <!-- <p name='y'>1</p> -->\n  <p "
            "name='z'/>\n</a>");
}

TEST(Landing, BehindTheLastOfItsKind) {
  EXPECT_EQ(land("<a>\n  <p name='x'/>\n  <p name='y'/>\n  <!--p name='z'/-->\n  <c/>\n</a>", "<p name=\"w\"/>"),
            "<a>\n  <p name='x'/>\n  <p name='y'/>\n  <p name=\"w\"/>\n  <!--p name='z'/-->\n  <c/>\n</a>");
}

TEST(Landing, BehindTheLastCommentedOutOneOfItsKind) {
  EXPECT_EQ(land("<a>\n  <!--p name='x'/-->\n  <c/>\n</a>", "<p name=\"w\"/>"),
            "<a>\n  <!--p name='x'/-->\n  <p name=\"w\"/>\n  <c/>\n</a>");
}

TEST(Landing, ElseLast) {
  EXPECT_EQ(land("<a>\n  <c/>\n  <!-- b is prose -->\n</a>", "<b/>"),
            "<a>\n  <c/>\n  <!-- b is prose -->\n  <b/>\n</a>");
}

// Every layout that a place can have; what lands is <b k="1"/>, a sibling of that name is <b/>.
TEST(Landing, TakesTheLayoutOfItsPlace) {
  struct Case {
    const char* bytes;
    const char* after;
  };
  const Case cases[] = {
      // Files of one line stay so.
      {"<a/>", "<a><b k=\"1\"/></a>"},
      {"<a />", "<a><b k=\"1\"/></a>"},
      {"<a></a>", "<a><b k=\"1\"/></a>"},
      {"<a> </a>", "<a><b k=\"1\"/></a>"},
      {"<a><b/></a>", "<a><b/><b k=\"1\"/></a>"},
      {"<?xml version='1.0'?>\n<a><c/></a>", "<?xml version='1.0'?>\n<a><c/><b k=\"1\"/></a>"},
      // Empty elements open up, in the indentation and line ends of the file.
      {"<a>\n</a>", "<a>\n    <b k=\"1\"/>\n</a>"},
      {"<?xml version=\"1.0\"?>\n<a/>\n", "<?xml version=\"1.0\"?>\n<a>\n    <b k=\"1\"/>\n</a>\n"},
      {"<a\n  x='1'\n/>", "<a\n  x='1'\n>\n    <b k=\"1\"/>\n</a>"},
      {"<r>\n  <a/>\n</r>", "<r>\n  <a>\n    <b k=\"1\"/>\n  </a>\n</r>"},
      {"<r>\n  <a></a>\n</r>", "<r>\n  <a>\n    <b k=\"1\"/>\n  </a>\n</r>"},
      {"<r>\n  <a>\n\n  </a>\n</r>", "<r>\n  <a>\n    <b k=\"1\"/>\n  </a>\n</r>"},
      {"<r>\n\t<a/>\n</r>", "<r>\n\t<a>\n\t\t<b k=\"1\"/>\n\t</a>\n</r>"},
      {"<r>\r\n\t<a/>\r\n</r>\r\n", "<r>\r\n\t<a>\r\n\t\t<b k=\"1\"/>\r\n\t</a>\r\n</r>\r\n"},
      {"<r>\r  <a/>\r</r>", "<r>\r  <a>\r    <b k=\"1\"/>\r  </a>\r</r>"},
      {"<r>\n  <x><a/></x>\n</r>", "<r>\n  <x><a>\n    <b k=\"1\"/>\n  </a></x>\n</r>"},
      // Beside neighbours, never on their line.
      {"<a>\n  <b/>\n  <c/>\n</a>", "<a>\n  <b/>\n  <b k=\"1\"/>\n  <c/>\n</a>"},
      {"<a>\r\n\t<b/>\r\n</a>", "<a>\r\n\t<b/>\r\n\t<b k=\"1\"/>\r\n</a>"},
      {"<a>\r\t<b/>\r</a>", "<a>\r\t<b/>\r\t<b k=\"1\"/>\r</a>"},
      {"<a>\n<b/>\n<c/>\n</a>", "<a>\n<b/>\n<b k=\"1\"/>\n<c/>\n</a>"},
      {"<a><b/>\n</a>", "<a><b/>\n    <b k=\"1\"/>\n</a>"},
      {"<r>\n  <a><b/></a>\n</r>", "<r>\n  <a><b/>\n    <b k=\"1\"/>\n  </a>\n</r>"},
      {"<r>\n  <a>\n    <b/></a>\n</r>", "<r>\n  <a>\n    <b/>\n    <b k=\"1\"/></a>\n</r>"},
      {"<a>\n  <b/> <c/>\n</a>", "<a>\n  <b/>\n  <b k=\"1\"/>\n  <c/>\n</a>"},
      {"<a>\n  <b/><c/>\n</a>", "<a>\n  <b/>\n  <b k=\"1\"/>\n  <c/>\n</a>"},
      {"<a>\n  <b/> <!-- of b -->\n  <c/>\n</a>", "<a>\n  <b/> <!-- of b -->\n  <b k=\"1\"/>\n  <c/>\n</a>"},
      {"<a>\n  <b/> <!-- of b --> <c/>\n</a>", "<a>\n  <b/> <!-- of b -->\n  <b k=\"1\"/>\n  <c/>\n</a>"},
      {"<a>\n\n  <c/>\n\n\n</a>", "<a>\n\n  <c/>\n  <b k=\"1\"/>\n\n\n</a>"},
      {"<a>\n  <b/>\n\n  <c/>\n</a>", "<a>\n  <b/>\n  <b k=\"1\"/>\n\n  <c/>\n</a>"},
      // After text, before the line break that leads to the end tag.
      {"<a>text</a>", "<a>text<b k=\"1\"/></a>"},
      {"<a>text\n</a>", "<a>text\n    <b k=\"1\"/>\n</a>"},
      {"<a>\n  one\n  two\n</a>", "<a>\n  one\n  two\n  <b k=\"1\"/>\n</a>"},
      {"<a>\r\n\tone\r\n</a>", "<a>\r\n\tone\r\n\t<b k=\"1\"/>\r\n</a>"},
      {"<a>\n  <c/> text\n</a>", "<a>\n  <c/> text\n  <b k=\"1\"/>\n</a>"},
      {"<a>\n  text <c/> more\n</a>", "<a>\n  text <c/> more\n  <b k=\"1\"/>\n</a>"},
      {"<a>\n  <![CDATA[x]]>\n</a>", "<a>\n  <![CDATA[x]]>\n  <b k=\"1\"/>\n</a>"},
      {"<a>\n  text <b/> more\n</a>", "<a>\n  text <b/><b k=\"1\"/> more\n</a>"},
  };
  for (const Case& each : cases) EXPECT_EQ(land(each.bytes, "<b k=\"1\"/>", "//a"), each.after) << each.bytes;
}

TEST(Landing, LaysOutElementsOfSeveralLines) {
  EXPECT_EQ(land("<r>\r\n\t<a/>\r\n</r>", "\n  <b>\n    <c>1</c>\n  </b>\n", "//a"),
            "<r>\r\n\t<a>\r\n\t\t<b>\r\n\t\t\t<c>1</c>\r\n\t\t</b>\r\n\t</a>\r\n</r>");
}

TEST(Landing, KnowsTheUnitOfAnEmptiedFile) {
  EXPECT_EQ(edited("<!DOCTYPE a [\n      <!ENTITY e 'x'>\n]>\n<a>\n\t<b/>\n</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.remove(only(document, "/a/b")); !done) return done;
                     return editor.insertWhereItBelongs(only(document, "/a"), "<b>\n  <c/>\n</b>");
                   }),
            "<!DOCTYPE a [\n      <!ENTITY e 'x'>\n]>\n<a>\n\t<b>\n\t\t<c/>\n\t</b>\n</a>");
}

TEST(Landing, TheCallerMaySayWhatTheDefaultIs) {
  const std::string bytes = "<a>\n  <!-- <d k='1'><name>x</name></d> -->\n  <!-- <d k='1'><name>y</name></d> -->\n</a>";
  EXPECT_EQ(edited(bytes,
                   [](Document& document, Editor& editor) {
                     return editor.insertWhereItBelongs(only(document, "/a"), "<d><name>x</name></d>", [](Node each) {
                       return each.elements().front().value() == "x";
                     });
                   }),
            "<a>\n  <!-- <d k='1'><name>x</name></d> -->\n  <d><name>x</name></d>\n  <!-- <d k='1'><name>y</name></d> "
            "-->\n</a>");
}

TEST(Landing, MakesElementsInTheStyleOfTheirNeighbours) {
  const auto make = [](const std::string& bytes) {
    return edited(bytes, [](Document& document, Editor& editor) {
      return editor.makeWhereItBelongs(only(document, "/a"), NewElement{"b", {{"k", "it's \"<1>\""}}, {}}, {});
    });
  };
  EXPECT_EQ(make("<a/>"), "<a><b k=\"it's &quot;&lt;1>&quot;\"/></a>");
  EXPECT_EQ(make("<a><b k='x' /></a>"), "<a><b k='x' /><b k='it&apos;s \"&lt;1>\"' /></a>");
  // Of its own name first, then of others, the parent, the rest of the file.
  EXPECT_EQ(make("<a x='1'><b k=\"x\"/><c k='x' /></a>"),
            "<a x='1'><b k=\"x\"/><b k=\"it's &quot;&lt;1>&quot;\"/><c k='x' /></a>");
  EXPECT_EQ(make("<a x='1'><c><d /></c></a>"), "<a x='1'><c><d /></c><b k='it&apos;s \"&lt;1>\"' /></a>");
}

// Else many additions to a large file would cost its square.
TEST(Landing, LooksForStyleAtTheStartOfAFileOnly) {
  const auto made = [](int elements) {
    std::string file = "<a><c>";
    for (int i = 0; i < elements; ++i) file += "<e></e>";
    const std::string out = edited(file + "<d /></c></a>", [](Document& document, Editor& editor) {
      return editor.makeWhereItBelongs(only(document, "/a"), NewElement{"b", {}, {}}, {});
    });
    return out.substr(out.find("</c>"));
  };
  EXPECT_EQ(made(10), "</c><b /></a>");
  EXPECT_EQ(made(10'000), "</c><b/></a>");
}

TEST(Landing, PutsAttributesOnLinesAsNeighboursDo) {
  const auto make = [](const std::string& bytes) {
    return edited(bytes, [](Document& document, Editor& editor) {
      return editor.makeWhereItBelongs(only(document, "//a"), NewElement{"b", {{"k", "1"}, {"l", "2"}, {"m", "3"}}, {}},
                                       {});
    });
  };
  EXPECT_EQ(make("<a>\n  <b k='0'\n     l='0'/>\n</a>"),
            "<a>\n  <b k='0'\n     l='0'/>\n  <b k='1'\n     l='2'\n     m='3'/>\n</a>");
  EXPECT_EQ(make("<r>\r\n\t<a>\r\n\t\t<b k='0'\r\n\t\t\tl='0'/>\r\n\t</a>\r\n</r>"),
            "<r>\r\n\t<a>\r\n\t\t<b k='0'\r\n\t\t\tl='0'/>\r\n\t\t<b "
            "k='1'\r\n\t\t\tl='2'\r\n\t\t\tm='3'/>\r\n\t</a>\r\n</r>");
  // The last of its name decides.
  EXPECT_EQ(make("<a>\n  <b k='0'\n     l='0'/>\n  <b k='0' l='0'/>\n</a>"),
            "<a>\n  <b k='0'\n     l='0'/>\n  <b k='0' l='0'/>\n  <b k='1' l='2' m='3'/>\n</a>");
  EXPECT_EQ(make("<a>\n  <c k='0'\n     l='0'/>\n</a>"),
            "<a>\n  <c k='0'\n     l='0'/>\n  <b k='1' l='2' m='3'/>\n</a>");
}

TEST(Landing, MakesElementsWithChildren) {
  const auto make = [](const std::string& bytes) {
    return edited(bytes, [](Document& document, Editor& editor) {
      return editor.makeWhereItBelongs(only(document, "/a"), NewElement{"b", {}, {{"n", "x & y"}, {"m", ""}}},
                                       [](Node commented) { return commented.elements().front().value() == "x & y"; });
    });
  };
  EXPECT_EQ(make("<a/>"), "<a><b><n>x &amp; y</n><m></m></b></a>");
  EXPECT_EQ(make("<a>\n\t<!-- <b><n>x</n></b> -->\n\t<!-- <b>\n\t\t<n>x &amp; y</n><m/></b> -->\n\t<c/>\n</a>"),
            "<a>\n\t<!-- <b><n>x</n></b> -->\n\t<!-- <b>\n\t\t<n>x &amp; y</n><m/></b> -->\n\t<b>\n\t\t<n>x &amp; "
            "y</n>\n\t\t<m></m>\n\t</b>\n\t<c/>\n</a>");
}

TEST(Landing, RefusesWhatHasNoPlace) {
  EXPECT_EQ(land("<a/>", "<b/>", "/"), "error: the document itself can't be edited; name an element");
  EXPECT_EQ(land("<a/>", "<p:b/>"), "error: Namespace prefix p on b is not defined");
  EXPECT_EQ(land("<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>", "<b/>"),
            "error: /a/b comes from an entity and has no text of its own in the file");
}

}  // namespace
}  // namespace carbonfix::testing
