#include "cli/apply_output.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

constexpr std::uint32_t kFolderMode = 0755;
constexpr std::uint32_t kMadeFileMode = 0644;

struct OutputFile {
  const FileChange* change;
  std::string path;  // below DIR
  std::uint32_t mode;
};

// The path without links, of what need not be there yet.
Result<std::string> futurePath(const FileSystem& files, std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const auto status = files.linkStatus(path);
  if (!status) return status.error();
  if (status->kind != FileKind::missing) {
    const auto above = files.status(path);
    if (!above) return above.error();
    if (above->kind == FileKind::folder) return files.realPath(path);
    return Error{.message = fmt::format("refused: {} is not a folder", path), .hint = "name another one"};
  }
  auto above = futurePath(files, folderOf(path));
  if (!above) return above;
  return fmt::format("{}/{}", *above == "/" ? "" : *above, path.substr(path.rfind('/') + 1));
}

bool isInside(const std::string& path, const std::string& folder) {
  return path == folder || folder == "/" || path.starts_with(folder + "/");
}

// Folders named by a node are made: its name must not lead elsewhere.
Status checkName(const std::string& node) {
  const std::vector<std::string_view> parts = split(node, '/');
  const bool isPlain =
      std::ranges::none_of(parts, [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
  if (isPlain) return {};
  return Error{.message = fmt::format("refused: no folder can be called as the node \"{}\" is", node),
               .hint = "give the home another name: --node NAME=PATH"};
}

class Output {
 public:
  Output(FileSystem& files, std::string folder) : files_(files), folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }

  // All is looked at before anything is written.
  Result<std::vector<OutputFile>> prepare(const Planned& planned) {
    if (Status outside = checkOutside(planned, folder_); !outside) return outside.error();
    const bool several = planned.homes.size() > 1;
    std::vector<OutputFile> all;
    for (std::size_t i = 0; i < planned.homes.size(); ++i) {
      const Home& home = planned.homes[i];
      if (several && !planned.changes[i].files.empty()) {
        if (Status fits = checkName(home.node()); !fits) return fits.error();
      }
      for (const FileChange& change : planned.changes[i].files) {
        const std::string path = several ? fmt::format("{}/{}", home.node(), change.path) : change.path;
        if (Status outside = checkOutside(planned, fmt::format("{}/{}", folder_, path)); !outside) {
          return outside.error();
        }
        if (Status free = checkFree(path); !free) return free.error();
        const auto status = files_.status(home.absolute(change.path));
        if (!status) return status.error();
        all.push_back({&change, path, status->kind == FileKind::file ? status->mode : kMadeFileMode});
      }
    }
    return all;
  }

  Status write(const OutputFile& file) {
    const std::string path = fmt::format("{}/{}", folder_, file.path);
    if (Status made = makeFolders(folderOf(path)); !made) return made;
    return writeFile(files_, path, file.change->after, file.mode);
  }

 private:
  static Status checkOutside(const Planned& planned, const std::string& path) {
    for (const Home& home : planned.homes) {
      const auto real = home.files().realPath(home.path());
      if (!real) return real.error();
      if (!isInside(path, *real)) continue;
      return Error{.message = fmt::format("refused: {} is in the home {}, which --output leaves as it is", path, *real),
                   .hint = "name a folder outside of every home"};
    }
    return {};
  }

  // Below DIR nothing but folders leads to a file, and nothing but a file is replaced.
  Status checkFree(const std::string& path) const {
    for (std::size_t slash = 0; slash != std::string::npos;) {
      slash = path.find('/', slash + 1);
      const std::string part = fmt::format("{}/{}", folder_, path.substr(0, slash));
      const auto status = files_.linkStatus(part);
      if (!status) return status.error();
      const FileKind wanted = slash == std::string::npos ? FileKind::file : FileKind::folder;
      if (status->kind == FileKind::missing) return {};
      if (status->kind == wanted) continue;
      return Error{.message = fmt::format("refused: {} is there already and no {}", part,
                                          wanted == FileKind::file ? "regular file" : "folder"),
                   .hint = "name another folder, or move it away"};
    }
    return {};
  }

  Status makeFolders(const std::string& path) {
    const auto status = files_.status(path);
    if (!status) return status.error();
    if (status->kind != FileKind::missing) return {};
    if (Status above = makeFolders(folderOf(path)); !above) return above;
    return files_.makeFolder(path, kFolderMode);
  }

  FileSystem& files_;
  std::string folder_;
};

void tell(const Planned& planned, const std::vector<OutputFile>& files, const Options& options, Console& console) {
  for (const OutputFile& file : files) {
    console.out << printable(fmt::format("wrote {} ({})", file.path, join(file.change->patches, ", "))) << '\n';
  }
  const std::string homes = planned.homes.size() > 1 ? "the homes are" : "the home is";
  console.out << printable(fmt::format("Written: {} below {}; {} as before.", counted(files.size(), "file"),
                                       options.outputDir, homes))
              << '\n';
  for (const ChangeSet& changes : planned.changes) {
    const std::string node = planned.homes.size() > 1 ? changes.node + ": " : std::string();
    for (const std::string& note : changes.notes) {
      console.out << printable(fmt::format("{}Note: {}.", node, note)) << '\n';
    }
  }
}

}  // namespace

ExitCode writeOutput(const Planned& planned, const Options& options, Console& console) {
  const auto fail = [&console](const Error& error) {
    printError(console, error);
    return kTrouble;
  };
  FileSystem& files = planned.homes.front().files();
  auto folder = futurePath(files, options.outputDir);
  if (!folder) return fail(folder.error());
  Output output(files, std::move(*folder));
  const auto prepared = output.prepare(planned);
  if (!prepared) return fail(prepared.error());
  for (const OutputFile& file : *prepared) {
    const Status written = output.write(file);
    if (written) continue;
    if (&file != &prepared->front())
      printNote(console, "the files before this one are written, below " + output.folder());
    return fail(written.error());
  }
  if (options.quiet == 0) tell(planned, *prepared, options, console);
  return kOk;
}

}  // namespace carbonfix
