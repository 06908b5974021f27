#include "carbonfix/home/home.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "home/glob.h"
#include "home/listing.h"
#include "home/product.h"

namespace carbonfix {
namespace {

constexpr std::string_view kHomeHint =
    "Give the folder of the product: the one that holds bin/ and repository/ (or conf/ in EI 6.x).";

Error refused(const std::string& path, std::string message, std::string_view hint = kHomeHint) {
  return Error{.message = std::move(message), .path = path, .hint = std::string(hint)};
}

// Why `path` cannot be a home, or nothing.
Status checkFolder(const FileSystem& fs, const std::string& path) {
  if (path.empty()) return refused(path, "an empty path names no product home");
  const auto status = fs.status(path);
  if (!status) return status.error();
  if (status->kind == FileKind::folder) {
    const auto names = fs.list(path);
    if (names) return {};
    Error error = names.error();
    error.hint = "Run as the user who owns the product home, or let this user read it.";
    return error;
  }
  if (status->kind != FileKind::missing) {
    return refused(path, fmt::format("{} is not a folder, so it cannot be a product home", path));
  }
  const auto link = fs.linkStatus(path);
  if (link && link->kind == FileKind::symlink) {
    return refused(path, fmt::format("{} is a link to a folder that does not exist", path), "Mend the link.");
  }
  return refused(path, fmt::format("there is no product home at {}: no such folder", path));
}

bool isFolder(const FileSystem& fs, const std::string& path) {
  const auto status = fs.status(path);
  return status && status->kind == FileKind::folder;
}

}  // namespace

Home::Home(FileSystem& fs, std::string path, std::string node)
    : fs_(&fs), path_(std::move(path)), node_(std::move(node)) {}
Home::Home(Home&&) noexcept = default;
Home& Home::operator=(Home&&) noexcept = default;
Home::~Home() = default;

Result<Home> Home::open(FileSystem& fs, std::string path, std::string node) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (auto usable = checkFolder(fs, path); !usable) return std::move(usable).error();

  Home home(fs, std::move(path), std::move(node));
  if (isFolder(fs, home.absolute("repository/conf"))) {
    home.confRoot_ = "repository/conf";
  } else if (home.exists("conf/carbon.xml")) {
    home.confRoot_ = "conf";
  }
  if (const std::string wso2 = home.absolute("wso2"); isFolder(fs, wso2)) {
    const auto names = fs.list(wso2);
    if (!names) return names.error();
    for (const std::string& name : *names) {
      std::string runtime = "wso2/" + name;
      if (home.exists(runtime + "/conf/carbon.xml")) home.runtimes_.push_back(std::move(runtime));
    }
  }
  home.generated_ = !home.confRoot_.empty() && home.exists(home.confRoot_ + "/deployment.toml");
  home.listing_ = std::make_unique<Listing>(fs, home.path_, home.runtimes_);
  home.facts_ = detectProduct(home);
  return home;
}

Home Home::another() const {
  Home home(*fs_, path_, node_);
  home.givenHost_ = givenHost_;
  home.confRoot_ = confRoot_;
  home.runtimes_ = runtimes_;
  home.facts_ = facts_;
  home.generated_ = generated_;
  home.edited_ = edited_;
  home.listing_ = std::make_unique<Listing>(*fs_, path_, runtimes_);
  return home;
}

std::string Home::resolve(std::string_view relative) const {
  while (relative.starts_with("./")) relative.remove_prefix(2);
  constexpr std::string_view kConf = "conf/";
  if (confRoot_.empty() || !relative.starts_with(kConf)) return std::string(relative);
  return fmt::format("{}/{}", confRoot_, relative.substr(kConf.size()));
}

Result<std::vector<std::string>> Home::match(std::string_view globs) const {
  std::set<std::string> found;
  for (const std::string_view glob : splitSpace(globs)) {
    if (auto done = listing_->match(resolve(glob), found); !done) return std::move(done).error();
  }
  return std::vector<std::string>(found.begin(), found.end());
}

Result<std::vector<std::string>> Home::matchFolders(std::string_view globs) const {
  std::set<std::string> found;
  for (const std::string_view glob : splitSpace(globs)) {
    if (auto done = listing_->match(resolve(glob), found, FileKind::folder); !done) return std::move(done).error();
  }
  return std::vector<std::string>(found.begin(), found.end());
}

Result<std::vector<std::string>> Home::matchEither(std::string_view globs) const {
  std::set<std::string> found;
  for (const std::string_view glob : splitSpace(globs)) {
    auto some = glob.ends_with('/') ? matchFolders(glob) : match(glob);
    if (!some) return some;
    found.insert(some->begin(), some->end());
  }
  return std::vector<std::string>(found.begin(), found.end());
}

bool Home::exists(const std::string& relative) const {
  const auto status = fs_->status(absolute(relative));
  return status && status->kind == FileKind::file;
}

std::string Home::absolute(const std::string& relative) const {
  return fmt::format("{}{}{}", path_, path_.ends_with('/') ? "" : "/", resolve(relative));
}

const Home::Loaded& Home::load(const std::string& relative) const {
  const auto known = loaded_.find(resolve(relative));
  return known == loaded_.end() ? keep(relative, readFile(relative)) : known->second;
}

Home::Read Home::readFile(const std::string& relative) const {
  const std::string path = resolve(relative);
  auto bytes = read(path);
  if (!bytes) return {.document = std::move(bytes).error(), .unreadable = true};
  return {.document = Document::parse(std::move(*bytes), absolute(path), formatOf(path))};
}

const Home::Loaded& Home::keep(const std::string& relative, Read read) const {
  const auto [place, isNew] = loaded_.try_emplace(resolve(relative));
  Loaded& loaded = place->second;
  if (!isNew) return loaded;
  if (!read.document) {
    loaded.error = std::move(read.document).error();
    loaded.unreadable = read.unreadable;
    return loaded;
  }
  auto document = std::make_unique<Document>(std::move(*read.document));
  loaded.document = documents_.insert_or_assign(place->first, std::move(document)).first->second.get();
  return loaded;
}

void Home::letGo() const {
  loaded_.clear();
  documents_.clear();
  listing_->forget();
}

Result<std::string> Home::read(const std::string& relative) const {
  const std::string path = resolve(relative);
  const auto edited = edited_.find(path);
  return edited == edited_.end() ? fs_->read(absolute(path), kMaxFileSize) : edited->second;
}

void Home::edit(const std::string& relative, std::string bytes) {
  const std::string path = resolve(relative);
  loaded_.erase(path);
  documents_.erase(path);
  edited_.insert_or_assign(path, std::move(bytes));
}

Result<std::vector<std::string>> Home::xmlFiles() const {
  if (confRoot_.empty()) return std::vector<std::string>();
  return match(confRoot_ + "/**/*.xml");
}

}  // namespace carbonfix
