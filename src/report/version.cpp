#include "carbonfix/report/version.h"

namespace carbonfix {

std::string_view toolVersion() { return CARBONFIX_VERSION; }

}  // namespace carbonfix
