#include "lint/finding_maker.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/lint/own_findings.h"
#include "lint/fingerprint.h"
#include "lint/place.h"
#include "lint/templates.h"

namespace carbonfix {
namespace {

constexpr std::size_t kLongestValue = 200;  // code points of one value in a message
constexpr std::size_t kMostRelated = 100;   // locations

std::string shortened(const std::string& text) {
  std::size_t end = 0;
  for (std::size_t count = 0; count < kLongestValue && end < text.size(); ++count) nextCodePoint(text, end);
  return end < text.size() ? text.substr(0, end) + "…" : text;
}

bool isWithin(Node inner, Node outer) {
  for (; inner; inner = inner.parent()) {
    if (inner == outer) return true;
  }
  return false;
}

// Is the entry what the finding is about itself?
bool isOwn(const KeyEntry& entry, const CheckedFile& where, Node context, EntryPlaces& places) {
  if (entry.path != where.path) return false;
  const Node node = places.nodeHere(where.pack, entry);
  return node && (isWithin(context, node) || isWithin(node, context));
}

std::string nameOf(Node node) {
  std::string name = node.name();
  return name.empty() ? node.path() : name;
}

}  // namespace

Finding FindingMaker::make(const Check& check, const CheckedFile& where, Node context, Variables& variables,
                           const std::vector<const KeyEntry*>& lookups, EntryPlaces& places) {
  Finding finding = atSubject(check, where, context, variables);
  if (finding.id == kTemplate) return finding;
  finding.severity = check.severity;
  finding.see = check.see;
  for (const Diagnostic& diagnostic : where.pack.diagnostics) {
    if (std::ranges::find(check.diagnostics, diagnostic.id) == check.diagnostics.end()) continue;
    if (!finding.help.empty()) finding.help += ' ';
    finding.help += render(diagnostic.text, where, context, variables);
  }
  relate(finding, where, context, lookups, places);
  return finding;
}

// Of very many entries the first ones are told. A place may have to be read from a file.
void FindingMaker::relate(Finding& finding, const CheckedFile& where, Node context,
                          const std::vector<const KeyEntry*>& lookups, EntryPlaces& places) {
  std::unordered_set<const KeyEntry*> told;
  for (const KeyEntry* entry : lookups) {
    if (!told.insert(entry).second) continue;
    const bool isSecret =
        entry->document == nullptr ? entry->isSecret : secrets_.isSecret(*entry->document, entry->value);
    if (isSecret) finding.message = maskOne(std::move(finding.message), entry->value);
    if (finding.related.size() == kMostRelated || isOwn(*entry, where, context, places)) continue;
    finding.related.push_back(
        {places.node(*entry), entry->path, places.locate(where.pack, *entry),
         normalizeSpace(fmt::format("{} {}", entry->key->name,
                                    isSecret ? std::string(kMask) : shortened(maskUrl(entry->value))))});
  }
  const auto order = [](const RelatedLocation& each) { return std::tuple(each.node, each.path, each.location.offset); };
  std::ranges::sort(finding.related, {}, order);
  const auto same = [&](const RelatedLocation& a, const RelatedLocation& b) { return order(a) == order(b); };
  finding.related.erase(std::unique(finding.related.begin(), finding.related.end(), same), finding.related.end());
}

// The first node that the subject selects, when it is one of this file or a line of one.
Finding FindingMaker::atSubject(const Check& check, const CheckedFile& where, Node context, Variables& variables) {
  std::string message = render(check.message, where, context, variables);
  std::optional<NodeSet> nodes;
  if (check.subject) nodes = variables.select(check.subject, context);
  const Node first = nodes && !nodes->empty() ? nodes->front() : Node();
  if (!first) {
    return isTemplate(context) ? ofTemplate(check, where, context) : at(check.id, where, context, std::move(message));
  }
  if (const Document* lines = surroundings_.linesHolding(first)) {
    Finding finding = at(check.id, {where.pack, where.home, lines->path(), *lines}, first, std::move(message));
    // The number of a line changes with every line before it, so that its text alone tells it from others.
    const std::vector<Node> text = first.children();
    finding.anchor.content = text.empty() ? std::string() : contentWithoutSecrets(text.front(), secretValues_);
    return finding;
  }
  const Node subject = first.documentNode() == where.document.root() ? first : context;
  if (isTemplate(subject)) return ofTemplate(check, where, subject);
  return at(check.id, where, subject, std::move(message));
}

Finding FindingMaker::ofTemplate(const Check& check, const CheckedFile& where, Node subject) {
  Finding finding =
      at(kTemplate, where, subject,
         fmt::format("The file is a template that was not filled in: {} holds a mark in place of a value.",
                     nameOf(subject)));
  finding.severity = check.severity;
  finding.help = "Check what the deployment tool makes of it; what its marks stand for is not known here.";
  return finding;
}

Finding FindingMaker::at(std::string_view id, const CheckedFile& where, Node node, std::string message) {
  Finding finding;
  finding.id = id;
  finding.message = std::move(message);
  finding.node = where.home.node();
  finding.path = where.path;
  finding.xpath = paths_.of(node);
  finding.anchor = {places_.of(node), contentWithoutSecrets(node, secretValues_)};
  place(finding, where.document, node);
  return finding;
}

void FindingMaker::place(Finding& finding, const Document& document, Node node) {
  const auto location = nearestPlace(document, node);
  if (!location) return;
  finding.located = true;
  finding.location = *location;
  const std::size_t line = location->start.line;
  const std::size_t column = location->start.column;
  const std::size_t end =
      location->end.line == line ? location->end.column : countCodePoints(document.lineText(line)) + 1;
  auto masked = secrets_.maskLine(document, line, column, end > column ? end - column : 1);
  finding.excerpt = std::move(masked.text);
  finding.excerptColumn = masked.column;
  finding.excerptLength = masked.length;
}

std::string FindingMaker::render(const Message& message, const CheckedFile& where, Node context, Variables& variables) {
  std::string text;
  for (const MessagePart& part : message) {
    switch (part.kind) {
      case MessagePart::Kind::text:
        text += part.text;
        break;
      case MessagePart::Kind::valueOf:
        if (const auto value = variables.evaluate(part.select, context)) text += shown(*value, where);
        break;
      case MessagePart::Kind::name: {
        if (!part.select) {
          text += nameOf(context);
        } else if (const auto nodes = variables.select(part.select, context); nodes && !nodes->empty()) {
          text += nameOf(nodes->front());
        }
        break;
      }
    }
  }
  return normalizeSpace(text);
}

std::string FindingMaker::shown(const Value& value, const CheckedFile& where) {
  std::string text;
  // A node that a function made has lost the name that a secret goes by.
  bool isMade = std::holds_alternative<std::string>(value);
  if (const auto* nodes = std::get_if<NodeSet>(&value)) {
    text = nodes->empty() ? std::string() : maskedValue(nodes->front());
    isMade = !nodes->empty() && nodes->front().documentNode() != where.document.root();
  } else {
    text = toString(value);
  }
  if (isMade) {
    text = secrets_.maskText(where.document, std::move(text));
    for (const Document* other : surroundings_.documents()) text = secrets_.maskText(*other, std::move(text));
  }
  for (const std::string& secret : secretValues_) text = maskOne(std::move(text), secret);
  return shortened(text);
}

}  // namespace carbonfix
