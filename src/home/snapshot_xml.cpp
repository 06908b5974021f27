// Writes a snapshot as XML: readable where a text can be, the same bytes for the same snapshot.
#include <fmt/format.h>

#include "base/xml_text.h"
#include "carbonfix/base/base64.h"
#include "carbonfix/base/percent.h"
#include "carbonfix/base/text.h"
#include "carbonfix/home/snapshot.h"
#include "home/snapshot_text.h"

namespace carbonfix {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, escapeXml(value));
}

// Can XML hold it, escaped?
bool isPlain(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = nextCodePoint(text, at);
    const bool isControl = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    if (isControl || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c < 0xE000)) return false;
  }
  return true;
}

std::string escapedContent(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string secretXml(const MaskedSecret& secret) {
  return fmt::format("    <secret line=\"{}\" column=\"{}\" length=\"{}\"{}{}{}/>\n", secret.at.line, secret.at.column,
                     secret.length, attribute("type", secret.isNumber ? "number" : ""),
                     attribute("vendor", secret.vendorId), attribute("digest", secret.digest));
}

std::string textXml(const SnapshotText& text) {
  const bool plain = isPlain(text.text);
  std::string xml = "    <text";
  if (text.encoding != TextEncoding::utf8) xml += attribute("encoding", encodingName(text.encoding));
  if (!plain) xml += attribute("form", "base64");
  xml += fmt::format(">{}</text>\n", plain ? escapedContent(text.text) : base64Encoded(text.text));
  for (const MaskedSecret& secret : text.secrets) xml += secretXml(secret);
  return xml;
}

std::string fileXml(const std::string& path, const SnapshotEntry& entry) {
  const bool hides = entry.text && entry.text->hidesSomething();
  std::string xml =
      fmt::format("  <file path=\"{}\" mode=\"{:o}\" size=\"{}\"{}{}", path, entry.mode, entry.size,
                  attribute(hides ? "masked-sha256" : "sha256", entry.digest), attribute("unread", entry.unread));
  return entry.text ? xml + ">\n" + textXml(*entry.text) + "  </file>\n" : xml + "/>\n";
}

std::string entryXml(const std::string& rawPath, const SnapshotEntry& entry) {
  const std::string path = percentEncoded(rawPath);
  switch (entry.kind) {
    case FileKind::file:
      return fileXml(path, entry);
    case FileKind::folder:
      return fmt::format("  <folder path=\"{}\" mode=\"{:o}\"{}/>\n", path, entry.mode,
                         attribute("unread", entry.unread));
    case FileKind::symlink: {
      const std::string xml = fmt::format("  <link path=\"{}\" to=\"{}\"", path, percentEncoded(entry.target));
      if (entry.behind == FileKind::missing) return xml + "/>\n";
      const std::string what = entry.behind == FileKind::folder ? "folder" : "file";
      if (!entry.text) {
        return xml + fmt::format(" outside=\"{}\" size=\"{}\"{}{}/>\n", what, entry.size,
                                 attribute("sha256", entry.digest), attribute("unread", entry.unread));
      }
      const bool hides = entry.text->hidesSomething();
      return xml + fmt::format(" outside=\"{}\" size=\"{}\"{}>\n{}  </link>\n", what, entry.size,
                               attribute(hides ? "masked-sha256" : "sha256", entry.digest), textXml(*entry.text));
    }
    default:
      return fmt::format("  <other path=\"{}\"/>\n", path);
  }
}

}  // namespace

std::string snapshotXml(const Snapshot& snapshot) {
  std::string xml = fmt::format(
      "<snapshot xmlns=\"{}\" version=\"{}\" node=\"{}\"\n          home=\"{}\" real-home=\"{}\"", kSnapshotNamespace,
      kSnapshotVersion, escapeXml(snapshot.node), percentEncoded(snapshot.home), percentEncoded(snapshot.realHome));
  xml += attribute("conf", percentEncoded(snapshot.confRoot));
  xml += attribute("machine", snapshot.machine);
  xml += attribute("product", snapshot.facts.product);
  xml += attribute("product-version", snapshot.facts.version);
  xml += attribute("kernel", snapshot.facts.kernel);
  xml += attribute("taken", snapshot.taken);
  xml += attribute("key", snapshot.keyId);
  xml += ">\n";
  for (const auto& [path, entry] : snapshot.entries) xml += entryXml(path, entry);
  return xml + "</snapshot>\n";
}

}  // namespace carbonfix
