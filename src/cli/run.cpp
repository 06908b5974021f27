#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/log.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/report/version.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/options.h"

namespace carbonfix {
namespace {

// `carbonfix HOME` is lint, so a mistyped command would read as a home that is missing: say what was meant.
Status checkFirstWord(const Options& options) {
  if (options.commandNamed || options.arguments.empty()) return {};
  const std::string& word = options.arguments.front();
  if (word.find('/') != std::string::npos) return {};
  const auto status = diskFileSystem().status(word);
  if (status && status->kind != FileKind::missing) return {};
  return Error{
      .message = fmt::format("\"{}\" is neither a command nor a folder{}", word, didYouMean(word, commandNames())),
      .hint = "carbonfix --help tells commands and options"};
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, Console& console) {
  const auto options = parseOptions(arguments, console);
  if (!options) {
    printError(console, options.error());
    return kTrouble;
  }
  if (options->help) {
    console.out << helpText(options->command);
    return kOk;
  }
  if (options->version) {
    console.out << fmt::format("carbonfix {}\n", toolVersion());
    return kOk;
  }
  if (options->showConfig) {
    console.out << options->shownConfig;
    return kOk;
  }
  if (const Status meant = checkFirstWord(*options); !meant) {
    printError(console, meant.error());
    return kTrouble;
  }
  setLogVerbosity(options->verbose);
  if (options->quiet == 0) {
    for (const std::string& note : options->notes) printNote(console, note);
  }
  return options->command->run(*options, console);
}

}  // namespace carbonfix
