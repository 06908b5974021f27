// Rule files for tests: the outer element around what a test is about, and errors as a person sees them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/rules/loader.h"

namespace carbonfix {

// Line 1 is the start tag, so what is inside begins on line 2.
inline std::string ruleFile(std::string_view inside) {
  return fmt::format("<rules xmlns=\"urn:carbonfix:rules:1\" id=\"t\">\n{}\n</rules>\n", inside);
}

// A pattern with one rule for "Port", whose checks begin on line 4.
inline std::string ruleFileWithChecks(std::string_view checks) {
  return ruleFile(
      fmt::format("<pattern id=\"p\" files=\"conf/a.xml\">\n<rule context=\"Port\">\n{}\n</rule></pattern>", checks));
}

// "line:column message" of each error.
inline std::vector<std::string> lines(const Errors& errors) {
  std::vector<std::string> list;
  for (const Error& error : errors) {
    list.push_back(fmt::format("{}:{} {}", error.at.line, error.at.column, error.message));
  }
  return list;
}

// What full checking says of a file; empty when it loads.
inline std::vector<std::string> complaints(const std::string& text) {
  const auto pack = loadPack(text, "t.xml", Checking::full);
  return pack ? std::vector<std::string>() : lines(pack.error());
}

}  // namespace carbonfix
