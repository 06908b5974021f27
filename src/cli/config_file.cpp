#include "cli/config_file.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/path.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "cli/options.h"
#include "cli/trusted_file.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMaxConfig = 1U << 20U;  // bytes
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error untrusted(const std::string& path, std::string_view why, std::string_view remedy) {
  return Error{.message = fmt::format("refused: {}, so somebody else may have put options into it", why),
               .path = path,
               .hint = fmt::format("{}, name it with --config {}, or leave it out with --isolated", remedy, path)};
}

// Whoever can write the file decides what is checked and with which rules.
Status checkTrusted(const std::string& path, const FileStatus& file, const FileStatus& link, const Console& console) {
  if (!isOurs(file.owner, console) || !isOurs(link.owner, console)) {
    return untrusted(path, "it belongs to another user", "make it your own (chown)");
  }
  if ((file.mode & kWritableByOthers) != 0) {
    return untrusted(path, fmt::format("other users may write it (its mode is {:04o})", file.mode),
                     fmt::format("take that right away (chmod go-w {})", path));
  }
  return {};
}

std::string_view withoutComment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || isBlank(line.substr(at - 1, 1))) return line.substr(0, at);
  }
  return line;
}

std::string below(const std::string& folder, std::string_view path) {
  if (folder == "." || path.empty() || path.starts_with('/') || path == "-") return std::string(path);
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", path);
}

// A value with the path in it, if there is one, as seen from the current folder.
std::string seenFromHere(const OptionInfo& option, std::string_view value, const std::string& folder) {
  const std::string_view kind = option.argument;
  if (kind == "PATH" || kind == "FILE" || kind == "DIR" || kind == "HOME") return below(folder, value);
  if (kind == "FILE.sch=GLOBS") return below(folder, value);
  const std::size_t mark = kind == "NAME[=PATH]"  ? value.find('=')
                           : kind == "FMT[:FILE]" ? value.find(':')
                                                  : value.npos;
  if (mark == value.npos) return std::string(value);
  return std::string(value.substr(0, mark + 1)) + below(folder, value.substr(mark + 1));
}

Error unknownOption(const std::string& name, const OptionOrigin& origin) {
  std::vector<std::string> names;
  for (const OptionInfo& option : allOptions()) {
    if (whyTyped(option.name).empty()) names.emplace_back(option.name);
  }
  return Error{.message = fmt::format("unknown option {}{}", name, didYouMean(name, names)),
               .path = origin.name,
               .at = {.line = origin.line},
               .hint = "every long option can stand here, without its dashes: carbonfix COMMAND --help tells them"};
}

Status readLine(std::string_view line, const OptionOrigin& origin, const std::string& folder, GivenOptions& given) {
  const std::string_view text = trim(withoutComment(line));
  if (text.empty()) return {};
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Error{.message = "this line is not \"option = value\"",
                 .path = origin.name,
                 .at = {.line = origin.line},
                 .hint = "for example fail-on = warning; a comment begins with #"};
  }
  const std::string name(trim(text.substr(0, equals)));
  const OptionInfo* const option = findOption(name);
  if (option == nullptr) return unknownOption(name, origin);
  const std::string_view value = trim(text.substr(equals + 1));
  auto values = valuesFrom(name, value, origin);
  if (!values) return std::move(values).error();
  std::vector<OptionValue>& all = given[name];
  // A switch is on or off, and the last word counts; values come one after the other.
  if (option->argument.empty()) all.clear();
  for (OptionValue& each : *values) {
    each.text = seenFromHere(*option, each.text, folder);
    each.origin.column = countCodePoints(line.substr(0, static_cast<std::size_t>(value.data() - line.data()))) + 1;
    all.push_back(std::move(each));
  }
  return {};
}

}  // namespace

Result<std::string> findConfig(const FileSystem& files, const Console& console) {
  for (const std::string& path : {std::string(kConfigName), console.systemConfig}) {
    const auto link = files.linkStatus(path);
    if (!link) return link.error();
    if (link->kind == FileKind::missing) continue;
    const auto file = files.status(path);
    if (!file) return file.error();
    if (file->kind == FileKind::folder) continue;
    if (Status trusted = checkTrusted(path, *file, *link, console); !trusted) return std::move(trusted).error();
    return path;
  }
  return std::string();
}

Result<GivenOptions> readConfig(const FileSystem& files, const std::string& path) {
  const auto text = files.read(path, kMaxConfig);
  if (!text) return text.error();
  return parseConfig(*text, path);
}

Result<GivenOptions> parseConfig(std::string_view text, const std::string& path) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  OptionOrigin origin{.kind = OptionOrigin::Kind::file, .name = path};
  GivenOptions given;
  for (const std::string_view line : splitLines(text)) {
    ++origin.line;
    if (Status read = readLine(line, origin, folderOf(path), given); !read) return std::move(read).error();
  }
  return given;
}

}  // namespace carbonfix
