// Names and addresses, as this machine knows them.
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "home/live_answers.h"

namespace carbonfix {
namespace {

using Clock = std::chrono::steady_clock;
using Found = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

// A name in brackets is an IPv6 address of a URL.
std::string withoutBrackets(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

// `code`: of getaddrinfo. Null without a service.
Found lookUp(const std::string& host, const char* service, int& code) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  code = getaddrinfo(withoutBrackets(host).c_str(), service, &hints, &found);
  return {found, &freeaddrinfo};
}

// "10.0.0.11"; empty for other families. Without the zone of a link-local address.
std::string addressText(const sockaddr* address) {
  std::array<char, NI_MAXHOST> text{};
  if (address == nullptr) return {};
  const bool isV4 = address->sa_family == AF_INET;
  if (!isV4 && address->sa_family != AF_INET6) return {};
  const socklen_t size = isV4 ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  if (getnameinfo(address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) return {};
  const std::string_view all(text.data());
  return std::string(all.substr(0, all.find('%')));
}

struct LocalAddress {
  std::string text;
  bool isLoopback = false;
};

std::vector<LocalAddress> addressesOfInterfaces() {
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> all(first, &freeifaddrs);
  std::vector<LocalAddress> found;
  for (const ifaddrs* each = first; each != nullptr; each = each->ifa_next) {
    const bool isUp = (each->ifa_flags & IFF_UP) != 0;
    std::string text = isUp ? addressText(each->ifa_addr) : std::string();
    if (!text.empty()) found.push_back({std::move(text), (each->ifa_flags & IFF_LOOPBACK) != 0});
  }
  return found;
}

// What a machine says of a name: it has none of it, or could not find out.
Error unknownName(const std::string& host, int code) {
  return Error{fmt::format("{} could not be looked up: {}", printable(host), gai_strerror(code))};
}

bool isAbsent(int code) {
#ifdef EAI_NODATA
  if (code == EAI_NODATA) return true;
#endif
  return code == EAI_NONAME;
}

// No: refused, unreachable, silent for as long as we wait.
bool connectsTo(const addrinfo& place, Clock::time_point end) {
  const int number = socket(place.ai_family, place.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, place.ai_protocol);
  if (number < 0) return false;
  bool connected = connect(number, place.ai_addr, place.ai_addrlen) == 0;
  if (!connected && errno == EINPROGRESS) {
    pollfd wait{.fd = number, .events = POLLOUT, .revents = 0};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    int failure = 0;
    socklen_t size = sizeof failure;
    connected = poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) == 1 &&
                getsockopt(number, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0;
  }
  close(number);
  return connected;
}

}  // namespace

Result<Value> hostResolves(const LiveQuestion& question) {
  const std::string& host = question.arguments.front();
  int code = 0;
  const Found found = lookUp(host, nullptr, code);
  if (code == 0) return Value(true);
  if (isAbsent(code)) return Value(false);
  return unknownName(host, code);
}

Result<Value> hostIsLocal(const LiveQuestion& question) {
  const std::string& host = question.arguments.front();
  int code = 0;
  const Found found = lookUp(host, nullptr, code);
  if (code != 0) return unknownName(host, code);
  const std::vector<LocalAddress> local = addressesOfInterfaces();
  if (local.empty()) return Error{"this machine does not tell its addresses"};
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
    const std::string text = addressText(each->ai_addr);
    if (text.starts_with("127.") || std::ranges::find(local, text, &LocalAddress::text) != local.end()) {
      return Value(true);
    }
  }
  return Value(false);
}

Result<Value> localAddresses(const LiveQuestion& /*question*/) {
  std::vector<std::string> texts;
  for (const LocalAddress& each : addressesOfInterfaces()) {
    if (!each.isLoopback && std::ranges::find(texts, each.text) == texts.end()) texts.push_back(each.text);
  }
  return Value(join(texts, " "));
}

Result<Value> hostConnects(const LiveQuestion& question) {
  if (!question.connects) return Error{"connections are tried with --connect only"};
  const Clock::time_point end = Clock::now() + question.patience;
  int code = 0;
  const Found found = lookUp(question.arguments[0], question.arguments[1].c_str(), code);
  if (code != 0) return unknownName(question.arguments[0], code);
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
    if (connectsTo(*each, end)) return Value(true);
  }
  return Value(false);
}

}  // namespace carbonfix
