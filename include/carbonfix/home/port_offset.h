// What a home adds to its ports.
#pragma once

#include <string>

#include "carbonfix/home/home.h"

namespace carbonfix {

// -DportOffset of the start script, which beats Ports/Offset of carbon.xml; as written, so it may be a placeholder.
// Empty: neither is there, or the file can't be read.
std::string portOffset(const Home& home);

}  // namespace carbonfix
