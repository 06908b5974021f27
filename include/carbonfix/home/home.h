// A product home: finds its files, knows product and version, reads and parses each file once.
//
// In globs a path that starts with "conf/" means the configuration root: repository/conf, or conf in EI 6.x. Other
// paths are relative to the home. "**" never enters .carbonfix/. Any folder is a home; where it isn't a Carbon home the
// product facts are empty.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

struct ProductFacts {
  std::string product;  // "is", "das", "apim", "ei", … as --assume writes them; empty when unknown
  std::string version;  // "3.1.0"
  std::string kernel;   // Carbon kernel, "4.4.11"; empty when unknown
};

// "is@5.5.0". Error: no product or no version that we know; the nearest is named.
Result<ProductFacts> parseProduct(std::string_view text);

class Listing;

// What was listed and loaded is kept, so a home belongs to one thread at a time.
class Home {
 public:
  // Error: no such folder, not a folder, not readable.
  static Result<Home> open(FileSystem& fs, std::string path, std::string node);
  Home(Home&&) noexcept;
  Home& operator=(Home&&) noexcept;
  ~Home();
  // The same home for another thread: what this one has listed and loaded stays with it.
  Home another() const;

  const std::string& path() const { return path_; }
  const std::string& node() const { return node_; }
  void setNode(std::string node) { node_ = std::move(node); }  // unique names are known only when all homes are open
  // The host that an inventory gives the node; empty: none does (see node_host.h).
  const std::string& givenHost() const { return givenHost_; }
  void setGivenHost(std::string host) { givenHost_ = std::move(host); }
  const ProductFacts& facts() const { return facts_; }
  void setFacts(ProductFacts facts) { facts_ = std::move(facts); }  // where others know better than the files
  const std::string& confRoot() const { return confRoot_; }         // "repository/conf", "conf", or empty
  // EI 6.x: "wso2/analytics", "wso2/broker" …, each a home by itself; globs of this one do not enter them.
  const std::vector<std::string>& runtimes() const { return runtimes_; }
  // repository/conf/deployment.toml is there: the vendor's config mapper owns the files (IS 5.9+, APIM 3+).
  bool isGenerated() const { return generated_; }

  // Files under the home that match one of the space-separated globs, relative to it, sorted.
  // A glob without wildcard that names no file gives nothing.
  Result<std::vector<std::string>> match(std::string_view globs) const;
  // The folders that match.
  Result<std::vector<std::string>> matchFolders(std::string_view globs) const;
  // As files() gives them: a glob that ends in "/" asks for folders, any other for files.
  Result<std::vector<std::string>> matchEither(std::string_view globs) const;
  // Is it a file?
  bool exists(const std::string& relative) const;
  std::string absolute(const std::string& relative) const;
  // "conf/x" as a path below the configuration root; every other path as it is. Whoever takes a path from a rule may
  // hand it to exists(), absolute() and load() as written: they resolve it.
  std::string resolve(std::string_view relative) const;

  // Read and parsed once, kept; the pointer lives as long as the home. Error: unreadable (errorKind says), malformed.
  struct Loaded {
    Document* document = nullptr;  // null: `error` says why
    Error error;
    bool unreadable = false;  // could not be read, as against malformed
  };
  const Loaded& load(const std::string& relative) const;
  // The two steps of load(). The first may be taken by any thread, while nobody edits the home; the second does nothing
  // for a file that is loaded.
  struct Read {
    Result<Document> document;
    bool unreadable = false;
  };
  Read readFile(const std::string& relative) const;
  const Loaded& keep(const std::string& relative, Read read) const;
  bool isLoaded(const std::string& relative) const { return loaded_.contains(resolve(relative)); }
  // Lets go of what was listed and loaded, and so of the documents that load() gave. What edit() put there stays.
  void letGo() const;
  // The bytes of a file: what edit() put there, else what the disk has.
  Result<std::string> read(const std::string& relative) const;
  // From now on this home takes the file to be these bytes; the disk keeps its own. What load() gave for it is gone.
  void edit(const std::string& relative, std::string bytes);
  // All `*.xml` under the configuration root, for the well-formedness check.
  Result<std::vector<std::string>> xmlFiles() const;
  FileSystem& files() const { return *fs_; }

 private:
  Home(FileSystem& fs, std::string path, std::string node);
  // What another() copies; the rest is a thread's own.
  FileSystem* fs_ = nullptr;
  std::string path_;
  std::string node_;
  std::string givenHost_;
  std::string confRoot_;
  std::vector<std::string> runtimes_;
  ProductFacts facts_;
  bool generated_ = false;
  std::map<std::string, std::string, std::less<>> edited_;  // bytes by path

  mutable std::map<std::string, Loaded, std::less<>> loaded_;
  mutable std::map<std::string, std::unique_ptr<Document>, std::less<>> documents_;
  std::unique_ptr<Listing> listing_;
};

// Does a relative path match a glob ("*" within a name, "?", "**" across folders)?
bool globMatches(std::string_view glob, std::string_view path);

// NODE=PATH or PATH; names default to the folder's own, made unique by what differs in the paths ("a/das", "b/das").
// An EI 6.x root also gives its runtimes (ei1/analytics for wso2/analytics).
struct HomeArgument {
  std::string node;
  std::string path;
};
Result<std::vector<Home>> openHomes(FileSystem& fs, const std::vector<HomeArgument>& arguments);

}  // namespace carbonfix
