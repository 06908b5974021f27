// A loaded pack as a string of bytes, and back. The shipped packs travel inside the binary like this, so that lint,
// which runs in front of every server start, neither parses XML nor looks at what it never needs: examples are left
// out.
//
// Images are read by the build that wrote them; the format has no version.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/rules/model.h"

namespace carbonfix {

std::string packImage(const Pack& pack);
// Its expressions look into the image whenever they are first used, so that has to stay.
Pack packOfImage(std::string_view image);
// One expression in it, compiled.
XPath xpathOfImage(const std::string& text, std::string_view image);

}  // namespace carbonfix
