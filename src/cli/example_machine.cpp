#include "cli/example_machine.h"

#include <algorithm>
#include <array>
#include <variant>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {
namespace {

// What a function gives where nothing is wrong, and so its type too; null: a text, and that of its first argument.
struct Usual {
  std::string_view function;
  std::variant<bool, double, const char*> answer;
};

constexpr std::array kUsual = {
    Usual{"addresses", "10.0.0.11"},
    Usual{"connects", true},
    Usual{"disk-free", 100000.0},
    Usual{"env", ""},
    Usual{"file-mode", "0600"},
    Usual{"is-local-address", true},
    Usual{"jars-with-class", "repository/components/lib/driver.jar"},
    Usual{"java-version", "1.8.0_292"},
    Usual{"limit", 65536.0},
    Usual{"link-target", ""},
    Usual{"memory", 16384.0},
    Usual{"path-exists", true},
    Usual{"port-free", true},
    Usual{"port-holder", ""},
    Usual{"readable", true},
    Usual{"real-path", nullptr},
    Usual{"resolves", true},
    Usual{"run-user", "carbon"},
    Usual{"server-pid", ""},
    Usual{"sysctl", ""},
    Usual{"writable", true},
};

}  // namespace

ExampleMachine::ExampleMachine(const std::vector<ExampleAnswer>& answers) {
  for (const ExampleAnswer& each : answers) answers_.insert_or_assign(each.asked, each.answer);
}

Result<Value> ExampleMachine::answer(const Home& /*home*/, std::string_view function,
                                     const std::vector<std::string>& arguments) {
  const auto* const usual = std::ranges::find(kUsual, function, &Usual::function);
  if (usual == kUsual.end()) return Error{fmt::format("an example has no answer to {}()", function)};
  const auto said = answers_.find(fmt::format("{}({})", function, join(arguments, ", ")));
  if (const bool* const flag = std::get_if<bool>(&usual->answer)) {
    return Value(said == answers_.end() ? *flag : said->second == "true");
  }
  if (const double* const number = std::get_if<double>(&usual->answer)) {
    return Value(said == answers_.end() ? *number : toNumber(Value(said->second)));
  }
  if (said != answers_.end()) return Value(said->second);
  const char* const text = std::get<const char*>(usual->answer);
  return Value(text == nullptr ? arguments.front() : std::string(text));
}

}  // namespace carbonfix
