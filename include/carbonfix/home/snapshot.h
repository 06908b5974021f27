// A snapshot: what the rules can see of a product home, taken on its machine and looked at on another. Secrets are
// masked in it. docs/snapshot.md tells the form of the file, rules/schema/snapshot.rng is its schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"

namespace carbonfix {

inline constexpr std::string_view kSnapshotNamespace = "urn:carbonfix:snapshot:1";
inline constexpr std::string_view kSnapshotVersion = "1";

// A secret that is masked in a text.
struct MaskedSecret {
  Position at = {};           // in the original
  std::size_t length = 0;     // code points, in the original
  bool isNumber = false;      // a number of JSON, without quotes
  std::string vendorId = {};  // of a password that products ship with (see base/vendor_secrets.h); empty: it is none
  std::string digest = {};    // of the value, with a key; empty: there was none
};

// How the bytes of a file become the text of a snapshot, and back: the same bytes, whatever they are.
enum class TextEncoding { utf8, latin1, utf16le, utf16be };

struct SnapshotText {
  std::string text;  // UTF-8, with kMask in the place of each secret
  TextEncoding encoding = TextEncoding::utf8;
  std::vector<MaskedSecret> secrets = {};  // as they stand

  // Is there one that is not known to everybody?
  bool hidesSomething() const;
};

struct SnapshotEntry {
  FileKind kind = FileKind::file;
  std::uint32_t mode = 0;
  std::uint64_t size = 0;   // bytes of the original
  std::string digest = {};  // SHA-256 of the original, or of the bytes with masks where that hides something
  std::optional<SnapshotText> text = {};  // of a file that rules read
  // Of a symlink: where it leads, in the home without the home's path ("." is the home), else absolute. Empty: nowhere.
  std::string target = {};
  FileKind behind = FileKind::missing;  // of a symlink that leads out of the home
  std::string unread = {};              // why a file's text, or what is in a folder, is not known
};

struct Snapshot {
  std::string node;
  std::string machine;   // the name that the node's machine gives itself
  std::string home;      // absolute path
  std::string realHome;  // the same without symlinks
  std::string confRoot;
  ProductFacts facts;
  std::string taken;  // 2026-03-01T12:00:00Z
  std::string keyId;  // tells keys apart; empty: taken without one
  // By path relative to the home. All folders that something is in are there.
  std::map<std::string, SnapshotEntry, std::less<>> entries;

  // Is a secret masked whose value nobody else knows?
  bool hidesSomething() const;
};

// What stands in the place of masked secrets.
struct StandIns {
  enum class Kind {
    distinct,  // a text of its own for each, as long as the secret, so that all places stay where they were
    same,      // one text for all
    user,      // the name of the user beside it
    notUser,   // that name and a letter: the same for the same users, but not what they are called
  } kind = Kind::distinct;
  // Secrets with the same digest get the same text.
  bool byDigest = false;
};

// The file's bytes with stand-ins; passwords that products ship with are themselves. `seed` tells places apart. Error:
// the table of secrets does not fit the text.
Result<std::string> bytesWith(const SnapshotText& text, const StandIns& standIns, std::string_view seed);

// The XML form.
std::string snapshotXml(const Snapshot& snapshot);

}  // namespace carbonfix
