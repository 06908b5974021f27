// Helpers for tests of the properties format.
#pragma once

#include <string>

#include "document/editing.h"

namespace carbonfix::testing {

inline constexpr const char* kPropertiesPath = "repository/conf/hazelcast.properties";
inline constexpr const char* kSparkPath = "repository/conf/analytics/spark/spark-defaults.conf";

// The view as "key=value" lines, comments as "#text"; overridden properties in brackets.
inline std::string viewOf(const std::string& bytes, const std::string& path = kPropertiesPath) {
  Result<Document> document = Document::parse(bytes, path, FileFormat::properties);
  if (!document) return "error: " + describe(document.error());
  EXPECT_EQ(document->editedBytes(), bytes);
  std::string out;
  for (const Node& node : document->rootElement().children()) {
    const std::string entry = node.attribute("name") + "=" + node.value();
    if (!out.empty()) out += '|';
    if (node.kind() == NodeKind::comment) {
      out += "#" + node.value();
    } else {
      out += node.name() == "overridden" ? "[" + entry + "]" : entry;
    }
  }
  return out;
}

inline std::string propertyNamed(const std::string& key) { return "/properties/property[@name='" + key + "']"; }

inline std::string withValue(const std::string& bytes, const std::string& key, const std::string& value,
                             const std::string& path = kPropertiesPath) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return toStatus(e.setValue(only(d, propertyNamed(key)), value)); }, path);
}

inline std::string withInserted(const std::string& bytes, const std::string& anchor, Place where,
                                const std::string& xml, const std::string& path = kPropertiesPath) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.insert(only(d, anchor), where, xml); }, path);
}

}  // namespace carbonfix::testing
