// Functions that take a value apart or compare it: JDBC URLs, addresses, versions.
#include <libxml/tree.h>

#include <limits>

#include "base/ip_address.h"
#include "base/jdbc_url.h"
#include "base/version_text.h"
#include "carbonfix/base/text.h"
#include "document/xpath_call.h"
#include "document/xpath_impl.h"

namespace carbonfix {
namespace {

void setAttribute(xmlNodePtr element, const char* name, const std::string& value) {
  xmlSetProp(element, reinterpret_cast<const xmlChar*>(name), reinterpret_cast<const xmlChar*>(value.c_str()));
}

xmlNodePtr addChild(xmlNodePtr parent, const char* name, const std::string& text) {
  xmlNodePtr child = xmlNewChild(parent, nullptr, reinterpret_cast<const xmlChar*>(name), nullptr);
  xmlNodeAddContent(child, reinterpret_cast<const xmlChar*>(text.c_str()));
  return child;
}

// <jdbc driver="mysql" kind="" database="REG_DB" id="mysql://db1:3306/REG_DB"><host port="3306">db1</host><option
// name="useSSL">false</option></jdbc>
XmlDoc documentOf(const JdbcUrl& url) {
  XmlDoc doc(xmlNewDoc(nullptr));
  xmlNodePtr root = xmlNewNode(nullptr, reinterpret_cast<const xmlChar*>("jdbc"));
  xmlDocSetRootElement(doc.get(), root);
  setAttribute(root, "driver", url.driver);
  setAttribute(root, "kind", url.kind);
  setAttribute(root, "database", url.database);
  setAttribute(root, "id", databaseOf(url));
  for (const JdbcUrl::Host& host : url.hosts) setAttribute(addChild(root, "host", host.name), "port", host.port);
  for (const auto& [name, value] : url.options) setAttribute(addChild(root, "option", value), "name", name);
  return doc;
}

void jdbcFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  const std::string text = popString(context);
  const auto [place, isNew] = stateOf(context).made.try_emplace({"jdbc", text});
  if (isNew) {
    if (const auto url = parseJdbcUrl(text)) place->second = documentOf(*url);
  }
  const XmlDoc& doc = place->second;
  push(context, doc == nullptr ? NodeSet{} : NodeSet{Node(xmlDocGetRootElement(doc.get()))});
}

void ipKindFunction(xmlXPathParserContextPtr context, int count) {
  if (hasArguments(context, count, 1)) push(context, std::string(ipKind(popString(context))));
}

// ip-in(address, ranges): white space between the ranges.
void ipInFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string ranges = popString(context);
  const std::string address = popString(context);
  bool isIn = false;
  for (const std::string_view range : splitSpace(ranges)) {
    const auto here = isIpIn(address, range);
    if (!here) return fail(context);
    isIn = isIn || *here;
  }
  push(context, isIn);
}

void versionCompareFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string second = popString(context);
  const std::string first = popString(context);
  const auto order = compareVersions(first, second);
  push(context, order ? static_cast<double>(*order) : std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

void registerValueFunctions(xmlXPathContextPtr context) {
  addFunction(context, "jdbc", jdbcFunction);
  addFunction(context, "ip-kind", ipKindFunction);
  addFunction(context, "ip-in", ipInFunction);
  addFunction(context, "version-compare", versionCompareFunction);
}

}  // namespace carbonfix
