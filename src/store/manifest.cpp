#include "store/manifest.h"

#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/document/document.h"

namespace carbonfix {
namespace {

// Rises when an older program could no longer undo what a manifest describes.
constexpr std::string_view kFormat = "1";
constexpr std::string_view kNamespace = "urn:carbonfix:run:1";

// File names may hold any byte but XML may not, so all but plain ASCII is written as %XX.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = c >= ' ' && c <= '~' && std::string_view("%\"'<>&").find(c) == std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || code != std::errc() || end != digits.data() + 2) return std::nullopt;
    out += static_cast<char>(value);
    i += 2;
  }
  return out;
}

std::optional<RunState> stateOf(std::string_view word) {
  for (const RunState state : {RunState::prepared, RunState::committed, RunState::restored}) {
    if (word == toString(state)) return state;
  }
  return std::nullopt;
}

// What a manifest says is done as its reader, who may be root: a path must stay below the home.
bool staysInside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return false;
  const std::string framed = fmt::format("/{}/", path);
  return framed.find("/../") == std::string::npos;
}

constexpr std::string_view kAbsent = "absent";

bool isDigest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
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
    const auto state = stateOf(root.attribute("state"));
    if (!state) return damaged(root, fmt::format("its state is \"{}\"", root.attribute("state")));
    run_.state = *state;
    run_.user = text(root, "user");
    run_.host = text(root, "host");
    for (const Node& child : root.elements()) readChild(child);
    return std::move(error_);
  }

 private:
  void readChild(Node child) {
    if (child.localName() == "rule") run_.rules.push_back(text(child, "id"));
    if (child.localName() != "file") return;
    RunFile file{.path = text(child, "path"),
                 .digestBefore = child.attribute("before"),
                 .digestAfter = child.attribute("after")};
    if (!staysInside(file.path)) fail(child, "a path in it leads out of the product home");
    const bool made = file.digestBefore == kAbsent;
    if (made) file.digestBefore.clear();
    if ((!made && !isDigest(file.digestBefore)) || !isDigest(file.digestAfter))
      fail(child, "a digest in it is no SHA-256");
    run_.files.push_back(std::move(file));
  }

  std::string text(Node node, std::string_view attribute) {
    auto plain = unescape(node.attribute(attribute));
    if (!plain) fail(node, fmt::format("its attribute {} has a broken escape", attribute));
    return plain.value_or("");
  }

  void fail(Node node, std::string_view what) {
    if (!error_) error_ = damaged(node, what);
  }

  Error damaged(Node node, std::string_view what, std::string hint = {}) const {
    if (hint.empty()) hint = "The originals are in the folder before/ beside it.";
    return Error{.message = fmt::format("the manifest is damaged: {}", what),
                 .path = document_.path(),
                 .at = {.line = node.line(), .column = 0},
                 .hint = std::move(hint)};
  }

  const Document& document_;
  Run& run_;
  std::optional<Error> error_;
};

}  // namespace

std::string_view toString(RunState state) {
  switch (state) {
    case RunState::prepared:
      return "prepared";
    case RunState::committed:
      return "committed";
    case RunState::restored:
      return "restored";
  }
  return {};
}

std::string writeManifest(const Run& run) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<run xmlns=\"{}\" format=\"{}\" state=\"{}\" user=\"{}\" host=\"{}\">\n", kNamespace, kFormat,
                     toString(run.state), escape(run.user), escape(run.host));
  for (const std::string& rule : run.rules) out += fmt::format("  <rule id=\"{}\"/>\n", escape(rule));
  for (const RunFile& file : run.files) {
    out += fmt::format("  <file path=\"{}\" before=\"{}\" after=\"{}\"/>\n", escape(file.path),
                       file.digestBefore.empty() ? kAbsent : file.digestBefore, file.digestAfter);
  }
  return out + "</run>\n";
}

Result<Run> readManifest(std::string bytes, const std::string& path, std::string name) {
  const auto document = Document::parse(std::move(bytes), path);
  if (!document) return document.error();
  Run run;
  run.name = std::move(name);
  if (auto error = Reader(*document, run).read()) return *std::move(error);
  return run;
}

}  // namespace carbonfix
