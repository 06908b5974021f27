#include "rules/checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/live_functions.h"
#include "carbonfix/rules/names_in_xpath.h"
#include "carbonfix/rules/params.h"
#include "rules/check_missing.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

// Variables that the tool itself provides.
const std::vector<std::string>& builtinNames() {
  static const std::vector<std::string> names = {"file",    "node",      "home", "product",     "version", "kernel",
                                                 "cluster", "inventory", "self", "port-offset", "host"};
  return names;
}

using Names = std::vector<std::string>;

bool holds(const Names& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

class Checker {
 public:
  Checker(const Document& document, const Pack& pack) : document_(document), pack_(pack) {
    for (const Key& key : pack.keys) keys_.push_back(key.name);
  }

  Verdict check(const std::vector<Reference>& references) {
    Names scope = builtinNames();
    Names own;
    for (const Param& param : pack_.params) {
      define(param.name, param.at, own, scope);
      const std::string wanted = param.defaultValue ? typeProblem(param, *param.defaultValue) : std::string();
      if (!wanted.empty()) add(param.at, fmt::format("the default of \"{}\" must be {}", param.name, wanted));
    }
    mayAskMachine_ = pack_.patches.empty() && pack_.keys.empty() && std::ranges::all_of(pack_.patterns, &Pattern::live);
    checkLets(pack_.lets, own, scope);
    mayAskMachine_ = false;
    for (const Key& key : pack_.keys) {
      checkFiles(key.files, key.match.at());
      checkExpression(key.match, scope);
      checkExpression(key.use, scope);
      checkExpression(key.group, scope);
    }
    for (const Port& port : pack_.ports) checkPort(port, scope);
    for (const Pattern& pattern : pack_.patterns) checkPattern(pattern, scope);
    for (const Patch& patch : pack_.patches) checkPatch(patch, scope);
    for (const Example& example : pack_.examples) checkExample(example);
    for (const Reference& reference : references) checkReference(reference);
    sort(verdict_.errors);
    sort(verdict_.warnings);
    return std::move(verdict_);
  }

 private:
  void add(Position at, std::string message, std::string hint = {}) {
    verdict_.errors.push_back(ruleError(document_, at, std::move(message), std::move(hint)));
  }

  // A diagnostic is checked once for each check that names it, so the same words may come twice.
  static void sort(Errors& errors) {
    std::ranges::stable_sort(errors, {}, &Error::at);
    const auto same = [](const Error& a, const Error& b) { return a.at == b.at && a.message == b.message; };
    errors.erase(std::unique(errors.begin(), errors.end(), same), errors.end());
  }

  void define(const std::string& name, Position at, Names& own, Names& scope) {
    if (holds(own, name)) add(at, fmt::format("${} is defined twice in one scope", name));
    own.push_back(name);
    scope.push_back(name);
  }

  void checkLets(const std::vector<Let>& lets, Names& own, Names& scope) {
    for (const Let& let : lets) {
      checkExpression(let.value, scope);
      define(let.name, let.value.at(), own, scope);
    }
  }

  void checkLets(const std::vector<Let>& lets, Names& scope) {
    Names own;
    checkLets(lets, own, scope);
  }

  void checkExpression(const Expression& expression, const Names& scope) {
    if (!expression) return;
    checkLive(expression);
    for (const NameInXPath& variable : variablesIn(expression.text())) {
      if (holds(scope, variable.name)) continue;
      add(insideValue(document_, expression.at(), variable.column),
          fmt::format("${} is not defined here{}", variable.name, didYouMean(variable.name, scope)),
          "variables come from <let>, <param>, and the tool: $" + join(builtinNames(), " $"));
    }
    checkKeys(expression);
    if (auto compiled = expression.compiled(pack_.namespaces); !compiled) {
      const Error& error = compiled.error();
      const std::size_t column = error.at.column + 1 - std::min(expression.at().column, error.at.column);
      add(insideValue(document_, expression.at(), column), error.message, error.hint);
    }
  }

  // Live functions answer in patterns that say so, and in variables of a pack that has no others.
  void checkLive(const Expression& expression) {
    const auto compiled = expression.compiled(pack_.namespaces);
    const LiveFunction* const function = compiled ? liveFunctionIn(**compiled) : nullptr;
    if (function == nullptr || mayAskMachine_) return;
    add(expression.at(), fmt::format("{}() asks the machine, so it can't stand here", function->name),
        "it may in a pattern that says live=\"true\", and in a <let> of a file that has no other patterns");
  }

  void checkKeys(const Expression& expression) {
    const auto isGroupedAs = [](std::string_view name) {
      return [name](const Key& key) { return key.name == name && key.group; };
    };
    for (const KeyInXPath& key : keysIn(expression.text())) {
      const Position at = insideValue(document_, expression.at(), key.column);
      if (!holds(keys_, key.name)) {
        add(at, fmt::format("no <key> has the name \"{}\"{}", key.name, didYouMean(key.name, keys_)));
      } else if (key.byGroup && std::ranges::none_of(pack_.keys, isGroupedAs(key.name))) {
        add(at, fmt::format("the <key> \"{}\" has no groups", key.name), "give it the attribute group");
      }
    }
  }

  // A test that looks at nothing says the same of every file: it is a slip, such as quotes around a path.
  void checkTest(const Expression& test, const Names& scope, std::string_view what) {
    checkExpression(test, scope);
    if (!test) return;
    // Schemas say test="false()" for "this must not be here at all".
    if (pack_.plainSchematron) return;
    const auto compiled = test.compiled(pack_.namespaces);
    if (compiled && (*compiled)->isConstant()) {
      add(test.at(), fmt::format("this {} is the same for every file: it looks at nothing in it", what),
          "a path in quotes is a text, which is always true");
    }
  }

  void checkMessage(const Message& message, const Names& scope) {
    for (const MessagePart& part : message) checkExpression(part.select, scope);
  }

  void checkFiles(const std::string& files, Position at) {
    for (const std::string_view glob : splitSpace(files)) {
      const std::string slashed = "/" + std::string(glob) + "/";
      if (glob.starts_with('/') || slashed.find("/../") != std::string::npos || glob.find(':') != std::string::npos) {
        add(at, fmt::format("files \"{}\" must be a path inside the product home", glob),
            "write it relative to the home, or as conf/… for the configuration root");
      }
    }
  }

  void checkPort(const Port& port, const Names& scope) {
    checkFiles(port.files, port.at);
    for (const Expression* const expression : {&port.match, &port.use, &port.to, &port.offsetIf}) {
      checkExpression(*expression, scope);
    }
    checkMessage(port.what, scope);
  }

  void checkPattern(const Pattern& pattern, Names scope) {
    if (!patternIds_.insert(pattern.id).second)
      add(pattern.at, fmt::format("pattern \"{}\" is there twice", pattern.id));
    checkFiles(pattern.files, pattern.at);
    mayAskMachine_ = pattern.live;
    checkExpression(pattern.condition, scope);
    checkLets(pattern.lets, scope);
    for (const Rule& rule : pattern.rules) checkRule(rule, scope);
    mayAskMachine_ = false;
  }

  void checkRule(const Rule& rule, Names scope) {
    checkExpression(rule.context, scope);
    checkLets(rule.lets, scope);
    for (const Check& check : rule.checks) {
      checkId(check.id, check.at);
      checkTest(check.test, scope, "test");
      checkExpression(check.subject, scope);
      checkMessage(check.message, scope);
      for (const Diagnostic& diagnostic : pack_.diagnostics) {
        if (holds(check.diagnostics, diagnostic.id)) checkMessage(diagnostic.text, scope);
      }
    }
    for (const Fix& fix : rule.fixes) {
      Names inside = scope;
      checkLets(fix.lets, inside);
      checkOperations(fix.operations, inside);
      if (std::ranges::find(rule.checks, fix.id, &Check::fix) == rule.checks.end()) {
        verdict_.warnings.push_back(ruleError(document_, fix.at, fmt::format("no check names the fix \"{}\"", fix.id),
                                              "write fix=\"" + fix.id + "\" on the assert or report that it repairs"));
      }
    }
  }

  void checkPatch(const Patch& patch, Names scope) {
    checkId(patch.id, patch.at);
    checkFiles(patch.files, patch.at);
    checkExpression(patch.condition, scope);
    checkExpression(patch.context, scope);
    checkLets(patch.lets, scope);
    checkTest(patch.ensure, scope, "ensure");
    checkOperations(patch.operations, scope);
    if (patch.create) checkCreate(patch);
  }

  // A file that is to be made has one name, and XML can't be empty.
  void checkCreate(const Patch& patch) {
    const std::vector<std::string_view> paths = splitSpace(patch.files);
    if (paths.size() != 1 || paths.front().find_first_of("*?[") != std::string_view::npos) {
      add(patch.at, fmt::format("create=\"true\" makes one file, but files is \"{}\"", patch.files),
          "name one path without wildcards");
      return;
    }
    if (formatOf(std::string(paths.front())) != FileFormat::xml || patch.operations.empty()) return;
    const Operation& first = patch.operations.front();
    if (first.kind == Operation::Kind::add && first.select.text() == "/" && first.type.empty() && !first.condition)
      return;
    add(first.at, "the first operation of a patch that creates an XML file must be <add sel=\"/\">",
        "its content is the new file");
  }

  void checkOperations(const std::vector<Operation>& operations, const Names& scope) {
    for (const Operation& operation : operations) {
      checkExpression(operation.select, scope);
      checkExpression(operation.condition, scope);
      checkExpression(operation.holds, scope);
      for (const auto& [column, message, hint] : slipsInMissing(operation)) {
        add(insideValue(document_, operation.select.at(), column), message, hint);
      }
      checkMessage(operation.value, scope);
      for (const Expression& select : operation.selects) checkExpression(select, scope);
      checkInterpolation(operation.content, operation.at, scope);
      for (const MessagePart& part : operation.value) checkInterpolation(part.text, operation.at, scope);
    }
  }

  // {$name} in what an operation writes.
  void checkInterpolation(const std::string& text, Position at, const Names& scope) {
    for (std::size_t open = text.find("{$"); open != std::string::npos; open = text.find("{$", open + 2)) {
      const std::size_t close = text.find('}', open);
      if (close == std::string::npos) return;
      const std::string name = text.substr(open + 2, close - open - 2);
      if (holds(scope, name)) continue;
      add(at, fmt::format("{{${}}} in what this writes is not defined here{}", name, didYouMean(name, scope)));
    }
  }

  void checkId(const std::string& id, Position at) {
    if (isReservedId(id)) {
      add(at, fmt::format("the id \"{}\" is one of the tool's own", id), "carbonfix.* and xml.* are reserved");
    }
    if (!id.empty() && !ids_.insert(id).second) add(at, fmt::format("the id \"{}\" is there twice", id));
  }

  void checkExample(const Example& example) {
    Names known;
    for (const Param& param : pack_.params) known.push_back(param.name);
    for (const auto& [name, value] : example.params) {
      if (!holds(known, name)) {
        add(example.at, fmt::format("no param has the name \"{}\"{}", name, didYouMean(name, known)));
      }
    }
    if (example.bad) checkMachine(*example.bad, example.at);
    if (example.good) checkMachine(*example.good, example.at);
    for (const Example::Snippet& good : example.alsoGood) checkMachine(good, example.at);
  }

  // An answer to what nobody can ask would be no part of the example.
  void checkMachine(const Example::Snippet& snippet, Position at) {
    Names known;
    for (const LiveFunction& function : liveFunctions()) known.emplace_back(function.name);
    for (const ExampleAnswer& each : snippet.live) {
      const std::string name = each.asked.substr(0, each.asked.find('('));
      if (holds(known, name) && each.asked.ends_with(')')) continue;
      add(at, fmt::format("asked=\"{}\" is no call of a live function{}", each.asked, didYouMean(name, known)),
          "write the call with its arguments as they come out: port-free(8080)");
    }
  }

  void checkReference(const Reference& reference) {
    Names known;
    std::string_view what;
    switch (reference.to) {
      case Reference::To::diagnostic:
        what = "diagnostic";
        for (const Diagnostic& each : pack_.diagnostics) known.push_back(each.id);
        break;
      case Reference::To::pattern:
        what = "pattern";
        known.assign(patternIds_.begin(), patternIds_.end());
        break;
      case Reference::To::checkOrPatch:
        what = "check or patch";
        known.assign(ids_.begin(), ids_.end());
        break;
    }
    if (holds(known, reference.name)) return;
    add(reference.at,
        fmt::format("no {} has the id \"{}\"{}", what, reference.name, didYouMean(reference.name, known)));
  }

  const Document& document_;
  const Pack& pack_;
  Names keys_;
  std::set<std::string> ids_;
  std::set<std::string> patternIds_;
  bool mayAskMachine_ = false;  // where we are
  Verdict verdict_;
};

}  // namespace

bool isReservedId(std::string_view id) { return id.starts_with("carbonfix.") || id.starts_with("xml."); }

Verdict checkPack(const Document& document, const Pack& pack, const std::vector<Reference>& references) {
  return Checker(document, pack).check(references);
}

}  // namespace carbonfix
