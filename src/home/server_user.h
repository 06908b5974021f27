// Who the server of a home runs as, and what that user may do.
#pragma once

#include <sys/types.h>

#include <string>

namespace carbonfix {

// Whoever runs this program, as the start script does; for root the owner of the home.
uid_t serverUser(const std::string& home);

// From here on this thread has that user's rights on files, if it is root's. There is no way back.
void takeRightsOf(uid_t user);

}  // namespace carbonfix
