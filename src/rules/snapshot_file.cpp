#include "carbonfix/rules/snapshot_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/base64.h"
#include "carbonfix/base/digest.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/percent.h"
#include "carbonfix/base/text.h"
#include "home/glob.h"
#include "home/snapshot_text.h"
#include "rules/rule_text.h"
#include "rules/schema_check.h"

namespace carbonfix {
namespace {

constexpr std::string_view kEnd = "</snapshot>";
constexpr const char* kTakeAgain = "Take it again: carbonfix snapshot HOME > node.cfs";

std::size_t numberOf(std::string_view text, int base = 10) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

// A path below the home that can be nothing else.
bool isInside(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  const auto names = split(path, '/');
  return std::ranges::none_of(names, [](std::string_view name) { return name.empty() || name == "." || name == ".."; });
}

// Makes the model of a document that the schema accepts.
class Builder {
 public:
  explicit Builder(const Document& document) : document_(document) {}

  Result<Snapshot, Errors> build() {
    const Node root = document_.rootElement();
    Snapshot snapshot;
    snapshot.node = root.attribute("node");
    snapshot.machine = root.attribute("machine");
    snapshot.home = rawPath(root, "home");
    snapshot.realHome = rawPath(root, "real-home");
    snapshot.confRoot = rawPath(root, "conf");
    snapshot.facts = {.product = root.attribute("product"),
                      .version = root.attribute("product-version"),
                      .kernel = root.attribute("kernel")};
    snapshot.taken = root.attribute("taken");
    snapshot.keyId = root.attribute("key");
    if (root.attribute("version") != kSnapshotVersion) {
      fault(root,
            fmt::format("the snapshot has the version {}, and this carbonfix reads version {}",
                        printable(root.attribute("version")), kSnapshotVersion),
            "Use one version of carbonfix on all machines.");
      return std::move(errors_);
    }
    for (const std::string* const path : {&snapshot.home, &snapshot.realHome}) {
      if (!path->starts_with('/')) fault(root, "the home of a snapshot is an absolute path");
    }
    for (const Node& element : root.elements()) addEntry(element, snapshot);
    if (errors_.empty()) checkFolders(snapshot);
    if (!errors_.empty()) return std::move(errors_);
    return snapshot;
  }

 private:
  void fault(Node at, std::string message, std::string hint = kTakeAgain) {
    Error error = ruleError(document_, placeOf(document_, at), std::move(message), std::move(hint));
    error.excerpt.clear();
    errors_.push_back(std::move(error));
  }

  std::string rawPath(Node element, std::string_view name) {
    auto path = percentDecoded(element.attribute(name));
    if (!path) fault(element, fmt::format("{}: a % without two hexadecimal digits behind it", name));
    return path.value_or(std::string());
  }

  void addEntry(Node element, Snapshot& snapshot) {
    std::string path = rawPath(element, "path");
    if (!isInside(path)) {
      return fault(element, fmt::format("\"{}\" is no path inside of a home", printable(path)));
    }
    SnapshotEntry entry;
    const std::string kind = element.localName();
    entry.kind = kind == "file"     ? FileKind::file
                 : kind == "folder" ? FileKind::folder
                 : kind == "link"   ? FileKind::symlink
                                    : FileKind::other;
    entry.mode = static_cast<std::uint32_t>(numberOf(element.attribute("mode"), 8));
    entry.size = numberOf(element.attribute("size"));
    entry.unread = element.attribute("unread");
    if (entry.kind == FileKind::symlink) {
      entry.target = rawPath(element, "to");
      const std::string outside = element.attribute("outside");
      if (!outside.empty()) entry.behind = outside == "folder" ? FileKind::folder : FileKind::file;
      const bool isPath =
          entry.target.empty() || entry.target == "." || entry.target.starts_with('/') || isInside(entry.target);
      if (!isPath) return fault(element, fmt::format("\"{}\" is no path", printable(entry.target)));
    }
    if (!addText(element, path, snapshot.node, entry)) return;
    if (!snapshot.entries.emplace(path, std::move(entry)).second) {
      fault(element, fmt::format("{} is in the snapshot twice", printable(path)));
    }
  }

  // False: it is wrong, and that has been said.
  bool addText(Node element, const std::string& path, const std::string& node, SnapshotEntry& entry) {
    const bool isMasked = element.hasAttribute("masked-sha256");
    entry.digest = element.attribute(isMasked ? "masked-sha256" : "sha256");
    SnapshotText text;
    bool hasText = false;
    for (const Node& child : element.elements()) {
      if (child.localName() == "secret") {
        text.secrets.push_back(secretOf(child));
        continue;
      }
      hasText = true;
      text.encoding = encodingOf(child.attribute("encoding"));
      text.text = child.value();
      if (child.attribute("form").empty()) continue;
      auto decoded = base64Decoded(text.text);
      if (!decoded || !isValidUtf8(*decoded)) {
        fault(child, fmt::format("{}: this is not base64 of a text", printable(path)));
        return false;
      }
      text.text = std::move(*decoded);
    }
    if (!hasText) return true;
    const auto filled = bytesWith(text, {}, node);
    if (!filled) {
      fault(element, fmt::format("{}: {}", printable(path), filled.error().message));
      return false;
    }
    // A later version may know a password that products ship with, and this one does not: then it can't tell.
    const bool isKnown = isMasked || !text.hidesSomething();
    if (isKnown && sha256(isMasked ? bytesOfText(text.text, text.encoding) : *filled) != entry.digest) {
      fault(element,
            fmt::format("{} is not what it was when the snapshot was taken: its digest differs", printable(path)));
      return false;
    }
    entry.text = std::move(text);
    return true;
  }

  static MaskedSecret secretOf(Node element) {
    return {.at = {.line = numberOf(element.attribute("line")), .column = numberOf(element.attribute("column"))},
            .length = numberOf(element.attribute("length")),
            .isNumber = element.hasAttribute("type"),
            .vendorId = element.attribute("vendor"),
            .digest = element.attribute("digest")};
  }

  static TextEncoding encodingOf(std::string_view name) {
    for (const TextEncoding each : {TextEncoding::latin1, TextEncoding::utf16le, TextEncoding::utf16be}) {
      if (encodingName(each) == name) return each;
    }
    return TextEncoding::utf8;
  }

  // What has something in it is a folder, or a link to one.
  void checkFolders(const Snapshot& snapshot) {
    for (const auto& [path, entry] : snapshot.entries) {
      const std::string folder = relativeFolderOf(path);
      if (folder.empty()) continue;
      const auto above = snapshot.entries.find(folder);
      const bool isFolder = above != snapshot.entries.end() &&
                            (above->second.kind == FileKind::folder || above->second.behind == FileKind::folder);
      if (!isFolder) {
        return fault(document_.rootElement(), fmt::format("{} is in no folder of the snapshot", printable(path)));
      }
    }
  }

  const Document& document_;
  Errors errors_;
};

Error notOne(const std::string& name, std::string message) {
  return Error{.message = std::move(message), .path = name, .hint = kTakeAgain};
}

// What of the begin tells that this is no snapshot, before a parser sees the rest; nothing: it may be one.
std::optional<Error> rootProblem(std::string_view text, const std::string& name) {
  constexpr std::size_t kStart = 4096;
  std::string_view start = trim(text.substr(0, kStart));
  if (start.starts_with("<?xml")) start = trim(start.substr(std::min(start.find("?>"), start.size() - 2) + 2));
  if (text.find("<!DOCTYPE") != std::string_view::npos) {
    return notOne(name, "not a snapshot: it has a document type, and a snapshot has none");
  }
  if (start.starts_with("<snapshot") && start.find(kSnapshotNamespace) != std::string_view::npos) return std::nullopt;
  return notOne(name, fmt::format("this is not a folder, and not a snapshot of a product home either: that begins with "
                                  "<snapshot xmlns=\"{}\"",
                                  kSnapshotNamespace));
}

// Cuts what comes into snapshots.
class Cutter {
 public:
  Cutter(std::istream& in, const std::string& name) : in_(in), name_(name) {}

  // The text of the next one; empty at the end.
  Result<std::string> next() {
    std::size_t looked = 0;
    while (true) {
      const std::size_t end = held_.find(kEnd, looked);
      if (end != std::string::npos) {
        std::string text = held_.substr(0, end + kEnd.size());
        held_.erase(0, text.size());
        ++count_;
        return text;
      }
      if (held_.size() > kMaxSnapshot) {
        return notOne(name_, fmt::format("a snapshot has less than {} MB, and this has more", kMaxSnapshot >> 20U));
      }
      looked = held_.size() < kEnd.size() ? 0 : held_.size() - kEnd.size();
      if (count_ == 0 && held_.size() >= kFirst) {
        if (auto problem = rootProblem(held_, name_)) return std::move(*problem);
      }
      if (!readMore()) break;
    }
    if (trim(held_).empty() && count_ > 0) return std::string();
    if (trim(held_).empty()) return notOne(name_, "there is no snapshot in it: it is empty");
    if (auto problem = rootProblem(held_, name_)) return std::move(*problem);
    return notOne(name_,
                  fmt::format("the {} snapshot is cut off: its end tag is not there", count_ == 0 ? "first" : "last"));
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{64} << 10;
  static constexpr std::size_t kFirst = 4096;  // enough to tell a snapshot

  bool readMore() {
    std::array<char, kPiece> piece{};
    in_.read(piece.data(), piece.size());
    held_.append(piece.data(), static_cast<std::size_t>(in_.gcount()));
    return in_.gcount() > 0;
  }

  std::istream& in_;
  const std::string& name_;
  std::string held_;
  std::size_t count_ = 0;
};

}  // namespace

Result<Snapshot, Errors> parseSnapshot(const std::string& text, const std::string& name) {
  if (auto problem = rootProblem(text, name)) return Errors{std::move(*problem)};
  const std::size_t start = text.find('<');
  const auto document = Document::parse(text.substr(start), name);
  const auto withoutExcerpts = [](Errors errors) {
    for (Error& error : errors) {
      error.excerpt.clear();
      if (error.hint.empty()) error.hint = kTakeAgain;
    }
    return errors;
  };
  if (!document) return withoutExcerpts({document.error()});
  Errors errors = document->namespaceErrors();
  Errors invalid = checkSchema(*document, snapshotLanguage());
  errors.insert(errors.end(), std::make_move_iterator(invalid.begin()), std::make_move_iterator(invalid.end()));
  if (!errors.empty()) return withoutExcerpts(std::move(errors));
  return Builder(*document).build();
}

Result<std::vector<Snapshot>, Errors> readSnapshots(std::istream& in, const std::string& name) {
  Cutter cutter(in, name);
  std::vector<Snapshot> snapshots;
  while (true) {
    auto text = cutter.next();
    if (!text) return Errors{std::move(text).error()};
    if (text->empty()) return snapshots;
    auto snapshot = parseSnapshot(*text, name);
    if (!snapshot) return snapshot.error();
    snapshots.push_back(std::move(*snapshot));
  }
}

}  // namespace carbonfix
