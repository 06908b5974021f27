#include "store/manifest.h"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/percent.h"
#include "carbonfix/document/document.h"
#include "store/temporary_name.h"

namespace carbonfix {
namespace {

// Rises when an older program could no longer undo what a manifest describes.
constexpr std::string_view kFormat = "1";
constexpr std::string_view kNamespace = "urn:carbonfix:run:1";
constexpr std::string_view kAbsent = "absent";
constexpr int kOctal = 8;
constexpr const char* kWhenDamaged =
    "Originals of the run are in the folder before/ beside it. Put back by hand what is needed, then move the run's "
    "folder away.";

template <class Value, std::size_t N>
using Words = std::array<std::pair<Value, std::string_view>, N>;

constexpr Words<RunState, 4> kStates = {{{RunState::intended, "intended"},
                                         {RunState::prepared, "prepared"},
                                         {RunState::committed, "committed"},
                                         {RunState::rolledBack, "rolled-back"}}};
constexpr Words<RunKind, 2> kKinds = {{{RunKind::apply, "apply"}, {RunKind::restore, "restore"}}};

template <class Value, std::size_t N>
std::string_view wordOf(const Words<Value, N>& words, Value value) {
  for (const auto& [each, word] : words) {
    if (each == value) return word;
  }
  return {};
}

template <class Value, std::size_t N>
std::optional<Value> valueOf(const Words<Value, N>& words, std::string_view word) {
  for (const auto& [value, each] : words) {
    if (each == word) return value;
  }
  return std::nullopt;
}

// What a manifest says is done as its reader, who may be root: a path must stay below the home.
bool staysInside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return false;
  const std::string framed = fmt::format("/{}/", path);
  return framed.find("/../") == std::string::npos;
}

// Reads one manifest; remembers the first thing that is wrong.
class Reader {
 public:
  Reader(const Document& document, Run& run) : document_(document), run_(run) {}

  std::optional<Error> read() {
    const Node root = document_.rootElement();
    if (root.localName() != "run" || root.namespaceUri() != kNamespace) return damaged(root, "its root is not a run");
    if (const std::string format = root.attribute("format"); format != kFormat) {
      return damaged(root, fmt::format("its format is \"{}\", and this version reads \"{}\"", format, kFormat),
                     "It was written by a later version of carbonfix: use that one.");
    }
    run_.state = word(root, "state", kStates);
    run_.kind = word(root, "kind", kKinds);
    run_.undoes = text(root, "undoes");
    run_.user = text(root, "user");
    run_.sudoUser = text(root, "sudo-user");
    run_.host = text(root, "host");
    run_.change = text(root, "change");
    for (const Node& child : root.elements()) readChild(child);
    return std::move(error_);
  }

 private:
  void readChild(Node child) {
    if (child.localName() == "rule") run_.rules.push_back(text(child, "id"));
    if (child.localName() == "folder") {
      run_.folders.push_back(
          {.path = path(child), .made = child.attribute("made") == "yes", .mode = number(child, "mode", kOctal)});
    }
    if (child.localName() == "secret") run_.secretFiles.push_back(path(child));
    if (child.localName() == "file") readFile(child);
  }

  void readFile(Node child) {
    RunFile file{.path = path(child),
                 .digestBefore = digest(child, "before"),
                 .digestAfter = digest(child, "after"),
                 .mode = number(child, "mode", kOctal),
                 .owner = number(child, "owner", 10),
                 .group = number(child, "group", 10),
                 .temporary = text(child, "temporary"),
                 .originalDropped = child.attribute("original") == "dropped"};
    if (!isTemporaryName(file.temporary)) fail(child, "the name of a temporary in it is none of ours");
    run_.files.push_back(std::move(file));
  }

  std::string path(Node node) {
    std::string path = text(node, "path");
    if (!staysInside(path)) fail(node, "a path in it leads out of the product home");
    return path;
  }

  std::string digest(Node node, std::string_view attribute) {
    std::string digest = node.attribute(attribute);
    if (digest == kAbsent) return {};
    if (!isSha256(digest)) fail(node, "a digest in it is no SHA-256");
    return digest;
  }

  std::uint32_t number(Node node, std::string_view attribute, int base) {
    const std::string digits = node.attribute(attribute);
    std::uint32_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, code] = std::from_chars(digits.data(), end, value, base);
    if (code != std::errc() || stop != end) fail(node, fmt::format("its attribute {} is no number", attribute));
    return value;
  }

  template <class Value, std::size_t N>
  Value word(Node node, std::string_view attribute, const Words<Value, N>& words) {
    const std::string given = node.attribute(attribute);
    const auto value = valueOf(words, given);
    if (!value) fail(node, fmt::format("its {} is \"{}\"", attribute, given));
    return value.value_or(Value());
  }

  std::string text(Node node, std::string_view attribute) {
    auto plain = percentDecoded(node.attribute(attribute));
    if (!plain) fail(node, fmt::format("its attribute {} has a broken escape", attribute));
    return plain.value_or("");
  }

  void fail(Node node, std::string_view what) {
    if (!error_) error_ = damaged(node, what);
  }

  Error damaged(Node node, std::string_view what, std::string hint = {}) const {
    if (hint.empty()) hint = kWhenDamaged;
    return Error{.message = fmt::format("the manifest is damaged: {}", what),
                 .path = document_.path(),
                 .at = {.line = node.line(), .column = 0},
                 .hint = std::move(hint)};
  }

  const Document& document_;
  Run& run_;
  std::optional<Error> error_;
};

// Attributes that are left out when they are empty.
std::string optional(std::string_view name, const std::string& value) {
  return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, percentEncoded(value));
}

std::string_view orAbsent(const std::string& digest) { return digest.empty() ? kAbsent : std::string_view(digest); }

}  // namespace

std::string writeManifest(const Run& run) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<run xmlns=\"{}\" format=\"{}\" kind=\"{}\" state=\"{}\" user=\"{}\" host=\"{}\"{}{}{}>\n",
                     kNamespace, kFormat, wordOf(kKinds, run.kind), wordOf(kStates, run.state),
                     percentEncoded(run.user), percentEncoded(run.host), optional("sudo-user", run.sudoUser),
                     optional("change", run.change), optional("undoes", run.undoes));
  for (const std::string& rule : run.rules) out += fmt::format("  <rule id=\"{}\"/>\n", percentEncoded(rule));
  for (const RunFolder& folder : run.folders) {
    out += fmt::format("  <folder path=\"{}\" made=\"{}\" mode=\"{:o}\"/>\n", percentEncoded(folder.path),
                       folder.made ? "yes" : "no", folder.mode);
  }
  for (const RunFile& file : run.files) {
    out += fmt::format(
        "  <file path=\"{}\" before=\"{}\" after=\"{}\" mode=\"{:o}\" owner=\"{}\" group=\"{}\" temporary=\"{}\"{}/>\n",
        percentEncoded(file.path), orAbsent(file.digestBefore), orAbsent(file.digestAfter), file.mode, file.owner,
        file.group, percentEncoded(file.temporary), file.originalDropped ? " original=\"dropped\"" : "");
  }
  for (const std::string& path : run.secretFiles) out += fmt::format("  <secret path=\"{}\"/>\n", percentEncoded(path));
  return out + "</run>\n";
}

Result<Run> readManifest(std::string bytes, const std::string& path, std::string name) {
  auto document = Document::parse(std::move(bytes), path);
  if (!document) {
    document.error().hint = kWhenDamaged;
    return std::move(document).error();
  }
  Run run;
  run.name = std::move(name);
  if (auto error = Reader(*document, run).read()) return *std::move(error);
  return run;
}

}  // namespace carbonfix
