// Other projects' JSON cases, and every JSON file of the collection.
#include <unistd.h>

#include <cstdio>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "document/editing.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using testing::only;
using testing::toStatus;

struct Step {
  enum class Kind { set, rename, last, first, before, after, replace, remove };
  Kind kind;
  const char* where;
  const char* what;
};

struct Case {
  const char* id;
  std::vector<Step> steps;
};

Status take(Document& document, const Step& step) {
  Editor editor(document);
  const Node node = only(document, step.where);
  switch (step.kind) {
    case Step::Kind::set:
      return toStatus(editor.setValue(node, step.what));
    case Step::Kind::rename:
      return toStatus(editor.setAttribute(node, "key", step.what));
    case Step::Kind::last:
      return editor.insert(node, Place::lastChild, step.what);
    case Step::Kind::first:
      return editor.insert(node, Place::firstChild, step.what);
    case Step::Kind::before:
      return editor.insert(node, Place::before, step.what);
    case Step::Kind::after:
      return editor.insert(node, Place::after, step.what);
    case Step::Kind::replace:
      return editor.replace(node, step.what);
    case Step::Kind::remove:
      return editor.remove(node);
  }
  return {};
}

std::string outcome(const std::string& input, const std::vector<Step>& steps) {
  return testing::edited(
      input,
      [&](Document& document, Editor&) -> Status {
        for (const Step& step : steps) {
          if (Status ok = take(document, step); !ok) return ok;
        }
        return {};
      },
      "case.json");
}

// The cases of a suite, by their ids.
struct Given {
  std::string input;
  std::string expected;
};

std::map<std::string, Given> casesOf(const std::string& suite) {
  std::map<std::string, Given> cases;
  const std::string path = (test::sharedFolder() / "suites" / suite / "cases.json").string();
  Result<Document> document = Document::parse(test::readFile(path), path, FileFormat::json);
  EXPECT_TRUE(document);
  if (!document) return cases;
  for (const Node& each : document->rootElement().elements()) {
    std::map<std::string, std::string> members;
    for (const Node& member : each.elements()) members[member.attribute("key")] = member.value();
    cases[members["id"]] = {members["input"], members["expected"]};
  }
  return cases;
}

// Runs the table, and holds that every other case of the suite is set aside by name.
void run(const std::string& suite, const std::vector<Case>& table, const std::set<std::string>& setAside) {
  std::map<std::string, Given> cases = casesOf(suite);
  for (const Case& each : table) {
    ASSERT_TRUE(cases.contains(each.id)) << each.id;
    EXPECT_EQ(outcome(cases[each.id].input, each.steps), cases[each.id].expected) << each.id;
    cases.erase(each.id);
  }
  for (const std::string& id : setAside) EXPECT_EQ(cases.erase(id), 1U) << id;
  for (const auto& [id, given] : cases) {
    // A recipe that has nothing to do, or none at all: the document has to stay as it is.
    EXPECT_EQ(given.input, given.expected) << id << " is neither run nor set aside";
    EXPECT_EQ(outcome(given.input, {}), given.input) << id;
  }
  std::printf("%s: %zu run, %zu parsed and left as they are, %zu set aside\n", suite.c_str(), table.size(),
              cases.size(), setAside.size());
}

using Kind = Step::Kind;

TEST(JsonSuites, JsoncParser) {
  if (!std::filesystem::exists(test::sharedFolder())) GTEST_SKIP() << "no folder " << test::sharedFolder();
  const char* const bar = "<string key='foo'>bar</string>";
  const char* const nested = "<map key='foo'><string key='foo2'>bar</string></map>";
  run("json-jsonc-parser",
      {
          {"jsonc-set_property-0", {{Kind::set, "//string", "bar"}}},
          {"jsonc-set_property-1", {{Kind::replace, "/boolean", "<string>bar</string>"}}},
          {"jsonc-set_property-2",
           {{Kind::replace, "//string", "<map key='x'><boolean key='key'>true</boolean></map>"}}},
          {"jsonc-set_property-3", {{Kind::replace, "//string[@key='a']", "<null key='a'/>"}}},
          {"jsonc-insert_property-4", {{Kind::last, "/map", bar}}},
          {"jsonc-insert_property-5", {{Kind::last, "/map", nested}}},
          {"jsonc-insert_property-6", {{Kind::last, "/map", bar}}},
          {"jsonc-insert_property-7", {{Kind::last, "/map", bar}}},
          {"jsonc-insert_property-8", {{Kind::last, "/map", bar}}},
          {"jsonc-insert_property-9", {{Kind::last, "/map", "<string key='e'>null</string>"}}},
          {"jsonc-insert_property-10", {{Kind::set, "//string", "bar"}}},
          {"jsonc-insert_property-11", {{Kind::replace, "/map/map", "<string key='x'>bar</string>"}}},
          {"jsonc-insert_property-12", {{Kind::replace, "//boolean", "<string key='b'>bar</string>"}}},
          {"jsonc-insert_property-13", {{Kind::first, "/map/map", "<string key='c'>bar</string>"}}},
          {"jsonc-insert_property-14", {{Kind::after, "//number", "<string key='c'>bar</string>"}}},
          {"jsonc-insert_property-15", {{Kind::last, "/map/map", "<string key='c'>bar</string>"}}},
          {"jsonc-insert_property-16", {{Kind::last, "/map", "<string key='c'>bar</string>"}}},
          {"jsonc-remove_property-20", {{Kind::remove, "//string", ""}}},
          {"jsonc-remove_property-21", {{Kind::remove, "//string", ""}}},
          {"jsonc-remove_property-22", {{Kind::remove, "//array", ""}}},
          {"jsonc-set_item-23", {{Kind::set, "//array/number[1]", "6"}}},
          {"jsonc-set_item-24", {{Kind::set, "//array/number[2]", "5"}}},
          {"jsonc-set_item-25", {{Kind::set, "//array/number[3]", "4"}}},
          {"jsonc-insert_item_at_0;_isArrayInsertion_=_true-27", {{Kind::first, "/array", "<number>1</number>"}}},
          {"jsonc-insert_item_at_0_in_empty_array-28", {{Kind::first, "/array", "<number>1</number>"}}},
          {"jsonc-insert_item_at_an_index;_isArrayInsertion_=_true-29",
           {{Kind::before, "/array/number[2]", "<number>2</number>"}}},
          {"jsonc-insert_item_at_an_index_in_empty_array-30", {{Kind::last, "/array", "<number>1</number>"}}},
          {"jsonc-insert_item_at_end_index-31", {{Kind::last, "/array", "<number>3</number>"}}},
          {"jsonc-insert_item_at_end_to_empty_array-32", {{Kind::last, "/array", "<string>bar</string>"}}},
          {"jsonc-insert_item_at_end-33", {{Kind::last, "/array", "<string>bar</string>"}}},
          {"jsonc-remove_item_in_the_middle_of_the_array-35", {{Kind::remove, "//number[2]", ""}}},
          {"jsonc-remove_last_item_in_the_array-36", {{Kind::remove, "//string", ""}}},
          {"jsonc-remove_last_item_in_the_array_if_there_is_a_comment_in_the_beginning-38",
           {{Kind::remove, "//string[2]", ""}}},
          {"jsonc-insert_property_when_keepLines_is_true-41", {{Kind::last, "/map", nested}}},
      },
      {
          "jsonc-insert_property-17",                     // takes blanks away at the end of a neighbour's line
          "jsonc-insert_property-18",                     // makes a document of an empty file
          "jsonc-insert_property-19",                     // the same, with a comment
          "jsonc-set_item-26",                            // lays the other items out anew
          "jsonc-remove_item_in_array_with_one_item-34",  // the lines of the brackets become one
          "jsonc-remove_last_item_in_the_array_if_ends_with_comma-37",  // takes the trailing comma away
          "jsonc-set_property_without_formatting-39",                   // indentation that no line of the file has
          "jsonc-set_property_without_formatting-40",                   // blanks are left out that the file has
      });
}

TEST(JsonSuites, OpenRewrite) {
  if (!std::filesystem::exists(test::sharedFolder())) GTEST_SKIP() << "no folder " << test::sharedFolder();
  const char* const value = "<string key='key'>val</string>";
  const char* const object = "<map key='key'><string key='a'>b</string></map>";
  const char* const copied = "<string key='copiedValue'>value</string>";
  const auto version = [](const char* text) { return std::vector<Step>{{Kind::set, "//string", text}}; };
  const auto other = [](const char* xml) { return std::vector<Step>{{Kind::replace, "/map/*", xml}}; };
  const auto gone = [](const char* where) { return std::vector<Step>{{Kind::remove, where, ""}}; };
  run("openrewrite-json",
      {
          {"openrewrite-json-AddKeyValueTest-shouldAppendSimpleValue-0", {{Kind::last, "/map", value}}},
          {"openrewrite-json-AddKeyValueTest-shouldAppendToNestedObject-0", {{Kind::last, "//map[@key='y']", value}}},
          {"openrewrite-json-AddKeyValueTest-shouldAppendSimpleValueWithTrailingDot-0",
           {{Kind::last, "/map", "<string key='surname'>Doe</string>"}}},
          {"openrewrite-json-AddKeyValueTest-shouldAppendObject-0", {{Kind::last, "/map", object}}},
          {"openrewrite-json-AddKeyValueTest-shouldPrependObject-0", {{Kind::first, "/map", object}}},
          {"openrewrite-json-ChangeKeyTest-simpleChangeRootKey-0",
           {{Kind::rename, "//*[@key='description']", "newDescription"}}},
          {"openrewrite-json-ChangeKeyTest-changeNestedKey-0", {{Kind::rename, "//*[@key='name']", "name2"}}},
          {"openrewrite-json-ChangeKeyTest-changeArrayKey-0", {{Kind::rename, "//*[@key='kind']", "kind2"}}},
          {"openrewrite-json-ChangeValueTest-changeNestedValue-0", {{Kind::set, "//*[@key='name']", "monitoring"}}},
          {"openrewrite-json-ChangeValueTest-changeArrayValue-0", {{Kind::set, "//*[@key='kind']", "Deployment"}}},
          {"openrewrite-json-ChangeValueTest-changeToNumberAsString-0", version("123")},
          {"openrewrite-json-ChangeValueTest-changeToNumberWithoutQuotes-0",
           other("<number key='apiVersion'>123</number>")},
          {"openrewrite-json-ChangeValueTest-changeToBooleanAsString-0", version("true")},
          {"openrewrite-json-ChangeValueTest-changeToBooleanWithoutQuotes-0",
           other("<boolean key='apiVersion'>true</boolean>")},
          {"openrewrite-json-ChangeValueTest-changeToStringWithDoubleQuotes-0", version("v2")},
          {"openrewrite-json-ChangeValueTest-changeToStringWithDoubleQuotesAroundSingleQuotes-0", version("'v2'")},
          {"openrewrite-json-ChangeValueTest-changeToStringSingleQuotes-0", version("'v2'")},
          {"openrewrite-json-ChangeValueTest-changeToStringSingleQuotesAroundDoubleQuotes-0", version("'\"v2\"'")},
          {"openrewrite-json-ChangeValueTest-changeToStringWithoutQuotes-0", version("v2")},
          {"openrewrite-json-ChangeValueTest-changeToObjectAsString-0", version("{\"a\":\"b\"}")},
          {"openrewrite-json-ChangeValueTest-changeStringToNumberOfSameValue-0",
           other("<number key='apiVersion'>123</number>")},
          {"openrewrite-json-ChangeValueTest-changeToNullAsString-0", version("null")},
          {"openrewrite-json-ChangeValueTest-changeToLiteralNull-0", other("<null key='apiVersion'/>")},
          {"openrewrite-json-ChangeValueTest-intentionalSingleQuotedNullAsString-0", version("'null'")},
          {"openrewrite-json-ChangeValueTest-intentionalSingleQuotedNumberAsString-0", version("'123'")},
          {"openrewrite-json-ChangeValueTest-chainedChangeValueRecipes-0",
           {{Kind::set, "//number", "18"}, {Kind::set, "//number", "20"}}},
          {"openrewrite-json-ChangeValueTest-sameRecipeDoesNotChangeValueTwice-0",
           {{Kind::set, "//number", "18"}, {Kind::set, "//number", "18"}}},
          {"openrewrite-json-CopyValueTest-changeCurrentFileWhenNull-0", {{Kind::last, "/map", copied}}},
          {"openrewrite-json-CopyValueTest-changeOnlyMatchingFile-0", {{Kind::last, "/map", copied}}},
          {"openrewrite-json-CopyValueTest-copyComplexValue-0",
           {{Kind::last, "/map", "<map key='copiedValue'><string key='foo'>bar</string></map>"}}},
          {"openrewrite-json-CopyValueTest-copyToOtherFile-1", {{Kind::last, "/map", copied}}},
          {"openrewrite-json-CopyValueTest-copyToOtherFileWithEmptyObject-1", {{Kind::last, "/map", copied}}},
          {"openrewrite-json-CopyValueTest-copyToOtherJsonObject-0", {{Kind::last, "/map/map", copied}}},
          {"openrewrite-json-CreateJsonFileTest-hasOverwrittenFile-0",
           {{Kind::replace, "//boolean", "<boolean key='after'>true</boolean>"}}},
          {"openrewrite-json-DeleteKeyTest-deleteNestedKey-0", gone("//*[@key='name']")},
          {"openrewrite-json-DeleteKeyTest-deleteArrayKey-0", gone("//*[@key='kind']")},
          {"openrewrite-json-DeleteKeyTest-deleteNestedKeyRemovingUnusedKeysRecursively-0", gone("//*[@key='b']")},
          {"openrewrite-json-RemoveEmptyKeysTest-removeEmptyObject-0", gone("//*[@key='engines']")},
          {"openrewrite-json-RemoveEmptyKeysTest-removeEmptyArray-0", gone("//*[@key='files']")},
          {"openrewrite-json-RemoveEmptyKeysTest-removeLastKeyPreservingClosingBraceWhitespace-0",
           gone("//*[@key='engines']")},
          {"openrewrite-json-RemoveEmptyKeysTest-removeChainOfContainersFromTheInsideOut-0",
           gone("//*[@key='metadata']")},
          {"openrewrite-json-RemoveEmptyKeysTest-removeKeysWithinArrayElements-0", gone("//*[@key='metadata']")},
          {"openrewrite-json-RemoveEmptyKeysTest-removeFirstKey-0", gone("//*[@key='engines']")},
          {"openrewrite-json-RemoveEmptyKeysTest-keysLimitsWhichKeysAreRemoved-0", gone("//*[@key='engines']")},
          {"openrewrite-json-RemoveEmptyKeysTest-keysMatchingAtAnyDepth-0",
           {{Kind::remove, "/map/*[@key='devDependencies']", ""}, {Kind::remove, "//*[@key='devDependencies']", ""}}},
          {"openrewrite-json-RemoveEmptyKeysTest-keysWithinArrayElementsOfTheSelectedSubtree-0",
           gone("//*[@key='metadata']")},
          {"openrewrite-json-RemoveEmptyKeysTest-keysCascadeUpToTheSelectedKey-0", gone("//*[@key='metadata']")},
          {"openrewrite-json-RemoveEmptyKeysTest-cascadeToRemovesTheKeyItEmptied-0", gone("//*[@key='spec']")},
          {"openrewrite-json-RemoveEmptyKeysTest-cascadeToLeavesKeysItDidNotEmptyAlone-0",
           gone("//*[@key='template']")},
          {"openrewrite-json-RemoveEmptyKeysTest-keysSelectingSeveralCeilings-0",
           {{Kind::remove, "//*[@key='metadata']", ""}, {Kind::remove, "//*[@key='spec']", ""}}},
          {"openrewrite-json-RemoveEmptyKeysTest-preserveCommentsPrecedingTheClosingBrace-0",
           gone("//*[@key='engines']")},
          {"openrewrite-json-RemoveEmptyKeysTest-trailingComma-0", gone("//*[@key='engines']")},
          {"openrewrite-json-JsonSendReceiveTest-sendReceiveIdempotence-0", {{Kind::set, "/map/string", "changed"}}},
      },
      {
          // The new colon is not written as its neighbour's is.
          "openrewrite-json-AddKeyValueTest-shouldAppendToNestedObjectInArray-0",
          // Recipes that lay a whole file out anew.
          "openrewrite-json-AutoFormatTest-emptyObjectWithSpace-0",
          "openrewrite-json-AutoFormatTest-emptyObjectsToCollapse-0",
          "openrewrite-json-AutoFormatTest-fixWrongIndents-0",
          "openrewrite-json-AutoFormatTest-noWrapsWithArray-0",
          "openrewrite-json-AutoFormatTest-simple-0",
          "openrewrite-json-TabsAndIndentsVisitorTest-simple-0",
          "openrewrite-json-TabsAndIndentsVisitorTest-fixIndents-0",
          "openrewrite-json-TabsAndIndentsVisitorTest-wrappedArray-0",
          "openrewrite-json-WrappingAndBracesVisitorTest-simple-0",
          "openrewrite-json-WrappingAndBracesVisitorTest-splitBracesToNewLines-0",
          "openrewrite-json-WrappingAndBracesVisitorTest-wrapArrays-0",
          "openrewrite-json-WrappingAndBracesVisitorTest-oneLineArrays-0",
          // Marks what was found by a comment.
          "openrewrite-json-FindKeyTest-findKey-0",
          "openrewrite-json-FindKeyTest-findKeyWithMultipleBinaryExpressions-0",
          // Not JSON: an empty file, keys without quotes, other things of JSON5.
          "openrewrite-json-CreateJsonFileTest-shouldAddAnotherFile-0",
          "openrewrite-json-JsonParserTest-empty-0",
          "openrewrite-json-JsonParserTest-comments-0",
          "openrewrite-json-JsonParserTest-object-0",
          "openrewrite-json-JsonParserTest-parseJsonDocument-0",
          "openrewrite-json-JsonParserTest-singleQuotedStringsWithSpecialChars-0",
          "openrewrite-json-JsonParserTest-stringLiteral-0",
          "openrewrite-json-ChangeValueTest-changeToObject-0",  // leaves blanks out that the file has
          "openrewrite-json-CopyValueTest-copyEntireArray-0",   // pasted items on one line among lines
                                                                // The lines of the braces become one.
          "openrewrite-json-RemoveEmptyKeysTest-emptyDocumentRootIsRetained-0",
          "openrewrite-json-RemoveEmptyKeysTest-keysCleanUpWithinTheSelectedSubtree-0",
          "openrewrite-json-RemoveEmptyKeysTest-cascadeToStopsAtItsOwnBoundary-0",
          "openrewrite-json-RemoveEmptyKeysTest-keysDoNotCascadeAboveTheSelectedSubtree-0",
      });
}

// Parsing what they say is parsed; never a crash.
TEST(JsonSuites, JsonTestSuite) {
  if (!std::filesystem::exists(test::sharedFolder())) GTEST_SKIP() << "no folder " << test::sharedFolder();
  // Refused by the standard, but taken for the sake of jaggery's files.
  const std::set<std::string> lenient = {"n_array_extra_comma.json",
                                         "n_array_number_and_comma.json",
                                         "n_object_trailing_comma.json",
                                         "n_object_trailing_comment.json",
                                         "n_object_trailing_comment_slash_open.json",
                                         "n_structure_object_with_comment.json"};
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (const auto& path :
       test::filesBelow(test::sharedFolder() / "suites/json-JSONTestSuite/raw/test_parsing", ".json")) {
    const std::string name = path.filename().string();
    const std::string bytes = test::readFile(path);
    Result<Document> document = Document::parse(bytes, name, FileFormat::json);
    ++(document ? accepted : refused);
    if (document) {
      EXPECT_EQ(document->editedBytes(), bytes) << name;
      EXPECT_TRUE(document->prove()) << name;
    } else {
      EXPECT_GT(document.error().at.line, 0U) << name << " " << document.error().message;
    }
    const bool expected = name.starts_with("y_") || lenient.contains(name);
    if (!name.starts_with("i_")) {
      EXPECT_EQ(document.has_value(), expected) << name;
    }
  }
  std::printf("%zu accepted, %zu refused\n", accepted, refused);
  EXPECT_EQ(accepted + refused, 318U);
}

// An independent reader: takes comments and trailing commas off, then compares all but the one value.
constexpr const char* kReader = R"PY(
import json, re, sys
def strip(text):
    out = re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda m: m.group(1) or ' ', text, flags=re.S)
    return re.sub(r'("(?:\\.|[^"\\])*")|,(?=\s*[\]}])', lambda m: m.group(1) or '', out)
def flat(value, path, out):
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        for i, (key, each) in enumerate(value): flat(each, path + [i, key], out)
    elif isinstance(value, list):
        for i, each in enumerate(value): flat(each, path + [i], out)
    else: out.append((path, type(value).__name__, value))
def load(name):
    out = []
    text = strip(open(name, encoding='utf-8-sig', newline='').read())
    flat(json.loads(text, object_pairs_hook=lambda pairs: [(k, v) for k, v in pairs], parse_int=str, parse_float=str,
                    strict=True), [], out)
    return out
bad = 0
for line in open(sys.argv[1], encoding='utf-8'):
    before, after, value = json.loads(line)
    a, b = load(before), load(after)
    changed = [(x, y) for x, y in zip(a, b) if x != y]
    if len(a) != len(b) or len(changed) != 1 or changed[0][0][:2] != changed[0][1][:2] or changed[0][1][2] != value:
        bad += 1
        print(before, after, value, changed)
sys.exit(1 if bad else 0)
)PY";

std::vector<Node> stringsBelow(const Node& parent) {
  std::vector<Node> found;
  for (const Node& child : parent.elements()) {
    if (child.name() == "string") found.push_back(child);
    for (const Node& deeper : stringsBelow(child)) found.push_back(deeper);
  }
  return found;
}

TEST(JsonCollection, OneValueSetReadsAsSetAndLeavesTheOthers) {
  if (!std::filesystem::exists(test::sharedFolder())) GTEST_SKIP() << "no folder " << test::sharedFolder();
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / fmt::format("carbonfix-json-{}", getpid());
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "read.py") << kReader;
  std::ofstream list(folder / "list");
  const std::string value = "new \"value\" \\ / \xC3\xA9\n\t{}//x";
  std::size_t files = 0;
  std::size_t refused = 0;
  std::size_t edits = 0;
  for (const auto& path : test::filesBelow(test::sharedFolder() / "corpus", ".json")) {
    const std::string bytes = test::readFile(path);
    Result<Document> document = Document::parse(bytes, path.string(), FileFormat::json);
    ++files;
    if (!document) {
      ++refused;
      std::printf("%s\n", describe(document.error()).c_str());
      continue;
    }
    EXPECT_EQ(document->editedBytes(), bytes) << path;
    const std::vector<Node> strings = stringsBelow(document->root());
    const std::string before = (folder / fmt::format("{}.before", files)).string();
    std::ofstream(before, std::ios::binary) << bytes;
    for (std::size_t i = 0; i < strings.size(); i += 1 + strings.size() / 8) {
      Result<Document> again = Document::parse(bytes, path.string(), FileFormat::json);
      ASSERT_TRUE(Editor(*again).setValue(stringsBelow(again->root())[i], value)) << path;
      ASSERT_TRUE(again->prove()) << path;
      ASSERT_EQ(again->edits().size(), 1U) << path;
      const std::string after = (folder / fmt::format("{}.{}", files, i)).string();
      std::ofstream(after, std::ios::binary) << again->editedBytes();
      list << fmt::format(R"(["{}", "{}", "new \"value\" \\ / \u00e9\n\t{{}}//x"])", before, after) << '\n';
      ++edits;
    }
  }
  list.close();
  std::printf("%zu files, %zu not well-formed, %zu edits\n", files, refused, edits);
  EXPECT_GT(edits, files);
  const std::string command = fmt::format("python3 {}/read.py {}/list", folder.string(), folder.string());
  EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c)
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace carbonfix
