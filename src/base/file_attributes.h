// Owner, group, mode, ACL and extended attributes of one file, given to another.
//
// On Linux ACLs and SELinux labels are extended attributes too. Not copied: what belongs to the content (the hashes of
// IMA and EVM) and what the file system keeps there for itself (overlayfs, GlusterFS, Lustre …).
#pragma once

#include <string>

#include "carbonfix/base/result.h"

namespace carbonfix {

// FileSystem::copyAttributes. No link is followed. `sync`: what was changed is on the disk when this returns.
Status copyFileAttributes(const std::string& from, const std::string& to, bool sync);

}  // namespace carbonfix
