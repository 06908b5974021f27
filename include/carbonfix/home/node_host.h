// The host that a node runs on, as far as its files and the inventory tell.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/home/home.h"

namespace carbonfix {

// What stands for the machine itself, whichever it is.
inline constexpr std::string_view kThisMachine = "localhost";

// localMemberHost of axis2.xml, where clustering is on and it names one host as others see it: not a loopback or
// wildcard address, no placeholder. Empty: there is none.
Node localMemberHost(const Home& home);

// The domain of its members; empty: clustering is off.
std::string clusterDomain(const Home& home);

// The host of the inventory, else localMemberHost, else kThisMachine; of a snapshot the name of its machine.
std::string hostOf(const Home& home);

// May these be names of one host? An address and a name, or a name with a domain and one without, may be.
bool mayBeOneHost(std::string_view a, std::string_view b);

}  // namespace carbonfix
