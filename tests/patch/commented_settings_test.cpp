// Every setting that real homes carry commented out: `set missing="uncomment add"` of it turns on that one and no
// other.
#include <cstdio>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "carbonfix/patch/operations.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using test::Outcome;

// A commented-out element, and the step that asks for it.
struct Setting {
  std::size_t comment = 0;  // of the document's comments
  std::string step;
  Namespaces namespaces;
  bool hasChildren = false;
  std::size_t elements = 1;  // it and those in it
};

std::vector<Node> nodesOfKind(const Document& document, NodeKind kind) {
  std::vector<Node> found;
  for (const Node& node : test::nodesOf(document).marked) {
    if (node.kind() == kind) found.push_back(node);
  }
  return found;
}

std::size_t countElements(Node element) {
  std::size_t count = 1;
  for (const Node& child : element.elements()) count += countElements(child);
  return count;
}

Setting settingOf(Node element, std::size_t comment) {
  Setting setting;
  setting.comment = comment;
  setting.step = element.name();
  setting.hasChildren = !element.elements().empty();
  setting.elements = countElements(element);
  if (const std::size_t colon = setting.step.find(':'); colon != std::string::npos) {
    setting.namespaces.prefixes[setting.step.substr(0, colon)] = element.namespaceUri();
  }
  for (const Node& attribute : element.attributes()) {
    const std::string value = attribute.value();
    const bool quotable = value.find('\'') == std::string::npos;
    if (quotable && attribute.name().find(':') == std::string::npos) {
      setting.step += fmt::format("[@{}='{}']", attribute.name(), value);
    }
  }
  return setting;
}

std::vector<Setting> settingsOf(Document& document) {
  std::vector<Setting> settings;
  const std::vector<Node> comments = nodesOfKind(document, NodeKind::comment);
  for (std::size_t i = 0; i < comments.size(); ++i) {
    const Status looked = Editor(document).withCommented(comments[i], [&](Node content) -> Status {
      for (const Node& element : content.elements()) settings.push_back(settingOf(element, i));
      return {};
    });
    static_cast<void>(looked);  // most comments are prose
  }
  return settings;
}

Result<NodeSet> select(const Setting& setting, Node parent) {
  Result<XPath> compiled = XPath::compile(setting.step, setting.namespaces);
  if (!compiled) return compiled.error();
  XPathEvaluator evaluator;
  return evaluator.select(*compiled, parent, Scope());
}

Status set(Document& document, Node parent, const Setting& setting, std::vector<std::string> missing) {
  Operation operation;
  operation.kind = Operation::Kind::set;
  operation.select = Expression(setting.step, "rules.xml", Position{1, 1}, false);
  operation.missing = std::move(missing);
  // The text of an element with children can't be set.
  if (setting.hasChildren) operation.type = "@turned";
  operation.value.push_back(MessagePart{MessagePart::Kind::text, "on", {}});
  const Scope scope;
  XPathEvaluator evaluator;
  return runOperations({operation}, {document, parent, scope, setting.namespaces, evaluator, "rules.xml"});
}

// Are all edits on the lines that the comment takes?
bool staysOnLines(const std::string& bytes, const Location& comment, const std::vector<Edit>& edits) {
  const std::size_t start = bytes.rfind('\n', comment.offset) + 1;  // none: 0
  const std::size_t end = std::min(bytes.find('\n', comment.offset + comment.length), bytes.size());
  return !edits.empty() && edits.front().offset >= start && edits.back().offset + edits.back().length <= end;
}

// Does the element share its lines with nothing?
bool hasItsLines(const Document& document, Node element) {
  const auto span = document.extent(element);
  if (!span) return false;
  const std::string_view bytes = document.bytes();
  const std::size_t start = bytes.find_last_of("\r\n", span->offset) + 1;
  const std::size_t behind = span->offset + span->length;
  const std::size_t end = std::min(bytes.find_first_of("\r\n", behind), bytes.size());
  return isBlank(bytes.substr(start, span->offset - start)) && isBlank(bytes.substr(behind, end - behind));
}

Outcome provide(const std::string& bytes, const std::string& path, const Setting& setting, bool uncomment) {
  auto document = Document::parse(bytes, path);
  const Node comment = nodesOfKind(*document, NodeKind::comment)[setting.comment];
  const Node parent = comment.parent();
  const std::vector<Node> before = nodesOfKind(*document, NodeKind::element);
  const auto at = static_cast<std::size_t>(std::find(before.begin(), before.end(), parent) - before.begin());
  const auto live = select(setting, parent);
  if (!live) return test::wrong(live.error().message);
  if (!live->empty()) return {Outcome::Kind::refused, "it is live already"};
  const auto place = document->extent(comment);
  if (!place) return {Outcome::Kind::refused, place.error().message};
  const Status done = set(*document, parent, setting,
                          uncomment ? std::vector<std::string>{"uncomment", "add"} : std::vector<std::string>{"add"});
  if (!done) {
    const std::string& why = done.error().message;
    for (const char* known : {"comments hold it", "holds it", "shares a line with what is not"}) {
      if (uncomment && why.find(known) != std::string::npos) return {Outcome::Kind::refused, known};
    }
    return test::wrong(why);
  }
  const std::vector<Edit> edits = document->edits();
  if (uncomment && !staysOnLines(bytes, *place, edits)) return test::wrong("it changed other lines than the comment's");
  if (!uncomment && (edits.size() != 1 || edits[0].length > 0)) return test::wrong("it changed what was there");
  const auto proved = document->prove();
  if (!proved) return test::wrong(proved.error().message);
  const std::vector<Node> after = nodesOfKind(*proved, NodeKind::element);
  if (after.size() != before.size() + (uncomment ? setting.elements : 1))
    return test::wrong("more or less than it is live");
  const auto found = select(setting, after[at]);
  if (!found || found->size() != 1) return test::wrong("the path does not select it now");
  const Node now = found->front();
  const std::string value = setting.hasChildren ? now.attribute("turned") : now.value();
  if (value != "on") return test::wrong("it has not the value");
  return uncomment || hasItsLines(*proved, now) ? Outcome{} : test::wrong("it shares a line");
}

void print(const char* what, const test::Tally& tally) {
  std::printf("corpus: commented settings %s: %zu, refused: %zu\n", what, tally.changed, tally.refused);
  for (const auto& [reason, count] : tally.reasons) std::printf("corpus:   %zu × %s\n", count, reason.c_str());
}

// Of each file; all of them take minutes.
constexpr std::size_t kSample = 4;

std::vector<Setting> sampleOf(const std::vector<Setting>& settings, test::Random& random) {
  if (std::getenv("CARBONFIX_SWEEP_ALL") != nullptr || settings.size() <= kSample) return settings;
  std::vector<Setting> sample;
  for (std::size_t i = 0; i < kSample; ++i) sample.push_back(settings[test::pick(random, settings.size())]);
  return sample;
}

TEST(Corpus, EveryCommentedSettingCanBeTurnedOnOrAdded) {
  const std::filesystem::path folder = test::sharedFolder() / "corpus";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no collection of product homes at " << folder;
  test::Random random{7 + test::seed()};
  std::set<std::string> seen;  // homes share most of their files
  std::size_t known = 0;
  test::Tally turnedOn;
  test::Tally added;
  for (const auto& file : test::filesBelow(folder, ".xml")) {
    const std::string bytes = test::readFile(file);
    if (bytes.find("<!--") == std::string::npos || !seen.insert(bytes).second) continue;
    auto document = Document::parse(bytes, file.string());
    if (!document) continue;
    const std::vector<Setting> settings = settingsOf(*document);
    known += settings.size();
    for (const Setting& setting : sampleOf(settings, random)) {
      const Outcome on = provide(bytes, file.string(), setting, true);
      EXPECT_NE(on.kind, Outcome::Kind::wrong) << file << ", uncomment " << setting.step << ": " << on.why;
      turnedOn.add(on);
      const Outcome made = provide(bytes, file.string(), setting, false);
      EXPECT_NE(made.kind, Outcome::Kind::wrong) << file << ", add " << setting.step << ": " << made.why;
      added.add(made);
    }
  }
  std::printf("corpus: %zu commented settings in %zu files\n", known, seen.size());
  print("turned on", turnedOn);
  print("added", added);
  EXPECT_GT(turnedOn.changed, 500U);
  EXPECT_GT(added.changed, 500U);
}

}  // namespace
}  // namespace carbonfix
