#include "carbonfix/home/port_offset.h"

#include <string_view>
#include <utility>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr const char* kScripts[] = {"bin/wso2server.sh", "bin/integrator.sh"};
constexpr const char* kCarbon = "conf/carbon.xml";

Node childOf(Node element, std::string_view name) {
  for (const Node& child : element.elements()) {
    if (child.localName() == name) return child;
  }
  return {};
}

// The last one, as java takes it; what only the running script knows is none.
Node optionIn(Node element, std::string_view name) {
  Node found;
  for (const Node& child : element.elements()) {
    Node here = optionIn(child, name);
    const bool isIt = child.name() == "option" && child.attribute("name") == name;
    if (isIt && !child.hasAttribute("uncertain")) here = child;
    if (here && !isBlank(here.value())) found = here;
  }
  return found;
}

Setting settingAt(Node node, std::string path) {
  if (!node) return {};
  return {std::string(trim(node.value())), std::move(path), node};
}

}  // namespace

Setting startOption(const Home& home, std::string_view name) {
  for (const char* script : kScripts) {
    const Document* const document = home.exists(script) ? home.load(script).document : nullptr;
    if (document == nullptr) continue;
    if (const Node option = optionIn(document->rootElement(), name)) return settingAt(option, script);
  }
  return {};
}

Setting portOffsetSetting(const Home& home) {
  if (Setting option = startOption(home, "portOffset"); option.node) return option;
  const Document* const carbon = home.exists(kCarbon) ? home.load(kCarbon).document : nullptr;
  if (carbon == nullptr) return {};
  const Node ports = childOf(carbon->rootElement(), "Ports");
  return settingAt(ports ? childOf(ports, "Offset") : Node(), home.resolve(kCarbon));
}

std::string portOffset(const Home& home) { return portOffsetSetting(home).value; }

}  // namespace carbonfix
