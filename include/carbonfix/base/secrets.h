// Where secrets stand in a text, so that no output ever shows them.
//
// Works on the text of any configuration file, well-formed or not, in live markup and in comments alike: it looks at
// names (password, passwd, secret, keystorePass, …) of elements, of attributes and in @name, and at credentials inside
// URLs (jdbc, http, amqp: user:password@host, ?password=). Secure-vault aliases (svns:secretAlias) and durations such
// as AccessTokenDefaultValidityPeriod are not secrets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

inline constexpr std::string_view kMask = "********";

struct TextRange {
  std::size_t offset = 0;  // bytes
  std::size_t length = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

// Is a value of this name (element, attribute, @name or property key) a secret?
bool isSecretName(std::string_view name);

// Ranges of secret values in `text`, ascending, not overlapping; an empty value is no secret.
std::vector<TextRange> findSecrets(std::string_view text);

// The same, and every place where one of the values in `known` stands, in whatever way files write it. A value shorter
// than kShortSecret is not looked for: "1" is in every number.
inline constexpr std::size_t kShortSecret = 4;  // bytes
std::vector<TextRange> findSecrets(std::string_view text, const std::vector<std::string>& known);

// `text` with kMask in place of these ranges, which ascend and don't overlap.
std::string maskRanges(std::string_view text, const std::vector<TextRange>& ranges);

// `text` with every secret value replaced by kMask.
std::string maskSecrets(std::string_view text);

// Only the places where one of the values in `known` stands.
std::vector<TextRange> findKnown(std::string_view text, const std::vector<std::string>& known);

// Those of them where the text by itself tells of no secret: nobody who does not know the values sees one there.
std::vector<TextRange> findHidden(std::string_view text, const std::vector<std::string>& known);

// A sentence with every place masked where one of the values in `known` stands.
std::string maskKnown(std::string_view text, const std::vector<std::string>& known);

// Credentials inside one URL or value: what is between user: and @, and values of password-like parameters.
std::string maskUrl(std::string_view url);

}  // namespace carbonfix
