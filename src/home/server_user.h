// Who the server of a home runs as, and what that user may do.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace carbonfix {

// Whoever runs this program, as the start script does; for root the owner of the home.
uid_t serverUser(const std::string& home);

// This thread of root's has that user's rights on files, as long as it lives.
class RightsOf {
 public:
  explicit RightsOf(uid_t user);
  RightsOf(const RightsOf&) = delete;
  RightsOf& operator=(const RightsOf&) = delete;
  ~RightsOf();

 private:
  bool taken_ = false;
  std::vector<gid_t> groups_;  // root's own
};

}  // namespace carbonfix
