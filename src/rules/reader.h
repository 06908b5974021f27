// From the tree of a rule file to the model. Reads what is there; whether it is right is for the schema and the checks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/rules/loader.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// A name in the rule file that must be that of something else in it.
struct Reference {
  enum class To { diagnostic, pattern, checkOrPatch } to = To::diagnostic;
  std::string name;
  Position at;
};

class Reader {
 public:
  // Checking::full: exact columns, and references are kept. Otherwise lines only, and the file's bytes are looked at
  // for pasted content alone.
  // `root`: the element of the pack, the document's own or one in a bundle.
  Reader(const Document& document, Node root, Checking checking)
      : document_(document), root_(root), ours_(root.namespaceUri()), exact_(checking == Checking::full) {}

  Pack read();
  // The root is a plain Schematron schema about the files that these globs name.
  Pack readSchematron(const std::string& files);
  const std::vector<Reference>& references() const { return references_; }
  Errors takeErrors() { return std::move(errors_); }

 private:
  // reader.cpp
  void readPackChild(Pack& pack, Node element, const std::string& name);
  Param readParam(Node element);
  Key readKey(Node element);
  Port readPort(Node element);
  Phase readPhase(Node element);
  Pattern readPattern(Node element, Pack& pack);
  Rule readRule(Node element);
  void checkFixNames(Node element, const Rule& rule);
  Check readCheck(Node element);
  Let readLet(Node element);
  Message readMessage(Node element);
  void appendMessage(Node element, Message& message);
  void readDiagnostics(Node element, Pack& pack);

  // reader_schematron.cpp
  void readSchemaPattern(Node element, const std::string& files, Pack& pack);
  Rule readSchemaRule(Node element);
  Check readSchemaCheck(Node element, Node rule);
  void readSchemaPhases(Pack& pack);

  // reader_patch.cpp
  Patch readPatch(Node element, Pack& pack);
  Fix readFix(Node element);
  std::optional<Operation> readOperation(Node element);
  std::string contentOf(Node element);
  void readSelects(Node element, std::vector<Expression>& selects);

  // reader_example.cpp
  Example readExample(Node element, const std::string& files);
  Example::Snippet readSnippet(Node element, const std::string& files);
  ExampleFile readExampleFile(Node element, const std::string& node);
  std::string snippetText(Node element);
  void keepPlace(Node element, Example::Snippet& snippet);
  void fillExamplePaths(Pack& pack);

  // reader_values.cpp
  Expression expression(Node element, std::string_view attribute, bool isPattern = false);
  Position valuePlace(Node element, std::string_view attribute);
  Position place(Node element);
  bool isOwn(Node element) const { return element.namespaceUri() == ours_; }  // of the root's namespace
  void refer(Reference::To to, std::string name, Node element, std::string_view attribute);

  const Document& document_;
  Node root_;
  std::string ours_;
  bool exact_;
  bool asksForPlaces_ = false;
  std::vector<Reference> references_;
  Errors errors_;
};

// Is this element one of the rule language (and not a foreign one, which is ignored)?
bool isOurs(Node element);

// "true" and "1".
bool isTrue(std::string_view value);

// White space around `value` off, 0 when it is no number.
std::size_t toSize(std::string_view value);

// The first of `files` as the path of an example's file: wildcards replaced by a name that they match.
std::string firstPath(std::string_view files);

}  // namespace carbonfix
