#include "lint/facts.h"

#include "carbonfix/home/node_host.h"
#include "carbonfix/home/port_offset.h"

namespace carbonfix {

Facts::Facts(const std::vector<Home>& homes, const LintOptions& options) : forAll_(options.params) {
  for (std::size_t i = 0; i < options.homes.size() && i < homes.size(); ++i) {
    byNode_.emplace(homes[i].node(), &options.homes[i]);
  }
}

const HomeValues& Facts::of(const Home& home) const {
  const auto own = byNode_.find(home.node());
  return own == byNode_.end() ? forAll_ : *own->second;
}

void Facts::provide(Variables& variables, const Pack& pack, const Home& home, const std::string& file) const {
  const HomeValues& given = of(home);
  for (const Param& param : pack.params) {
    const auto value = given.params.find(param.name);
    if (value != given.params.end()) {
      variables.set(param.name, value->second);
    } else if (param.defaultValue) {
      variables.set(param.name, *param.defaultValue);
    }
  }
  variables.set("inventory", given.inventory);
  variables.set("self", given.self);
  variables.set("file", file);
  variables.set("node", home.node());
  variables.set("home", home.path());
  variables.set("product", home.facts().product);
  variables.set("version", home.facts().version);
  variables.set("kernel", home.facts().kernel);
  variables.setLazy("port-offset", [&home] { return portOffset(home); });
  variables.setLazy("host", [&home] { return hostOf(home); });
}

}  // namespace carbonfix
