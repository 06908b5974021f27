// From patches to bytes: every patch on every file that it names, in order; then the proof.
#include "carbonfix/patch/change_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "carbonfix/base/text.h"
#include "carbonfix/document/line_views.h"
#include "carbonfix/home/node_host.h"
#include "carbonfix/home/port_offset.h"
#include "carbonfix/patch/operations.h"
#include "patch/planned_keys.h"

namespace carbonfix {
namespace {

// A file of the home while patches run on it.
struct Working {
  Document document;
  std::vector<Edit> edits;               // after the last patch that changed it
  std::vector<std::string> editPatches;  // which patch each edit comes from
  std::vector<std::string> patches;
  bool created = false;  // the home has no such file yet

  explicit Working(Document parsed) : document(std::move(parsed)) {}

  // Edits that were not there before are this patch's. False: there are none.
  bool note(const std::string& patch) {
    std::vector<Edit> now = document.edits();
    std::vector<std::string> owners;
    for (const Edit& edit : now) {
      const auto known = std::lower_bound(edits.begin(), edits.end(), edit.offset,
                                          [](const Edit& old, std::size_t offset) { return old.offset < offset; });
      const bool same = known != edits.end() && *known == edit;
      owners.push_back(same ? editPatches[static_cast<std::size_t>(known - edits.begin())] : patch);
    }
    const bool changed = now != edits;
    if (changed) patches.push_back(patch);
    edits = std::move(now);
    editPatches = std::move(owners);
    return changed;
  }
};

// A patch that took part in a file, to be held against its final parse.
struct Participation {
  const Pack* pack;
  const Patch* patch;
};

class Planner : public Surroundings {
 public:
  Planner(const Home& home, const std::vector<Pack>& packs, const HomeValues& values)
      : home_(home),
        packs_(packs),
        evaluator_(this),
        keys_(home.node(), *this, facts_, [this](const std::string& globs) { return filesNow(globs); }) {
    for (const auto& [name, value] : values.params) facts_.set(name, value);
    facts_.set("inventory", values.inventory);
    facts_.set("self", values.self);
    facts_.set("home", home.path());
    facts_.set("node", home.node());
    facts_.set("product", home.facts().product);
    facts_.set("version", home.facts().version);
    facts_.set("kernel", home.facts().kernel);
    facts_.setLazy("port-offset", [&home] { return portOffset(home); });
    facts_.setLazy("host", [&home] { return hostOf(home); });
  }

  Result<ChangeSet, Errors> run() {
    for (const Pack& pack : packs_) {
      for (const Patch& patch : pack.patches) runPatch(pack, patch);
    }
    ChangeSet changes;
    changes.node = home_.node();
    for (auto& [path, working] : files_) finish(path, working, changes);
    if (!errors_.empty()) return errors_;
    changes.outcomes = std::move(outcomes_);
    changes.notes = std::move(notes_);
    return changes;
  }

  // Surroundings: files as this run has left them so far.
  NodeSet document(std::string_view path) override {
    Result<std::vector<std::string>> found = match(path);
    if (!found || found->empty()) return {};
    const auto open = files_.find(found->front());
    if (open != files_.end()) return {open->second.document.root()};
    const Home::Loaded& loaded = home_.load(found->front());
    return loaded.document == nullptr ? NodeSet{} : NodeSet{loaded.document->root()};
  }
  bool fileExists(std::string_view path) override {
    Result<std::vector<std::string>> found = match(path);
    if (found && found->empty()) found = home_.matchFolders(path);
    return found && !found->empty();
  }
  std::vector<std::string> files(std::string_view globs) override {
    Result<std::vector<std::string>> found = home_.matchEither(globs);
    return found ? std::move(*found) : std::vector<std::string>();
  }
  NodeSet lines(std::string_view path) override {
    const std::string* text = bytes(path);
    if (text == nullptr) return {};
    Result<NodeSet> found = lines_.of(std::string(path), *text);
    return found ? std::move(*found) : NodeSet();
  }
  const std::string* bytes(std::string_view path) override {
    const Result<std::vector<std::string>> found = match(path);
    if (!found || found->empty()) return nullptr;
    const auto open = files_.find(found->front());
    auto text = open == files_.end() ? home_.files().read(home_.absolute(found->front()), kMaxFileSize)
                                     : Result<std::string>(open->second.document.editedBytes());
    if (!text) return nullptr;
    return &(texts_[found->front()] = std::move(*text));
  }
  NodeSet key(std::string_view name, KeyAsk ask, std::string_view of) override {
    return keys_.find(*pack_, name, ask, of);
  }

 private:
  // Files of the home, and those that this run makes.
  Result<std::vector<std::string>> match(std::string_view globs) const {
    Result<std::vector<std::string>> found = home_.match(globs);
    if (!found) return found;
    for (const std::string_view glob : splitSpace(globs)) {
      const auto made = files_.find(home_.resolve(glob));
      if (made != files_.end() && made->second.created) found->push_back(made->first);
    }
    return found;
  }

  static PatchOutcome told(PatchOutcome::Kind kind, const Patch& patch, const std::string& path, std::string why = {}) {
    return PatchOutcome{kind, patch.id, path, std::move(why), patch.effect, patch.consent};
  }

  void outcome(PatchOutcome::Kind kind, const Patch& patch, const std::string& path, std::string why = {}) {
    outcomes_.push_back(told(kind, patch, path, std::move(why)));
  }

  void fail(const Patch& patch, Error error, const std::string& path) {
    error.message = fmt::format("{}: {}", patch.id, error.message);
    if (error.path.empty()) error.path = path;
    errors_.push_back(std::move(error));
  }

  // The files that match and can be read, as this run has left them so far.
  std::vector<FileInRun> filesNow(const std::string& globs) {
    std::vector<FileInRun> found;
    const Result<std::vector<std::string>> paths = match(globs);
    if (!paths) return found;
    for (const std::string& path : *paths) {
      const auto open = files_.find(path);
      const Document* document = open == files_.end() ? home_.load(path).document : &open->second.document;
      if (document != nullptr) found.push_back({path, document});
    }
    return found;
  }

  void runPatch(const Pack& pack, const Patch& patch) {
    pack_ = &pack;
    Result<std::vector<std::string>> files = match(patch.files);
    if (!files) return fail(patch, files.error(), {});
    if (files->empty()) return noFile(pack, patch);
    for (const std::string& path : *files) {
      Result<Working*> working = open(path);
      if (!working) {
        fail(patch, working.error(), path);
        continue;
      }
      Result<PatchOutcome> result = runOn(pack, patch, **working, path);
      if (!result) {
        fail(patch, result.error(), path);
        continue;
      }
      outcomes_.push_back(std::move(*result));
    }
  }

  // A patch whose file is absent is an error, unless its `if` is false or it says optional.
  void noFile(const Pack& pack, const Patch& patch) {
    Scope scope(&facts_);
    scope.set("file", std::string());
    if (patch.condition) {
      if (Status ok = evaluateLets(pack.lets, Node(), scope, pack.namespaces, evaluator_); !ok) {
        return fail(patch, ok.error(), pack.path);
      }
      Result<bool> applies = test(pack, patch.condition, Node(), scope);
      if (!applies) return fail(patch, applies.error(), pack.path);
      if (!*applies) return outcome(PatchOutcome::Kind::notApplicable, patch, {}, notWanted(patch));
    }
    if (patch.create) return createFile(pack, patch);
    const std::string why = fmt::format("no file {}", patch.files);
    if (patch.optional) return outcome(PatchOutcome::Kind::notApplicable, patch, {}, why);
    Error error{fmt::format("{} in {}", why, home_.path())};
    error.hint = "is this the right product home?";
    error.path = pack.path;
    error.at = patch.at;
    fail(patch, std::move(error), {});
  }

  static std::string notWanted(const Patch& patch) {
    return fmt::format("its condition \"{}\" is false", patch.condition.text());
  }

  // The planner edits documents of its own: those of the home stay as they are on disk.
  Result<Working*> open(const std::string& path) {
    const auto found = files_.find(path);
    if (found != files_.end()) return &found->second;
    Result<std::string> bytes = home_.files().read(home_.absolute(path), kMaxFileSize);
    if (!bytes) return bytes.error();
    const FileFormat format = formatOf(path);
    Result<Document> document = Document::parseToEdit(std::move(*bytes), path, format);
    if (!document) {
      Error error = document.error();
      if (format == FileFormat::xml) error.message = "the file is not well-formed XML: " + error.message;
      error.hint = "mend it first; nothing was changed";
      return error;
    }
    return &files_.emplace(path, Working(std::move(*document))).first->second;
  }

  void createFile(const Pack& pack, const Patch& patch) {
    const std::string path = home_.resolve(trim(patch.files));
    Result<Document> document = newDocument(pack, patch, path);
    if (!document) return fail(patch, std::move(document).error(), path);
    Working& working = files_.emplace(path, Working(std::move(*document))).first->second;
    working.created = true;
    // Of an XML file the first operation is its first text.
    const bool firstIsDone = formatOf(path) == FileFormat::xml;
    Result<PatchOutcome> result = runOn(pack, patch, working, path, firstIsDone);
    if (!result) return fail(patch, std::move(result).error(), path);
    const bool isUntouched = result->kind == PatchOutcome::Kind::alreadyDone && !firstIsDone;
    if (result->kind == PatchOutcome::Kind::notApplicable || isUntouched) {
      // Only the new file could tell that the patch does not want it, or has nothing to put in.
      files_.erase(path);
      outcomes_.push_back(std::move(*result));
      return;
    }
    if (working.patches.empty()) working.patches.push_back(patch.id);
    outcome(PatchOutcome::Kind::changed, patch, path);
  }

  // Folders that are missing are made with the file; nothing else may stand in their place.
  Status checkFolders(const std::string& absolute, const std::string& path) const {
    std::string folder = absolute;
    while (folder.size() > home_.path().size()) {
      folder.resize(folder.rfind('/'));
      const auto above = home_.files().status(folder);
      if (!above) return above.error();
      if (above->kind == FileKind::folder) return {};
      const auto link = home_.files().linkStatus(folder);
      if (!link) return link.error();
      if (link->kind == FileKind::missing) continue;
      return Error{"the file can't be made: what should be its folder is none", path, {}, "look at " + folder};
    }
    return {};
  }

  // The file as it is before any operation: empty, but XML needs an element, and JSON a value.
  Result<Document> newDocument(const Pack& pack, const Patch& patch, const std::string& path) {
    const std::string absolute = home_.absolute(path);
    if (Status above = checkFolders(absolute, path); !above) return std::move(above).error();
    const auto here = home_.files().linkStatus(absolute);
    if (!here) return here.error();
    if (here->kind == FileKind::file) {
      return Error{"the file has been made since this run began", path, {}, "look at it, then run the command again"};
    }
    if (here->kind != FileKind::missing) {
      return Error{"the file can't be made: something that is no file stands there", path, {}, "look at " + absolute};
    }
    const FileFormat format = formatOf(path);
    if (format != FileFormat::xml) return Document::parseToEdit(format == FileFormat::json ? "{}\n" : "", path, format);
    Scope scope(&facts_);
    scope.set("file", path);
    if (Status ok = evaluateLets(pack.lets, Node(), scope, pack.namespaces, evaluator_); !ok) return ok.error();
    if (Status ok = evaluateLets(patch.lets, Node(), scope, pack.namespaces, evaluator_); !ok) return ok.error();
    const Operation& first = patch.operations.front();
    Result<std::string> content = contentOf(first, ContentContext{Node(), scope, pack.namespaces, evaluator_});
    if (!content) return content.error();
    const std::string laidOut = dedent(*content);
    Result<Document> made = Document::parseToEdit(
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", trim(laidOut)), path, FileFormat::xml);
    if (made && made->namespaceErrors().empty()) return made;
    // The file is not there to be looked at: its text stands in the rule.
    return Error{fmt::format("the content of the first operation is no XML document: {}",
                             made ? made->namespaceErrors().front().message : made.error().message),
                 pack.path, first.at, "it must be one element that declares the prefixes it uses"};
  }

  Result<PatchOutcome> runOn(const Pack& pack, const Patch& patch, Working& working, const std::string& path,
                             bool firstIsDone = false) {
    Scope scope(&facts_);
    scope.set("file", path);
    const Node root = working.document.root();
    if (Status ok = evaluateLets(pack.lets, root, scope, pack.namespaces, evaluator_); !ok) return ok.error();
    if (patch.condition) {
      Result<bool> applies = test(pack, patch.condition, root, scope);
      if (!applies) return applies.error();
      if (!*applies) return told(PatchOutcome::Kind::notApplicable, patch, path, notWanted(patch));
    }
    Result<NodeSet> contexts = selectContexts(pack, patch, root, scope);
    if (!contexts) return contexts.error();
    if (contexts->empty()) {
      const std::string why = fmt::format("its context \"{}\" matches nothing", patch.context.text());
      if (patch.optional) return told(PatchOutcome::Kind::notApplicable, patch, path, why);
      return Error{why, path, Position{}, "the file is not laid out as the patch expects"};
    }
    bool changed = false;
    for (const Node& node : *contexts) {
      if (!node.isAttached()) continue;
      Result<bool> here = runAt(pack, patch, working, node, scope, firstIsDone);
      if (!here) return here.error();
      changed = changed || *here;
    }
    participations_[path].push_back({&pack, &patch});
    changed = changed && working.note(patch.id);
    return told(changed ? PatchOutcome::Kind::changed : PatchOutcome::Kind::alreadyDone, patch, path);
  }

  // True: something was done. `ensure` decides before, and must hold after.
  Result<bool> runAt(const Pack& pack, const Patch& patch, Working& working, Node node, const Scope& outer,
                     bool firstIsDone) {
    Scope scope(&outer);
    if (Status ok = evaluateLets(patch.lets, node, scope, pack.namespaces, evaluator_); !ok) return ok.error();
    Result<bool> done = test(pack, patch.ensure, node, scope);
    if (!done) return done.error();
    if (*done) return false;
    const OperationContext context{working.document, node, scope, pack.namespaces, evaluator_, pack.path, &notes_};
    const std::vector<Operation>& all = patch.operations;
    const Status ran = firstIsDone ? runOperations({all.begin() + 1, all.end()}, context) : runOperations(all, context);
    if (!ran) return ran.error();
    keys_.forget();
    if (Status ok = holds(pack, patch, node, outer); !ok) return ok.error();
    return true;
  }

  // Lets are read again: they may look at what was changed.
  Status holds(const Pack& pack, const Patch& patch, Node node, const Scope& outer) {
    Scope scope(&outer);
    if (Status ok = evaluateLets(patch.lets, node, scope, pack.namespaces, evaluator_); !ok) return ok;
    Result<bool> holds = test(pack, patch.ensure, node, scope);
    if (!holds) return holds.error();
    if (*holds) return {};
    return Error{.message = fmt::format("after its operations \"{}\" still does not hold at {}", patch.ensure.text(),
                                        node.path()),
                 .hint = "nothing was written",
                 .postCondition = true};
  }

  Result<bool> test(const Pack& pack, const Expression& expression, Node node, const Scope& scope) {
    Result<const XPath*> compiled = expression.compiled(pack.namespaces);
    if (!compiled) return compiled.error();
    return evaluator_.test(**compiled, node, scope);
  }

  Result<NodeSet> selectContexts(const Pack& pack, const Patch& patch, Node root, const Scope& scope) {
    if (!patch.context) return NodeSet{root};
    Result<const XPath*> compiled = patch.context.compiled(pack.namespaces);
    if (!compiled) return compiled.error();
    return evaluator_.select(**compiled, root, scope);
  }

  // Promise 3, then every `ensure` on what was parsed from the bytes to be written.
  // A file that stays as it is has its part in that too: a later patch may have undone what an earlier one did to it,
  // or have changed another file that its `ensure` looks at.
  void finish(const std::string& path, Working& working, ChangeSet& changes) {
    if (!errors_.empty()) return;
    if (working.edits.empty() && !working.created) return checkEnsures(working.document, path);
    Result<Document::Proof> proved = working.document.proof();
    if (!proved) {
      errors_.push_back(proved.error());
      return;
    }
    checkEnsures(proved->parsed ? *proved->parsed : working.document, path);
    FileChange change;
    change.path = path;
    change.before = working.document.bytes();
    change.after = std::move(proved->bytes);
    change.edits = std::move(working.edits);
    change.editPatches = std::move(working.editPatches);
    change.patches = std::move(working.patches);
    if (working.created) beNew(change);
    changes.files.push_back(std::move(change));
  }

  // A file that is made was empty, whatever its patch wrote first.
  static void beNew(FileChange& change) {
    change.created = true;
    change.before.clear();
    change.edits = {Edit{0, 0, change.after}};
    change.editPatches = {change.patches.front()};
  }

  void checkEnsures(const Document& final, const std::string& path) {
    for (const Participation& part : participations_[path]) {
      if (Status ok = holdsOn(part, final, path); !ok) fail(*part.patch, std::move(ok).error(), path);
    }
  }

  Status holdsOn(const Participation& part, const Document& proved, const std::string& path) {
    pack_ = part.pack;
    Scope scope(&facts_);
    scope.set("file", path);
    const Node root = proved.root();
    if (Status ok = evaluateLets(part.pack->lets, root, scope, part.pack->namespaces, evaluator_); !ok) return ok;
    Result<NodeSet> contexts = selectContexts(*part.pack, *part.patch, root, scope);
    if (!contexts) return contexts.error();
    for (const Node& node : *contexts) {
      if (Status ok = holds(*part.pack, *part.patch, node, scope); !ok) return ok;
    }
    return {};
  }

  const Home& home_;
  const std::vector<Pack>& packs_;
  Scope facts_;
  std::map<std::string, Working> files_;
  std::map<std::string, std::vector<Participation>> participations_;
  std::vector<PatchOutcome> outcomes_;
  std::vector<std::string> notes_;
  Errors errors_;
  LineViews lines_;
  std::map<std::string, std::string> texts_;  // as bytes() gave them last
  XPathEvaluator evaluator_;
  const Pack* pack_ = nullptr;  // whose expressions run
  PlannedKeys keys_;
};

}  // namespace

Result<ChangeSet, Errors> planChanges(const Home& home, const std::vector<Pack>& packs, const HomeValues& values) {
  return Planner(home, packs, values).run();
}

}  // namespace carbonfix
