#include "home/product.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "home/glob.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMaxVersionFile = 4096;

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kProducts{{
    {"API Manager", "apim"},
    {"App Manager", "appm"},
    {"Application Server", "as"},
    {"Business Activity Monitor", "bam"},
    {"Business Process Server", "bps"},
    {"Business Rules Server", "brs"},
    {"Complex Event Processor", "cep"},
    {"Data Analytics Server", "das"},
    {"Data Services Server", "dss"},
    {"Enterprise Integrator", "ei"},
    {"Enterprise Mobility Manager", "emm"},
    {"Enterprise Service Bus", "esb"},
    {"Enterprise Store", "es"},
    {"Governance Registry", "greg"},
    {"Identity Server", "is"},
    {"Identity Server as Key Manager", "is-km"},
    {"IoT Server", "iot"},
    {"Message Broker", "mb"},
}};

std::string_view withoutEnd(std::string_view text, std::string_view end) {
  return text.ends_with(end) ? trim(text.substr(0, text.size() - end.size())) : text;
}

// The number in "4.4.11-SNAPSHOT": what versions are compared by.
std::string numberOf(std::string_view version) {
  const std::size_t end = std::min(version.find_first_not_of("0123456789."), version.size());
  std::string_view number = version.substr(0, end);
  while (number.ends_with('.')) number.remove_suffix(1);
  return std::string(number);
}

struct NamedVersion {
  std::string name;
  std::string version;
};

// "WSO2 Data Analytics Server v3.1.0"; a placeholder of the build instead of a number gives no version.
NamedVersion parseVersionLine(std::string_view text) {
  const std::string line = normalizeSpace(text);
  const std::size_t space = line.rfind(" v");
  if (space == std::string::npos) return {};
  return {line.substr(0, space), numberOf(std::string_view(line).substr(space + 2))};
}

NamedVersion readVersionFile(const Home& home, const std::string& relative) {
  if (!home.exists(relative)) return {};
  const auto text = home.files().read(home.absolute(relative), kMaxVersionFile);
  return text ? parseVersionLine(*text) : NamedVersion{};
}

NamedVersion readCarbonXml(const Home& home) {
  const std::string path = home.confRoot() + "/carbon.xml";
  if (home.confRoot().empty() || !home.exists(path)) return {};
  const Home::Loaded& loaded = home.load(path);
  NamedVersion named;
  if (loaded.document == nullptr) return named;
  for (const Node& child : loaded.document->rootElement().elements()) {
    if (child.localName() == "Name") named.name = normalizeSpace(child.value());
    if (child.localName() == "Version") named.version = numberOf(trim(child.value()));
  }
  return named;
}

// The name of the runtime when the home is EI's wso2/<runtime>; empty otherwise.
std::string runtimeOf(const Home& home) {
  if (home.confRoot() != "conf") return {};
  const auto real = home.files().realPath(home.path());
  if (!real) return {};
  const std::vector<std::string_view> segments = segmentsOf(*real);
  if (segments.size() < 2 || segments[segments.size() - 2] != "wso2") return {};
  return std::string(segments.back());
}

// What `$product` can be.
std::vector<std::string> productNames() {
  constexpr std::array kOthers = {"apim-analytics", "esb-analytics",       "is-analytics", "ei-analytics",
                                  "ei-broker",      "ei-business-process", "ei-msf4j"};
  std::vector<std::string> names;
  names.reserve(std::size(kProducts) + kOthers.size());
  for (const auto& [name, product] : kProducts) names.emplace_back(product);
  names.insert(names.end(), kOthers.begin(), kOthers.end());
  return names;
}

}  // namespace

std::string productOf(std::string_view name) {
  std::string_view bare = trim(name);
  if (bare.starts_with("WSO2 ")) bare = trim(bare.substr(5));
  const auto find = [](std::string_view wanted) {
    const auto* const known = std::ranges::find(kProducts, wanted, [](const auto& product) { return product.first; });
    return known == kProducts.end() ? std::string() : std::string(known->second);
  };
  if (std::string known = find(bare); !known.empty()) return known;
  // "API Manager Analytics Server", "Identity Server Analytics": the server that watches another product.
  const std::string_view watched = withoutEnd(withoutEnd(bare, " Server"), " Analytics");
  if (watched.size() == withoutEnd(bare, " Server").size()) return {};
  const std::string known = find(watched);
  return known.empty() ? known : known + "-analytics";
}

Result<ProductFacts> parseProduct(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string product(text.substr(0, at));
  const std::string version(at == std::string_view::npos ? std::string_view() : text.substr(at + 1));
  const std::vector<std::string> known = productNames();
  if (std::ranges::find(known, product) == known.end()) {
    return Error{.message = fmt::format("\"{}\" is no product that we know{}", product, didYouMean(product, known)),
                 .hint = fmt::format("products are {}", join(known, ", "))};
  }
  if (version.empty() || numberOf(version) != version || version.starts_with('.')) {
    return Error{.message = fmt::format("\"{}\" is not PRODUCT@VERSION", text),
                 .hint = fmt::format("for example {}@5.5.0", product)};
  }
  return ProductFacts{.product = product, .version = version, .kernel = {}};
}

ProductFacts detectProduct(const Home& home) {
  ProductFacts facts;
  NamedVersion named = readVersionFile(home, "bin/version.txt");
  facts.kernel = readVersionFile(home, "bin/wso2carbon-version.txt").version;
  // A runtime of EI names itself after the product that it once was, with that product's version, in its carbon.xml.
  if (const std::string runtime = runtimeOf(home); !runtime.empty()) {
    facts.product = "ei-" + runtime;
    facts.version = named.version;
    return facts;
  }
  facts.product = productOf(named.name);
  if (facts.product.empty()) {
    named = readCarbonXml(home);
    facts.product = productOf(named.name);
  }
  if (!facts.product.empty()) facts.version = named.version;
  return facts;
}

}  // namespace carbonfix
