// Random operations, done by Editor to the bytes and by libxml2 to a tree of its own: both must come out the same.
#include <cstdio>

#include <gtest/gtest.h>

#include "document/mirror_tree.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using test::Address;
using test::Doc;

struct Element {
  Node node;
  Address address;
};

void collectElements(Node node, const Address& address, std::vector<Element>& elements) {
  elements.push_back({node, address});
  const std::vector<Node> children = node.elements();
  for (std::size_t i = 0; i < children.size(); ++i) {
    Address below = address;
    below.push_back(i);
    collectElements(children[i], below, elements);
  }
}

std::vector<Node> commentsOf(Node parent) {
  std::vector<Node> comments = parent.children();
  std::erase_if(comments, [](const Node& node) { return node.kind() != NodeKind::comment; });
  return comments;
}

// Characters with a meaning in markup are escaped by us and come back; others are as XML has them.
std::string escaped(std::string value) {
  value = replaceAll(std::move(value), "&", "&amp;");
  value = replaceAll(std::move(value), "<", "&lt;");
  return replaceAll(replaceAll(std::move(value), ">", "&gt;"), "\"", "&quot;");
}

// A document in both forms, and operations that go to both.
class Pair {
 public:
  Pair(const std::string& bytes, const std::string& path, unsigned seed)
      : document_(Document::parse(bytes, path)), mirror_(test::parsePlain(bytes)), random_(seed) {}

  bool isParsed() const { return document_.has_value() && mirror_ != nullptr; }

  // What was done, in words; empty when the operation was refused and so done to neither.
  std::string step(bool strict) {
    elements_.clear();
    collectElements(document_->rootElement(), {}, elements_);
    const Element element = elements_[test::pick(random_, elements_.size())];
    xmlNode* mirrored = test::elementAt(mirror_, element.address);
    // What a document type adds to an element is not in a comment that holds the element's text.
    const std::size_t operations = strict ? 5 : document_->text().find("<!DOCTYPE") == std::string_view::npos ? 10 : 8;
    switch (test::pick(random_, operations)) {
      case 0:
        return addAttribute(element.node, mirrored);
      case 1:
        return changeAttribute(element.node, mirrored, false);
      case 2:
        return changeAttribute(element.node, mirrored, true);
      case 3:
        return setText(element.node, mirrored);
      case 4:
        return setComment(element.node, mirrored);
      case 5:
        return remove(element.node, mirrored);
      case 6:
        return insert(element.node, mirrored);
      case 7:
        return replace(element.node, mirrored);
      case 8:
        return comment(element.node, mirrored);
      default:
        return uncomment(element.node, mirrored);
    }
  }

  // Empty when both are the same.
  std::string difference(bool strict) {
    const auto proved = document_->prove();
    if (!proved) return "not proved: " + proved.error().message;
    const Doc again = test::parsePlain(proved->bytes());
    if (again == nullptr) return "the edited bytes are not well-formed";
    std::string mine = test::normalForm(again, !strict);
    std::string theirs = test::normalForm(mirror_, !strict);
    if (mine == theirs && strict) {
      mine = test::canonical(again);
      theirs = test::canonical(mirror_);
    }
    return mine == theirs ? "" : "edited bytes: " + mine + "\nlibxml2's tree: " + theirs;
  }

 private:
  std::string addAttribute(Node node, xmlNode* mirrored) {
    const std::string value = test::randomValue(random_);
    if (!Editor(*document_).setAttribute(node, "added", value)) return {};
    xmlSetProp(mirrored, test::chars("added"), test::chars(value));
    return "add an attribute to " + node.path();
  }

  std::string changeAttribute(Node node, xmlNode* mirrored, bool remove) {
    const std::vector<Node> attributes = node.attributes();
    if (attributes.empty()) return {};
    const std::size_t index = test::pick(random_, attributes.size());
    const bool hasTypes = document_->text().find("<!ATTLIST") != std::string_view::npos;
    // Types other than CDATA fold white space when they are read.
    const std::string drawn = test::randomValue(random_);
    const std::string value = hasTypes ? normalizeSpace(drawn) : drawn;
    const std::string path = attributes[index].path();
    Editor editor(*document_);
    xmlAttr* attribute = mirrored->properties;
    for (std::size_t i = 0; i < index; ++i) attribute = attribute->next;
    if (remove) {
      // Its default would come back; Editor refuses, unless libxml2 itself rejects the default and uses it all the
      // same.
      if (hasTypes) return {};
      if (!editor.remove(attributes[index])) return {};
      xmlRemoveProp(attribute);
      return "remove " + path;
    }
    if (!editor.setValue(attributes[index], value)) return {};
    xmlFreeNodeList(attribute->children);
    attribute->children = attribute->last = xmlNewDocText(mirror_.get(), test::chars(value));
    attribute->children->parent = reinterpret_cast<xmlNode*>(attribute);
    return "set " + path;
  }

  std::string setText(Node node, xmlNode* mirrored) {
    const std::string value = test::pick(random_, 8) == 0 ? "" : test::randomValue(random_);
    if (!Editor(*document_).setValue(node, value)) return {};
    xmlNode* only = mirrored->children;
    while (only != nullptr && only->type != XML_TEXT_NODE && only->type != XML_CDATA_SECTION_NODE) only = only->next;
    if (only == nullptr) {
      xmlNode* first = mirrored->children;
      xmlNode* made = xmlNewDocText(mirror_.get(), test::chars(value));
      first == nullptr ? xmlAddChild(mirrored, made) : xmlAddPrevSibling(first, made);
    } else {
      xmlNodeSetContent(only, test::chars(value));
    }
    return "set the text of " + node.path();
  }

  std::string setComment(Node parent, xmlNode* mirrored) {
    const std::vector<Node> comments = commentsOf(parent);
    if (comments.empty()) return {};
    const std::size_t index = test::pick(random_, comments.size());
    const std::string value = test::randomValue(random_);
    if (!Editor(*document_).setValue(comments[index], value)) return {};
    xmlNodeSetContent(test::commentAt(mirrored, index), test::chars(value));
    return "set a comment in " + parent.path();
  }

  std::string remove(Node node, xmlNode* mirrored) {
    const RemoveSpace space = test::pick(random_, 2) == 0 ? RemoveSpace::layout : RemoveSpace::none;
    const std::string path = node.path();
    if (!Editor(*document_).remove(node, space)) return {};
    xmlNode* before = mirrored->prev;
    xmlNode* behind = mirrored->next;
    test::discard(mirrored);
    if (before != nullptr && before->type == XML_TEXT_NODE && behind != nullptr && behind->type == XML_TEXT_NODE) {
      xmlTextMerge(before, behind);
    }
    return "remove " + path;
  }

  // The same small tree as text and as nodes.
  std::string newXml() {
    value_ = test::randomValue(random_);
    const std::string value = escaped(value_);
    return "<made by=\"" + value + "\">\n  <!-- note -->\n  <part>" + value + "</part>\n  <empty/>\n</made>";
  }
  xmlNode* newNodes(xmlNode* parent) const {
    xmlNode* made = test::newElement(parent, "made");
    xmlSetProp(made, test::chars("by"), test::chars(value_));
    xmlAddChild(made, xmlNewDocComment(mirror_.get(), test::chars(" note ")));
    xmlNode* part = xmlAddChild(made, test::newElement(parent, "part"));
    test::addText(part, value_);
    xmlAddChild(made, test::newElement(parent, "empty"));
    return made;
  }

  std::string insert(Node node, xmlNode* mirrored) {
    const Place place = static_cast<Place>(test::pick(random_, 4));
    // A comment behind an element belongs to it when it is on its line, and lines are what the mirror does not know.
    if (place == Place::after && test::isFollowedByComment(mirrored)) return {};
    const std::string path = node.path();
    if (!Editor(*document_).insert(node, place, newXml())) return {};
    if (place == Place::lastChild) xmlAddChild(mirrored, newNodes(mirrored));
    if (place == Place::after) xmlAddNextSibling(mirrored, newNodes(mirrored->parent));
    if (place == Place::before) xmlAddPrevSibling(mirrored, newNodes(mirrored->parent));
    if (place == Place::firstChild) {
      // Before the first that is not white space: between texts it would make a difference.
      xmlNode* first = mirrored->children;
      while (first != nullptr && xmlIsBlankNode(first) != 0) first = first->next;
      first == nullptr ? xmlAddChild(mirrored, newNodes(mirrored)) : xmlAddPrevSibling(first, newNodes(mirrored));
    }
    return "insert at " + path + ", place " + std::to_string(static_cast<int>(place));
  }

  std::string replace(Node node, xmlNode* mirrored) {
    const std::string path = node.path();
    if (!Editor(*document_).replace(node, newXml())) return {};
    xmlNode* made = newNodes(mirrored->parent);
    xmlAddPrevSibling(mirrored, made);
    test::discard(mirrored);
    return "replace " + path;
  }

  std::string comment(Node node, xmlNode* mirrored) {
    const std::string path = node.path();
    Node parent = node.parent();
    std::size_t before = 0;
    for (const Node& sibling : parent.children()) {
      if (sibling == node) break;
      if (sibling.kind() == NodeKind::comment) ++before;
    }
    if (!Editor(*document_).comment(node)) return {};
    const std::string content = commentsOf(parent)[before].value();
    xmlNode* parsed = parseIn(mirrored->parent, content);
    if (parsed == nullptr) return "comment " + path + ", whose comment does not read as markup: " + content;
    // What the comment holds is the element that it was.
    EXPECT_EQ(test::NormalForm(true).of(parsed), wrapped(mirrored)) << path;
    xmlFreeDoc(parsed->doc);
    xmlAddPrevSibling(mirrored, xmlNewDocComment(mirror_.get(), test::chars(content)));
    test::discard(mirrored);
    return "comment " + path;
  }

  std::string uncomment(Node parent, xmlNode* mirrored) {
    const std::vector<Node> comments = commentsOf(parent);
    if (comments.empty()) return {};
    const std::size_t index = test::pick(random_, comments.size());
    const std::string core(trim(comments[index].value()));
    if (!Editor(*document_).uncomment(comments[index])) return {};
    xmlNode* parsed = parseIn(mirrored, core.starts_with('<') ? core : "<" + core + ">");
    if (parsed == nullptr) return "uncomment in " + parent.path() + " what does not read as markup: " + core;
    xmlNode* old = test::commentAt(mirrored, index);
    for (const xmlNode* child = parsed->children; child != nullptr; child = child->next) {
      xmlAddPrevSibling(old, xmlDocCopyNode(const_cast<xmlNode*>(child), mirror_.get(), 1));
    }
    xmlFreeDoc(parsed->doc);
    test::discard(old);
    return "uncomment in " + parent.path();
  }

  // An element of a document of its own that holds what `xml` means at `place`; the caller frees the document.
  xmlNode* parseIn(xmlNode* place, const std::string& xml) {
    std::string start = "<w";
    xmlNs** all = xmlGetNsList(mirror_.get(), place);
    for (xmlNs** each = all; each != nullptr && *each != nullptr; ++each) {
      const std::string prefix = test::text((*each)->prefix);
      start += " xmlns" + (prefix.empty() ? "" : ":" + prefix) + "=\"" + escaped(test::text((*each)->href)) + "\"";
    }
    xmlFree(all);
    Doc parsed = test::parsePlain(start + ">" + xml + "</w>");
    return parsed == nullptr ? nullptr : xmlDocGetRootElement(parsed.release());
  }

  // The normal form of one element alone.
  static std::string wrapped(xmlNode* element) {
    xmlNode alone{};
    xmlNode copy = *element;
    copy.next = nullptr;
    alone.children = &copy;
    return test::NormalForm(true).of(&alone);
  }

  Result<Document> document_;
  Doc mirror_;
  test::Random random_;
  std::vector<Element> elements_;
  std::string value_;
};

struct Source {
  std::string path;
  std::string bytes;
};

// Small documents with one difficulty or other; the collections come on top when they are there.
std::vector<Source> sources() {
  std::vector<Source> all = {
      {"plain",
       "<?xml version=\"1.0\"?>\n<r>\n  <a x='1' y=\"2\">t</a>\n  <b/>\n  <!-- <c>5</c> -->\n  <!--d>6</d-->\n</r>\n"},
      {"default namespace",
       "<r xmlns=\"urn:a\" xmlns:p=\"urn:p\">\r\n\t<p:a p:x=\"1\"/>\r\n\t<a xmlns=\"\"><b/></a>\r\n</r>"},
      {"mixed", "<r>one <b>two</b> three<i/>four <![CDATA[five & <six>]]> seven<!--x-->\n</r>"},
      {"one line", "<r><a><b><c>1</c></b></a><a><b/></a><!--<a/>--></r>"},
      {"entities",
       "<!DOCTYPE r [<!ENTITY e \"text\"><!ATTLIST a d CDATA \"dd\">]>\n<r>\n <a>x&e;y</a>\n <b "
       "k=\"&e;&#65;\"/>\n</r>"},
      {"latin-1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<r><a x=\"\xE9\">\xFC</a>\n<b/></r>"},
      {"layout",
       "<r>\n    <a\n        x=\"1\"\n        y=\"2\"/> <!-- of a -->\n    <b>\n        <c/>\n    </b>\n\n</r>\n\n<!-- "
       "end -->"},
  };
  const auto shared = test::sharedFolder();
  std::size_t number = 0;
  for (const char* folder : {"corpus/stock", "corpus/configured", "suites/w3c-xmlconf", "suites/damage"}) {
    if (!std::filesystem::exists(shared / folder)) continue;
    for (const auto& file : test::filesBelow(shared / folder, ".xml")) {
      if (++number % 4 != 0 || std::filesystem::file_size(file) > 30000) continue;
      all.push_back({file.string(), test::readFile(file)});
    }
  }
  return all;
}

void compare(bool strict, std::size_t steps) {
  const std::vector<Source> all = sources();
  std::size_t documents = 0;
  std::size_t done = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Pair pair(all[i].bytes, all[i].path, static_cast<unsigned>(i) + 100000U * test::seed());
    if (!pair.isParsed()) continue;
    ++documents;
    std::string history;
    for (std::size_t step = 0; step < steps; ++step) {
      const std::string what = pair.step(strict);
      if (what.empty()) continue;
      ++done;
      history += what + "\n";
      const std::string difference = pair.difference(strict);
      EXPECT_EQ(difference, "") << all[i].path << " after\n" << history;
      if (!difference.empty()) break;
    }
  }
  std::printf("differential: %zu operations on %zu documents\n", done, documents);
  EXPECT_GT(done, documents) << "most operations are refused";
}

TEST(Differential, ValuesAttributesAndCommentsAreTheSameInCanonicalXml) { compare(true, 8); }

TEST(Differential, StructureIsTheSameButForWhiteSpace) { compare(false, 8); }

}  // namespace
}  // namespace carbonfix
