// Connects the program with the process: streams, terminal, signals, exit code. Nothing else happens here.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "carbonfix/cli/cli.h"

namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::size_t terminalWidth(std::size_t fallback) {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : fallback;
}

// What is done is done: a signal on the way out would tell of a failure that was none.
void blockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that went away (| head) must not kill a run between two files; the failed write is looked at below.
  std::signal(SIGPIPE, SIG_IGN);
  // Nor must a limit on the size of files: the write fails then, and is undone.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    carbonfix::Console console{.out = std::cout, .err = std::cerr, .in = std::cin, .environment = environment};
    console.outIsTerminal = isatty(STDOUT_FILENO) == 1;
    console.canAsk = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    if (console.outIsTerminal) console.width = terminalWidth(console.width);

    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    const carbonfix::ExitCode code = carbonfix::run(arguments, console);
    if (console.writing) blockSignals();
    std::cout.clear();  // an earlier failure comes again here, with its reason
    errno = 0;
    if (std::cout.flush() || errno == EPIPE) return code;
    std::cerr << "carbonfix: error: cannot write to standard output\n";
  } catch (const std::exception& bug) {
    std::cerr << "carbonfix: internal error: " << bug.what() << '\n';
  } catch (...) {
    std::cerr << "carbonfix: internal error\n";
  }
  return carbonfix::kTrouble;
}
