// Namespaces of what an RFC 5261 document puts in (§4.2.3), and their declarations as what it patches.
#include <gtest/gtest.h>

#include "carbonfix/patch/rfc5261.h"

namespace carbonfix {
namespace {

std::string patchedBy(const std::string& diffText, const std::string& targetText) {
  Result<Document> diff = parseXmlPatch(diffText, "diff.xml");
  if (!diff) return diff.error().message;
  Result<Document> target = Document::parse(targetText, "t.xml");
  if (!target) return target.error().message;
  Result<XmlPatched> done = runXmlPatch(*diff, *target, {});
  return done ? done->bytes : done.error().message;
}

std::string added(const std::string& declarations, const std::string& content, const std::string& target) {
  return patchedBy("<d " + declarations + "><add sel='/*'>" + content + "</add></d>", target);
}

TEST(AdoptedNamespace, TakesThePrefixOfTheTarget) {
  EXPECT_EQ(added("xmlns:q='u'", "<q:n q:k='1' l='2'><q:m/></q:n>", "<a xmlns:z='u'/>"),
            "<a xmlns:z='u'><z:n z:k='1' l='2'><z:m/></z:n></a>");
  EXPECT_EQ(added("xmlns:q='u'", "<q:n/>", "<a xmlns='u'/>"), "<a xmlns='u'><n/></a>");
  EXPECT_EQ(patchedBy("<d xmlns='u'><add sel='z:a' xmlns:z='u'><n/></add></d>", "<z:a xmlns:z='u'/>"),
            "<z:a xmlns:z='u'><z:n/></z:a>");
}

TEST(AdoptedNamespace, FollowsTheRulesWhereThereAreSeveral) {
  // (a) the same prefix, also the empty one
  EXPECT_EQ(added("xmlns:b='u'", "<b:n/>", "<a:x xmlns:a='u' xmlns:b='u'/>"),
            "<a:x xmlns:a='u' xmlns:b='u'><b:n/></a:x>");
  EXPECT_EQ(patchedBy("<d xmlns='u'><add sel='/*'><n/></add></d>", "<a:x xmlns='u' xmlns:a='u'/>"),
            "<a:x xmlns='u' xmlns:a='u'><n/></a:x>");
  // (b) that of the element around
  EXPECT_EQ(added("xmlns:z='u'", "<z:n/>", "<b:x xmlns:a='u' xmlns:b='u'/>"),
            "<b:x xmlns:a='u' xmlns:b='u'><b:n/></b:x>");
  // (c) the last before it in the alphabet, else the first
  EXPECT_EQ(added("xmlns:c='u'", "<c:n/>", "<x xmlns:d='u' xmlns:b='u' xmlns:a='u'/>"),
            "<x xmlns:d='u' xmlns:b='u' xmlns:a='u'><b:n/></x>");
  EXPECT_EQ(added("xmlns:a='u'", "<a:n/>", "<x xmlns:d='u' xmlns:b='u'/>"), "<x xmlns:d='u' xmlns:b='u'><b:n/></x>");
  // The place is the parent where the content becomes a sibling.
  EXPECT_EQ(
      patchedBy("<d xmlns:z='u'><add sel='x/y' pos='after'><z:n/></add></d>", "<x xmlns:a='u'><y xmlns:b='u'/></x>"),
      "<x xmlns:a='u'><y xmlns:b='u'/><a:n/></x>");
}

TEST(AdoptedNamespace, IsDeclaredWhereTheTargetLacksIt) {
  EXPECT_EQ(added("xmlns:q='u'", "<q:n q:k='1'/><q:m/>", "<a/>"),
            "<a><q:n xmlns:q=\"u\" q:k='1'/><q:m xmlns:q=\"u\"/></a>");
  EXPECT_EQ(patchedBy("<p:d xmlns:p='p' xmlns='u&amp;'><p:add sel='/*'><n><m/></n></p:add></p:d>", "<a/>"),
            "<a><n xmlns=\"u&amp;\"><m/></n></a>");
  EXPECT_EQ(added("xmlns:q='u'", "<q:n q:k='1'/>", "<a xmlns='u'/>"), "<a xmlns='u'><n xmlns:q=\"u\" q:k='1'/></a>");
  EXPECT_EQ(added("", "<n><m/></n>", "<a xmlns='u'/>"), "<a xmlns='u'><n xmlns=\"\"><m/></n></a>");
  // The target means something else by the prefix.
  EXPECT_EQ(added("xmlns:q='u'", "<q:n/>", "<a xmlns:q='v'/>"), "<a xmlns:q='v'><q:n xmlns:q=\"u\"/></a>");
}

TEST(AdoptedNamespace, IsNotCapturedOnTheWay) {
  // A declaration inside the content hides the target's prefix.
  EXPECT_EQ(added("xmlns:q='u'", "<n xmlns:z='v'><q:m/></n>", "<a xmlns:z='u'/>"),
            "<a xmlns:z='u'><n xmlns:z='v'><q:m xmlns:q=\"u\"/></n></a>");
  // The xmlns="" that an element gets hides the default namespace from what is inside.
  EXPECT_EQ(added("xmlns:q='u'", "<n><q:m/></n>", "<a xmlns='u'/>"),
            "<a xmlns='u'><n xmlns=\"\"><q:m xmlns:q=\"u\"/></n></a>");
  // Element and attribute need one prefix for two namespaces.
  EXPECT_EQ(added("xmlns:z='v' xmlns:q='u'", "<z:n q:k='1'/>", "<a xmlns:q='v'/>"),
            "<a xmlns:q='v'><q:n xmlns:q1=\"u\" q1:k='1'/></a>");
}

TEST(AdoptedNamespace, IsLeftAsTheContentDeclaresIt) {
  EXPECT_EQ(added("xmlns:q='u'", "<q:n xmlns:q='u'><q:m/></q:n>", "<a xmlns:z='u'/>"),
            "<a xmlns:z='u'><q:n xmlns:q='u'><q:m/></q:n></a>");
  EXPECT_EQ(added("", "<n xmlns='v'><m xmlns=''/></n>", "<a xmlns='u'/>"),
            "<a xmlns='u'><n xmlns='v'><m xmlns=''/></n></a>");
  EXPECT_EQ(added("", "<n xml:lang='en'/>", "<a/>"), "<a><n xml:lang='en'/></a>");
}

TEST(AdoptedNamespace, HoldsForANewDocumentElement) {
  EXPECT_EQ(patchedBy("<d xmlns:q='u'><replace sel='q:a'><q:b><c/></q:b></replace></d>", "<q:a xmlns:q='u'/>"),
            "<q:b xmlns:q=\"u\"><c/></q:b>");
}

TEST(AdoptedNamespace, HoldsForAttributes) {
  const auto attribute = [](const std::string& target) {
    return patchedBy("<d xmlns:q='u'><add sel='/*' type='@q:k'>1</add></d>", target);
  };
  EXPECT_EQ(attribute("<a xmlns:z='u'/>"), "<a xmlns:z='u' z:k='1'/>");
  EXPECT_EQ(attribute("<a xmlns='u'/>"), "<a xmlns='u' xmlns:q='u' q:k='1'/>");
  EXPECT_EQ(attribute("<a xmlns:q='v'/>"), "<a xmlns:q='v' xmlns:q1='u' q1:k='1'/>");
  EXPECT_EQ(attribute("<a xmlns:z='u' z:k='0'/>"), "<a xmlns:z='u' z:k='1'/>");
  EXPECT_EQ(attribute("<a k='0'/>"), "<a k='0' xmlns:q='u' q:k='1'/>");
}

TEST(NamespaceDeclaration, IsAdded) {
  const auto declared = [](const std::string& type, const std::string& uri, const std::string& target) {
    return patchedBy("<d><add sel='/*' type='namespace::" + type + "'>" + uri + "</add></d>", target);
  };
  EXPECT_EQ(declared("p", "u&amp;", "<a\n   k='1'\n   l='2'/>"), "<a\n   k='1'\n   l='2'\n   xmlns:p='u&amp;'/>");
  EXPECT_EQ(declared("p", "u", "<a xmlns:p='u'/>"), "<a xmlns:p='u'/>");
  EXPECT_EQ(declared("p", "v", "<a xmlns:p='u'/>"),
            "invalid-patch-directive: /a: it declares the prefix \"p\" already, for \"u\" (in t.xml)");
  EXPECT_EQ(declared("p", "", "<a/>"), "invalid-namespace-uri: /a: the prefix \"p\" needs a namespace (in t.xml)");
  EXPECT_EQ(declared("p", "http://www.w3.org/2000/xmlns/", "<a/>"),
            "invalid-namespace-uri: /a: XML does not let a prefix stand for this namespace (in t.xml)");
  EXPECT_EQ(declared("p", "a b", "<a/>"), "invalid-namespace-uri: /a: \"a b\" is not a URI (in t.xml)");
  for (const std::string prefix : {"xml", "xmlns", "a:b", "1"}) {
    EXPECT_EQ(declared(prefix, "u", "<a/>"),
              "invalid-namespace-prefix: /a: \"" + prefix + "\" can't be declared as a prefix (in t.xml)");
  }
  EXPECT_EQ(declared("p", "<b/>", "<a/>"),
            "invalid-node-types: the declaration of a namespace can be given text only (in t.xml)");
}

TEST(NamespaceDeclaration, IsNotAddedWhereItWouldChangeNames) {
  const std::string diff = "<d><add sel='a/b' type='namespace::p'>v</add></d>";
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='u'><b><p:c/></b></a>"),
            "invalid-namespace-prefix: /a/b: the prefix \"p\" is used here with another meaning (in t.xml)");
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='u'><b><c p:k=''/></b></a>"),
            "invalid-namespace-prefix: /a/b: the prefix \"p\" is used here with another meaning (in t.xml)");
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='u'><b><p:c xmlns:p='w'/></b></a>"),
            "<a xmlns:p='u'><b xmlns:p=\"v\"><p:c xmlns:p='w'/></b></a>");
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='v'><b><p:c/></b></a>"), "<a xmlns:p='v'><b xmlns:p=\"v\"><p:c/></b></a>");
}

TEST(NamespaceDeclaration, GivesAMissingOneToTheNamesThatUseIt) {
  EXPECT_EQ(
      patchedBy("<d xmlns:p='u'><add sel='a' type='namespace::p'>u</add><replace sel='a/p:b/@p:k'>2</replace></d>",
                "<a><p:b p:k='1'/><c p:k='3' p2:l=''/></a>"),
      "<a xmlns:p=\"u\"><p:b p:k='2'/><c p:k='3' p2:l=''/></a>");
}

TEST(NamespaceDeclaration, IsReplaced) {
  const std::string diff = "<d><replace sel='/*/namespace::p'>v</replace></d>";
  EXPECT_EQ(patchedBy(diff, "<p:a xmlns:p = 'u'><p:b p:k=''/></p:a>"), "<p:a xmlns:p = 'v'><p:b p:k=''/></p:a>");
  EXPECT_EQ(patchedBy("<d xmlns:q='v'><replace sel='/*/namespace::p'>v</replace><add sel='q:a'><q:b/></add></d>",
                      "<p:a xmlns:p='u'/>"),
            "<p:a xmlns:p='v'><p:b/></p:a>");
  EXPECT_EQ(patchedBy("<d><replace sel='/*/namespace::*[name()=\"\"]'>v</replace></d>", "<a xmlns='u'><b/></a>"),
            "<a xmlns='v'><b/></a>");
  EXPECT_EQ(patchedBy(diff, "<a/>"), "unlocated-node: replace sel=\"/*/namespace::p\" selects nothing (in t.xml)");
  EXPECT_EQ(patchedBy("<d><replace sel='a/b/namespace::p'>v</replace></d>", "<a xmlns:p='u'><b/></a>"),
            "unlocated-node: /a/b: it does not itself declare the prefix \"p\" (in t.xml)");
  EXPECT_EQ(patchedBy("<d><replace sel='a/namespace::p'/></d>", "<a xmlns:p='u'/>"),
            "invalid-namespace-uri: /a: the prefix \"p\" needs a namespace (in t.xml)");
  EXPECT_EQ(patchedBy("<d><add sel='a/namespace::p'>x</add></d>", "<a xmlns:p='u'/>"),
            "invalid-patch-directive: nothing can be added to the declaration of a namespace (in t.xml)");
}

TEST(NamespaceDeclaration, MayNotMakeTwoAttributesOne) {
  const std::string said =
      patchedBy("<d><replace sel='a/namespace::p'>v</replace></d>", "<a xmlns:p='u' xmlns:q='v' p:k='' q:k=''/>");
  EXPECT_EQ(said.substr(0, 23), "invalid-namespace-uri: ") << said;
}

TEST(NamespaceDeclaration, IsRemovedWhenUnused) {
  const std::string diff = "<d><remove sel='a/namespace::p'/></d>";
  EXPECT_EQ(patchedBy(diff, "<a k='1' xmlns:p='u' l='2'/>"), "<a k='1' l='2'/>");
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='u'><p:b xmlns:p='v'/></a>"), "<a><p:b xmlns:p='v'/></a>");
  const std::string used =
      "invalid-namespace-prefix: /a: the prefix \"p\" is still used, so its declaration can't be "
      "removed (in t.xml)";
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='u'><b/><p:b/></a>"), used);
  EXPECT_EQ(patchedBy(diff, "<a xmlns:p='u'><b><c p:k=''/></b></a>"), used);
  // What used it may have gone before, and what comes may need it again.
  EXPECT_EQ(patchedBy("<d xmlns:p='u'><remove sel='a/p:b'/><remove sel='a/namespace::p'/><add sel='a'><p:c/></add></d>",
                      "<a xmlns:p='u'><p:b/></a>"),
            "<a><p:c xmlns:p=\"u\"/></a>");
}

}  // namespace
}  // namespace carbonfix
