#include "carbonfix/lint/snapshot_taker.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/base/vendor_secrets.h"
#include "carbonfix/document/format.h"
#include "carbonfix/lint/engine.h"
#include "home/glob.h"
#include "home/snapshot_masks.h"
#include "home/snapshot_text.h"
#include "lint/secrets_in_files.h"
#include "lint/watched_files.h"

namespace carbonfix {
namespace {

constexpr std::size_t kLargestText = std::size_t{4} << 20;
constexpr std::size_t kLargestDigested = std::size_t{16} << 20;
constexpr std::size_t kMostEntries = 200'000;

using FolderId = std::pair<std::uint64_t, std::uint64_t>;

FolderId idOf(const FileStatus& status) { return {status.device, status.inode}; }

// Rules compare them as wholes.
bool isWorthDigest(std::string_view path) {
  constexpr std::array<std::string_view, 6> kStores = {".jks", ".p12", ".pfx", ".jceks", ".bks", ".keystore"};
  if (std::ranges::any_of(kStores, [path](std::string_view end) { return path.ends_with(end); })) return true;
  const std::string folder = relativeFolderOf(path);
  return path.ends_with(".jar") && (folder.ends_with("/lib") || folder.ends_with("/dropins") || folder == "lib");
}

// "cannot read /a/b: Permission denied" → "Permission denied": the path is said beside it.
std::string reasonOf(const Error& error, const std::string& path) {
  const std::size_t at = error.message.find(path + ": ");
  return at == std::string::npos ? error.message : error.message.substr(at + path.size() + 2);
}

class Taker {
 public:
  Taker(const Home& home, const std::vector<Pack>& packs, const SnapshotTaking& taking)
      : home_(home), packs_(packs), taking_(taking), fs_(home.files()), watched_(home.files()) {}

  TakenSnapshot take() {
    Snapshot& snapshot = out_.snapshot;
    snapshot.node = printable(home_.node());
    snapshot.machine = printable(taking_.machine);
    snapshot.realHome = fs_.realPath(home_.path()).value_or(home_.path());
    snapshot.home = home_.path().starts_with('/') ? home_.path() : snapshot.realHome;
    snapshot.confRoot = home_.confRoot();
    snapshot.facts = home_.facts();
    snapshot.taken = taking_.taken;
    snapshot.keyId = taking_.key.empty() ? std::string() : keyIdOf(taking_.key);
    findReadable();
    if (const auto top = fs_.status(home_.path())) folders_.emplace(idOf(*top), ".");
    walk({});
    addLinks();
    return std::move(out_);
  }

 private:
  // --- what rules read ---

  void findReadable() {
    const auto add = [this](const Result<std::vector<std::string>>& paths) {
      if (paths) readable_.insert(paths->begin(), paths->end());
    };
    for (const Pack& pack : packs_) {
      for (const Pattern& pattern : pack.patterns) add(home_.match(pattern.files));
      for (const Key& key : pack.keys) add(home_.match(key.files));
      for (const Port& port : pack.ports) add(home_.match(port.files));
    }
    add(home_.xmlFiles());
    watchRules();
  }

  // Where paths come out of other files only a run tells. Two nodes: else those that compare nodes would not run.
  void watchRules() {
    std::vector<Home> homes;
    for (const char* const name : {"1", "2"}) {
      if (auto home = Home::open(watched_, home_.path(), name)) homes.push_back(std::move(*home));
    }
    LintOptions all;
    all.phase = "all";
    static_cast<void>(lint(homes, packs_, all));  // what it finds is of no interest
  }

  bool isReadable(const std::string& path) const {
    return readable_.contains(path) || watched_.wasRead(absolute(path));
  }

  bool needsDigest(const std::string& path, std::size_t size) const {
    return watched_.wasDigested(absolute(path)) || (isWorthDigest(path) && size <= kLargestDigested);
  }

  // --- what there is ---

  // Not by way of the home: a folder conf/ beside repository/conf is that folder.
  std::string absolute(const std::string& path) const {
    return path.empty() ? home_.path() : fmt::format("{}/{}", home_.path(), path);
  }

  void walk(const std::string& folder) {
    const std::string path = absolute(folder);
    auto names = fs_.entries(path);
    if (!names) {
      if (!folder.empty()) out_.snapshot.entries.at(folder).unread = reasonOf(names.error(), path);
      return;
    }
    const auto nameOf = [](const FolderEntry& entry) -> const std::string& { return entry.name; };
    std::ranges::sort(*names, {}, nameOf);
    for (const FolderEntry& each : *names) {
      const std::string inside = folder.empty() ? each.name : fmt::format("{}/{}", folder, each.name);
      const auto& runtimes = home_.runtimes();
      const bool isApart = std::ranges::find(runtimes, inside) != runtimes.end();
      if (each.name == kStoreFolder || isApart) continue;
      if (out_.snapshot.entries.size() >= kMostEntries) {
        if (!folder.empty()) out_.snapshot.entries.at(folder).unread = "too many files for a snapshot";
        return;
      }
      addEntry(inside);
    }
  }

  void addEntry(const std::string& path) {
    const auto status = fs_.linkStatus(absolute(path));
    SnapshotEntry& entry = out_.snapshot.entries[path];
    entry.kind = status ? status->kind : FileKind::other;
    if (!status || status->kind == FileKind::missing) {  // it has gone since the folder was listed
      out_.snapshot.entries.erase(path);
      return;
    }
    entry.mode = status->mode;
    if (entry.kind == FileKind::file) addFile(path, *status, entry);
    if (entry.kind == FileKind::symlink) links_.push_back(path);
    if (entry.kind != FileKind::folder) return;
    const auto [known, isNew] = folders_.emplace(idOf(*status), path);
    if (isNew) return walk(path);
    entry.kind = FileKind::symlink;  // a link outside has led around to it
    entry.target = known->second;
  }

  // After all that is in the home itself: what is there is known by its own name. Those that come to light on the way
  // are last.
  void addLinks() {
    for (std::size_t i = 0; i < links_.size(); ++i) {
      const std::string path = links_[i];
      addLink(path, out_.snapshot.entries.at(path));
    }
  }

  void addLink(const std::string& path, SnapshotEntry& entry) {
    const auto target = fs_.realPath(absolute(path));
    if (!target) return;  // it leads nowhere
    const std::string& home = out_.snapshot.realHome;
    if (*target == home) {
      entry.target = ".";
      return;
    }
    if (target->starts_with(home + '/')) {
      entry.target = target->substr(home.size() + 1);
      return;
    }
    entry.target = *target;
    const auto behind = fs_.status(*target);
    if (!behind) return;
    if (behind->kind == FileKind::file) {
      entry.behind = FileKind::file;
      addFile(path, *behind, entry);
    }
    if (behind->kind != FileKind::folder) return;
    const auto [known, isNew] = folders_.emplace(idOf(*behind), path);
    if (isNew) {
      entry.behind = FileKind::folder;
      walk(path);
    } else {
      entry.target = known->second;
    }
  }

  void addFile(const std::string& path, const FileStatus& status, SnapshotEntry& entry) {
    entry.size = status.size;
    const bool readable = isReadable(path);
    if (!readable && !needsDigest(path, status.size)) return;
    const std::string whole = absolute(path);
    if (readable && status.size > kLargestText) {
      return unread(path, fmt::format("{} bytes are too many for a snapshot", status.size), entry);
    }
    const auto bytes = fs_.read(whole, kMaxFileSize);
    if (!bytes) return readable ? unread(path, reasonOf(bytes.error(), whole), entry) : void();
    entry.digest = sha256(*bytes);
    if (readable) addText(path, *bytes, entry);
  }

  void unread(const std::string& path, std::string why, SnapshotEntry& entry) {
    out_.unread.push_back(Error{.message = "not in the snapshot: " + why, .path = path});
    entry.unread = std::move(why);
  }

  // --- texts ---

  void addText(const std::string& path, const std::string& bytes, SnapshotEntry& entry) {
    auto text = maskedSafely(path, bytes);
    if (!text) {
      entry.digest.clear();
      return unread(path, "its secrets can't be told from the rest of it", entry);
    }
    if (text->hidesSomething()) entry.digest = sha256(bytesOfText(text->text, text->encoding));
    entry.text = std::move(*text);
  }

  // Nothing: what a parser makes of the text with stand-ins is another thing, or still has a secret.
  std::optional<SnapshotText> maskedSafely(const std::string& path, const std::string& bytes) const {
    const FileFormat format = formatOf(path);
    const auto original = Document::parse(bytes, path, format);
    Masking masking{.key = taking_.key, .isJson = format == FileFormat::json};
    for (const bool keepsPunctuation : {false, true}) {
      masking.keepsPunctuation = keepsPunctuation;
      masking.known.clear();
      for (const bool again : {false, true}) {
        SnapshotText text = masked(textOfBytes(bytes), masking);
        if (text.secrets.empty() && !original) return text;
        auto filled = bytesWith(text, {}, path);
        if (!filled) return std::nullopt;
        const auto parsed = Document::parse(std::move(*filled), path, format);
        if (parsed.has_value() != original.has_value()) break;
        if (!original) return text;
        masking.known = common(secretsIn(*original), secretsIn(*parsed), format == FileFormat::xml);
        if (masking.known.empty()) return text;
        if (again) return std::nullopt;
      }
    }
    return std::nullopt;
  }

  // One that products ship with, in cipher-text.properties perhaps, where it stands in brackets until it is encrypted.
  static bool isVendors(std::string_view value) {
    if (value.size() > 2 && value.front() == '[' && value.back() == ']') value = value.substr(1, value.size() - 2);
    return !vendorSecretId(value).empty();
  }

  // Secrets that are in both, and not known to everybody.
  static std::vector<std::string> common(const std::vector<std::string>& original,
                                         const std::vector<std::string>& masked, bool isXml) {
    const std::set<std::string> left(masked.begin(), masked.end());
    std::set<std::string> both;
    for (const std::string& value : original) {
      const std::string_view plain = trim(value);
      const bool isOpen = (isXml && isUnsetSecret(plain)) || isVendors(plain);
      if (!isOpen && left.contains(value)) both.insert(value);
    }
    return {both.begin(), both.end()};
  }

  const Home& home_;
  const std::vector<Pack>& packs_;
  const SnapshotTaking& taking_;
  FileSystem& fs_;
  WatchedFiles watched_;
  TakenSnapshot out_;
  std::set<std::string, std::less<>> readable_;
  std::map<FolderId, std::string> folders_;  // those that were walked, with their names
  std::vector<std::string> links_;
};

}  // namespace

TakenSnapshot takeSnapshot(const Home& home, const std::vector<Pack>& packs, const SnapshotTaking& taking) {
  return Taker(home, packs, taking).take();
}

std::string keyIdOf(const std::string& key) {
  constexpr std::size_t kSize = 16;
  return hmacSha256(key, "carbonfix snapshot key").substr(0, kSize);
}

}  // namespace carbonfix
