#include "carbonfix/home/node_host.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ip_address.h"
#include "carbonfix/base/text.h"
#include "carbonfix/home/snapshot_file_system.h"

namespace carbonfix {
namespace {

constexpr std::string_view kAxis2 = "conf/axis2/axis2.xml";

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

bool isOn(Node clustering) {
  return !clustering.hasAttribute("enable") || lowerCase(trim(clustering.attribute("enable"))) == "true";
}

// Could other hosts know one host by it?
bool namesOneHost(std::string_view host) {
  if (const std::string_view kind = ipKind(host); !kind.empty()) return kind != "loopback" && kind != "any";
  const bool isName = !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
  return isName && !lowerCase(host).starts_with(kThisMachine);
}

// A parameter of clustering that is on. Of several the last counts, as Axis2 has it.
Node clusterParameter(const Home& home, std::string_view name) {
  const std::string path(kAxis2);
  const Document* const axis2 = home.exists(path) ? home.load(path).document : nullptr;
  Node found;
  if (axis2 == nullptr) return found;
  for (const Node& clustering : axis2->rootElement().elements()) {
    if (clustering.localName() != "clustering" || !isOn(clustering)) continue;
    for (const Node& parameter : clustering.elements()) {
      if (parameter.localName() == "parameter" && parameter.attribute("name") == name) found = parameter;
    }
  }
  return found;
}

}  // namespace

std::string clusterDomain(const Home& home) {
  const Node domain = clusterParameter(home, "domain");
  return domain ? std::string(trim(domain.value())) : std::string();
}

Node localMemberHost(const Home& home) {
  if (clusterParameter(home, "membershipSchemeClassName")) return {};  // it finds addresses in its own way
  const Node found = clusterParameter(home, "localMemberHost");
  return found && namesOneHost(trim(found.value())) ? found : Node();
}

std::string hostOf(const Home& home) {
  if (!home.givenHost().empty()) return home.givenHost();
  const Node member = localMemberHost(home);
  if (member) return std::string(trim(member.value()));
  const auto* const elsewhere = dynamic_cast<const SnapshotFileSystem*>(&home.files());
  const bool isNamed = elsewhere != nullptr && !elsewhere->snapshot()->machine.empty();
  return isNamed ? elsewhere->snapshot()->machine : std::string(kThisMachine);
}

bool mayBeOneHost(std::string_view a, std::string_view b) {
  const bool isAddress = !ipKind(a).empty();
  if (isAddress != !ipKind(b).empty()) return true;
  const std::string first = lowerCase(a);
  const std::string second = lowerCase(b);
  if (first == second) return true;
  const auto isShortOf = [](const std::string& name, const std::string& full) {
    return name.find('.') == std::string::npos && full.starts_with(name + '.');
  };
  return !isAddress && (isShortOf(first, second) || isShortOf(second, first));
}

}  // namespace carbonfix
