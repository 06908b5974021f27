#include "lint/facts.h"

namespace carbonfix {

void Facts::provide(Variables& variables, const Pack& pack, const Home& home, const std::string& file) const {
  for (const Param& param : pack.params) {
    const auto value = given_.find(param.name);
    if (value != given_.end()) {
      variables.set(param.name, value->second);
    } else if (param.defaultValue) {
      variables.set(param.name, *param.defaultValue);
    }
  }
  variables.set("file", file);
  variables.set("node", home.node());
  variables.set("home", home.path());
  variables.set("product", home.facts().product);
  variables.set("version", home.facts().version);
  variables.set("kernel", home.facts().kernel);
}

}  // namespace carbonfix
