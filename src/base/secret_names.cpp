// The names and values as product homes have them. A name is judged by how it ends: what ends in "password" holds one,
// while PasswordJavaRegEx, passwordPolicy.min.length, PasswordHashMethod, Password.Expire.Time, UpdateUserPasswordSQL,
// secretProvider, svns:secretAlias, PrivateKeyAlias, TokenName or AccessTokenDefaultValidityPeriod only speak of one.
#include "base/secret_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// Without case, separators and what follows as digits: "DB_PASSWORD", "key-password" and "Password2" end alike.
constexpr std::array<std::string_view, 27> kEndings = {
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    // clientSecret, Secret
    "secret",
    "secrets",
    // keystorePass and friends in one case; "pass" as a word of its own is handled below: "bypass" is no secret
    "storepass",
    "keypass",
    "dbpass",
    "userpass",
    // recaptcha.secret.key, SendgridAPIKey, licenseKey; a keyAlias or a cacheKey is none
    "secretkey",
    "apikey",
    "accesskey",
    "privatekey",
    "sharedkey",
    "encryptionkey",
    "symmetrickey",
    "licensekey",
    // GmailRefreshToken; plain "token" is a flag or a number in every file that has it (Log.Token, initial_token)
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "bearertoken",
    "apitoken",
    "securitytoken",
    "sessiontoken",
};

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool equalsLower(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return lower(a) == b; });
}

// "pass" or "salt" as the last word: keystorePass, wss.ssl.cert.pass, pass.
bool endsInWord(std::string_view name, std::string_view word) {
  if (name.size() < word.size() || !equalsLower(name.substr(name.size() - word.size()), word)) return false;
  if (name.size() == word.size()) return true;
  const char before = name[name.size() - word.size() - 1];
  return !isLetter(before) || (isUpper(name[name.size() - word.size()]) && !isUpper(before));
}

// The last two letters of every ending above, of "pass" and of "salt": most names end otherwise. By last letter, a bit
// for each letter before it.
constexpr auto kLastPairs = [] {
  std::array<std::uint32_t, 26> pairs{};
  for (const std::string_view pair : {"rd", "ds", "wd", "se", "de", "et", "ts", "ss", "ey", "en", "lt"}) {
    pairs[static_cast<std::size_t>(pair[1] - 'a')] |= 1U << static_cast<unsigned>(pair[0] - 'a');
  }
  return pairs;
}();

bool mayEndASecret(char beforeLast, char last) {
  const auto index = [](char letter) { return static_cast<unsigned>(lower(letter) - 'a'); };
  return (kLastPairs[index(last)] >> index(beforeLast) & 1U) != 0;
}

bool isNameOfProperty(char c) { return isLetter(c) || isDigit(c) || c == '.' || c == '_' || c == '-'; }

// ${admin.password}, $secret{alias}, $env{X}, {{ template }}; not ${x:-default}, which holds the default.
bool isPlaceholder(std::string_view value) {
  if (value.starts_with("{{") && value.ends_with("}}")) return value.find('}') == value.size() - 2;
  if (!value.starts_with('$') || !value.ends_with('}')) return false;
  const std::size_t open = value.find('{');
  if (open == std::string_view::npos) return false;
  const std::string_view kind = value.substr(1, open - 1);
  const std::string_view inside = value.substr(open + 1, value.size() - open - 2);
  return std::all_of(kind.begin(), kind.end(), isLetter) && std::all_of(inside.begin(), inside.end(), isNameOfProperty);
}

}  // namespace

bool isSecretName(std::string_view name) {
  if (name == "PWD" || name == "OLDPWD") return false;  // the shell's current folder
  while (!name.empty() && !isLetter(name.back())) name.remove_suffix(1);
  if (name.size() < 3) return false;
  std::size_t before = name.size() - 2;  // separators do not count
  while (before > 0 && !isLetter(name[before])) --before;
  if (!isLetter(name[before]) || !mayEndASecret(name[before], name.back())) return false;
  if (endsInWord(name, "pass") || endsInWord(name, "salt")) return true;
  // The longest ending has 13 letters; no need to look at more of a name.
  std::array<char, 16> buffer{};
  std::size_t first = buffer.size();
  for (auto c = name.rbegin(); c != name.rend() && first > 0; ++c) {
    if (isLetter(*c) || isDigit(*c)) buffer[--first] = lower(*c);
  }
  const std::string_view tail(buffer.data() + first, buffer.size() - first);
  return std::any_of(kEndings.begin(), kEndings.end(), [tail](std::string_view end) { return tail.ends_with(end); });
}

bool isSecretValue(std::string_view value) {
  value = trim(value);
  if (value.empty() || value == kMask) return false;
  // xxx, as in the vendor's own samples
  if (value.size() >= 3 && value.find_first_not_of("xX") == std::string_view::npos) return false;
  // StoreSaltedPassword, changePassword and RetainOldAccessToken are flags.
  if (equalsLower(value, "true") || equalsLower(value, "false")) return false;
  if (isPlaceholder(value)) return false;
  // Secure vault: the alias instead of the value, and cipher-tool.properties, which says where each value stands.
  if (value.starts_with("secretAlias:") || value.find("vault-lookup(") != std::string_view::npos) return false;
  if (value.find(".xml//") != std::string_view::npos || value.find(".epr//") != std::string_view::npos) return false;
  // SQL ("… PASSWORD = ?") and comparisons.
  return !(value.starts_with('?') && value.size() <= 2) && !value.starts_with('=');
}

}  // namespace carbonfix
