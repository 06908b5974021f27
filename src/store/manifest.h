// The manifest of a run: manifest.xml in the run's folder.
#pragma once

#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/store/store.h"

namespace carbonfix {

std::string writeManifest(const Run& run);

// `path` is used in messages, `name` becomes the run's. Error: damaged, or written by a later version.
Result<Run> readManifest(std::string bytes, const std::string& path, std::string name);

}  // namespace carbonfix
