#include "cli/write_pages.h"

#include <ostream>

#include "carbonfix/base/file_system.h"
#include "cli/messages.h"
#include "cli/output.h"

namespace carbonfix {

ExitCode writePages(const Options& options, Console& console,
                    const std::function<std::string(const std::string& format)>& render) {
  for (const FormatChoice& choice : options.formats) {
    const std::string text = render(choice.format);
    if (choice.file.empty()) {
      console.out << text;
    } else if (const Status written = writeFile(diskFileSystem(), choice.file, text); !written) {
      printError(console, written.error());
      return kTrouble;
    }
  }
  return kOk;
}

}  // namespace carbonfix
