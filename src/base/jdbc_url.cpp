#include "base/jdbc_url.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ip_address.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr auto kNone = std::string_view::npos;

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Cuts off what stands before the first `separator`, or all of it.
std::string_view cut(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == kNone ? std::string_view() : rest.substr(at + 1);
  return part;
}

// ${db.host:9999} is one word, whatever is in it.
std::size_t findOutsideBraces(std::string_view text, std::string_view characters) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && depth > 0) --depth;
    if (depth == 0 && characters.find(text[i]) != kNone) return i;
  }
  return kNone;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(trim(text)) {}

  std::optional<JdbcUrl> run() {
    if (!lowered(rest_.substr(0, 5)).starts_with("jdbc:")) return std::nullopt;
    rest_.remove_prefix(5);
    const std::size_t colon = rest_.find(':');
    if (colon == kNone || colon == 0) return std::nullopt;
    url_.driver = lowered(rest_.substr(0, colon));
    rest_.remove_prefix(colon + 1);
    if (url_.driver == "oracle") {
      oracle();
    } else if (url_.driver == "sqlserver" || url_.driver == "jtds" || url_.driver == "microsoft") {
      sqlServer();
    } else if (url_.driver == "h2" || url_.driver == "derby" || url_.driver == "hsqldb") {
      embedded();
    } else {
      network();
    }
    return std::move(url_);
  }

 private:
  void options(std::string_view text, std::string_view separators) {
    while (!text.empty()) {
      const std::size_t end = std::min(findOutsideBraces(text, separators), text.size());
      std::string_view pair = trim(text.substr(0, end));
      text = text.substr(std::min(end + 1, text.size()));
      if (pair.empty()) continue;
      const std::string_view name = trim(cut(pair, '='));
      url_.options.emplace_back(name, trim(pair));
    }
  }

  // host, host:port, [::1]:port, user:password@host
  void host(std::string_view text) {
    text = trim(text);
    if (const std::size_t at = text.rfind('@'); at != kNone) text.remove_prefix(at + 1);
    JdbcUrl::Host host;
    if (text.starts_with('[')) {
      const std::size_t close = text.find(']');
      host.name = text.substr(1, close == kNone ? kNone : close - 1);
      text = close == kNone ? std::string_view() : text.substr(close + 1);
      if (text.starts_with(':')) host.port = text.substr(1);
    } else if (text.starts_with("address=") || text.starts_with("(")) {
      host.name = inBrackets(text, "host");
      host.port = inBrackets(text, "port");
    } else {
      const std::size_t colon = findOutsideBraces(text, ":");
      host.name = text.substr(0, colon);
      if (colon != kNone) host.port = text.substr(colon + 1);
    }
    if (!host.name.empty() || !host.port.empty()) url_.hosts.push_back(std::move(host));
  }

  void hosts(std::string_view text) {
    while (!text.empty()) host(cut(text, ','));
  }

  // The value of (name=value), whatever the case of the name.
  static std::string inBrackets(std::string_view text, std::string_view name) {
    const std::string all = lowered(text);
    for (std::size_t at = all.find(name); at != kNone; at = all.find(name, at + 1)) {
      const std::size_t open = all.find_last_not_of(" \t\r\n", at == 0 ? 0 : at - 1);
      const std::size_t sign = all.find_first_not_of(" \t\r\n", at + name.size());
      if (open == kNone || all[open] != '(' || sign == kNone || all[sign] != '=') continue;
      const std::size_t end = std::min(text.find_first_of("()", sign), text.size());
      return std::string(trim(text.substr(sign + 1, end - sign - 1)));
    }
    return {};
  }

  // jdbc:mysql://h:p,h:p/db?a=b&c=d, jdbc:mysql:loadbalance://…, jdbc:db2://h:p/db:a=b;c=d;
  void network() {
    const std::size_t slashes = rest_.find("//");
    if (slashes == kNone || rest_.substr(0, slashes).find_first_of("/?;") != kNone) {
      // jdbc:postgresql:db: on this machine.
      const std::size_t end = rest_.find_first_of("?;");
      url_.database = trim(rest_.substr(0, end));
      if (end != kNone) options(rest_.substr(end + 1), "&;");
      return;
    }
    std::string_view words = rest_.substr(0, slashes);
    url_.kind = lowered(cut(words, ':'));
    rest_.remove_prefix(slashes + 2);
    const std::size_t end = std::min(findOutsideBraces(rest_, "/?;"), rest_.size());
    hosts(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (rest_.starts_with('/')) rest_.remove_prefix(1);
    const std::size_t behind = std::min(findOutsideBraces(rest_, url_.driver == "db2" ? ":;?" : "?;&"), rest_.size());
    url_.database = trim(rest_.substr(0, behind));
    rest_ = rest_.substr(std::min(behind + 1, rest_.size()));
    // Without "?" the driver takes "db&a=b" for the name; the option is still what was meant.
    options(rest_, url_.driver == "db2" ? ";" : "&;");
  }

  // jdbc:sqlserver://h\instance:p;databaseName=db;…, jdbc:jtds:sqlserver://h:p/db;…
  void sqlServer() {
    const std::size_t slashes = rest_.find("//");
    rest_ = slashes == kNone ? rest_ : rest_.substr(slashes + 2);
    const std::size_t end = std::min(findOutsideBraces(rest_, ";"), rest_.size());
    std::string_view place = rest_.substr(0, end);
    options(rest_.substr(std::min(end + 1, rest_.size())), ";");
    std::string_view server = cut(place, '/');
    url_.database = trim(place);
    const std::size_t instance = server.find('\\');
    const std::size_t port = server.find(':', instance == kNone ? 0 : instance);
    if (instance != kNone) url_.options.emplace_back("instanceName", server.substr(instance + 1, port - instance - 1));
    std::string name(server.substr(0, std::min(instance, port)));
    if (instance != kNone && port != kNone) name += server.substr(port);
    host(instance == kNone ? server : std::string_view(name));
    for (const auto& [option, value] : url_.options) {
      const std::string key = lowered(option);
      if (url_.database.empty() && (key == "databasename" || key == "database")) url_.database = value;
      if (url_.hosts.empty() && (key == "servername" || key == "server")) url_.hosts.push_back({value, {}});
    }
    for (const auto& [option, value] : url_.options) {
      const std::string key = lowered(option);
      if (url_.hosts.size() == 1 && url_.hosts.front().port.empty() && (key == "portnumber" || key == "port")) {
        url_.hosts.front().port = value;
      }
    }
  }

  // jdbc:oracle:thin:user/password@h:p:SID, @h:p/service, @//h:p/service, @(DESCRIPTION=…), @NAME?TNS_ADMIN=…
  void oracle() {
    url_.kind = lowered(cut(rest_, ':'));
    const std::size_t at = rest_.find('@');
    rest_ = at == kNone ? std::string_view() : trim(rest_.substr(at + 1));
    if (rest_.starts_with('(')) return description();
    const std::size_t query = rest_.find('?');
    if (query != kNone) options(rest_.substr(query + 1), "&");
    rest_ = rest_.substr(0, query);
    if (rest_.starts_with("ldap:") || rest_.starts_with("tcps:") || rest_.starts_with("tcp:")) cut(rest_, ':');
    if (rest_.starts_with("//")) rest_.remove_prefix(2);
    const std::size_t slash = rest_.find('/');
    std::string_view place = rest_.substr(0, slash);
    if (slash != kNone) url_.database = trim(rest_.substr(slash + 1));
    const std::size_t bracket = place.find(']');
    const std::size_t first = place.find(':', bracket == kNone ? 0 : bracket);
    if (first == kNone && slash == kNone) {
      url_.database = trim(place);  // a name of TNS
      return;
    }
    const std::size_t second = first == kNone ? kNone : place.find(':', first + 1);
    if (slash == kNone && second != kNone) url_.database = trim(place.substr(second + 1));
    host(place.substr(0, second));
  }

  void description() {
    const std::string all = lowered(rest_);
    for (std::size_t at = all.find("address"); at != kNone; at = all.find("address", at + 1)) {
      const std::size_t end = all.find("address", at + 1);
      const std::string_view one = rest_.substr(at, end == kNone ? kNone : end - at);
      JdbcUrl::Host host{inBrackets(one, "host"), inBrackets(one, "port")};
      if (!host.name.empty()) url_.hosts.push_back(std::move(host));
    }
    url_.database = inBrackets(rest_, "service_name");
    if (url_.database.empty()) url_.database = inBrackets(rest_, "sid");
  }

  // jdbc:h2:./path;a=b, jdbc:h2:mem:name, jdbc:h2:tcp://h:p/path, jdbc:derby://h:p/db;create=true
  void embedded() {
    std::string_view place = cut(rest_, ';');
    options(rest_, ";");
    static constexpr std::array<std::string_view, 10> kKinds = {"mem", "file",   "tcp",       "ssl",  "zip",
                                                                "nio", "memory", "directory", "hsql", "res"};
    const std::size_t colon = place.find(':');
    if (colon != kNone && std::ranges::find(kKinds, lowered(place.substr(0, colon))) != kKinds.end()) {
      url_.kind = lowered(cut(place, ':'));
    }
    if (place.starts_with("//") && url_.kind != "file") {
      place.remove_prefix(2);
      host(cut(place, '/'));
    }
    url_.database = trim(place);
  }

  std::string_view rest_;
  JdbcUrl url_;
};

// Drivers that reach the same servers.
std::string_view serverOf(std::string_view driver) {
  if (driver == "mariadb") return "mysql";
  if (driver == "jtds" || driver == "microsoft") return "sqlserver";
  return driver;
}

std::string_view defaultPort(std::string_view server) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kPorts = {{{"mysql", "3306"},
                                                                                           {"postgresql", "5432"},
                                                                                           {"oracle", "1521"},
                                                                                           {"sqlserver", "1433"},
                                                                                           {"db2", "50000"},
                                                                                           {"derby", "1527"},
                                                                                           {"h2", "9092"}}};
  const auto* const found = std::ranges::find(kPorts, server, [](const auto& port) { return port.first; });
  return found == kPorts.end() ? std::string_view() : found->second;
}

std::string hostAndPort(const JdbcUrl::Host& host, std::string_view server, std::string_view instance) {
  std::string name = lowered(host.name);
  if (name.empty() || ipKind(name) == "loopback") name = "localhost";
  if (name.find(':') != kNone) name = "[" + name + "]";
  if (!host.port.empty()) return name + ":" + host.port;
  if (!instance.empty()) return name + "\\" + lowered(instance);
  return name + ":" + std::string(defaultPort(server));
}

}  // namespace

std::string databaseOf(const JdbcUrl& url) {
  const std::string server(serverOf(url.driver));
  const bool isFile = url.hosts.empty() && (server == "h2" || server == "derby" || server == "hsqldb");
  if (isFile || (server == "oracle" && url.hosts.empty())) {
    const bool isNamed = url.kind == "mem" || url.kind == "memory" || url.kind == "zip" || url.kind == "res";
    return server + ":" + (isNamed ? url.kind + ":" : "") + url.database;
  }
  const auto instance = std::ranges::find(url.options, "instanceName", &std::pair<std::string, std::string>::first);
  std::vector<std::string> places;
  for (const JdbcUrl::Host& host : url.hosts) {
    places.push_back(hostAndPort(host, server, instance == url.options.end() ? "" : instance->second));
  }
  if (places.empty()) places.push_back(hostAndPort({}, server, {}));
  std::ranges::sort(places);
  return server + "://" + join(places, ",") + "/" + (server == "oracle" ? lowered(url.database) : url.database);
}

std::optional<JdbcUrl> parseJdbcUrl(std::string_view text) { return Parser(text).run(); }

}  // namespace carbonfix
