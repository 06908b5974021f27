#include "cli/plan_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/document/document.h"
#include "carbonfix/patch/saved_plan.h"
#include "cli/given_snapshots.h"
#include "cli/output.h"
#include "cli/plan_differences.h"
#include "cli/plan_record.h"
#include "cli/trusted_file.h"

namespace carbonfix {
namespace {

constexpr std::uint32_t kPrivate = 0600;
constexpr const char* kStandardInput = "-";

// Who may write it decides what is written into the homes.
Status checkTrusted(const std::string& path, const Console& console) {
  const auto status = diskFileSystem().status(path);
  if (!status) return status.error();
  if (status->kind != FileKind::file) {
    return Error{.message = fmt::format("{} is neither the folder of a home nor a plan in a file", path),
                 .path = path,
                 .hint = "a plan is read from the file that carbonfix plan --out made; its owner and mode count"};
  }
  if ((status->mode & kWritableByOthers) != 0) {
    return Error{.message = fmt::format("refused: other users may write the plan (its mode is {:04o})", status->mode),
                 .path = path,
                 .hint = "make a new plan, where only its owner may write"};
  }
  if (!isOurs(status->owner, console)) {
    return Error{.message = "refused: the plan belongs to another user",
                 .path = path,
                 .hint = "apply it as the user who made it, or make a new plan"};
  }
  return {};
}

Result<SavedPlan> loadPlan(const std::string& path, const Console& console) {
  if (Status trusted = checkTrusted(path, console); !trusted) return trusted.error();
  auto bytes = diskFileSystem().read(path, kMaxFileSize);
  if (!bytes) return bytes.error();
  return readPlan(std::move(*bytes), path);
}

// What a new plan replaces is an old one. Anything else would be lost: a plan makes no run that could be undone.
Status checkIsPlan(const std::string& path) {
  const auto status = diskFileSystem().status(path);
  if (!status) return status.error();
  if (status->kind != FileKind::file) return {};
  const auto bytes = diskFileSystem().read(path, kMaxFileSize);
  if (!bytes) return bytes.error();
  // A damaged one, or one of another version, is a plan too.
  constexpr std::size_t kStart = 256;
  if (bytes->empty() || bytes->substr(0, kStart).find("urn:carbonfix:plan:") != std::string::npos) return {};
  return Error{.message = fmt::format("cannot save the plan to {}: that is a file, and no plan", path),
               .path = path,
               .hint = "name another file, or remove this one first"};
}

// The environment and the configuration file say what a new plan is made of; this one is made.
Options withoutDefaults(Options options) {
  if (options.fromBelow.contains("recipe")) options.recipes.clear();
  if (options.fromBelow.contains("rules")) options.rules.clear();
  if (options.fromBelow.contains("param")) options.params.clear();
  if (options.fromBelow.contains("params")) options.paramFiles.clear();
  if (options.fromBelow.contains("inventory")) options.inventory.clear();
  if (options.fromBelow.contains("node")) options.nodes.clear();
  return options;
}

// A plan holds what it was made of; other rules or homes would be another plan.
Status checkOptions(const Options& options) {
  const std::pair<bool, const char*> refused[] = {{!options.recipes.empty(), "--recipe"},
                                                  {!options.rules.empty(), "--rules"},
                                                  {!options.params.empty(), "--param"},
                                                  {!options.inventory.empty(), "--inventory"},
                                                  {!options.nodes.empty(), "--node"}};
  for (const auto& [isGiven, name] : refused) {
    if (!isGiven) continue;
    return Error{
        .message = fmt::format("{} is not a folder, and so no home; and with a plan {} can't be given, because a "
                               "plan holds what it was made with",
                               options.arguments.front(), name),
        .hint = "make a new plan; secrets that the plan does not hold are given with --params"};
  }
  return {};
}

// What the plan does not hold must be given again.
Status checkComplete(const SavedPlan& plan, const Options& options) {
  if (!options.paramFiles.empty()) return {};
  for (const SavedParam& param : plan.params) {
    if (!hasSecret(param.value)) continue;
    return Error{.message = fmt::format("the plan was made with --param {}=…, which holds a secret and so is not in it",
                                        param.name),
                 .hint = fmt::format("put a line {}=… into a file and give that with --params", param.name)};
  }
  if (std::ranges::find(plan.paramFiles, kStandardInput) == plan.paramFiles.end()) return {};
  return Error{.message = "the plan was made with values from standard input, and does not hold them",
               .hint = "give them again with --params - (or --params FILE)"};
}

// The command line that the plan was made with, and what of this one is about writing.
Options optionsOf(const SavedPlan& plan, const Options& options) {
  Options again = options;
  again.arguments.clear();
  for (const SavedHome& home : plan.homes) {
    if (!home.isRuntime) again.nodes.push_back({.node = home.node, .path = home.path});
  }
  for (const SavedRules& recipe : plan.recipes) again.recipes.push_back(recipe.name);
  again.rules = plan.rules;
  again.inventory = plan.inventory;
  again.lastParamFiles = std::move(again.paramFiles);
  again.paramFiles.clear();
  std::ranges::remove_copy(plan.paramFiles, std::back_inserter(again.paramFiles), kStandardInput);
  for (const SavedParam& param : plan.params) {
    if (hasSecret(param.value)) continue;
    again.params.push_back(param.name + "=" + (param.value.empty() ? std::string() : param.value.front().text));
  }
  return again;
}

// Looked for when the homes have been planned: that rolls back first what would be taken for a change.
Errors differences(const SavedPlan& plan, const std::string& path, const Options& again,
                   const Result<Planned, Errors>& planned) {
  if (isApplied(plan)) {
    return {Error{.message = "the plan has been applied already: every file is as it would make it",
                  .path = path,
                  .hint = "for what is to be done next, make a new plan"}};
  }
  Errors errors = changedInputs(plan);
  const auto append = [&errors](const Errors& more) { errors.insert(errors.end(), more.begin(), more.end()); };
  if (!planned) {
    append(planned.error());
    return errors;
  }
  const auto now = savedPlan(again, *planned);
  append(now ? changedOutcome(plan, *now) : Errors{now.error()});
  return errors;
}

}  // namespace

Status savePlan(const Options& options, const Planned& planned) {
  if (Status mayReplace = checkIsPlan(options.planFile); !mayReplace) return mayReplace;
  const auto plan = savedPlan(options, planned);
  if (!plan) return plan.error();
  return writeFile(diskFileSystem(), options.planFile, writePlan(*plan), kPrivate);
}

std::optional<std::string> planArgument(const Options& options) {
  if (options.arguments.size() != 1) return std::nullopt;
  const auto status = diskFileSystem().status(options.arguments.front());
  // What is neither a folder nor a file is refused with the words for a plan.
  if (!status || (status->kind != FileKind::file && status->kind != FileKind::other)) return std::nullopt;
  return options.arguments.front();
}

Result<Planned, Errors> planAgain(const std::string& path, const Options& given, Console& console, Purpose purpose) {
  if (const Status refused = refuseSnapshot(path, given); !refused) return Errors{refused.error()};
  const Options options = withoutDefaults(given);
  if (const Status fits = checkOptions(options); !fits) return Errors{fits.error()};
  const auto plan = loadPlan(path, console);
  if (!plan) return Errors{plan.error()};
  if (const Status complete = checkComplete(*plan, options); !complete) return Errors{complete.error()};

  const Options again = optionsOf(*plan, options);
  auto planned = planGiven(again, console, purpose);
  if (Errors different = differences(*plan, path, again, planned); !different.empty()) return different;
  return planned;
}

}  // namespace carbonfix
