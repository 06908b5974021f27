// Snapshots among the homes that the command line names: files, pipes, and standard input.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/placed_homes.h"
#include "carbonfix/home/snapshot_file_system.h"
#include "cli/options.h"

namespace carbonfix {

using Snapshots = std::vector<std::unique_ptr<SnapshotFileSystem>>;  // one for each

// Error: it is a snapshot, and the command wants a home (or a plan).
Status refuseSnapshot(const std::string& path, const Options& options);

// Puts the homes of each snapshot in the place of the argument that it is in, with the names that they have there or
// are given. `names`: of --node without a path; taken away when it is said of which argument. Errors: a snapshot is
// broken, or stands where something is to be written.
Errors openSnapshots(const Options& options, const Console& console, std::vector<std::string>& names,
                     std::vector<PlacedHome>& arguments, Snapshots& snapshots);

}  // namespace carbonfix
