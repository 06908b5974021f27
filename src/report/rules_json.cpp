// Rules as one JSON object; docs/rules.schema.json describes it. Every key is always there, null when there is nothing
// to say.
#include "carbonfix/base/text.h"
#include "carbonfix/report/version.h"
#include "report/json_writer.h"
#include "report/rule_pages.h"

namespace carbonfix {
namespace {

// Grows only when a key goes away or changes its meaning.
constexpr std::size_t kFormatVersion = 1;

void writeList(JsonWriter& json, const char* key, const std::vector<std::string>& values) {
  json.key(key).beginArray();
  for (const std::string& value : values) json.string(value);
  json.endArray();
}

void writeFiles(JsonWriter& json, const char* key, const std::vector<RuleFacts::File>& files) {
  json.key(key).beginArray();
  for (const RuleFacts::File& file : files) {
    json.beginObject();
    json.key("node").stringOrNull(file.node);
    json.key("path").stringOrNull(file.path);
    json.key("text").string(file.text);
    json.key("lines").beginArray();
    for (const std::size_t line : file.marked) json.number(line);
    json.endArray().endObject();
  }
  json.endArray();
}

void writeFix(JsonWriter& json, const std::optional<RuleFacts::Fix>& fix) {
  json.key("fix");
  if (!fix) {
    json.null();
    return;
  }
  json.beginObject();
  json.key("safety").string(fix->safety == Safety::safe ? "safe" : "unsafe");
  json.key("title").stringOrNull(fix->title);
  writeList(json, "steps", fix->steps);
  json.endObject();
}

const char* kindName(RuleFacts::Kind kind) {
  switch (kind) {
    case RuleFacts::Kind::check:
      return "check";
    case RuleFacts::Kind::patch:
      return "patch";
    case RuleFacts::Kind::own:
      break;
  }
  return "own";
}

void writeRule(JsonWriter& json, const RuleFacts& rule) {
  json.beginObject();
  json.key("id").string(rule.id);
  json.key("kind").string(kindName(rule.kind));
  json.key("severity").stringOrNull(rule.severity ? severityName(*rule.severity) : "");
  json.key("title").stringOrNull(rule.title);
  json.key("pack").stringOrNull(rule.pack);
  json.key("packTitle").stringOrNull(rule.packTitle);
  json.key("pattern").stringOrNull(rule.pattern);
  json.key("files").stringOrNull(rule.files);
  json.key("context").stringOrNull(rule.context);
  json.key("test").stringOrNull(rule.test);
  json.key("if").stringOrNull(rule.condition);
  json.key("appliesTo").stringOrNull(rule.appliesTo);
  writeList(json, "phases", rule.phases);
  json.key("live").boolean(rule.isLive);
  writeList(json, "about", rule.about);
  writeList(json, "why", rule.why);
  writeList(json, "links", rule.links);
  writeFix(json, rule.fix);
  json.key("effect").stringOrNull(rule.effect);
  json.key("consent").stringOrNull(rule.consent);
  writeList(json, "params", rule.params);
  json.key("run").stringOrNull(rule.run);
  json.key("repair").stringOrNull(rule.repair);
  writeList(json, "suppress", rule.suppress);
  json.key("examples").beginArray();
  for (const RuleFacts::Example& example : rule.examples) {
    json.beginObject();
    writeFiles(json, "bad", example.bad);
    writeFiles(json, "good", example.good);
    writeList(json, "messages", example.messages);
    json.endObject();
  }
  json.endArray().endObject();
}

}  // namespace

std::string rulesJson(const std::vector<RuleFacts>& rules) {
  JsonWriter json;
  json.beginObject();
  json.key("version").number(kFormatVersion);
  json.key("tool").beginObject().key("name").string("carbonfix").key("version").string(toolVersion()).endObject();
  json.key("rules").beginArray();
  for (const RuleFacts& rule : rules) writeRule(json, rule);
  json.endArray().endObject();
  return json.text();
}

}  // namespace carbonfix
