#include "carbonfix/home/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Overlay : public testing::Test {
 protected:
  Overlay() {
    for (const char* const file : {"bin/wso2server.sh", "bin/version.txt", "repository/conf/carbon.xml",
                                   "repository/conf/registry.xml", "repository/conf/axis2/axis2.xml"}) {
      folder_.write(std::string("stock/") + file, "<base/>");
    }
    folder_.write("stock/bin/version.txt", "WSO2 Identity Server v5.5.0\n");
    folder_.write("stock/.carbonfix/lock", "");
  }

  OverlayFileSystem& over(const std::string& overlay) {
    base_.emplace(*Home::open(diskFileSystem(), folder_.path("stock"), "stock"));
    files_.emplace(*base_);
    added_ = files_->add(folder_.path(overlay));
    return *files_;
  }

  Home open(const std::string& overlay) {
    OverlayFileSystem& files = over(overlay);
    return *Home::open(files, folder_.path(overlay), "node");
  }

  static std::string textOf(const Home& home, const std::string& path) {
    const Home::Loaded& loaded = home.load(path);
    return loaded.document == nullptr ? loaded.error.message : std::string(loaded.document->bytes());
  }

  test::TemporaryFolder folder_;
  std::optional<Home> base_;
  std::optional<OverlayFileSystem> files_;
  Status added_;
};

TEST_F(Overlay, AFileIsTheFoldersOwnOrTheBases) {
  folder_.write("changed/repository/conf/carbon.xml", "<own/>");
  folder_.write("changed/repository/conf/hazelcast.properties", "a=b\n");
  const Home home = open("changed");
  EXPECT_EQ(home.confRoot(), "repository/conf");
  EXPECT_EQ(home.facts().product, "is") << "bin/version.txt is the base's";
  EXPECT_THAT(*home.match("conf/*"), ElementsAre("repository/conf/carbon.xml", "repository/conf/hazelcast.properties",
                                                 "repository/conf/registry.xml"));
  EXPECT_THAT(*home.match("conf/**/*.xml"), ElementsAre("repository/conf/axis2/axis2.xml", "repository/conf/carbon.xml",
                                                        "repository/conf/registry.xml"));
  EXPECT_EQ(textOf(home, "conf/carbon.xml"), "<own/>");
  EXPECT_EQ(textOf(home, "conf/registry.xml"), "<base/>");
  EXPECT_FALSE(home.exists("conf/none.xml"));
  EXPECT_TRUE(files_->isOwn(home.absolute("conf/carbon.xml")));
  EXPECT_FALSE(files_->isOwn(home.absolute("conf/registry.xml")));
}

TEST_F(Overlay, TheFolderMayStandForTheConfigurationRoot) {
  folder_.write("conf/carbon.xml", "<own/>");
  folder_.write("conf/axis2/axis2.xml", "<own/>");
  folder_.write("conf/README", "");
  const Home home = open("conf");
  EXPECT_THAT(*home.match("**/*.xml"), ElementsAre("repository/conf/axis2/axis2.xml", "repository/conf/carbon.xml",
                                                   "repository/conf/registry.xml"));
  EXPECT_EQ(textOf(home, "conf/axis2/axis2.xml"), "<own/>");
  EXPECT_EQ(textOf(home, "conf/registry.xml"), "<base/>");
  EXPECT_TRUE(home.exists("bin/wso2server.sh"));
  EXPECT_TRUE(files_->isOwn(home.absolute("conf/carbon.xml")));
  EXPECT_FALSE(files_->isOwn(home.absolute("bin/wso2server.sh")));
}

TEST_F(Overlay, TheFolderMayHoldTheConfigurationRoot) {
  folder_.write("repo/conf/carbon.xml", "<own/>");
  folder_.write("repo/.git/config", "");
  const Home home = open("repo");
  EXPECT_EQ(textOf(home, "conf/carbon.xml"), "<own/>");
  EXPECT_EQ(textOf(home, "conf/registry.xml"), "<base/>");
}

TEST_F(Overlay, AFolderWithoutCounterpartsIsRefused) {
  folder_.write("other/pom.xml", "<project/>");
  over("other");
  ASSERT_FALSE(added_);
  EXPECT_THAT(added_.error().message, HasSubstr("has a counterpart in"));
  over("none");
  EXPECT_FALSE(added_);
}

TEST_F(Overlay, AFileOfTheBaseIsInsideTheHome) {
  folder_.write("changed/repository/conf/carbon.xml", "<own/>");
  const OverlayFileSystem& files = over("changed");
  EXPECT_EQ(*files.realPath(folder_.path("changed/repository/conf/registry.xml")),
            folder_.path("changed/repository/conf/registry.xml"));
  EXPECT_EQ(*files.realPath(folder_.path("stock/bin")), folder_.path("stock/bin")) << "elsewhere all is as it is";
  folder_.write("outside.xml", "");
  folder_.link(folder_.path("outside.xml"), "stock/repository/conf/link.xml");
  EXPECT_EQ(*files.realPath(folder_.path("changed/repository/conf/link.xml")), folder_.path("outside.xml"));
}

TEST_F(Overlay, TheStoreOfTheBaseIsNotSeen) {
  folder_.write("changed/repository/conf/carbon.xml", "<own/>");
  const OverlayFileSystem& files = over("changed");
  EXPECT_EQ(files.status(folder_.path("changed/.carbonfix"))->kind, FileKind::missing);
}

TEST_F(Overlay, NothingIsWrittenIntoTheBase) {
  folder_.write("changed/repository/conf/carbon.xml", "<own/>");
  OverlayFileSystem& files = over("changed");
  const auto before = test::treeOf(folder_.path("stock"));
  EXPECT_FALSE(files.removeFile(folder_.path("changed/repository/conf/registry.xml")));
  EXPECT_TRUE(files.createFile(folder_.path("changed/repository/conf/registry.xml"), "<new/>", 0644));
  EXPECT_TRUE(files.rename(folder_.path("changed/repository/conf/registry.xml"),
                           folder_.path("changed/repository/conf/carbon.xml")));
  EXPECT_TRUE(files.makeFolder(folder_.path("changed/bin"), 0755));
  EXPECT_EQ(test::treeOf(folder_.path("stock")), before);
  EXPECT_EQ(folder_.read("changed/repository/conf/carbon.xml"), "<new/>");
}

TEST_F(Overlay, OfFoldersInEachOtherTheInnerCounts) {
  folder_.write("outer/repository/conf/carbon.xml", "<outer/>");
  folder_.write("outer/inner/repository/conf/carbon.xml", "<inner/>");
  OverlayFileSystem& files = over("outer");
  ASSERT_TRUE(files.add(folder_.path("outer/inner/")));
  EXPECT_EQ(*files.read(folder_.path("outer/inner/repository/conf/carbon.xml"), 100), "<inner/>");
  EXPECT_EQ(*files.read(folder_.path("outer/repository/conf/carbon.xml"), 100), "<outer/>");
  EXPECT_EQ(*files.read(folder_.path("outer/inner/repository/conf/registry.xml"), 100), "<base/>");
}

TEST_F(Overlay, AnEiBaseGivesItsRuntimes) {
  for (const char* const file : {"conf/carbon.xml", "wso2/analytics/conf/carbon.xml", "wso2/broker/conf/carbon.xml"}) {
    folder_.write(std::string("stock/") + file, "<base/>");
  }
  folder_.write("changed/wso2/analytics/conf/carbon.xml", "<own/>");
  over("changed");
  const auto homes = openHomes(*files_, {{.node = {}, .path = folder_.path("changed")}});
  ASSERT_TRUE(homes) << homes.error().message;
  ASSERT_EQ(homes->size(), 3U);
  EXPECT_EQ(homes->at(1).node(), "changed/analytics");
  EXPECT_EQ(textOf(homes->at(1), "conf/carbon.xml"), "<own/>");
  EXPECT_EQ(textOf(homes->at(2), "conf/carbon.xml"), "<base/>");
}

TEST(ParseProduct, TakesAProductThatWeKnowAndAVersion) {
  const auto facts = parseProduct("is@5.5.0");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->product, "is");
  EXPECT_EQ(facts->version, "5.5.0");
  EXPECT_TRUE(parseProduct("apim-analytics@2.1.0"));
  EXPECT_TRUE(parseProduct("ei-broker@6.1.1"));
}

TEST(ParseProduct, NamesTheNearest) {
  EXPECT_THAT(parseProduct("dsa@3.1.0").error().message, HasSubstr("did you mean \"das\"?"));
  EXPECT_THAT(parseProduct("nonsense@1").error().hint, HasSubstr("products are apim, "));
  for (const char* const bad : {"is", "is@", "is@x", "is@5.x", "is@5.", "is@.5", "@5.5.0", ""}) {
    EXPECT_FALSE(parseProduct(bad)) << bad;
  }
}

}  // namespace
}  // namespace carbonfix
