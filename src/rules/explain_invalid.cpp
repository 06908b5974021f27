// Words for what the schema does not accept.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "rules/grammar.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

// ISO Schematron's words that this language leaves out: a person who knows Schematron will try them.
constexpr std::string_view kLeftOut[] = {"abstract", "is-a", "extends", "include", "properties", "property",
                                         "dir",      "span", "flag",    "fpi",     "icon",       "schema"};

// What a plain schema may not have, and how to get by without.
std::string notRunHint(std::string_view name) {
  constexpr std::string_view kExpand =
      "write the patterns out, or let the ISO preprocessing do it (iso_dsdl_include.xsl, "
      "then iso_abstract_expand.xsl) and run what it makes";
  constexpr std::string_view kPreprocessed[] = {"abstract", "is-a", "extends", "include", "param", "library", "rules"};
  if (std::ranges::find(kPreprocessed, name) != std::end(kPreprocessed)) {
    return fmt::format("Schematron's \"{}\" is not run as it is: {}", name, kExpand);
  }
  constexpr std::string_view kNotRun[] = {"properties", "property", "documents", "group"};
  if (std::ranges::find(kNotRun, name) == std::end(kNotRun)) return {};
  return fmt::format("Schematron's \"{}\" is not run", name);
}

std::string leftOutHint(std::string_view ours, std::string_view name) {
  if (ours == kSchematronNamespace) return notRunHint(name);
  if (ours != kRulesNamespace || std::ranges::find(kLeftOut, name) == std::end(kLeftOut)) return {};
  return fmt::format("Schematron's \"{}\" is not part of this language", name);
}

std::string quotedList(const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += words[i];
  }
  return list;
}

std::vector<std::string> tags(std::vector<std::string> names) {
  for (std::string& name : names) name = fmt::format("<{}>", name);
  return names;
}

bool isName(std::string_view value) {
  if (value.empty() || value.find_first_of(" \t\r\n:/@$'\"<>&()[]{}|,;*?!#%") != std::string_view::npos) return false;
  return std::string_view("0123456789-.").find(value.front()) == std::string_view::npos;
}

bool isNumber(std::string_view value) {
  return !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
}

// What a value of this type must be; empty when it is, or when the type is not known here.
std::string typeProblem(std::string_view type, std::string_view written) {
  const std::string_view value = trim(written);
  if (type == "NCName" && !isName(value)) return "must be a name: a letter or _ first, then letters, digits, - _ .";
  if (type == "boolean" && value != "true" && value != "false" && value != "1" && value != "0") {
    return "must be true or false";
  }
  if (type == "nonNegativeInteger" && !isNumber(value)) return "must be a whole number, 0 or more";
  const bool isZero = isNumber(value) && value.find_first_not_of('0') == std::string_view::npos;
  if (type == "positiveInteger" && (!isNumber(value) || isZero)) return "must be a whole number, 1 or more";
  if ((type == "NMTOKENS" || type == "token") && value.empty()) return "must not be empty";
  return {};
}

bool hasChild(const ElementRule& rule, const std::string& name) {
  return std::ranges::any_of(rule.children, [&](const ChildRule& each) { return each.element->name == name; });
}

class Explainer {
 public:
  Explainer(const Document& document, std::string_view ours) : document_(document), ours_(ours) {}

  void explain(Node element, const ElementRule& rule) {
    explainAttributes(element, rule);
    explainMissing(element, rule);
    explainChildren(element, rule);
  }
  Errors takeErrors() { return std::move(errors_); }

 private:
  bool isOurs(Node element) const { return element.namespaceUri() == ours_; }

  void add(Node node, std::string message, std::string hint = {}) {
    errors_.push_back(ruleError(document_, placeOf(document_, node), std::move(message), std::move(hint)));
  }

  void explainAttributes(Node element, const ElementRule& rule) {
    std::vector<std::string> known;
    for (const AttributeRule& each : rule.attributes) known.push_back(each.name);
    for (const Node& attribute : element.attributes()) {
      const std::string name = attribute.name();
      if (name.find(':') != std::string::npos) continue;  // foreign attributes are ignored
      const auto found = std::ranges::find(rule.attributes, name, &AttributeRule::name);
      if (found == rule.attributes.end()) {
        std::string hint = leftOutHint(ours_, name);
        if (hint.empty()) hint = known.empty() ? "it has no attributes" : "it may have " + quotedList(known);
        add(attribute, fmt::format("<{}> has no attribute \"{}\"{}", rule.name, name, didYouMean(name, known)), hint);
      } else {
        explainValue(attribute, *found);
      }
    }
    for (const AttributeRule& each : rule.attributes) {
      if (each.required && !element.hasAttribute(each.name)) {
        add(element, fmt::format("<{}> needs the attribute \"{}\"", rule.name, each.name));
      }
    }
  }

  void explainValue(Node attribute, const AttributeRule& rule) {
    const std::string value = attribute.value();
    if (!rule.values.empty() && std::ranges::find(rule.values, trim(value)) == rule.values.end()) {
      add(attribute,
          fmt::format("{}=\"{}\" must be {}{}", rule.name, value, quotedList(rule.values),
                      didYouMean(value, rule.values)),
          leftOutHint(ours_, rule.name));
    }
    const std::string problem = typeProblem(rule.type, value);
    if (!problem.empty()) add(attribute, fmt::format("{}=\"{}\" {}", rule.name, value, problem));
  }

  void explainMissing(Node element, const ElementRule& rule) {
    if (rule.anyContent) return;
    std::set<std::string> present;
    for (const Node& child : element.elements()) {
      if (isOurs(child)) present.insert(child.localName());
    }
    // What is there under a misspelt name is reported as that, not as missing too.
    const auto isThere = [&](const std::string& name) {
      return present.contains(name) || std::ranges::any_of(present, [&](const std::string& other) {
               return !hasChild(rule, other) && !didYouMean(other, {name}).empty();
             });
    };
    for (const ChildRule& each : rule.children) {
      if (each.required && !isThere(each.element->name)) {
        add(element, fmt::format("<{}> needs a <{}> in it", rule.name, each.element->name));
      }
    }
    for (const auto& names : rule.oneOf) {
      if (std::ranges::none_of(names, isThere)) {
        add(element, fmt::format("<{}> needs at least one {} in it", rule.name, quotedList(tags(names))));
      }
    }
  }

  void explainChildren(Node element, const ElementRule& rule) {
    std::size_t order = 0;
    std::string before;
    for (const Node& child : element.elements()) {
      if (!isOurs(child)) continue;
      const std::string name = child.localName();
      const auto found =
          std::ranges::find(rule.children, name, [](const ChildRule& each) { return each.element->name; });
      if (found == rule.children.end()) {
        if (!rule.anyContent) explainUnknown(child, rule);
        continue;
      }
      if (!rule.anyContent && found->order < order) {
        add(child, fmt::format("<{}> must stand before <{}> in <{}>", name, before, rule.name));
      } else {
        order = found->order;
        before = name;
      }
      explain(child, *found->element);
    }
  }

  void explainUnknown(Node child, const ElementRule& rule) {
    const std::string name = child.localName();
    std::vector<std::string> known;
    for (const ChildRule& each : rule.children) {
      if (std::ranges::find(known, each.element->name) == known.end()) known.push_back(each.element->name);
    }
    std::string hint = leftOutHint(ours_, name);
    if (hint.empty()) hint = known.empty() ? "it takes text only" : "it may hold " + quotedList(tags(known));
    add(child, fmt::format("<{}> may not stand in <{}>{}", name, rule.name, didYouMean(name, known)), hint);
  }

  const Document& document_;
  std::string_view ours_;
  Errors errors_;
};

}  // namespace

Errors explainInvalid(const Document& document, const Grammar& grammar, std::string_view ours) {
  Explainer explainer(document, ours);
  explainer.explain(document.rootElement(), grammar.root(document.rootElement().localName()));
  return explainer.takeErrors();
}

}  // namespace carbonfix
