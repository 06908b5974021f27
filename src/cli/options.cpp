#include "cli/options.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include <boost/program_options.hpp>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/report/reporter.h"

namespace carbonfix {
namespace {

namespace po = boost::program_options;

constexpr const char* kArgument = "argument";

struct Given {
  std::map<std::string, std::vector<std::string>, std::less<>>
      values;  // by option; switches have one empty value a use
  std::vector<std::string> arguments;
};

Error problem(std::string message, std::string hint = "carbonfix --help tells commands and options") {
  return Error{.message = std::move(message), .hint = std::move(hint)};
}

po::options_description describeOptions() {
  po::options_description description;
  for (const OptionInfo& option : allOptions()) {
    std::string names(option.name);
    if (option.letter != 0) names += fmt::format(",{}", option.letter);
    if (option.argument.empty()) {
      description.add_options()(names.c_str(), "");
    } else {
      description.add_options()(names.c_str(), po::value<std::vector<std::string>>(), "");
    }
  }
  description.add_options()(kArgument, po::value<std::vector<std::string>>(), "");
  return description;
}

// "--recipe", or "-r" as it was typed.
std::string typed(const po::error_with_option_name& error) {
  const std::string name = error.get_option_name();
  return name.starts_with('-') ? name : "--" + name;
}

std::vector<std::string> optionNames() {
  std::vector<std::string> names;
  for (const OptionInfo& option : allOptions()) names.push_back(fmt::format("--{}", option.name));
  return names;
}

// Boost reports what a user typed wrong by exceptions; this is the one place that turns them into values.
Result<Given> split(const std::vector<std::string>& arguments) {
  const po::options_description description = describeOptions();
  po::positional_options_description positional;
  positional.add(kArgument, -1);
  namespace style = po::command_line_style;
  // A shortened option that works today could mean another one tomorrow.
  const int strict = style::unix_style & ~style::allow_guessing;
  try {
    const auto parsed =
        po::command_line_parser(arguments).options(description).positional(positional).style(strict).run();
    Given given;
    for (const po::option& option : parsed.options) {
      if (option.string_key == kArgument) {
        given.arguments.insert(given.arguments.end(), option.value.begin(), option.value.end());
        continue;
      }
      // Boost takes the next word whatever it is; an option there means that the value was forgotten.
      if (option.original_tokens.size() > 1 && option.original_tokens.back().starts_with("--")) {
        return problem(fmt::format("option --{} needs a value", option.string_key));
      }
      auto& values = given.values[option.string_key];
      if (option.value.empty()) values.emplace_back();
      values.insert(values.end(), option.value.begin(), option.value.end());
    }
    return given;
  } catch (const po::unknown_option& error) {
    return problem(fmt::format("unknown option {}{}", typed(error), didYouMean(typed(error), optionNames())));
  } catch (const po::invalid_command_line_syntax& error) {
    if (error.kind() == po::invalid_syntax::extra_parameter) {
      return problem(fmt::format("option {} takes no value", typed(error)));
    }
    return problem(fmt::format("option {} needs a value", typed(error)));
  } catch (const po::error& error) {
    return problem(fmt::format("the command line can't be read: {}", error.what()));
  }
}

// The options typed must be ones that the command has.
Status checkBelongs(const Given& given, const Command& command) {
  for (const OptionInfo& option : allOptions()) {
    if (!given.values.contains(option.name) || (option.commands & command.bit) != 0) continue;
    std::vector<std::string> takers;
    for (const Command& other : allCommands()) {
      if ((option.commands & other.bit) != 0) takers.emplace_back(other.name);
    }
    return problem(fmt::format("option --{} is not for {} but for {}", option.name, command.name, join(takers, ", ")),
                   fmt::format("carbonfix {} --help tells its options", command.name));
  }
  return {};
}

Error badChoice(std::string_view option, const std::string& value, const std::vector<std::string>& choices) {
  return problem(fmt::format("option --{}: \"{}\" is not one of {}{}", option, value, join(choices, ", "),
                             didYouMean(value, choices)));
}

// Typed access to what was given; the first problem is kept.
class Reader {
 public:
  explicit Reader(const Given& given) : given_(given) {}

  bool has(std::string_view name) const { return given_.values.contains(name); }
  int count(std::string_view name) const { return static_cast<int>(all(name).size()); }

  const std::vector<std::string>& all(std::string_view name) const {
    static const std::vector<std::string> kNone;
    const auto found = given_.values.find(name);
    return found == given_.values.end() ? kNone : found->second;
  }

  // The last one counts, so that a script's default can be overridden behind it.
  std::optional<std::string> last(std::string_view name) const {
    return has(name) ? std::optional(all(name).back()) : std::nullopt;
  }

  std::vector<std::string> commaList(std::string_view name) const {
    std::vector<std::string> out;
    for (const std::string& value : all(name)) {
      for (const std::string_view part : carbonfix::split(value, ',')) {
        if (!isBlank(part)) out.emplace_back(trim(part));
      }
    }
    return out;
  }

 private:
  const Given& given_;
};

Status readSeverities(const Reader& reader, Options& options) {
  if (const auto least = reader.last("min-severity")) {
    const auto severity = severityFromName(*least);
    if (!severity) return badChoice("min-severity", *least, {"info", "warning", "error"});
    options.minSeverity = *severity;
  }
  if (const auto failOn = reader.last("fail-on")) {
    options.failOn = severityFromName(*failOn);
    if (!options.failOn && *failOn != "never")
      return badChoice("fail-on", *failOn, {"info", "warning", "error", "never"});
  }
  return {};
}

Status readFormats(const Reader& reader, Options& options) {
  for (const std::string& value : reader.all("format")) {
    const std::size_t colon = value.find(':');
    FormatChoice choice{.format = value.substr(0, colon), .file = {}};
    if (colon != std::string::npos) choice.file = value.substr(colon + 1);
    if (makeReporter(choice.format) == nullptr) return badChoice("format", choice.format, reporterNames());
    if (colon != std::string::npos && choice.file.empty()) {
      return problem(fmt::format("option --format {}: a file name must follow the colon", value));
    }
    options.formats.push_back(std::move(choice));
  }
  if (std::ranges::count_if(options.formats, [](const FormatChoice& choice) { return choice.file.empty(); }) > 1) {
    return problem("only one --format can go to standard output", "give the others a file: --format json:report.json");
  }
  if (options.formats.empty()) options.formats.push_back({.format = "text", .file = {}});
  return {};
}

// A whole number from 0 to `most`.
Result<std::size_t> readNumber(std::string_view option, const std::string& value, std::size_t most) {
  std::size_t number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, failure] = std::from_chars(value.data(), end, number);
  if (failure == std::errc{} && stop == end && number <= most) return number;
  return problem(fmt::format("option --{}: \"{}\" is not a number from 0 to {}", option, value, most));
}

Status readStore(const Reader& reader, Options& options) {
  options.store.breakLinks = reader.has("break-links");
  options.store.followOutside = reader.has("follow-outside");
  for (const auto& [name, value] : {std::pair("state-dir", &options.store.stateDir),
                                    {"change", &options.store.change},
                                    {"out", &options.planFile},
                                    {"output", &options.outputDir}}) {
    *value = reader.last(name).value_or("");
    if (reader.has(name) && value->empty()) return problem(fmt::format("option --{} needs a value", name));
  }
  if (const auto keep = reader.last("keep")) {
    const auto number = readNumber("keep", *keep, 1000000);
    if (!number) return number.error();
    options.keep = *number;
  }
  return {};
}

Status readOutputStyle(const Reader& reader, Options& options) {
  if (const auto color = reader.last("color")) {
    if (*color == "always") {
      options.color = ColorChoice::always;
    } else if (*color == "never") {
      options.color = ColorChoice::never;
    } else if (*color != "auto") {
      return badChoice("color", *color, {"auto", "always", "never"});
    }
  }
  if (const auto context = reader.last("context")) {
    const auto number = readNumber("context", *context, 1000);
    if (!number) return number.error();
    options.context = *number;
  }
  return {};
}

Status readNodes(const Reader& reader, Options& options) {
  options.inventory = reader.last("inventory").value_or("");
  if (reader.has("inventory") && options.inventory.empty()) {
    return problem("option --inventory needs the name of a file");
  }
  for (const std::string& value : reader.all("node")) {
    const std::size_t equals = value.find('=');
    const bool nameAlone = equals == std::string::npos && !value.empty() && !options.inventory.empty();
    if (!nameAlone && (equals == 0 || equals == std::string::npos || equals + 1 == value.size())) {
      return problem(fmt::format("option --node: \"{}\" is not NAME=PATH", value),
                     "for example --node das1=/opt/das1; a name alone is a node of an --inventory");
    }
    options.nodes.push_back(
        {.node = value.substr(0, equals), .path = nameAlone ? std::string() : value.substr(equals + 1)});
  }
  return {};
}

void readSimple(const Reader& reader, Options& options) {
  options.help = reader.has("help");
  options.version = reader.has("version");
  options.rules = reader.all("rules");
  options.builtinRules = !reader.has("no-builtin-rules");
  options.recipes = reader.all("recipe");
  options.listRecipes = reader.has("recipes");
  options.skeleton = reader.has("skeleton");
  options.params = reader.all("param");
  options.paramFiles = reader.all("params");
  options.select = reader.commaList("select");
  options.ignore = reader.commaList("ignore");
  options.phase = reader.last("phase").value_or("default");
  options.check = reader.has("check");
  options.yes = reader.has("yes");
  options.mask = !reader.has("no-mask");
  options.forceGenerated = reader.has("force-generated");
  options.consent = reader.commaList("consent");
  options.requireExamples = reader.has("require-examples");
  options.update = reader.has("update");
  options.inPlace = reader.has("in-place");
  options.exact = reader.has("exact");
  options.forceChanged = reader.has("force-changed");
  options.dryRun = reader.has("dry-run");
  options.dropSecrets = reader.has("secrets");
  options.syslog = reader.has("syslog");
  options.fsync = !reader.has("no-fsync");
  options.quiet = reader.count("quiet");
  options.verbose = reader.count("verbose");
}

const std::vector<std::string>& consentWords() {
  static const std::vector<std::string> words = {"data", "identity"};
  return words;
}

bool isConsent(std::string_view value) {
  const std::vector<std::string_view> parts = carbonfix::split(value, ',');
  return std::ranges::all_of(parts, [](std::string_view part) {
    return std::ranges::find(consentWords(), trim(part)) != consentWords().end();
  });
}

// --consent alone means all of it; Boost would take the word behind it whatever it is.
std::vector<std::string> withConsentValue(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool bare = arguments[i] == "--consent" && std::ranges::find(out, "--") == out.end();
    if (!bare) {
      out.push_back(arguments[i]);
    } else if (i + 1 < arguments.size() && isConsent(arguments[i + 1])) {
      out.push_back("--consent=" + arguments[++i]);
    } else {
      out.push_back("--consent=" + join(consentWords(), ","));
    }
  }
  return out;
}

Status readConsent(const Reader& reader, Options& /*options*/) {
  for (const std::string& value : reader.all("consent")) {
    if (!isConsent(value)) return badChoice("consent", value, consentWords());
  }
  return {};
}

// The command is the first argument that is one's name; without one it is lint, and all arguments are homes.
const Command* takeCommand(std::vector<std::string>& arguments) {
  if (arguments.empty()) return nullptr;
  const Command* const command = findCommand(arguments.front());
  if (command != nullptr) arguments.erase(arguments.begin());
  return command;
}

}  // namespace

Result<Options> parseOptions(const std::vector<std::string>& arguments) {
  auto given = split(withConsentValue(arguments));
  if (!given) return given.error();
  const Reader reader(*given);
  Options options;
  options.command = takeCommand(given->arguments);
  options.arguments = given->arguments;
  readSimple(reader, options);
  if (options.help || options.version) return options;

  options.commandNamed = options.command != nullptr;
  if (!options.commandNamed) options.command = findCommand("lint");
  if (Status status = checkBelongs(*given, *options.command); !status) {
    if (!options.commandNamed) status.error().hint = "name the command first: carbonfix COMMAND [OPTION…] [HOME…]";
    return status.error();
  }
  for (const auto read : {readSeverities, readFormats, readOutputStyle, readNodes, readStore, readConsent}) {
    if (const Status status = read(reader, options); !status) return status.error();
  }
  return options;
}

}  // namespace carbonfix
