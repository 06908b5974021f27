#include <fmt/format.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "carbonfix/document/xpath.h"
#include "document/xml/namespace_scope.h"
#include "document/xml/parser.h"
#include "document/xpath_impl.h"
#include "document/xpath_state.h"

namespace carbonfix {
namespace {

// A stock home needs a few thousand steps an expression; what goes beyond this is a rule gone wrong.
constexpr unsigned long kOperationLimit = 20'000'000;

constexpr const char* kTooManySteps = "it takes too many steps";

struct FreeObject {
  void operator()(xmlXPathObjectPtr object) const { xmlXPathFreeObject(object); }
};
using Object = std::unique_ptr<xmlXPathObject, FreeObject>;

// libxml2 gives whoever collects errors a number, not its words.
const char* reason(int code) {
  switch (code - XML_XPATH_EXPRESSION_OK) {
    case XPATH_OP_LIMIT_EXCEEDED:
      return kTooManySteps;
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
  // Each mention is a copy; libxml2 would count one step however much it holds.
  if (const auto* nodes = std::get_if<NodeSet>(value)) {
    context->opCount += std::min<unsigned long>(nodes->size(), context->opLimit - context->opCount);
  }
  if (const auto* text = std::get_if<std::string>(value)) {
    context->opCount += std::min<unsigned long>(text->size() / 8, context->opLimit - context->opCount);
  }
  return toObject(*value);
}

Error failure(std::string_view why, const XPath& expression) {
  return Error{fmt::format("{} (in \"{}\")", why, expression.text())};
}

Result<Value> checked(Value value, const XPath& expression) {
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && text->size() > kLongestText) return failure("it gives a text that is too long", expression);
  return value;
}

}  // namespace

struct XPathEvaluator::Impl {
  xmlXPathContextPtr context = nullptr;
  FunctionState state;
  std::string error;
  unsigned long limit = kOperationLimit;

  Result<Object> run(const XPath& expression, Node at, const Scope& scope, Node current);
  // Without libxml2; nothing: the expression needs it.
  std::optional<Result<Value>> straight(const XPath& expression, Node at, const Scope& scope, Node current);
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

std::unique_ptr<XPathEvaluator> XPathEvaluator::inner() {
  auto made = std::make_unique<XPathEvaluator>();
  made->impl_->state.isInner = true;
  return made;
}

void XPathEvaluator::limitSteps(unsigned long steps) { impl_->limit = steps; }

unsigned long XPathEvaluator::steps() const { return impl_->context->opCount; }

const std::string& XPathEvaluator::noAnswer() const { return impl_->state.noAnswer; }

Result<Object> XPathEvaluator::Impl::run(const XPath& expression, Node at, const Scope& scope, Node current) {
  const XPath::Impl& compiled = expression.impl();
  context->node = at.raw();
  context->doc = at ? at.raw()->doc : nullptr;
  context->opLimit = limit;
  context->opCount = 0;
  context->namespaces = const_cast<xmlNsPtr*>(compiled.namespacePointers.data());
  context->nsNr = static_cast<int>(compiled.namespacePointers.size());
  state.scope = &scope;
  state.current = current ? current : at;
  state.noAnswer.clear();
  error.clear();
  Object object(xmlXPathCompiledEval(compiled.needCompiled(), context));
  context->namespaces = nullptr;
  context->nsNr = 0;
  state.scope = nullptr;
  if (object != nullptr) return object;
  return failure(error.empty() ? "it can't be evaluated" : error, expression);
}

std::optional<Result<Value>> XPathEvaluator::Impl::straight(const XPath& expression, Node at, const Scope& scope,
                                                            Node current) {
  const XPathProgram* program = expression.impl().program.get();
  if (program == nullptr) return std::nullopt;
  const XPathProgram::Place place{at, current ? current : at, &scope, state.surroundings};
  Value value;
  context->opCount = 0;
  state.noAnswer.clear();
  switch (program->evaluate(place, limit, context->opCount, value)) {
    case XPathProgram::Outcome::done:
      return checked(std::move(value), expression);
    case XPathProgram::Outcome::tooManySteps:
      return failure(kTooManySteps, expression);
    case XPathProgram::Outcome::unsupported:
      break;
  }
  return std::nullopt;
}

Result<Value> XPathEvaluator::evaluate(const XPath& expression, Node context, const Scope& scope, Node current) {
  if (auto value = impl_->straight(expression, context, scope, current)) return std::move(*value);
  const Result<Object> object = impl_->run(expression, context, scope, current);
  if (!object) return object.error();
  return checked(toValue(object->get()), expression);
}

Result<std::vector<Selected>> XPathEvaluator::selectAll(const XPath& expression, Node context, const Scope& scope) {
  const Result<Object> object = impl_->run(expression, context, scope, {});
  if (!object) return object.error();
  if ((*object)->type != XPATH_NODESET) {
    return Error{fmt::format("\"{}\" gives a value where nodes are needed", expression.text())};
  }
  std::vector<Selected> selected;
  xmlNodeSetPtr nodes = (*object)->nodesetval;
  if (nodes == nullptr) return selected;
  if (nodes->nodeNr > 1) xmlXPathNodeSetSort(nodes);
  for (int i = 0; i < nodes->nodeNr; ++i) {
    xmlNodePtr node = nodes->nodeTab[i];
    if (node->type != XML_NAMESPACE_DECL) {
      selected.push_back(Selected{Node(node)});
      continue;
    }
    // libxml2 hangs the element on a copy of the declaration.
    const auto* ns = reinterpret_cast<xmlNsPtr>(node);
    auto* element = reinterpret_cast<xmlNodePtr>(ns->next);
    selected.push_back(Selected{Node(element), true, prefixOf(ns)});
  }
  return selected;
}

Result<NodeSet> XPathEvaluator::select(const XPath& expression, Node context, const Scope& scope, Node current) {
  Result<Value> value = evaluate(expression, context, scope, current);
  if (!value) return value.error();
  if (auto* nodes = std::get_if<NodeSet>(&*value)) return std::move(*nodes);
  return Error{fmt::format("\"{}\" gives a value where nodes are needed", expression.text())};
}

Result<bool> XPathEvaluator::test(const XPath& expression, Node context, const Scope& scope, Node current) {
  if (const auto value = impl_->straight(expression, context, scope, current)) {
    if (!*value) return value->error();
    return toBool(**value);
  }
  const Result<Object> object = impl_->run(expression, context, scope, current);
  if (!object) return object.error();
  // Not by way of a Value: that has no namespace nodes.
  return xmlXPathCastToBoolean(object->get()) != 0;
}

const Value* Scope::find(std::string_view name) const {
  const auto found = values_.find(name);
  if (found != values_.end()) return &found->second;
  if (const auto made = lazy_.find(name); made != lazy_.end()) {
    return &values_.insert_or_assign(std::string(name), made->second()).first->second;
  }
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
