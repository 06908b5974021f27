// Puts stand-ins where a snapshot has masks.
#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <re2/re2.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/base/vendor_secrets.h"
#include "carbonfix/home/snapshot.h"
#include "home/snapshot_text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kLetters = "ABCDEGHIJKLMNOPQRSUVWYZabcdeghijklmnopqrsuvwyz0123456789";
constexpr std::size_t kFirstLetters = 46;  // of them: those that are no digits
constexpr std::size_t kHexDigits = 16;
// How far from a password the name of its user may stand.
constexpr std::size_t kNear = 2000;  // bytes

// `length` characters that hang on the seed alone, and are neither a flag nor a number. Letters that "true", "false"
// and "xxx" begin with are not among them.
std::string wordOf(std::string_view seed, std::size_t length, bool isNumber) {
  std::string word;
  for (std::size_t round = 0; word.size() < length; ++round) {
    const std::string digest = sha256(fmt::format("{} {}", round, seed));
    for (std::size_t i = 0; i + 1 < digest.size() && word.size() < length; i += 2) {
      const std::size_t value = kLetters.find(digest[i]) * kHexDigits + kLetters.find(digest[i + 1]);
      if (isNumber) {
        word += static_cast<char>('1' + value % 9);
      } else {
        word += kLetters[value % (word.empty() ? kFirstLetters : kLetters.size())];
      }
    }
  }
  return word;
}

// The value of what is called a user, the last before `at`; empty: there is none near.
std::string userBefore(std::string_view text, std::size_t at) {
  static const re2::RE2 user(R"re((?i)user_?(?:name|id)?["']?(?:\s+value)?\s*[=:>]\s*["']?([^\s"'<>&]+))re");
  std::string_view rest = text.substr(at > kNear ? at - kNear : 0, std::min(at, kNear));
  re2::StringPiece input(rest.data(), rest.size());
  std::string name;
  std::string found;
  while (re2::RE2::FindAndConsume(&input, user, &found)) name = found;
  return name;
}

// Fills one text; secrets are looked for line by line, in order.
class Filler {
 public:
  Filler(const SnapshotText& from, const StandIns& standIns, std::string_view seed)
      : from_(from), standIns_(standIns), seed_(seed) {}

  Result<std::string> fill() {
    const std::string_view text = std::string_view(from_.text).substr(lengthOfMark(from_.text));
    done_ = from_.text.substr(0, lengthOfMark(from_.text));
    const std::vector<std::string_view> lines = splitLines(text);
    auto secret = from_.secrets.begin();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto end =
          std::find_if(secret, from_.secrets.end(), [&](const MaskedSecret& each) { return each.at.line != i + 1; });
      if (!fillLine(lines[i], secret, end)) return misfit(*secret);
      secret = end;
    }
    if (secret != from_.secrets.end()) return misfit(*secret);
    return bytesOfText(done_, from_.encoding);
  }

 private:
  using Secret = std::vector<MaskedSecret>::const_iterator;

  // `secret` ends at the one that does not fit.
  bool fillLine(std::string_view line, Secret& secret, Secret end) {
    std::size_t at = 0;      // in `line`
    std::size_t column = 1;  // in the original
    for (; secret != end; ++secret) {
      for (; column < secret->at.column && at < line.size(); ++column) nextCodePoint(line, at);
      if (column != secret->at.column || !line.substr(at).starts_with(kMask)) return false;
      if (secret->length > kMaxFileSize - std::min(done_.size(), kMaxFileSize)) return false;
      done_ += line.substr(copied_, at - copied_);
      done_ += standIn(*secret);
      at += kMask.size();
      copied_ = at;
      column += secret->length;
    }
    done_ += line.substr(copied_);
    copied_ = 0;
    return true;
  }

  std::string standIn(const MaskedSecret& secret) const {
    if (const std::string_view known = vendorSecret(secret.vendorId); !known.empty()) return std::string(known);
    if (standIns_.kind == StandIns::Kind::same) return wordOf("same", kMask.size(), secret.isNumber);
    const bool isNotUser = standIns_.kind == StandIns::Kind::notUser;
    if ((isNotUser || standIns_.kind == StandIns::Kind::user) && !secret.isNumber) {
      const std::string user = userBefore(done_, done_.size());
      // A secret that is "admin" would not be masked from us.
      if (!user.empty() && vendorSecretId(user).empty()) return isNotUser ? user + 'n' : user;
    }
    const bool byDigest = standIns_.byDigest && !secret.digest.empty();
    const std::string place = fmt::format("{} {}:{}", seed_, secret.at.line, secret.at.column);
    return wordOf(byDigest ? secret.digest : place, secret.length, secret.isNumber);
  }

  static Error misfit(const MaskedSecret& secret) {
    return Error{.message = fmt::format("the table of secrets has one at {}:{}, and the text has no mask there",
                                        secret.at.line, secret.at.column)};
  }

  const SnapshotText& from_;
  const StandIns& standIns_;
  std::string_view seed_;
  std::string done_;
  std::size_t copied_ = 0;  // of the line
};

}  // namespace

bool SnapshotText::hidesSomething() const {
  return std::ranges::any_of(secrets, [](const MaskedSecret& each) { return vendorSecret(each.vendorId).empty(); });
}

bool Snapshot::hidesSomething() const {
  return std::ranges::any_of(
      entries, [](const auto& entry) { return entry.second.text && entry.second.text->hidesSomething(); });
}

Result<std::string> bytesWith(const SnapshotText& text, const StandIns& standIns, std::string_view seed) {
  return Filler(text, standIns, seed).fill();
}

}  // namespace carbonfix
