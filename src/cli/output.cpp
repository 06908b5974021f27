#include "cli/output.h"

#include <fstream>

#include <fmt/format.h>

namespace carbonfix {
namespace {

constexpr std::uint32_t kReportMode = 0644;

bool isSet(const Console& console, const char* name) {
  const auto value = console.environment(name);
  return value && !value->empty();
}

Status writeStraight(const std::string& path, std::string_view bytes) {
  std::ofstream stream(path, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.flush();
  if (!stream) return Error{.message = fmt::format("cannot write {}", path), .path = path};
  return {};
}

}  // namespace

bool wantsColor(ColorChoice choice, const Console& console) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  if (isSet(console, "FORCE_COLOR") || isSet(console, "CLICOLOR_FORCE")) return true;
  if (isSet(console, "NO_COLOR")) return false;
  return console.outIsTerminal && console.environment("TERM").value_or("dumb") != "dumb";
}

Status writeFile(FileSystem& files, const std::string& path, std::string_view bytes,
                 std::optional<std::uint32_t> mode) {
  const auto status = files.status(path);
  if (!status) return status.error();
  if (status->kind == FileKind::folder) {
    return Error{.message = fmt::format("cannot write {}: it is a folder", path), .path = path};
  }
  if (status->kind == FileKind::other) return writeStraight(path, bytes);

  std::string target = path;
  if (status->kind == FileKind::file) {
    mode = mode.value_or(status->mode);
    const auto real = files.realPath(path);  // a link stays a link
    if (!real) return real.error();
    target = *real;
  }
  const std::string temporary = target + ".carbonfix.tmp";
  if (auto left = files.linkStatus(temporary); left && left->kind == FileKind::file) {
    if (Status removed = files.removeFile(temporary); !removed) return removed;
  }
  if (Status created = files.createFile(temporary, bytes, mode.value_or(kReportMode)); !created) {
    created.error().message = fmt::format("cannot write {}: {}", path, created.error().message);
    return created;
  }
  Status renamed = files.rename(temporary, target);
  if (!renamed && !files.removeFile(temporary)) renamed.error().hint = fmt::format("{} was left behind", temporary);
  return renamed;
}

}  // namespace carbonfix
