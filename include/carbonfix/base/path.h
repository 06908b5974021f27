// The parts of a path, as text: nothing on the disk is looked at.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

// The folder that the file is in: "/a/b" → "/a", "/a" → "/", "a" → ".".
std::string folderOf(std::string_view path);

// The same of a path relative to a home, whose own folder is "": "a/b" → "a", "a" → "".
std::string relativeFolderOf(std::string_view path);

// What stands behind the last slash.
std::string nameOf(std::string_view path);

}  // namespace carbonfix
