#include <fmt/format.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "carbonfix/document/xpath.h"
#include "document/xml/parser.h"
#include "document/xpath_impl.h"
#include "document/xpath_state.h"

namespace carbonfix {
namespace {

// A stock home needs a few thousand steps an expression; what goes beyond this is a rule gone wrong.
constexpr unsigned long kOperationLimit = 20'000'000;

struct FreeObject {
  void operator()(xmlXPathObjectPtr object) const { xmlXPathFreeObject(object); }
};

// libxml2 gives whoever collects errors a number, not its words.
const char* reason(int code) {
  switch (code - XML_XPATH_EXPRESSION_OK) {
    case XPATH_OP_LIMIT_EXCEEDED:
      return "it takes too many steps";
    case XPATH_RECURSION_LIMIT_EXCEEDED:
      return "it is nested too deeply";
    case XPATH_UNDEF_VARIABLE_ERROR:
      return "it names a variable that is not defined";
    case XPATH_INVALID_TYPE:
      return "a value has the wrong type";
    case XPATH_INVALID_ARITY:
      return "a function has the wrong number of arguments";
    default:
      return "it can't be evaluated";
  }
}

void collectError(void* data, xmlErrorPtr error) {
  auto* message = static_cast<std::string*>(data);
  if (message->empty()) *message = reason(error->code);
}

Value toValue(xmlXPathObjectPtr object) {
  switch (object->type) {
    case XPATH_BOOLEAN:
      return object->boolval != 0;
    case XPATH_NUMBER:
      return object->floatval;
    case XPATH_STRING:
      return std::string(reinterpret_cast<const char*>(object->stringval));
    default:
      break;
  }
  NodeSet nodes;
  if (object->nodesetval == nullptr) return nodes;
  if (object->nodesetval->nodeNr > 1) xmlXPathNodeSetSort(object->nodesetval);
  for (int i = 0; i < object->nodesetval->nodeNr; ++i) {
    xmlNodePtr node = object->nodesetval->nodeTab[i];
    if (node->type != XML_NAMESPACE_DECL) nodes.emplace_back(node);
  }
  return nodes;
}

}  // namespace

xmlXPathObjectPtr toObject(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return xmlXPathNewBoolean(*flag ? 1 : 0);
  if (const auto* number = std::get_if<double>(&value)) return xmlXPathNewFloat(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return xmlXPathNewCString(text->c_str());
  xmlNodeSetPtr set = xmlXPathNodeSetCreate(nullptr);
  for (const Node& node : std::get<NodeSet>(value)) xmlXPathNodeSetAddUnique(set, node.raw());
  return xmlXPathWrapNodeSet(set);
}

namespace {

xmlXPathObjectPtr lookUpVariable(void* data, const xmlChar* name, const xmlChar* uri) {
  if (uri != nullptr) return nullptr;
  auto* context = static_cast<xmlXPathContextPtr>(data);
  const auto* state = static_cast<FunctionState*>(context->user);
  const Value* value = state->scope == nullptr ? nullptr : state->scope->find(reinterpret_cast<const char*>(name));
  if (value == nullptr) return nullptr;
  // Each mention copies the set; libxml2 would count one step however many nodes it holds.
  if (const auto* nodes = std::get_if<NodeSet>(value)) {
    context->opCount += std::min<unsigned long>(nodes->size(), context->opLimit - context->opCount);
  }
  return toObject(*value);
}

}  // namespace

struct XPathEvaluator::Impl {
  xmlXPathContextPtr context = nullptr;
  FunctionState state;
  std::string error;
};

XPathEvaluator::XPathEvaluator(Surroundings* surroundings) : impl_(std::make_unique<Impl>()) {
  initXml();
  impl_->context = xmlXPathNewContext(nullptr);
  impl_->state.surroundings = surroundings;
  impl_->context->user = &impl_->state;
  impl_->context->error = collectError;
  impl_->context->userData = &impl_->error;
  xmlXPathRegisterVariableLookup(impl_->context, lookUpVariable, impl_->context);
  registerFunctions(impl_->context);
}

XPathEvaluator::~XPathEvaluator() { xmlXPathFreeContext(impl_->context); }

Result<Value> XPathEvaluator::evaluate(const XPath& expression, Node context, const Scope& scope, Node current) {
  const XPath::Impl& compiled = expression.impl();
  xmlXPathContextPtr evaluation = impl_->context;
  evaluation->node = context.raw();
  evaluation->doc = context ? context.raw()->doc : nullptr;
  evaluation->opLimit = kOperationLimit;
  evaluation->opCount = 0;
  evaluation->namespaces = const_cast<xmlNsPtr*>(compiled.namespacePointers.data());
  evaluation->nsNr = static_cast<int>(compiled.namespacePointers.size());
  impl_->state.scope = &scope;
  impl_->state.current = current ? current : context;
  impl_->error.clear();
  const std::unique_ptr<xmlXPathObject, FreeObject> object(xmlXPathCompiledEval(compiled.compiled.get(), evaluation));
  evaluation->namespaces = nullptr;
  evaluation->nsNr = 0;
  impl_->state.scope = nullptr;
  if (object == nullptr) {
    const std::string why = impl_->error.empty() ? "it can't be evaluated" : impl_->error;
    return Error{fmt::format("{} (in \"{}\")", why, expression.text())};
  }
  return toValue(object.get());
}

Result<NodeSet> XPathEvaluator::select(const XPath& expression, Node context, const Scope& scope, Node current) {
  Result<Value> value = evaluate(expression, context, scope, current);
  if (!value) return value.error();
  if (auto* nodes = std::get_if<NodeSet>(&*value)) return std::move(*nodes);
  return Error{fmt::format("\"{}\" gives a value where nodes are needed", expression.text())};
}

Result<bool> XPathEvaluator::test(const XPath& expression, Node context, const Scope& scope, Node current) {
  Result<Value> value = evaluate(expression, context, scope, current);
  if (!value) return value.error();
  return toBool(*value);
}

const Value* Scope::find(std::string_view name) const {
  const auto found = values_.find(name);
  if (found != values_.end()) return &found->second;
  return outer_ == nullptr ? nullptr : outer_->find(name);
}

bool toBool(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<double>(&value)) return *number != 0 && !std::isnan(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  return !std::get<NodeSet>(value).empty();
}

double toNumber(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  return xmlXPathCastStringToNumber(reinterpret_cast<const xmlChar*>(toString(value).c_str()));
}

std::string toString(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* nodes = std::get_if<NodeSet>(&value)) return nodes->empty() ? std::string() : nodes->front().value();
  xmlChar* text = std::holds_alternative<bool>(value) ? xmlXPathCastBooleanToString(std::get<bool>(value) ? 1 : 0)
                                                      : xmlXPathCastNumberToString(std::get<double>(value));
  std::string result = reinterpret_cast<const char*>(text);
  xmlFree(text);
  return result;
}

}  // namespace carbonfix
