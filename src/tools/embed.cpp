// Build step: carbonfix_embed OUTPUT.cpp RULES_FOLDER FILE...
//
// Writes a source that defines embeddedFull() and embeddedImages() of rules/embedded.h. Constant data only, so that
// nothing runs at start.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/loader.h"
#include "rules/embedded.h"
#include "rules/pack_image.h"

namespace {

struct File {
  std::string name;
  std::string text;
};

std::optional<std::string> readAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// One literal a line. Octal escapes end after three digits, unlike hexadecimal ones.
std::string literal(std::string_view text) {
  std::string out = "\n    \"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n') {
      out += i + 1 < text.size() ? "\\n\"\n    \"" : "\\n";
    } else if (c == '"' || c == '\\' || c == '?') {
      out += '\\';
      out += text[i];
    } else if (c >= 0x20 && c < 0x7f) {
      out += text[i];
    } else {
      out += '\\';
      for (const unsigned shift : {6U, 3U, 0U}) out += static_cast<char>('0' + ((c >> shift) & 7U));
    }
  }
  return out + '"';
}

void writeTable(std::ostream& out, std::string_view table, std::string_view function, const std::vector<File>& files) {
  if (!files.empty()) {
    out << "constexpr carbonfix::EmbeddedFile " << table << "[] = {\n";
    for (const File& file : files) {
      out << "  {\"" << file.name << "\", {" << literal(file.text) << ", " << file.text.size() << "}},\n";
    }
    out << "};\n";
  }
  out << "std::span<const carbonfix::EmbeddedFile> carbonfix::" << function << "() { return "
      << (files.empty() ? "{}" : table) << "; }\n\n";
}

}  // namespace

// The tool is built without what it makes; nothing that it does asks for the schemas.
std::string_view carbonfix::builtinSchema() { return {}; }
std::string_view carbonfix::builtinSchematronSchema() { return {}; }
std::string_view carbonfix::builtinInventorySchema() { return {}; }
std::string_view carbonfix::builtinWaiversSchema() { return {}; }
std::string_view carbonfix::builtinSnapshotSchema() { return {}; }

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv, argv + argc);
  if (arguments.size() < 3) {
    std::cerr << "usage: carbonfix_embed OUTPUT.cpp RULES_FOLDER FILE...\n";
    return 2;
  }
  std::vector<File> full;
  std::vector<File> images;
  for (std::size_t i = 3; i < arguments.size(); ++i) {
    const auto text = readAll(arguments[i]);
    if (!text) {
      std::cerr << arguments[i] << ": cannot be read\n";
      return 1;
    }
    const std::string name = std::filesystem::path(arguments[i]).lexically_relative(arguments[2]).generic_string();
    full.push_back({name, *text});
    if (!name.starts_with("lint/")) continue;
    auto pack = carbonfix::loadPack(*text, std::string(carbonfix::kBuiltinPath) + name, carbonfix::Checking::none);
    if (!pack) {
      std::cerr << carbonfix::describe(pack.error().front()) << '\n';
      return 1;
    }
    pack->builtin = true;
    images.push_back({name, carbonfix::packImage(*pack)});
  }
  const auto byName = [](const File& a, const File& b) { return a.name < b.name; };
  std::sort(full.begin(), full.end(), byName);
  std::sort(images.begin(), images.end(), byName);

  std::ofstream out(arguments[1], std::ios::binary | std::ios::trunc);
  out << "// Made from rules/ by the build.\n#include \"rules/embedded.h\"\n\n";
  writeTable(out, "kImages", "embeddedImages", images);
  writeTable(out, "kFull", "embeddedFull", full);
  out.close();
  if (!out) {
    std::cerr << arguments[1] << ": cannot be written\n";
    return 1;
  }
  return 0;
}
