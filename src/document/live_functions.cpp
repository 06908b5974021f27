#include "carbonfix/document/live_functions.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "document/xpath_call.h"
#include "document/xpath_impl.h"

namespace carbonfix {
namespace {

constexpr std::array kLiveFunctions = {
    LiveFunction{"addresses", 0, 0},       LiveFunction{"connects", 2, 2},
    LiveFunction{"disk-free", 1, 1},       LiveFunction{"env", 1, 1},
    LiveFunction{"file-mode", 1, 1},       LiveFunction{"is-local-address", 1, 1},
    LiveFunction{"jars-with-class", 2, 2}, LiveFunction{"java-version", 1, 1},
    LiveFunction{"limit", 1, 1},           LiveFunction{"link-target", 1, 1},
    LiveFunction{"memory", 0, 0},          LiveFunction{"path-exists", 1, 1},
    LiveFunction{"port-free", 1, 2},       LiveFunction{"port-holder", 1, 1},
    LiveFunction{"readable", 1, 1},        LiveFunction{"real-path", 1, 1},
    LiveFunction{"resolves", 1, 1},        LiveFunction{"run-user", 0, 0},
    LiveFunction{"server-pid", 0, 0},      LiveFunction{"sysctl", 1, 1},
    LiveFunction{"writable", 1, 1},
};

const LiveFunction* find(std::string_view name) {
  const auto* const found = std::ranges::find(kLiveFunctions, name, &LiveFunction::name);
  return found == kLiveFunctions.end() ? nullptr : found;
}

// One for all of them: libxml2 says by which name it is called.
void askMachine(xmlXPathParserContextPtr context, int count) {
  const std::string name = reinterpret_cast<const char*>(context->context->function);
  const LiveFunction* const function = find(name);
  if (function == nullptr || count < function->least || count > function->most) {
    xmlXPathErr(context, XPATH_INVALID_ARITY);
    return;
  }
  std::vector<std::string> arguments(static_cast<std::size_t>(count));
  for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument) *argument = popString(context);
  FunctionState& state = stateOf(context);
  if (state.surroundings == nullptr) return fail(context);
  const Result<Value> answer = state.surroundings->live(name, arguments);
  if (answer) return push(context, *answer);
  state.noAnswer = answer.error().message;
  fail(context);
}

}  // namespace

std::span<const LiveFunction> liveFunctions() { return kLiveFunctions; }

const LiveFunction* liveFunctionIn(const XPath& expression) {
  const auto* const found =
      std::ranges::find_if(kLiveFunctions, [&](const LiveFunction& each) { return expression.calls(each.name); });
  return found == kLiveFunctions.end() ? nullptr : found;
}

void registerLiveFunctions(xmlXPathContextPtr context) {
  for (const LiveFunction& function : kLiveFunctions) addFunction(context, function.name.data(), askMachine);
}

}  // namespace carbonfix
