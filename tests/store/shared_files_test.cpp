#include "carbonfix/store/shared_files.h"

#include <stdexcept>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kShared = "repository/deployment/server/a.xml";
constexpr const char* kOwn = "repository/conf/a.xml";

// Three homes, of which das1 and das2 have one share.
class SharedFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("share/server/a.xml", "<a/>");
    for (const std::string node : {"das1", "das2", "das3"}) {
      folder_.write(node + "/" + kOwn, "<a/>");
      if (node != "das3") folder_.link("../../share", node + "/repository/deployment");
    }
    folder_.write(std::string("das3/") + kShared, "<a/>");
    for (const std::string node : {"das1", "das2", "das3"}) {
      auto home = Home::open(diskFileSystem(), folder_.path(node), node);
      if (!home) throw std::runtime_error(home.error().message);
      homes_.push_back(std::move(*home));
      changes_.emplace_back().node = node;
    }
  }

  void change(std::size_t home, const std::string& path, const std::string& after, bool created = false) {
    FileChange change;
    change.path = path;
    change.before = created ? "" : "<a/>";
    change.after = after;
    change.created = created;
    changes_[home].files.push_back(std::move(change));
    PatchOutcome outcome;
    outcome.kind = PatchOutcome::Kind::changed;
    outcome.path = path;
    changes_[home].outcomes.push_back(std::move(outcome));
  }
  std::vector<std::string> files(std::size_t home) const {
    std::vector<std::string> paths;
    for (const FileChange& file : changes_[home].files) paths.push_back(file.path);
    return paths;
  }
  Status run() { return leaveSharedFilesToOne(homes_, changes_); }

  TemporaryFolder folder_;
  std::vector<Home> homes_;
  std::vector<ChangeSet> changes_;
};

TEST_F(SharedFiles, AreLeftToTheFirstHome) {
  for (std::size_t home = 0; home < 3; ++home) {
    change(home, kOwn, "<b/>");
    change(home, kShared, "<b/>");
  }
  ASSERT_TRUE(run());
  EXPECT_THAT(files(0), ElementsAre(kOwn, kShared));
  EXPECT_THAT(files(1), ElementsAre(kOwn));
  EXPECT_THAT(files(2), ElementsAre(kOwn, kShared)) << "it has one of its own";
  EXPECT_THAT(changes_[0].notes, IsEmpty());
  EXPECT_THAT(changes_[1].notes, ElementsAre(std::string(kShared) + " is shared with das1, whose run changes it"));
  EXPECT_THAT(changes_[2].notes, IsEmpty());
  EXPECT_EQ(changes_[1].outcomes[0].kind, PatchOutcome::Kind::changed);
  EXPECT_EQ(changes_[1].outcomes[1].kind, PatchOutcome::Kind::alreadyDone) << "its effect is told of the first home";
}

TEST_F(SharedFiles, ThatAreMadeAreLeftToTheFirstHomeToo) {
  const std::string fresh = "repository/deployment/server/new.xml";
  for (std::size_t home = 0; home < 3; ++home) change(home, fresh, "<b/>", true);
  ASSERT_TRUE(run());
  EXPECT_THAT(files(0), ElementsAre(fresh));
  EXPECT_THAT(files(1), IsEmpty());
  EXPECT_THAT(files(2), ElementsAre(fresh));
}

TEST_F(SharedFiles, ThatAreMadeWithTheirFolderAreLeftToTheFirstHomeToo) {
  const std::string fresh = "repository/deployment/server/deep/er/new.xml";
  for (std::size_t home = 0; home < 3; ++home) {
    change(home, fresh, "<b/>", true);
    change(home, "repository/conf/deep/er/new.xml", "<b/>", true);
  }
  ASSERT_TRUE(run());
  EXPECT_EQ(files(0).size(), 2U);
  EXPECT_THAT(files(1), ElementsAre("repository/conf/deep/er/new.xml"));
  EXPECT_EQ(files(2).size(), 2U);
}

TEST_F(SharedFiles, OfWhichHomesWantDifferentBytesAreAnError) {
  change(0, kOwn, "<b/>");
  change(0, kShared, "<b n='1'/>");
  change(1, kShared, "<b n='2'/>");
  const Status status = run();
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("is one file in das1 and das2, and they want different contents"));
  EXPECT_NE(status.error().hint, "");
  EXPECT_THAT(files(0), ElementsAre(kOwn, kShared)) << "nothing was taken out";
}

TEST_F(SharedFiles, AreThoseThatASingleLinkLeadsToAsWell) {
  folder_.write("share/b.xml", "<a/>");
  folder_.link("../../../share/b.xml", "das1/repository/conf/b.xml");
  folder_.link("../../../share/b.xml", "das3/repository/conf/c.xml");
  change(0, "repository/conf/b.xml", "<b/>");
  change(2, "repository/conf/c.xml", "<b/>");
  ASSERT_TRUE(run());
  EXPECT_THAT(files(0), ElementsAre("repository/conf/b.xml"));
  EXPECT_THAT(files(2), IsEmpty());
}

TEST_F(SharedFiles, AreNotTwoNamesWithinOneHome) {
  folder_.link("a.xml", "das1/repository/conf/alias.xml");
  change(0, "repository/conf/alias.xml", "<b/>");
  change(0, kOwn, "<b/>");
  ASSERT_TRUE(run());
  EXPECT_THAT(files(0), ElementsAre("repository/conf/alias.xml", kOwn)) << "that is for the store to see";
}

TEST_F(SharedFiles, AreNotHardLinksWhichPartWhenOneIsReplaced) {
  std::filesystem::create_hard_link(folder_.path(std::string("das1/") + kOwn), folder_.path("das2/repository/b.xml"));
  change(0, kOwn, "<b/>");
  change(1, "repository/b.xml", "<c/>");
  ASSERT_TRUE(run());
  EXPECT_THAT(files(1), ElementsAre("repository/b.xml"));
}

TEST_F(SharedFiles, ThatAreGoneByNowAreLeftToTheRunToComplainOf) {
  for (std::size_t home = 0; home < 3; ++home) change(home, "gone/x.xml", std::string(home, 'x'));
  ASSERT_TRUE(run());
  for (std::size_t home = 0; home < 3; ++home) EXPECT_THAT(files(home), ElementsAre("gone/x.xml"));
}

}  // namespace
}  // namespace carbonfix
