#include "carbonfix/patch/saved_plan.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/percent.h"
#include "carbonfix/document/document.h"

namespace carbonfix {
namespace {

// Rises when an older program could not apply the plan any more.
constexpr std::string_view kFormat = "1";
constexpr std::string_view kNamespace = "urn:carbonfix:plan:1";
constexpr std::string_view kAnyNamespace = "urn:carbonfix:plan:";
constexpr std::string_view kAbsent = "absent";
constexpr std::string_view kYes = "yes";
constexpr const char* kStandardInput = "-";

using Kind = TextPiece::Kind;

// ---- writing

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, percentEncoded(value));
}

std::string written(const ReferencedText& text) {
  std::string out;
  for (const TextPiece& piece : text) {
    switch (piece.kind) {
      case Kind::text:
        out += percentEncoded(piece.text);
        break;
      case Kind::parameter:
        out += fmt::format("<secret{}/>", attribute("param", piece.text));
        break;
      case Kind::omitted:
        out += fmt::format("<secret{}/>", piece.text.empty() ? "" : attribute("patch", piece.text));
        break;
    }
  }
  return out;
}

std::string written(const SavedParam& param, std::string_view indent) {
  std::string start = fmt::format("{}<param{}", indent, attribute("name", param.name));
  if (param.sensitive) return fmt::format("{} sensitive=\"{}\"{}/>\n", start, kYes, attribute("from", param.from));
  return fmt::format("{}>{}</param>\n", start, written(param.value));
}

std::string written(const SavedFile& file) {
  std::string out = fmt::format("    <file{} before=\"{}\" after=\"{}\">\n", attribute("path", file.path),
                                file.before.empty() ? kAbsent : file.before, file.after);
  for (const SavedEdit& edit : file.edits) {
    out += fmt::format("      <edit offset=\"{}\" length=\"{}\"{}>{}</edit>\n", edit.offset, edit.length,
                       attribute("patch", edit.patch), written(edit.text));
  }
  return out + "    </file>\n";
}

std::string written(const SavedHome& home) {
  std::string out = fmt::format("  <home{}{}", attribute("node", home.node), attribute("path", home.path));
  out += home.isRuntime ? fmt::format(" runtime=\"{}\">\n", kYes) : ">\n";
  for (const SavedParam& param : home.params) out += written(param, "    ");
  for (const SavedFile& file : home.files) out += written(file);
  return out + "  </home>\n";
}

// ---- reading

// Reads one plan; remembers the first thing that is wrong.
class Reader {
 public:
  explicit Reader(const Document& document) : document_(document) {}

  Result<SavedPlan> read() {
    const Node root = document_.rootElement();
    if (!root.namespaceUri().starts_with(kAnyNamespace) || root.localName() != "plan") {
      return problem(root, fmt::format("this is no plan: its root element is <{}>", root.name()),
                     "carbonfix plan --out FILE makes one");
    }
    const std::string format = root.attribute("format");
    if (format != kFormat || root.namespaceUri() != kNamespace) {
      return problem(root,
                     fmt::format("the plan has the format \"{}\", and this version reads \"{}\"", format, kFormat),
                     "it was made by another version of carbonfix: use that one, or make a new plan");
    }
    for (const Node& child : root.elements()) readChild(child);
    if (plan_.homes.empty()) fail(root, "there is no home in it");
    if (error_) return *std::move(error_);
    return std::move(plan_);
  }

 private:
  void readChild(Node child) {
    const std::string name = child.localName();
    if (name == "recipe") {
      plan_.recipes.push_back({text(child, "name"), digest(child, "digest")});
    } else if (name == "rules") {
      plan_.rules.push_back(path(child));
    } else if (name == "rule-file") {
      plan_.ruleFiles.push_back({path(child), digest(child, "digest")});
    } else if (name == "inventory") {
      plan_.inventory = path(child);
    } else if (name == "params") {
      plan_.paramFiles.push_back(child.attribute("standard-input") == kYes ? kStandardInput : path(child));
    } else if (name == "param") {
      plan_.params.push_back(param(child));
    } else if (name == "home") {
      plan_.homes.push_back(home(child));
    } else {
      fail(child, fmt::format("there is an element <{}> in it", child.name()));
    }
  }

  SavedHome home(Node node) {
    SavedHome home{.node = text(node, "node"), .path = path(node), .isRuntime = isYes(node, "runtime")};
    for (const Node& child : node.elements()) {
      if (child.localName() == "param") {
        home.params.push_back(param(child));
      } else if (child.localName() == "file") {
        home.files.push_back(file(child));
      } else {
        fail(child, fmt::format("there is an element <{}> in a home", child.name()));
      }
    }
    return home;
  }

  SavedParam param(Node node) {
    SavedParam param{.name = text(node, "name"), .sensitive = isYes(node, "sensitive"), .from = text(node, "from")};
    if (!param.sensitive) param.value = content(node);
    return param;
  }

  SavedFile file(Node node) {
    SavedFile file{.path = text(node, "path")};
    if (file.path.empty()) fail(node, "a file in it has no path");
    if (node.attribute("before") != kAbsent) file.before = digest(node, "before");
    file.after = digest(node, "after");
    for (const Node& child : node.elements()) {
      file.edits.push_back({number(child, "offset"), number(child, "length"), text(child, "patch"), content(child)});
    }
    return file;
  }

  ReferencedText content(Node node) {
    ReferencedText text;
    for (const Node& child : node.children()) {
      if (child.kind() == NodeKind::element) {
        const bool isParameter = child.hasAttribute("param");
        text.push_back(
            {isParameter ? Kind::parameter : Kind::omitted, this->text(child, isParameter ? "param" : "patch")});
      } else if (const auto plain = percentDecoded(child.value())) {
        text.push_back({Kind::text, *plain});
      } else {
        fail(node, "a text in it has a broken escape");
      }
    }
    return text;
  }

  std::string text(Node node, std::string_view attribute) {
    auto plain = percentDecoded(node.attribute(attribute));
    if (!plain) fail(node, fmt::format("its attribute {} has a broken escape", attribute));
    return plain.value_or("");
  }

  std::string path(Node node) {
    std::string path = text(node, "path");
    if (!path.starts_with('/')) fail(node, fmt::format("the path of <{}> is not absolute", node.name()));
    return path;
  }

  std::string digest(Node node, std::string_view attribute) {
    std::string digest = node.attribute(attribute);
    if (!isSha256(digest)) fail(node, fmt::format("its attribute {} is no SHA-256", attribute));
    return digest;
  }

  std::size_t number(Node node, std::string_view attribute) {
    const std::string digits = node.attribute(attribute);
    std::size_t value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code != std::errc() || end != digits.data() + digits.size()) {
      fail(node, fmt::format("its attribute {} is no number", attribute));
    }
    return value;
  }

  bool isYes(Node node, std::string_view attribute) {
    const std::string value = node.attribute(attribute);
    if (!value.empty() && value != kYes) fail(node, fmt::format("its attribute {} is not \"{}\"", attribute, kYes));
    return value == kYes;
  }

  void fail(Node node, std::string_view what) {
    if (!error_) error_ = problem(node, fmt::format("the plan is damaged: {}", what), "make a new plan");
  }

  Error problem(Node node, std::string message, std::string hint) const {
    return Error{.message = std::move(message),
                 .path = document_.path(),
                 .at = {.line = node.line(), .column = 0},
                 .hint = std::move(hint)};
  }

  const Document& document_;
  SavedPlan plan_;
  std::optional<Error> error_;
};

}  // namespace

std::string writePlan(const SavedPlan& plan) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<plan xmlns=\"{}\" format=\"{}\">\n", kNamespace, kFormat);
  for (const SavedRules& recipe : plan.recipes) {
    out += fmt::format("  <recipe{} digest=\"{}\"/>\n", attribute("name", recipe.name), recipe.digest);
  }
  for (const std::string& path : plan.rules) out += fmt::format("  <rules{}/>\n", attribute("path", path));
  for (const SavedRules& file : plan.ruleFiles) {
    out += fmt::format("  <rule-file{} digest=\"{}\"/>\n", attribute("path", file.name), file.digest);
  }
  if (!plan.inventory.empty()) out += fmt::format("  <inventory{}/>\n", attribute("path", plan.inventory));
  for (const std::string& path : plan.paramFiles) {
    const bool isInput = path == kStandardInput;
    out += fmt::format("  <params{}/>\n", isInput ? attribute("standard-input", kYes) : attribute("path", path));
  }
  for (const SavedParam& param : plan.params) out += written(param, "  ");
  for (const SavedHome& home : plan.homes) out += written(home);
  return out + "</plan>\n";
}

Result<SavedPlan> readPlan(std::string bytes, const std::string& path) {
  const auto document = Document::parse(std::move(bytes), path);
  if (!document) {
    Error error = document.error();
    error.message = fmt::format("this is no plan, or a damaged one: {}", error.message);
    error.hint = "carbonfix plan --out FILE makes one";
    error.excerpt.clear();
    return error;
  }
  return Reader(*document).read();
}

}  // namespace carbonfix
