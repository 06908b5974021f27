// Made-up documents and diffs with made-up namespaces: whatever prefixes an operation ends up with, the names must mean
// what they mean in the diff and in the target. libxml2's own trees, read anew, are the measure.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "carbonfix/patch/rfc5261.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using Declarations = std::map<std::string, std::string>;  // prefix → namespace; "" undeclares the default one

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::size_t pick(std::size_t size) { return test::pick(random_, size); }

  Declarations declarations(std::size_t most) {
    Declarations made;
    for (std::size_t i = pick(most); i > 0; --i) made[any({"p", "q", "r", ""})] = any({"u", "v", "w"});
    return made;
  }

  std::string text() {
    return any({"", "", " ", "x", "\n  ", "<![CDATA[y]]>", "a<![CDATA[ ]]>b", "&lt;", "<!--c-->", "<?i j?>"});
  }

  std::string element(int depth, Declarations scope) {
    Declarations own = declarations(3);
    if (pick(10) == 0) own[""] = "";
    for (const auto& [prefix, uri] : own) scope[prefix] = uri;
    const std::string name = named(scope, true, any({"a", "b", "c"}));
    std::string tag = "<" + name + spell(own);
    std::set<std::string> seen;
    for (std::size_t i = pick(3); i > 0; --i) {
      const std::string attribute = named(scope, false, any({"k", "l"}));
      const std::size_t colon = attribute.find(':');
      const std::string prefix = colon == std::string::npos ? "" : attribute.substr(0, colon);
      const std::string expanded = (prefix.empty() ? "" : scope[prefix]) + attribute.substr(attribute.size() - 1);
      if (seen.insert(expanded).second) tag += fmt::format(" {}='1'", attribute);
    }
    std::string content = text();
    for (std::size_t i = depth > 0 ? pick(3) : 0; i > 0; --i) content += element(depth - 1, scope) + text();
    return content.empty() ? tag + "/>" : fmt::format("{}>{}</{}>", tag, content, name);
  }

  static std::string spell(const Declarations& declared) {
    std::string out;
    for (const auto& [prefix, uri] : declared) {
      out += fmt::format(" xmlns{}='{}'", prefix.empty() ? "" : ":" + prefix, uri);
    }
    return out;
  }

 private:
  std::string any(const std::vector<std::string>& choices) { return choices[pick(choices.size())]; }

  std::string named(const Declarations& scope, bool orDefault, const std::string& local) {
    std::vector<std::string> prefixes = {""};
    for (const auto& [prefix, uri] : scope) {
      if (!prefix.empty()) prefixes.push_back(prefix);
    }
    const std::string prefix = prefixes[pick(prefixes.size())];
    return prefix.empty() || (orDefault && pick(3) == 0) ? local : prefix + ":" + local;
  }

  test::Random random_;
};

using Tree = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

Tree read(const std::string& text) {
  return {xmlReadMemory(text.data(), static_cast<int>(text.size()), "made.xml", nullptr,
                        XML_PARSE_NOCDATA | XML_PARSE_NOWARNING | XML_PARSE_NOERROR),
          xmlFreeDoc};
}

// Elements in document order.
void collect(xmlNodePtr node, std::vector<xmlNodePtr>& found) {
  if (node->type == XML_ELEMENT_NODE) found.push_back(node);
  for (xmlNodePtr child = node->children; child != nullptr; child = child->next) collect(child, found);
}

std::string expanded(xmlNsPtr ns, const xmlChar* local) {
  const bool none = ns == nullptr || ns->href == nullptr || ns->href[0] == 0;
  return fmt::format("{{{}}}{}", none ? "" : reinterpret_cast<const char*>(ns->href),
                     reinterpret_cast<const char*>(local));
}

// Writes trees without prefixes, with one operation done on the way.
class Writer {
 public:
  Writer(std::string operation, xmlNodePtr at, xmlNodePtr holder)
      : operation_(std::move(operation)), at_(at), holder_(holder) {}

  std::string write(xmlNodePtr node) {
    if (node != at_) {
      one(node);
    } else {
      if (operation_ == "before") contentOf(holder_);
      if (operation_ == "replace") contentOf(holder_);
      if (operation_ != "replace" && operation_ != "remove") one(node);
      if (operation_ == "after") contentOf(holder_);
    }
    return out_;
  }

 private:
  void contentOf(xmlNodePtr parent) {
    for (xmlNodePtr child = parent->children; child != nullptr; child = child->next) write(child);
  }

  void one(xmlNodePtr node) {
    if (node->type == XML_TEXT_NODE) {
      out_ += reinterpret_cast<const char*>(node->content);
      return;
    }
    if (node->type != XML_ELEMENT_NODE) {
      out_ +=
          fmt::format("<{} {}>", node->type == XML_PI_NODE ? "?" : "!", reinterpret_cast<const char*>(node->content));
      return;
    }
    std::set<std::string> attributes;
    for (xmlAttrPtr each = node->properties; each != nullptr; each = each->next) {
      attributes.insert(expanded(each->ns, each->name));
    }
    out_ += "<" + expanded(node->ns, node->name);
    for (const std::string& name : attributes) out_ += " " + name;
    out_ += ">";
    if (node == at_ && operation_ == "prepend") contentOf(holder_);
    contentOf(node);
    if (node == at_ && operation_ == "append") contentOf(holder_);
    out_ += "</>";
  }

  std::string operation_;
  xmlNodePtr at_;
  xmlNodePtr holder_;
  std::string out_;
};

std::string operationText(const std::string& operation, const std::string& select, const std::string& content) {
  if (operation == "remove") return fmt::format("<P:remove sel='{}'/>", select);
  if (operation == "replace") return fmt::format("<P:replace sel='{}'>{}</P:replace>", select, content);
  const std::string pos = operation == "append" ? "" : fmt::format(" pos='{}'", operation);
  return fmt::format("<P:add sel='{}'{}>{}</P:add>", select, pos, content);
}

TEST(XmlPatchRandom, KeepsWhatNamesMean) {
  Maker maker(test::seed());
  std::size_t declaring = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::string target = maker.element(3, {});
    const Tree tree = read(target);
    ASSERT_NE(tree, nullptr) << target;
    std::vector<xmlNodePtr> elements;
    collect(xmlDocGetRootElement(tree.get()), elements);
    const std::size_t index = maker.pick(elements.size());
    std::vector<std::string> operations = {"append", "prepend", "replace"};
    if (index > 0) operations.insert(operations.end(), {"before", "after", "remove"});
    const std::string operation = operations[maker.pick(operations.size())];
    const Declarations declared = maker.declarations(4);
    std::string content = maker.element(2, declared);
    if (operation != "replace") content = maker.text() + content + maker.text();
    const std::string diffText = fmt::format("<P:d xmlns:P='patch'{}>{}</P:d>", Maker::spell(declared),
                                             operationText(operation, fmt::format("(//*)[{}]", index + 1), content));
    const Tree diffTree = read(diffText);
    ASSERT_NE(diffTree, nullptr) << diffText;

    Result<Document> diff = parseXmlPatch(diffText, "diff.xml");
    ASSERT_TRUE(diff) << diff.error().message;
    Result<Document> document = Document::parse(target, "t.xml");
    ASSERT_TRUE(document) << document.error().message;
    const Result<XmlPatched> done = runXmlPatch(*diff, *document, XmlPatchOptions{.wholeLines = false});
    ASSERT_TRUE(done) << done.error().message << "\n" << target << "\n" << diffText;

    xmlNodePtr holder = xmlDocGetRootElement(diffTree.get())->children;
    const std::string meant = Writer(operation, elements[index], holder).write(xmlDocGetRootElement(tree.get()));
    const Tree result = read(done->bytes);
    ASSERT_NE(result, nullptr) << done->bytes;
    ASSERT_EQ(Writer("", nullptr, nullptr).write(xmlDocGetRootElement(result.get())), meant) << target << "\n"
                                                                                             << diffText << "\n"
                                                                                             << done->bytes;
    if (done->bytes.find("xmlns:p=\"") != std::string::npos) ++declaring;
  }
  EXPECT_GT(declaring, 20U) << "declarations had to be added";
}

}  // namespace
}  // namespace carbonfix
