// Connects the program with the process: streams, terminal, signals, exit code. Nothing else happens here.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/cli/cli.h"

namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::vector<std::string> ownVariables() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (text.starts_with("CARBONFIX_")) names.emplace_back(text.substr(0, text.find('=')));
  }
  std::ranges::sort(names);
  return names;
}

std::size_t terminalWidth(std::size_t fallback) {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : fallback;
}

// A stream that came closed (2>&-) would give its number to the next file that is opened, and messages would be written
// into that. What stands in for it can't be written or read either, so that its failure is seen as before.
void occupyClosedStreams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    if (open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1) return;
  }
}

// Whether what reads standard output (| head) is gone; with a file or a terminal that never is.
bool readerWentAway() {
  pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
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
  occupyClosedStreams();
  try {
    carbonfix::Console console{.out = std::cout, .err = std::cerr, .in = std::cin, .environment = environment};
    console.variables = ownVariables();
    console.outIsTerminal = isatty(STDOUT_FILENO) == 1;
    console.canAsk = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    if (console.outIsTerminal) console.width = terminalWidth(console.width);

    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    const carbonfix::ExitCode code = carbonfix::run(arguments, console);
    if (console.writing) blockSignals();
    // A failure stays known, but the buffer that it met is gone.
    if (std::cout.flush() || readerWentAway()) return code;
    std::cerr << "carbonfix: error: cannot write to standard output\n";
  } catch (const std::exception& bug) {
    std::cerr << "carbonfix: internal error: " << bug.what() << '\n';
  } catch (...) {
    std::cerr << "carbonfix: internal error\n";
  }
  return carbonfix::kTrouble;
}
