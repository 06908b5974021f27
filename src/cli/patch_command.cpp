// carbonfix patch: one RFC 5261 document on one file, to standard output or, undoably, in place.
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "carbonfix/patch/rfc5261.h"
#include "carbonfix/store/store.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/recovery.h"
#include "cli/run_log.h"
#include "cli/run_text.h"

namespace carbonfix {

namespace {

// The store that keeps the original of a file: that of the product home which the file lies in, else one in its folder.
Result<Home> storeHome(const std::string& file, const Options& options) {
  FileSystem& fs = diskFileSystem();
  std::string folder = folderOf(file);
  while (true) {
    for (const std::string_view conf : {"/repository/conf", "/conf/carbon.xml"}) {
      // HOME/repository holds a conf too; only EI 6.x has its own right in the home.
      if (conf.starts_with("/conf") && folder.ends_with("/repository")) continue;
      const auto status = fs.status(fmt::format("{}{}", folder, conf));
      if (!status || status->kind == FileKind::missing) continue;
      Result<Home> home = Home::open(fs, folder, {});
      if (!home || home->absolute(file.substr(folder.size() + 1)) != file) continue;
      if (Status lasts = checkNotGenerated(*home, options); !lasts) return lasts.error();
      return home;
    }
    if (folder == "/" || folder.find('/') == std::string::npos) break;
    folder = folderOf(folder);
  }
  return Home::open(fs, folderOf(file), {});
}

// The home as it was typed in the file's name, where it was; a link's own place says nothing.
std::string typedHome(const std::string& typed, const std::string& inHome, const Home& home) {
  if (typed == inHome) return ".";
  if (typed.ends_with("/" + inHome)) return typed.substr(0, typed.size() - inHome.size() - 1);
  return home.path();
}

// What is in the target may be of a run that was cut off. Where there is no store yet, the run itself says why.
Status recoverTarget(const std::string& target, const Options& options, Console& console) {
  const Result<std::string> real = diskFileSystem().realPath(target);
  if (!real) return {};
  const Result<Home> home = storeHome(*real, options);
  if (!home) return {};
  Store store(*home, options.store);
  const auto recovered = recoverFirst(store, options, console);
  return recovered ? Status() : Status(recovered.error());
}

struct Inputs {
  Document diff;
  Document target;
};

Result<Inputs> readInputs(const Options& options, Console& console) {
  if (options.arguments.size() != 2) {
    return Error{
        .message = fmt::format("patch takes two files, a diff and its target, not {}", options.arguments.size()),
        .hint = "carbonfix patch DIFF TARGET"};
  }
  const std::string& diffPath = options.arguments.front();
  const std::string& targetPath = options.arguments.back();
  Result<std::string> diffBytes = readInput(diffPath, console, kMaxFileSize);
  if (!diffBytes) return diffBytes.error();
  Result<Document> diff = parseXmlPatch(std::move(*diffBytes), diffPath == "-" ? "standard input" : diffPath);
  if (!diff) return diff.error();
  if (options.inPlace) {
    if (Status recovered = recoverTarget(targetPath, options, console); !recovered) return recovered.error();
  }
  Result<std::string> bytes = diskFileSystem().read(targetPath, kMaxFileSize);
  if (!bytes) return bytes.error();
  Result<Document> target = Document::parseToEdit(std::move(*bytes), targetPath);
  if (!target) return target.error();
  return Inputs{std::move(*diff), std::move(*target)};
}

Status write(const Inputs& inputs, const XmlPatched& patched, const Options& options, Console& console) {
  const std::string& name = inputs.target.path();
  if (patched.edits.empty()) {
    if (options.quiet == 0) console.out << printable(fmt::format("Nothing to do: {} is unchanged.", name)) << '\n';
    return {};
  }
  const Result<std::string> real = diskFileSystem().realPath(name);
  if (!real) return real.error();
  const Result<Home> home = storeHome(*real, options);
  if (!home) return home.error();
  const std::string inHome = home->path() == "/" ? real->substr(1) : real->substr(home->path().size() + 1);
  const std::string id = fmt::format("patch {}", inputs.diff.path());
  ChangeSet changes;
  changes.files.push_back(FileChange{.path = inHome,
                                     .before = inputs.target.bytes(),
                                     .after = patched.bytes,
                                     .edits = patched.edits,
                                     .editPatches = std::vector<std::string>(patched.edits.size(), id),
                                     .patches = {id}});
  Store store(*home, options.store);
  console.writing.emplace();
  const Result<Run> run = store.commit(changes);
  logRun(options, *home, Attempt::of(changes), run, console);
  if (!run) return run.error();
  if (options.quiet > 0) return {};
  console.out << printable(fmt::format("wrote {}", name)) << '\n'
              << printable(fmt::format("Run {}; undo with: {}", run->name,
                                       restoreCommand(typedHome(name, inHome, *home), options.store, run->name)))
              << '\n';
  return {};
}

}  // namespace

ExitCode runPatch(const Options& options, Console& console) {
  const auto fail = [&console](const Error& error) {
    printError(console, error);
    return exitCodeOf(error);
  };
  Result<Inputs> inputs = readInputs(options, console);
  if (!inputs) return fail(inputs.error());
  const auto patched = runXmlPatch(inputs->diff, inputs->target, XmlPatchOptions{.wholeLines = !options.exact});
  if (!patched) return fail(patched.error());
  if (options.quiet == 0) {
    for (const Error& note : patched->notes) printNote(console, describe(note));
  }
  Status written;
  if (options.inPlace) {
    written = write(*inputs, *patched, options, console);
  } else {
    console.out << patched->bytes;
  }
  Document::leaveToExit(std::move(inputs->target));
  return written ? kOk : fail(written.error());
}

}  // namespace carbonfix
