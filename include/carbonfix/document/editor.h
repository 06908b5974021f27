// Operations on a document: each changes the view and remembers what that means for the bytes.
//
// Every operation either succeeds whole or returns an error and leaves the document as it was. Before a node is edited,
// its name and decoded value are held against its bytes; a mismatch refuses the file. A node that an operation took out
// of the document is refused by the next. Inserted text takes indentation,
// line end and quotes of its neighbours, and namespaces of the place where it lands.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

enum class Line : bool;  // of its own, or as its neighbours have it: see document/xml/insertion.h

enum class Place { lastChild, firstChild, before, after };

// What `remove` does with white space around the node. `line`: the line goes too when nothing else is on it. `layout`:
// else the blanks between the node and its neighbour.
enum class RemoveSpace { layout, line, none, before, after, both };

// An element to be made. Children are elements that hold a text. `text` is for an element without children, where it
// can't come later: a JSON number is never empty.
struct NewElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<std::pair<std::string, std::string>> children;
  std::string text = {};
};

// What to do about a property that a text does not have.
enum class WhenAbsent { fail, add };

class Editor {
 public:
  explicit Editor(Document& document) : document_(document) {}

  // An attribute, a text, a comment, or an element without child elements: makes its value this. True: something
  // changed.
  Result<bool> setValue(Node node, std::string_view value);
  // The text of an XML element, or a text or CDATA section, as lines of a properties file: makes `value` the value of
  // the last property `key`. All else in the text stays as it is written. True: something changed.
  Result<bool> setPropertyInText(Node node, std::string_view key, std::string_view value, WhenAbsent absent);
  // Sets the attribute, adds it if absent (in the style of its neighbours).
  Result<bool> setAttribute(Node element, std::string_view name, std::string_view value);
  // `xml` is pasted: an unprefixed element takes the default namespace of the place. Dedented and re-indented.
  // White space alone is nothing to insert, and nothing to replace a node by (an error).
  Status insert(Node anchor, Place where, std::string_view xml);
  // Puts one element where a person would: behind its commented-out default, else behind the last of its name, else
  // behind the last commented-out one of its name, else last. `isDefault` is asked which commented-out elements of that
  // name are its default; empty: those whose value of the element's first attribute is the same.
  Status insertWhereItBelongs(Node parent, std::string_view xml,
                              const std::function<bool(Node commented)>& isDefault = {});
  // Makes an element there, in the style of its neighbours: quotes, the empty tag, attributes on lines of their own.
  Status makeWhereItBelongs(Node parent, const NewElement& element,
                            const std::function<bool(Node commented)>& isDefault);
  Status replace(Node node, std::string_view xml);
  // Gives an XML element another name, in start and end tag; its prefix stays.
  Status rename(Node element, std::string_view name);
  Status remove(Node node, RemoveSpace space = RemoveSpace::layout);
  Status comment(Node node);
  // The declarations of namespaces that the element itself carries; an inherited one is none. True: something changed.
  // What is added or renamed may not change what other names mean, except that setNamespace() gives all names with the
  // prefix the new namespace. Errors begin with RFC 5261's name of the condition.
  Result<bool> addNamespace(Node element, std::string_view prefix, std::string_view uri);
  Result<bool> setNamespace(Node element, std::string_view prefix, std::string_view uri);
  Status removeNamespace(Node element, std::string_view prefix);
  // Makes a commented-out element live. Both forms: <!-- <a>..</a> --> and <!--a>..</a-->. Prose never qualifies.
  Status uncomment(Node comment);
  // Makes one of several commented-out elements live, the `index`th, and leaves the others commented out. It must stand
  // on lines of its own.
  Status uncommentOnly(Node comment, std::size_t index);

  // What a comment would become, as a free-standing fragment. Error: why it does not qualify.
  // The callback gets a node whose children are the parsed content; it lives only during the call.
  Status withCommented(Node comment, const std::function<Status(Node content)>& look) const;

 private:
  // `unit`: a level of indentation in `xml`; empty: as the file has it.
  Status insertAt(Node anchor, Place where, std::string_view xml, Line line, const std::string& unit = {});
  Status land(Node parent, std::string_view xml, const std::function<bool(Node)>& isDefault, const std::string& unit);

  Document& document_;
};

}  // namespace carbonfix
