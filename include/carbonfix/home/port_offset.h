// What a home adds to its ports.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/home/home.h"

namespace carbonfix {

// A setting of a home, and where it stands.
struct Setting {
  std::string value;  // as written, so it may be a placeholder; empty: there is none
  std::string path;   // relative to the home
  Node node;
};

// -DportOffset of the start script, which beats Ports/Offset of carbon.xml. None where neither is there, or the file
// can't be read.
Setting portOffsetSetting(const Home& home);
// Its value.
std::string portOffset(const Home& home);

// The last -DNAME=… of the start script; none where only the running script knows.
Setting startOption(const Home& home, std::string_view name);

}  // namespace carbonfix
