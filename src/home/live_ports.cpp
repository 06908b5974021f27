// Ports of this machine, and who holds them.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "home/live_answers.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMostOfTable = std::size_t{64} << 20;
constexpr std::string_view kListening = "0A";

std::optional<std::uint16_t> portIn(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (code != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

Error noPort(const std::string& text) { return Error{fmt::format("\"{}\" is no port", printable(text))}; }

// An address to bind to; an empty text is every address, as Java has it where nothing else is said.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

std::optional<Address> addressOf(const std::string& text, std::uint16_t port) {
  Address address;
  if (sockaddr_in v4{}; text.empty() || inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&address.storage, &v4, sizeof v4);
    address.size = sizeof v4;
    return address;
  }
  if (sockaddr_in6 v6{}; inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&address.storage, &v6, sizeof v6);
    address.size = sizeof v6;
    return address;
  }
  return std::nullopt;
}

class Socket {
 public:
  explicit Socket(int family) : number_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (number_ >= 0) close(number_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

// The numbers of the sockets that listen on the port, from a table of /proc/net.
void collectListeners(const char* table, std::uint16_t port, std::set<std::string, std::less<>>& inodes) {
  const auto text = diskFileSystem().read(table, kMostOfTable);
  if (!text) return;
  const std::string suffix = fmt::format(":{:04X}", port);
  for (const std::string_view line : split(*text, '\n')) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    const std::vector<std::string_view> cells = splitSpace(line);
    if (cells.size() > 9 && cells[3] == kListening && cells[1].ends_with(suffix)) inodes.emplace(cells[9]);
  }
}

std::set<std::string, std::less<>> listenersOn(std::uint16_t port) {
  std::set<std::string, std::less<>> inodes;
  for (const char* const table : {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) collectListeners(table, port, inodes);
  return inodes;
}

bool isNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Has the process one of these sockets? No where its files may not be seen.
bool holdsSocket(const std::string& process, const std::set<std::string, std::less<>>& inodes) {
  const std::string folder = fmt::format("/proc/{}/fd", process);
  const auto files = diskFileSystem().list(folder);
  if (!files) return false;
  for (const std::string& file : *files) {
    std::string target(64, '\0');
    const ssize_t length = readlink(fmt::format("{}/{}", folder, file).c_str(), target.data(), target.size());
    if (length <= 0) continue;
    std::string_view name(target.data(), static_cast<std::size_t>(length));
    constexpr std::string_view kSocket = "socket:[";
    if (!name.starts_with(kSocket) || !name.ends_with(']')) continue;
    name = name.substr(kSocket.size(), name.size() - kSocket.size() - 1);
    if (inodes.contains(name)) return true;
  }
  return false;
}

}  // namespace

// The kernel is asked for the port as a server would ask it, and it is given back at once: nothing is listened to.
Result<Value> portFree(const LiveQuestion& question) {
  const auto port = portIn(question.arguments.front());
  if (!port) return noPort(question.arguments.front());
  const std::string host = question.arguments.size() > 1 ? question.arguments[1] : std::string();
  const auto address = addressOf(host, *port);
  if (!address) return Error{fmt::format("\"{}\" is no address", printable(host))};
  const Socket probe(address->storage.ss_family);
  const int yes = 1;
  // As Java does: what a connection left behind does not count.
  if (probe.number() < 0 || setsockopt(probe.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0) {
    return Error{"no socket can be opened"};
  }
  if (bind(probe.number(), reinterpret_cast<const sockaddr*>(&address->storage), address->size) == 0) {
    return Value(true);
  }
  if (errno == EADDRINUSE) return Value(false);
  // A port that only root may open, an address of another machine: the table has the rest.
  return Value(listenersOn(*port).empty());
}

Result<Value> portHolder(const LiveQuestion& question) {
  const auto port = portIn(question.arguments.front());
  if (!port) return noPort(question.arguments.front());
  const auto inodes = listenersOn(*port);
  const auto processes = diskFileSystem().list("/proc");
  if (inodes.empty() || !processes) return Value(std::string());
  for (const std::string& process : *processes) {
    if (!isNumber(process) || !holdsSocket(process, inodes)) continue;
    const auto name = diskFileSystem().read(fmt::format("/proc/{}/comm", process), 4096);
    return Value(fmt::format("{} (process {})", name ? printable(trim(*name)) : std::string("a process"), process));
  }
  return Value(std::string());
}

}  // namespace carbonfix
