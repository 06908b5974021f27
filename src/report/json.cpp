// One JSON object; docs/report.schema.json describes it. Every key is always there, null when there is nothing to say.
#include "carbonfix/base/secrets.h"
#include "carbonfix/report/version.h"
#include "report/formats.h"
#include "report/json_writer.h"

namespace carbonfix {
namespace {

// Grows only when a key goes away or changes its meaning.
constexpr std::size_t kFormatVersion = 1;

void writePosition(JsonWriter& json, const Location* location) {
  const auto place = [&](const char* key, std::size_t value) {
    json.key(key);
    if (location == nullptr || value == 0) {
      json.null();
    } else {
      json.number(value);
    }
  };
  const Location nowhere;
  const Location& at = location == nullptr ? nowhere : *location;
  place("line", at.start.line);
  place("column", at.start.column);
  place("endLine", at.end.line);
  place("endColumn", at.end.column);
}

void writeFix(JsonWriter& json, const std::optional<FixProposal>& fix) {
  json.key("fix");
  if (!fix) {
    json.null();
    return;
  }
  json.beginObject();
  json.key("safety").string(fix->safety == Safety::safe ? "safe" : "unsafe");
  json.key("description").stringOrNull(fix->description);
  json.key("edits").beginArray();
  if (!fix->isHidden) {
    for (const Edit& edit : fix->edits) {
      json.beginObject().key("offset").number(edit.offset).key("length").number(edit.length);
      json.key("text").string(maskSecrets(edit.text)).endObject();
    }
  }
  json.endArray();
  json.key("problem").stringOrNull(fix->problem).endObject();
}

void writeMendedFinding(JsonWriter& json, const Finding& finding) {
  json.key("id").string(finding.id);
  json.key("node").string(finding.node);
  json.key("path").stringOrNull(finding.path);
  json.key("message").string(finding.message);
}

void writeMended(JsonWriter& json, const std::optional<Mended>& mended) {
  json.key("mended");
  if (!mended) {
    json.null();
    return;
  }
  json.beginObject();
  json.key("rounds").number(mended->rounds);
  json.key("outOfRounds").boolean(mended->outOfRounds);
  json.key("fixed").beginArray();
  for (const Finding& finding : mended->fixed) {
    json.beginObject();
    writeMendedFinding(json, finding);
    json.endObject();
  }
  json.endArray();
  json.key("dropped").beginArray();
  for (const DroppedFix& dropped : mended->dropped) {
    json.beginObject();
    writeMendedFinding(json, dropped.finding);
    json.key("why").string(dropped.why).endObject();
  }
  json.endArray().endObject();
}

void writeSuppressed(JsonWriter& json, const std::optional<Suppressed>& suppressed) {
  json.key("suppressed");
  if (!suppressed) {
    json.null();
    return;
  }
  json.beginObject();
  json.key("kind").string(suppressionKindName(suppressed->kind));
  json.key("reason").stringOrNull(suppressed->reason);
  json.key("until").stringOrNull(suppressed->until);
  json.endObject();
}

void writeFinding(JsonWriter& json, const Finding& finding) {
  json.beginObject();
  json.key("id").string(finding.id);
  json.key("severity").string(severityName(finding.severity));
  json.key("message").string(finding.message);
  json.key("help").stringOrNull(finding.help);
  json.key("node").string(finding.node);
  json.key("path").stringOrNull(finding.path);
  writePosition(json, finding.located ? &finding.location : nullptr);
  json.key("xpath").stringOrNull(finding.xpath);
  json.key("fingerprint").stringOrNull(finding.fingerprint);
  writeFix(json, finding.fix);
  writeSuppressed(json, finding.suppressed);
  json.key("url").stringOrNull(finding.see);
  json.key("related").beginArray();
  for (const RelatedLocation& related : finding.related) {
    json.beginObject();
    json.key("node").string(related.node);
    json.key("path").stringOrNull(related.path);
    writePosition(json, &related.location);
    json.key("message").stringOrNull(related.message);
    json.endObject();
  }
  json.endArray().endObject();
}

void writeSummary(JsonWriter& json, const LintReport& report) {
  json.key("summary").beginObject();
  json.key("nodes").number(report.nodes);
  json.key("files").number(report.files);
  json.key("errors").number(report.count(Severity::error));
  json.key("warnings").number(report.count(Severity::warning));
  json.key("infos").number(report.count(Severity::info));
  json.key("suppressed").number(report.suppressed.size());
  json.key("fixable").beginObject();
  json.key("safe").number(report.countFixable(Safety::safe));
  json.key("unsafe").number(report.countFixable(Safety::unsafe)).endObject();
  json.key("checksOfOtherPhases").number(report.checksOfOtherPhases);
  json.key("liveChecksOff").number(report.liveChecksOff);
  json.key("notChecked").beginArray();
  for (const NotChecked& entry : report.notChecked) {
    json.beginObject();
    json.key("node").stringOrNull(entry.node);
    json.key("path").stringOrNull(entry.path);
    json.key("why").string(entry.why);
    json.key("trouble").boolean(entry.trouble);
    json.endObject();
  }
  json.endArray().endObject();
}

void writeEntries(JsonWriter& json, const char* key, const char* name, const std::vector<LintStats::Entry>& entries) {
  json.key(key).beginArray();
  for (const LintStats::Entry& entry : entries) {
    json.beginObject().key(name).string(entry.name);
    json.key("microseconds").number(static_cast<std::size_t>(entry.milliseconds * 1000));
    json.key("nodes").number(entry.nodes).endObject();
  }
  json.endArray();
}

void writeStats(JsonWriter& json, const std::optional<LintStats>& stats) {
  json.key("stats");
  if (!stats) {
    json.null();
    return;
  }
  json.beginObject();
  writeEntries(json, "files", "file", stats->files);
  writeEntries(json, "rules", "rule", stats->rules);
  json.endObject();
}

class JsonReporter : public Reporter {
 public:
  std::string render(const LintReport& report, const ReportOptions& options) const override {
    JsonWriter json;
    json.beginObject();
    json.key("version").number(kFormatVersion);
    json.key("tool").beginObject().key("name").string("carbonfix").key("version").string(toolVersion()).endObject();
    writeSummary(json, report);
    writeStats(json, report.stats);
    writeMended(json, report.mended);
    json.key("findings").beginArray();
    for (const Finding* finding : shownFindings(report, options)) writeFinding(json, *finding);
    json.endArray().endObject();
    return json.text();
  }
};

}  // namespace

std::unique_ptr<Reporter> makeJsonReporter() { return std::make_unique<JsonReporter>(); }

}  // namespace carbonfix
