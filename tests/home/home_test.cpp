#include "carbonfix/home/home.h"

#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using test::TemporaryFolder;
using Paths = std::vector<std::string>;

Home openAt(const std::string& path, FileSystem& fs = diskFileSystem()) {
  auto home = Home::open(fs, path, "n1");
  if (!home) throw std::runtime_error(home.error().message);
  return std::move(*home);
}

Error errorOf(const std::string& path) {
  auto home = Home::open(diskFileSystem(), path, "n1");
  if (home) throw std::runtime_error("opened");
  return home.error();
}

Paths matched(const Home& home, std::string_view globs) {
  auto found = home.match(globs);
  if (!found) throw std::runtime_error(found.error().message);
  return *found;
}

TEST(HomeOpen, AMissingFolderIsAnErrorThatNamesIt) {
  const TemporaryFolder temp;
  const Error error = errorOf(temp.path("gone"));
  EXPECT_EQ(error.message, "there is no product home at " + temp.path("gone") + ": no such folder");
  EXPECT_EQ(error.path, temp.path("gone"));
  EXPECT_NE(error.hint, "");
}

TEST(HomeOpen, AFileIsNoHome) {
  const TemporaryFolder temp;
  const std::string file = temp.write("carbon.xml", "<Server/>");
  EXPECT_EQ(errorOf(file).message, file + " is not a folder, so it cannot be a product home");
}

TEST(HomeOpen, ADanglingLinkIsCalledOne) {
  const TemporaryFolder temp;
  temp.link(temp.path("gone"), "home");
  EXPECT_EQ(errorOf(temp.path("home")).message, temp.path("home") + " is a link to a folder that does not exist");
}

TEST(HomeOpen, AnEmptyPathIsNoHome) { EXPECT_EQ(errorOf("").message, "an empty path names no product home"); }

// As the disk answers to a user who may not list a folder; root may list every one, so the disk cannot be asked.
class DeniedFolder : public MemoryFileSystem {
 public:
  explicit DeniedFolder(std::string folder) : folder_(std::move(folder)) {}
  Result<std::vector<std::string>> list(const std::string& folder) const override {
    if (folder == folder_) return Error{.message = "cannot list " + folder + ": Permission denied", .path = folder};
    return MemoryFileSystem::list(folder);
  }

 private:
  std::string folder_;
};

TEST(HomeOpen, AnUnreadableFolderIsAnErrorWithAHint) {
  DeniedFolder fs("/h");
  fs.add("/h/a.xml", "<a/>");
  const auto home = Home::open(fs, "/h", "n1");
  ASSERT_FALSE(home);
  EXPECT_EQ(home.error().message, "cannot list /h: Permission denied");
  EXPECT_NE(home.error().hint.find("Run as the user"), std::string::npos);
}

TEST(HomeOpen, AnyFolderIsAHomeWithoutFacts) {
  const TemporaryFolder temp;
  temp.write("my.xml", "<a/>");
  const Home home = openAt(temp.path());
  EXPECT_EQ(home.confRoot(), "");
  EXPECT_EQ(home.facts().product, "");
  EXPECT_FALSE(home.isGenerated());
  EXPECT_EQ(matched(home, "*.xml"), Paths{"my.xml"});
  auto xml = home.xmlFiles();
  ASSERT_TRUE(xml);
  EXPECT_TRUE(xml->empty());
}

TEST(HomeOpen, ATrailingSlashIsNoPartOfThePath) {
  const TemporaryFolder temp;
  EXPECT_EQ(openAt(temp.path() + "//").path(), temp.path());
}

TEST(HomeConfRoot, IsRepositoryConfOrInEiConf) {
  const TemporaryFolder temp;
  temp.write("das/repository/conf/carbon.xml", "<Server/>");
  temp.write("ei/conf/carbon.xml", "<Server/>");
  temp.write("ei/repository/x", "");
  temp.write("other/conf/other.xml", "<a/>");
  EXPECT_EQ(openAt(temp.path("das")).confRoot(), "repository/conf");
  EXPECT_EQ(openAt(temp.path("ei")).confRoot(), "conf");
  EXPECT_EQ(openAt(temp.path("other")).confRoot(), "");
}

TEST(HomeConfRoot, IsWhatConfMeansInPaths) {
  const TemporaryFolder temp;
  temp.write("repository/conf/axis2/axis2.xml", "<axisconfig/>");
  const Home home = openAt(temp.path());
  EXPECT_EQ(home.resolve("conf/axis2/axis2.xml"), "repository/conf/axis2/axis2.xml");
  EXPECT_EQ(home.resolve("./conf/a"), "repository/conf/a");
  EXPECT_EQ(home.resolve("repository/conf/a"), "repository/conf/a");
  EXPECT_EQ(home.resolve("config/a"), "config/a");
  EXPECT_EQ(matched(home, "conf/axis2/axis2.xml"), Paths{"repository/conf/axis2/axis2.xml"});
  EXPECT_TRUE(home.exists("conf/axis2/axis2.xml"));
  EXPECT_NE(home.load("conf/axis2/axis2.xml").document, nullptr);
  EXPECT_EQ(home.load("conf/axis2/axis2.xml").document, home.load("repository/conf/axis2/axis2.xml").document);
}

TEST(HomeConfRoot, DeploymentTomlMakesTheHomeGenerated) {
  const TemporaryFolder temp;
  temp.write("repository/conf/carbon.xml", "<Server/>");
  EXPECT_FALSE(openAt(temp.path()).isGenerated());
  temp.write("repository/conf/deployment.toml", "");
  EXPECT_TRUE(openAt(temp.path()).isGenerated());
}

TEST(HomeMatch, UnionOfTheGlobsIsSortedAndWithoutDoubles) {
  const TemporaryFolder temp;
  for (const char* name : {"b.xml", "a.xml", "c.txt", "datasources/master-datasources.xml", "datasources/x/deep.xml"}) {
    temp.write(std::string("repository/conf/") + name, "<a/>");
  }
  const Home home = openAt(temp.path());
  const std::string conf = "repository/conf/";
  EXPECT_EQ(matched(home, "conf/*.xml conf/b.xml"), (Paths{conf + "a.xml", conf + "b.xml"}));
  EXPECT_EQ(matched(home, "conf/**/*-datasources.xml"), Paths{conf + "datasources/master-datasources.xml"});
  EXPECT_EQ(matched(home, "conf/datasources/**"),
            (Paths{conf + "datasources/master-datasources.xml", conf + "datasources/x/deep.xml"}));
  EXPECT_EQ(matched(home, "conf/absent.xml conf/absent/*.xml"), Paths{});
  EXPECT_EQ(matched(home, "conf/datasources"), Paths{}) << "a folder is no file";
  EXPECT_EQ(matched(home, "../*/x"), Paths{});
  auto xml = home.xmlFiles();
  ASSERT_TRUE(xml);
  EXPECT_EQ(xml->size(), 4U);
}

TEST(HomeMatch, NeverEntersOurOwnFolder) {
  const TemporaryFolder temp;
  temp.write(".carbonfix/runs/1/before/a.xml", "<a/>");
  temp.write("b/a.xml", "<a/>");
  const Home home = openAt(temp.path());
  EXPECT_EQ(matched(home, "**/a.xml"), Paths{"b/a.xml"});
  EXPECT_EQ(matched(home, "*/runs/1/before/a.xml"), Paths{});
}

TEST(HomeMatch, RuntimesAreHomesOfTheirOwn) {
  const TemporaryFolder temp;
  temp.write("conf/carbon.xml", "<Server/>");
  temp.write("wso2/analytics/conf/carbon.xml", "<Server/>");
  temp.write("wso2/components/carbon.xml", "<Server/>");
  const Home home = openAt(temp.path());
  EXPECT_EQ(home.runtimes(), Paths{"wso2/analytics"});
  EXPECT_EQ(matched(home, "**/carbon.xml"), (Paths{"conf/carbon.xml", "wso2/components/carbon.xml"}));
}

TEST(HomeMatch, LinksThatLoopEnd) {
  const TemporaryFolder temp;
  temp.write("conf/a/x.xml", "<a/>");
  temp.write("conf/b/y.xml", "<a/>");
  temp.link("..", "conf/a/up");
  temp.link("../b", "conf/a/toB");
  temp.link("../a", "conf/b/toA");
  temp.link("self", "conf/self");
  temp.link("gone", "conf/dangling.xml");
  EXPECT_EQ(matched(openAt(temp.path()), "conf/**/*.xml"), (Paths{"conf/a/x.xml", "conf/b/y.xml"}));
}

TEST(HomeMatch, FollowsALinkedFolder) {
  const TemporaryFolder temp;
  temp.write("share/x.xml", "<a/>");
  temp.link("../share", "home/deployment");
  EXPECT_EQ(matched(openAt(temp.path("home")), "deployment/*.xml"), Paths{"deployment/x.xml"});
  EXPECT_EQ(matched(openAt(temp.path("home")), "**/*.xml"), Paths{"deployment/x.xml"});
}

TEST(HomeMatch, NamesMayHoldAnyBytes) {
  const TemporaryFolder temp;
  const Paths names = {"conf/a b.xml", "conf/line\nbreak.xml", "conf/\xFF\xFE.xml"};
  for (const std::string& name : names) temp.write(name, "<a/>");
  const Home home = openAt(temp.path());
  EXPECT_EQ(matched(home, "conf/*.xml"), names);
  for (const std::string& name : names) EXPECT_NE(home.load(name).document, nullptr) << name;
}

TEST(HomeMatch, AnUnreadableFolderIsAnErrorAndNotSilence) {
  DeniedFolder fs("/h/conf/secret");
  fs.add("/h/conf/secret/x.xml", "<a/>");
  const auto found = openAt("/h", fs).match("conf/**/*.xml");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().path, "/h/conf/secret");
}

// Counts the folders that are listed.
class ListingCounter : public MemoryFileSystem {
 public:
  Result<std::vector<std::string>> list(const std::string& folder) const override {
    listed_.push_back(folder);
    return MemoryFileSystem::list(folder);
  }
  Paths takeListed() const { return std::exchange(listed_, {}); }

 private:
  mutable Paths listed_;
};

TEST(HomeMatch, ListsOnlyWhatTheGlobsReachAndOnce) {
  ListingCounter fs;
  fs.add("/h/repository/conf/axis2/axis2.xml", "<a/>");
  fs.add("/h/repository/components/plugins/huge.jar", "");
  fs.add("/h/repository/deployment/server/a/b.xml", "<a/>");
  const Home home = openAt("/h", fs);
  fs.takeListed();
  EXPECT_EQ(matched(home, "conf/axis2/axis2.xml").size(), 1U);
  EXPECT_EQ(fs.takeListed(), Paths{});
  EXPECT_EQ(matched(home, "conf/**/*.xml").size(), 1U);
  EXPECT_EQ(fs.takeListed(), (Paths{"/h/repository/conf", "/h/repository/conf/axis2"}));
  EXPECT_EQ(matched(home, "conf/**/axis2.xml conf/axis2/*.xml").size(), 1U);
  EXPECT_EQ(fs.takeListed(), Paths{});
}

// Counts the files and folders that are looked at one by one.
class StatusCounter : public MemoryFileSystem {
 public:
  Result<FileStatus> status(const std::string& path) const override {
    asked_.push_back(path);
    return MemoryFileSystem::status(path);
  }
  // How a listing in memory gets to know the kinds.
  Result<FileStatus> linkStatus(const std::string& path) const override { return MemoryFileSystem::status(path); }
  Paths takeAsked() const { return std::exchange(asked_, {}); }

 private:
  mutable Paths asked_;
};

TEST(HomeMatch, WhatAListingToldIsNotAskedAgain) {
  StatusCounter fs;
  fs.add("/h/repository/conf/axis2/axis2.xml", "<a/>");
  fs.add("/h/repository/conf/carbon.xml", "<a/>");
  const Home home = openAt("/h", fs);
  fs.takeAsked();
  EXPECT_EQ(matched(home, "conf/**/*.xml").size(), 2U);
  EXPECT_EQ(fs.takeAsked(), Paths{"/h/repository/conf"});
  EXPECT_EQ(matched(home, "conf/carbon.xml conf/axis2/axis2.xml conf/none.xml conf/axis2").size(), 2U);
  EXPECT_EQ(fs.takeAsked(), Paths{});
}

TEST(HomeLoad, ReadsAFileOnce) {
  MemoryFileSystem fs;
  fs.add("/h/a.xml", "<a/>");
  const Home home = openAt("/h", fs);
  Document* const first = home.load("a.xml").document;
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(home.load("a.xml").document, first);
  EXPECT_EQ(fs.journal(), Paths{"read /h/a.xml"});
}

TEST(HomeLoad, TellsMalformedFromUnreadable) {
  MemoryFileSystem fs;
  fs.add("/h/bad.xml", "<a>");
  const Home home = openAt("/h", fs);
  const Home::Loaded& bad = home.load("bad.xml");
  EXPECT_EQ(bad.document, nullptr);
  EXPECT_FALSE(bad.unreadable);
  EXPECT_EQ(bad.error.at.line, 1U);
  const Home::Loaded& gone = home.load("gone.xml");
  EXPECT_EQ(gone.document, nullptr);
  EXPECT_TRUE(gone.unreadable);
  EXPECT_EQ(gone.error.path, "/h/gone.xml");
}

TEST(HomeLoad, DocumentsOutliveAMoveOfTheHome) {
  MemoryFileSystem fs;
  fs.add("/h/a.xml", "<a/>");
  Home home = openAt("/h", fs);
  Document* const document = home.load("a.xml").document;
  const Home moved = std::move(home);
  EXPECT_EQ(moved.load("a.xml").document, document);
  EXPECT_EQ(document->rootElement().name(), "a");
}

TEST(HomeLoad, WhatWasLetGoIsReadAgain) {
  MemoryFileSystem fs;
  fs.add("/h/conf/a.xml", "<a/>");
  Home home = openAt("/h", fs);
  home.edit("conf/b.xml", "<b/>");
  EXPECT_NE(home.load("conf/b.xml").document, nullptr);
  EXPECT_EQ(matched(home, "conf/*.xml"), Paths{"conf/a.xml"});
  fs.add("/h/conf/c.xml", "<c/>");
  home.letGo();
  EXPECT_EQ(matched(home, "conf/*.xml"), (Paths{"conf/a.xml", "conf/c.xml"}));
  EXPECT_FALSE(home.isLoaded("conf/b.xml"));
  ASSERT_NE(home.load("conf/b.xml").document, nullptr) << "what was edited stays";
}

TEST(HomeAnother, HasAllButWhatWasLoaded) {
  MemoryFileSystem fs;
  fs.add("/h/repository/conf/carbon.xml",
         "<Server><Name>WSO2 Data Analytics Server</Name><Version>3.1.0</Version></Server>");
  Home home = openAt("/h", fs);
  home.setNode("das1");
  home.setGivenHost("h1");
  home.edit("conf/a.xml", "<a/>");
  const Home other = home.another();
  EXPECT_EQ(other.path(), home.path());
  EXPECT_EQ(other.node(), "das1");
  EXPECT_EQ(other.givenHost(), "h1");
  EXPECT_EQ(other.confRoot(), "repository/conf");
  EXPECT_EQ(other.facts().product, "das");
  EXPECT_FALSE(other.isLoaded("conf/carbon.xml"));
  ASSERT_NE(other.load("conf/a.xml").document, nullptr);
  EXPECT_NE(other.load("conf/carbon.xml").document, home.load("conf/carbon.xml").document);
}

}  // namespace
}  // namespace carbonfix
