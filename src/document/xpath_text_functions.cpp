// Functions over texts. Most are those of XPath 1.0 that libxml2 has too, but in a time that grows with the product of
// their arguments' sizes: two long texts of a file would hang a start script.
#include "document/xpath_call.h"
#include "document/xpath_impl.h"
#include "document/xpath_text.h"

namespace carbonfix {
namespace {

void containsFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string part = popString(context);
  const std::string text = popString(context);
  push(context, placeOf(part, text) != std::string::npos);
}

void substringBeforeFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string part = popString(context);
  const std::string text = popString(context);
  const std::size_t place = placeOf(part, text);
  push(context, place == std::string::npos ? std::string() : text.substr(0, place));
}

void substringAfterFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string part = popString(context);
  const std::string text = popString(context);
  const std::size_t place = placeOf(part, text);
  push(context, place == std::string::npos ? std::string() : text.substr(place + part.size()));
}

void translateFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 3)) return;
  const std::string to = popString(context);
  const std::string from = popString(context);
  const std::string text = popString(context);
  push(context, translated(text, from, to));
}

// string-join(nodes, separator), as in XPath 2.0: the values of the nodes, in document order.
void stringJoinFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string separator = popString(context);
  if (context->value == nullptr || context->value->type != XPATH_NODESET) {
    xmlXPathErr(context, XPATH_INVALID_TYPE);
    return;
  }
  xmlXPathObjectPtr nodes = valuePop(context);
  xmlXPathNodeSetSort(nodes->nodesetval);
  std::string joined;
  for (int i = 0; nodes->nodesetval != nullptr && i < nodes->nodesetval->nodeNr; ++i) {
    if (i > 0) joined += separator;
    joined += Node(nodes->nodesetval->nodeTab[i]).value();
  }
  xmlXPathFreeObject(nodes);
  charge(context, joined.size() / kTextStep);
  push(context, joined);
}

}  // namespace

void registerTextFunctions(xmlXPathContextPtr context) {
  addFunction(context, "contains", containsFunction);
  addFunction(context, "substring-before", substringBeforeFunction);
  addFunction(context, "substring-after", substringAfterFunction);
  addFunction(context, "translate", translateFunction);
  addFunction(context, "string-join", stringJoinFunction);
}

}  // namespace carbonfix
