// The passwords that every product ships with: they are known to everyone, so that a text without secrets may say which
// of them stands somewhere.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

// What stands for the value ("9b871512"): the begin of its SHA-256, so that it is the same in every version of the
// program. Empty: no product ships with it.
std::string vendorSecretId(std::string_view value);

// The value; empty: this version does not know it.
std::string_view vendorSecret(std::string_view id);

}  // namespace carbonfix
