#include "rules/grammar.h"

#include <utility>

namespace carbonfix {

Result<Grammar> Grammar::parse(std::string_view schema) {
  auto document = Document::parse(std::string(schema), "rules.rng");
  if (!document) return std::move(document).error();
  Grammar grammar(std::move(document).value());
  for (const Node& child : grammar.schema_.rootElement().elements()) {
    if (child.localName() == "define") grammar.definitions_.emplace(child.attribute("name"), child);
  }
  Place place;
  for (const Node& child : grammar.schema_.rootElement().elements()) {
    if (child.localName() == "start") grammar.collectChildren(child, grammar.start_, place);
  }
  if (grammar.start_.children.empty()) return Error{"the schema has no start element", "rules.rng"};
  return grammar;
}

const ElementRule& Grammar::root(std::string_view name) const {
  for (const ChildRule& each : start_.children) {
    if (each.element->name == name) return *each.element;
  }
  return *start_.children.front().element;
}

const ElementRule* Grammar::ruleOf(Node element) {
  auto& rule = rules_[element.raw()];
  if (!rule) {
    rule = std::make_unique<ElementRule>();
    ElementRule& made = *rule;  // the map may grow below, the rule stays where it is
    made.name = element.attribute("name");
    Place place;
    collectChildren(element, made, place);
    return &made;
  }
  return rule.get();
}

void Grammar::collectChildren(Node particle, ElementRule& into, Place& place) {
  for (const Node& child : particle.elements()) collect(child, into, place);
}

void Grammar::collect(Node particle, ElementRule& into, Place& place) {
  const std::string kind = particle.localName();
  if (kind == "element") {
    if (!particle.hasAttribute("name")) {
      into.anyContent = true;
      return;
    }
    if (!place.shared) ++place.order;
    into.children.push_back({ruleOf(particle), place.order, !place.optional});
  } else if (kind == "attribute") {
    if (particle.hasAttribute("name")) into.attributes.push_back(attributeRule(particle, place.optional));
  } else if (kind == "ref") {
    collectChildren(definition(particle.attribute("name")), into, place);
  } else if (kind == "optional" || kind == "zeroOrMore") {
    collectInside(particle, into, place, true, place.shared);
  } else if (kind == "choice") {
    collectChoice(particle, into, place);
  } else if (kind == "interleave") {
    if (!place.shared) ++place.order;
    collectInside(particle, into, place, place.optional, true);
  } else if (kind == "oneOrMore" || kind == "group") {
    collectChildren(particle, into, place);
  }
}

void Grammar::collectInside(Node particle, ElementRule& into, Place& place, bool optional, bool shared) {
  const Place outer = place;
  place.optional = outer.optional || optional;
  place.shared = outer.shared || shared;
  collectChildren(particle, into, place);
  place.optional = outer.optional;
  place.shared = outer.shared;
}

void Grammar::collectChoice(Node choice, ElementRule& into, Place& place) {
  const std::size_t before = into.children.size();
  if (!place.shared) ++place.order;
  const bool needed = !place.optional;
  collectInside(choice, into, place, true, true);
  if (!needed || into.anyContent || into.children.size() == before) return;
  std::vector<std::string> names;
  for (std::size_t i = before; i < into.children.size(); ++i) names.push_back(into.children[i].element->name);
  into.oneOf.push_back(std::move(names));
}

AttributeRule Grammar::attributeRule(Node attribute, bool optional) {
  AttributeRule rule;
  rule.name = attribute.attribute("name");
  rule.required = !optional;
  collectValues(attribute, rule);
  if (!rule.type.empty()) rule.values.clear();
  return rule;
}

void Grammar::collectValues(Node particle, AttributeRule& rule) {
  for (const Node& child : particle.elements()) {
    const std::string kind = child.localName();
    if (kind == "value") rule.values.push_back(child.value());
    if (kind == "data") rule.type = child.attribute("type");
    if (kind == "ref") collectValues(definition(child.attribute("name")), rule);
    if (kind == "choice" || kind == "list" || kind == "oneOrMore") collectValues(child, rule);
  }
}

Node Grammar::definition(const std::string& name) {
  const auto found = definitions_.find(name);
  return found == definitions_.end() ? Node() : found->second;
}

}  // namespace carbonfix
