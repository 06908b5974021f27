// IP addresses as configuration files write them. Names are none, and none is ever looked up.
#pragma once

#include <optional>
#include <string_view>

namespace carbonfix {

// What can be reached at the address: "loopback", "any" (0.0.0.0, ::), "link-local", "private", "multicast", "reserved"
// (given to no machine, those for documentation too), else "public". Empty: the text is no address. An IPv6 address may
// stand in brackets; one that stands for an IPv4 address (::ffff:10.0.0.1) is that.
std::string_view ipKind(std::string_view text);

// Is the address in the range, "10.0.0.0/8", "fe80::/10" or a single address? No for a text that is no address.
// Nothing: the range can't be read.
std::optional<bool> isIpIn(std::string_view text, std::string_view range);

}  // namespace carbonfix
