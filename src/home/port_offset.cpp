#include "carbonfix/home/port_offset.h"

#include <string_view>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr const char* kScripts[] = {"bin/wso2server.sh", "bin/integrator.sh"};

Node childOf(Node element, std::string_view name) {
  for (const Node& child : element.elements()) {
    if (child.localName() == name) return child;
  }
  return {};
}

// The last one, as java takes it; what only the running script knows is none.
std::string optionIn(Node element) {
  std::string value;
  for (const Node& child : element.elements()) {
    std::string here = optionIn(child);
    const bool isIt = child.name() == "option" && child.attribute("name") == "portOffset";
    if (isIt && !child.hasAttribute("uncertain")) here = trim(child.value());
    if (!here.empty()) value = std::move(here);
  }
  return value;
}

}  // namespace

std::string portOffset(const Home& home) {
  for (const char* script : kScripts) {
    if (!home.exists(script)) continue;
    const Document* document = home.load(script).document;
    std::string given = document == nullptr ? std::string() : optionIn(document->rootElement());
    if (!given.empty()) return given;
  }
  constexpr const char* kCarbon = "conf/carbon.xml";
  const Document* carbon = home.exists(kCarbon) ? home.load(kCarbon).document : nullptr;
  if (carbon == nullptr) return {};
  const Node ports = childOf(carbon->rootElement(), "Ports");
  const Node offset = ports ? childOf(ports, "Offset") : Node();
  return offset ? std::string(trim(offset.value())) : std::string();
}

}  // namespace carbonfix
