#include "cli/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include <boost/program_options.hpp>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/report/ports_report.h"
#include "carbonfix/report/reporter.h"
#include "cli/config_file.h"
#include "cli/given_options.h"
#include "cli/option_variables.h"
#include "cli/show_config.h"

namespace carbonfix {
namespace {

namespace po = boost::program_options;

constexpr const char* kArgument = "argument";

// The command line, taken apart.
struct Typed {
  GivenOptions options;  // switches have one value a use
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
std::string nameIn(const po::error_with_option_name& error) {
  const std::string name = error.get_option_name();
  return name.starts_with('-') ? name : "--" + name;
}

std::vector<std::string> optionNames() {
  std::vector<std::string> names;
  for (const OptionInfo& option : allOptions()) names.push_back(fmt::format("--{}", option.name));
  return names;
}

// Boost reports what a user typed wrong by exceptions; this is the one place that turns them into values.
Result<Typed> split(const std::vector<std::string>& arguments) {
  const po::options_description description = describeOptions();
  po::positional_options_description positional;
  positional.add(kArgument, -1);
  namespace style = po::command_line_style;
  // A shortened option that works today could mean another one tomorrow.
  const int strict = style::unix_style & ~style::allow_guessing;
  try {
    const auto parsed =
        po::command_line_parser(arguments).options(description).positional(positional).style(strict).run();
    Typed typed;
    for (const po::option& option : parsed.options) {
      if (option.string_key == kArgument) {
        typed.arguments.insert(typed.arguments.end(), option.value.begin(), option.value.end());
        continue;
      }
      // Boost takes the next word whatever it is; an option there means that the value was forgotten.
      if (option.original_tokens.size() > 1 && option.original_tokens.back().starts_with("--")) {
        return problem(fmt::format("option --{} needs a value", option.string_key));
      }
      auto& values = typed.options[option.string_key];
      if (option.value.empty()) values.emplace_back();
      for (const std::string& value : option.value) values.push_back({.text = value});
    }
    return typed;
  } catch (const po::unknown_option& error) {
    return problem(fmt::format("unknown option {}{}", nameIn(error), didYouMean(nameIn(error), optionNames())));
  } catch (const po::invalid_command_line_syntax& error) {
    if (error.kind() == po::invalid_syntax::extra_parameter) {
      return problem(fmt::format("option {} takes no value", nameIn(error)));
    }
    return problem(fmt::format("option {} needs a value", nameIn(error)));
  } catch (const po::error& error) {
    return problem(fmt::format("the command line can't be read: {}", error.what()));
  }
}

// The options typed must be ones that the command has.
Status checkBelongs(const GivenOptions& given, const Command& command) {
  for (const OptionInfo& option : allOptions()) {
    if (!given.contains(option.name) || (option.commands & command.bit) != 0) continue;
    std::vector<std::string> takers;
    for (const Command& other : allCommands()) {
      if ((option.commands & other.bit) != 0) takers.emplace_back(other.name);
    }
    return problem(fmt::format("option --{} is not for {} but for {}", option.name, command.name, join(takers, ", ")),
                   fmt::format("carbonfix {} --help tells its options", command.name));
  }
  return {};
}

Error badChoice(std::string_view option, const OptionValue& value, std::string_view word,
                const std::vector<std::string>& choices) {
  return wrongValue(option, value.origin,
                    fmt::format(": \"{}\" is not one of {}{}", word, join(choices, ", "), didYouMean(word, choices)));
}

// Typed access to what was given.
class Reader {
 public:
  explicit Reader(const GivenOptions& given) : given_(given) {}

  bool has(std::string_view name) const { return !all(name).empty() && !all(name).front().off; }
  int count(std::string_view name) const { return has(name) ? static_cast<int>(all(name).size()) : 0; }

  const std::vector<OptionValue>& all(std::string_view name) const {
    static const std::vector<OptionValue> kNone;
    const auto found = given_.find(name);
    return found == given_.end() ? kNone : found->second;
  }

  std::vector<std::string> texts(std::string_view name) const {
    std::vector<std::string> out;
    for (const OptionValue& value : all(name)) out.push_back(value.text);
    return out;
  }

  // The last one counts, so that a script's default can be overridden behind it. Null: none.
  const OptionValue* last(std::string_view name) const { return all(name).empty() ? nullptr : &all(name).back(); }

  std::string lastText(std::string_view name, std::string_view otherwise = {}) const {
    const OptionValue* const value = last(name);
    return value == nullptr ? std::string(otherwise) : value->text;
  }

  std::vector<OptionValue> commaList(std::string_view name) const {
    std::vector<OptionValue> out;
    for (const OptionValue& value : all(name)) {
      for (const std::string_view part : carbonfix::split(value.text, ',')) {
        const std::string_view word = trim(part);
        if (word.empty()) continue;
        out.push_back({.text = std::string(word), .origin = value.origin});
        if (value.origin.column == 0) continue;
        const auto before = static_cast<std::size_t>(word.data() - value.text.data());
        out.back().origin.column += countCodePoints(std::string_view(value.text).substr(0, before));
      }
    }
    return out;
  }

  std::vector<std::string> commaTexts(std::string_view name) const {
    std::vector<std::string> out;
    for (OptionValue& value : commaList(name)) out.push_back(std::move(value.text));
    return out;
  }

 private:
  const GivenOptions& given_;
};

Status readSeverities(const Reader& reader, Options& options) {
  if (const OptionValue* const least = reader.last("min-severity")) {
    const auto severity = severityFromName(least->text);
    if (!severity) return badChoice("min-severity", *least, least->text, {"info", "warning", "error"});
    options.minSeverity = *severity;
  }
  if (const OptionValue* const failOn = reader.last("fail-on")) {
    options.failOn = severityFromName(failOn->text);
    if (!options.failOn && failOn->text != "never") {
      return badChoice("fail-on", *failOn, failOn->text, {"info", "warning", "error", "never"});
    }
  }
  return {};
}

Status readSeverityChanges(const Reader& reader, Options& options) {
  for (const OptionValue& value : reader.commaList("severity")) {
    const std::size_t equals = value.text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return wrongValue("severity", value.origin, fmt::format(": \"{}\" is not ID=LEVEL", value.text),
                        "for example --severity carbon.hostname-missing=warning");
    }
    const std::string level = value.text.substr(equals + 1);
    const auto severity = severityFromName(level);
    if (!severity) return badChoice("severity", value, level, {"info", "warning", "error"});
    options.severities.push_back({.ids = value.text.substr(0, equals), .severity = *severity});
  }
  return {};
}

// `command`: null where the formats of lint are meant, as in a configuration file.
std::vector<std::string> formatsOf(const Command* command) {
  if (command == nullptr || command->bit == kLint) return reporterNames();
  if (command->bit == kPorts) return portFormats();
  return {"text", "markdown", "json"};
}

Status readFormats(const Reader& reader, Options& options) {
  const std::vector<std::string> known = formatsOf(options.command);
  for (const OptionValue& value : reader.all("format")) {
    const std::size_t colon = value.text.find(':');
    FormatChoice choice{.format = value.text.substr(0, colon), .file = {}};
    if (colon != std::string::npos) choice.file = value.text.substr(colon + 1);
    if (std::ranges::find(known, choice.format) == known.end()) {
      return badChoice("format", value, choice.format, known);
    }
    if (colon != std::string::npos && choice.file.empty()) {
      return wrongValue("format", value.origin, fmt::format(" {}: a file name must follow the colon", value.text));
    }
    options.formats.push_back(std::move(choice));
  }
  if (std::ranges::count_if(options.formats, [](const FormatChoice& choice) { return choice.file.empty(); }) > 1) {
    return wrongValue("format", reader.last("format")->origin, ": only one can go to standard output",
                      "give the others a file: --format json:report.json");
  }
  if (options.formats.empty()) options.formats.push_back({.format = "text", .file = {}});
  return {};
}

constexpr std::size_t kMostJobs = 1000;

// A whole number from `least` to `most`.
Result<std::size_t> readNumber(std::string_view option, const OptionValue& value, std::size_t most,
                               std::size_t least = 0) {
  std::size_t number = 0;
  const char* const end = value.text.data() + value.text.size();
  const auto [stop, failure] = std::from_chars(value.text.data(), end, number);
  if (failure == std::errc{} && stop == end && number >= least && number <= most) return number;
  return wrongValue(option, value.origin,
                    fmt::format(": \"{}\" is not a number from {} to {}", value.text, least, most));
}

Status readStore(const Reader& reader, Options& options) {
  options.store.breakLinks = reader.has("break-links");
  options.store.followOutside = reader.has("follow-outside");
  for (const auto& [name, value] : {std::pair("state-dir", &options.store.stateDir),
                                    {"change", &options.store.change},
                                    {"out", &options.planFile},
                                    {"baseline", &options.baseline},
                                    {"waivers", &options.waivers},
                                    {"base", &options.base},
                                    {"assume", &options.assume},
                                    {"config", &options.config},
                                    {"key-file", &options.keyFile},
                                    {"output", &options.outputDir}}) {
    *value = reader.lastText(name);
    if (reader.has(name) && value->empty()) return wrongValue(name, reader.last(name)->origin, " needs a value");
  }
  if (const OptionValue* const keep = reader.last("keep")) {
    const auto number = readNumber("keep", *keep, 1000000);
    if (!number) return number.error();
    options.keep = *number;
  }
  return {};
}

Status readLive(const Reader& reader, Options& options) {
  const OptionValue* const timeout = reader.last("live-timeout");
  if (timeout == nullptr) return {};
  const auto seconds = readNumber("live-timeout", *timeout, 3600);
  if (!seconds) return seconds.error();
  options.liveTimeout = *seconds;
  return {};
}

// What was typed; in a configuration file they may stand for those runs that ask for live checks.
Status readNeedsOfLive(const Reader& reader, Options& options) {
  for (const char* const name : {"connect", "live-timeout"}) {
    if (options.live || !reader.has(name) || options.fromBelow.contains(name)) continue;
    return problem(fmt::format("option --{} does nothing without --live", name));
  }
  return {};
}

Status readOutputStyle(const Reader& reader, Options& options) {
  if (const OptionValue* const color = reader.last("color")) {
    if (color->text == "always") {
      options.color = ColorChoice::always;
    } else if (color->text == "never") {
      options.color = ColorChoice::never;
    } else if (color->text != "auto") {
      return badChoice("color", *color, color->text, {"auto", "always", "never"});
    }
  }
  if (const OptionValue* const context = reader.last("context")) {
    const auto number = readNumber("context", *context, 1000);
    if (!number) return number.error();
    options.context = *number;
  }
  if (const OptionValue* const jobs = reader.last("jobs")) {
    const auto number = readNumber("jobs", *jobs, kMostJobs, 1);
    if (!number) return number.error();
    options.jobs = *number;
  }
  return {};
}

Status readNodes(const Reader& reader, Options& options) {
  options.inventory = reader.lastText("inventory");
  if (reader.has("inventory") && options.inventory.empty()) {
    return wrongValue("inventory", reader.last("inventory")->origin, " needs the name of a file");
  }
  for (const OptionValue& each : reader.all("node")) {
    const std::string& value = each.text;
    const std::size_t equals = value.find('=');
    const bool mayBeAlone = !options.inventory.empty() || options.command->bit == kSnapshot;
    const bool nameAlone = equals == std::string::npos && !value.empty() && mayBeAlone;
    if (!nameAlone && (equals == 0 || equals == std::string::npos || equals + 1 == value.size())) {
      return wrongValue("node", each.origin, fmt::format(": \"{}\" is not NAME=PATH", value),
                        "for example --node das1=/opt/das1; a name alone is a node of an --inventory");
    }
    options.nodes.push_back(
        {.node = value.substr(0, equals), .path = nameAlone ? std::string() : value.substr(equals + 1)});
  }
  return {};
}

void readSimple(const Reader& reader, Options& options) {
  options.rules = reader.texts("rules");
  options.builtinRules = !reader.has("no-builtin-rules");
  options.recipes = reader.texts("recipe");
  options.listRecipes = reader.has("recipes");
  options.skeleton = reader.has("skeleton");
  options.matrix = reader.has("matrix");
  options.params = reader.texts("param");
  options.paramFiles = reader.texts("params");
  options.select = reader.commaTexts("select");
  options.ignore = reader.commaTexts("ignore");
  const bool listsRules = options.command != nullptr && options.command->bit == kRules;
  options.phase = reader.lastText("phase", listsRules ? "all" : "default");
  for (const char* const name : {"select", "ignore", "severity"}) options.chosen[name] = reader.commaList(name);
  if (const OptionValue* const phase = reader.last("phase")) options.chosen["phase"] = {*phase};
  options.bindings = reader.texts("bind");
  options.writeBaseline = reader.has("write-baseline");
  options.inlineSuppressions = !reader.has("no-inline");
  options.showSuppressed = reader.has("show-suppressed");
  options.fix = reader.has("fix");
  options.unsafeFixes = reader.has("unsafe-fixes");
  options.diff = reader.has("diff");
  options.stats = reader.has("stats");
  options.live = reader.has("live");
  options.connect = reader.has("connect");
  options.bundle = reader.has("bundle");
  options.isolated = reader.has("isolated");
  options.showConfig = reader.has("show-config");
  options.check = reader.has("check");
  options.yes = reader.has("yes");
  options.mask = !reader.has("no-mask");
  options.forceGenerated = reader.has("force-generated");
  options.consent = reader.commaTexts("consent");
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

Status readFixing(const Reader& reader, Options& options) {
  if (options.unsafeFixes && !options.fix && !options.diff) {
    return problem("option --unsafe-fixes does nothing without --fix or --diff",
                   "carbonfix lint --diff --unsafe-fixes shows them, --fix in its place writes them");
  }
  if (options.diff && reader.has("format") && !options.fromBelow.contains("format")) {
    return problem("options --diff and --format do not go together", "--diff prints a diff and no findings");
  }
  return {};
}

Status readConsent(const Reader& reader, Options& /*options*/) {
  for (const OptionValue& value : reader.all("consent")) {
    if (!isConsent(value.text)) return badChoice("consent", value, value.text, consentWords());
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

// What can be read in each level by itself. (--node is understood beside --inventory, which may be in another.)
Status readValues(const Reader& reader, Options& options) {
  for (const auto read :
       {readSeverities, readSeverityChanges, readFormats, readOutputStyle, readStore, readConsent, readLive}) {
    if (Status status = read(reader, options); !status) return status;
  }
  return {};
}

using Names = std::set<std::string, std::less<>>;

// What is said once for all runs of lint does not narrow the lists of rules, nor turn them into reports.
bool isAboutLint(std::string_view option) {
  constexpr std::array<std::string_view, 5> kOfLint = {"format", "phase", "select", "ignore", "min-severity"};
  return std::ranges::find(kOfLint, option) != kOfLint.end();
}

// A lower level counts where no higher one says anything of the option; it is checked whole, whatever counts of it.
Status addLower(const GivenOptions& lower, const Command& command, GivenOptions& given, Names& fromBelow) {
  Options unused;
  if (Status status = readValues(Reader(lower), unused); !status) return status;
  for (const auto& [name, values] : lower) {
    // Keys of other commands are fine: one file is for all of them.
    if ((findOption(name)->commands & command.bit) == 0) continue;
    if (isAboutLint(name) && command.bit != kLint) continue;
    if (given.try_emplace(name, values).second) fromBelow.insert(name);
  }
  return {};
}

Status addEnvironmentAndFile(const Console& console, const Command& command, GivenOptions& given, Names& fromBelow) {
  const auto variables = readVariables(console);
  if (!variables) return variables.error();
  const OptionValue* const typed = Reader(given).last("config");
  if (Status added = addLower(*variables, command, given, fromBelow); !added) return added;
  std::string path = typed != nullptr ? typed->text : console.environment(kConfigVariable).value_or("");
  if (path.empty()) {
    auto found = findConfig(diskFileSystem(), console);
    if (!found) return found.error();
    path = std::move(*found);
  }
  if (path.empty()) return {};
  const auto file = readConfig(diskFileSystem(), path);
  if (!file) return file.error();
  return addLower(*file, command, given, fromBelow);
}

Result<Options> parse(const std::vector<std::string>& arguments, const Console* console) {
  auto typed = split(withConsentValue(arguments));
  if (!typed) return typed.error();
  GivenOptions& given = typed->options;
  Options options;
  options.command = takeCommand(typed->arguments);
  options.arguments = std::move(typed->arguments);
  options.help = given.contains("help");
  options.version = given.contains("version");
  if (options.help || options.version) return options;

  options.commandNamed = options.command != nullptr;
  if (!options.commandNamed) options.command = findCommand("lint");
  if (Status status = checkBelongs(given, *options.command); !status) {
    if (!options.commandNamed) status.error().hint = "name the command first: carbonfix COMMAND [OPTION…] [HOME…]";
    return status.error();
  }
  if (given.contains("isolated") && given.contains("config")) {
    return problem("--isolated reads no configuration file, so --config can't stand beside it",
                   "leave one of them out");
  }
  if (console != nullptr && !given.contains("isolated")) {
    const Status added = addEnvironmentAndFile(*console, *options.command, given, options.fromBelow);
    if (!added) return added.error();
    options.notes = unknownVariables(*console);
  }
  const Reader reader(given);
  readSimple(reader, options);
  for (const auto read : {readValues, readNodes, readFixing, readNeedsOfLive}) {
    if (const Status status = read(reader, options); !status) return status.error();
  }
  // Homes that are typed are the homes of this run.
  if (options.fromBelow.contains("node") && !options.arguments.empty()) {
    std::erase_if(options.nodes, [](const HomeArgument& node) { return !node.path.empty(); });
  }
  if (options.showConfig) options.shownConfig = showConfig(given, options);
  return options;
}

}  // namespace

Result<Options> parseOptions(const std::vector<std::string>& arguments) { return parse(arguments, nullptr); }

Result<Options> parseOptions(const std::vector<std::string>& arguments, const Console& console) {
  return parse(arguments, &console);
}

}  // namespace carbonfix
