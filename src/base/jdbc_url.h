// The parts of a JDBC URL, in the forms of the databases that the products support.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace carbonfix {

struct JdbcUrl {
  struct Host {
    std::string name;  // an IPv6 address without brackets
    std::string port;  // as written; empty: the driver's default
  };
  std::string driver;       // the word behind "jdbc:", in lower case: mysql, oracle, h2 …
  std::string kind;         // of h2, derby, oracle, mysql: mem, file, tcp, thin, loadbalance …; empty: none is given
  std::vector<Host> hosts;  // none: embedded, or given by a name of TNS
  std::string database;     // name, service, SID, or the path of a file; may be empty
  std::vector<std::pair<std::string, std::string>> options;  // in their order
};

// Nothing: the text does not begin with "jdbc:" and a driver.
std::optional<JdbcUrl> parseJdbcUrl(std::string_view text);

// One text for all URLs of a database: driver, hosts with their ports, name. "mysql://db1:3306/REG_DB",
// "h2:repository/database/WSO2CARBON_DB". Names of hosts are not looked up; those of this machine are "localhost".
std::string databaseOf(const JdbcUrl& url);

}  // namespace carbonfix
