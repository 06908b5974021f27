// The manifest of a run: manifest.xml in the run's folder.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/base/result.h"
#include "carbonfix/store/store.h"

namespace carbonfix {

std::string writeManifest(const Run& run);

// `path` is used in messages, `name` becomes the run's. Error: damaged, or written by a later version.
Result<Run> readManifest(std::string bytes, const std::string& path, std::string name);

// A path of a manifest or of a plan is done as its reader, who may be root: it must stay below the home.
bool staysInside(std::string_view path);

}  // namespace carbonfix
