#include "cli/undoing.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace carbonfix::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Action = RestoreFile::Action;

class UndoingTest : public StoreTest {
 protected:
  // All runs of the home, newest first.
  Undoing planAll() const {
    const Home home = open();
    const Store store(home);
    const auto runs = store.runs();
    std::vector<std::string> names;
    for (const carbonfix::Run& run : runs.value()) names.push_back(run.name);
    auto undoing = planUndoing(store, names);
    if (!undoing) throw std::runtime_error(undoing.error().message);
    return std::move(*undoing);
  }
  // carbon.xml in it.
  static RestoreFile carbonOf(const Undoing& undoing) {
    for (const RestoreFile& file : undoing.files) {
      if (file.path == kCarbon) return file;
    }
    return {};
  }
  ChangeSet makes(const std::string& path, const std::string& bytes) const {
    ChangeSet changes;
    changes.files.push_back(change(path, "", bytes));
    changes.files.back().created = true;
    return changes;
  }
};

TEST_F(UndoingTest, SeveralRunsAreSeenAsOne) {
  mustCommit(bothFiles());
  mustCommit(carbon("2", "3"));
  const Undoing undoing = planAll();
  EXPECT_THAT(undoing.plans, SizeIs(2));
  EXPECT_THAT(undoing.files, SizeIs(2));
  EXPECT_EQ(carbonOf(undoing).action, Action::putBack);
  EXPECT_EQ(carbonOf(undoing).now, "<Server>3</Server>\n");
  EXPECT_EQ(carbonOf(undoing).original, "<Server>1</Server>\n");
  EXPECT_THAT(undoing.changedSince(), IsEmpty());
}

TEST_F(UndoingTest, RunsThatCancelOutChangeNothing) {
  mustCommit(carbon("1", "2"));
  mustCommit(carbon("2", "1"));
  EXPECT_EQ(carbonOf(planAll()).action, Action::none);
  EXPECT_THAT(planAll().changedSince(), IsEmpty());
}

TEST_F(UndoingTest, AnEditBetweenTheRunsIsSeen) {
  mustCommit(carbon("1", "2"));
  put(kCarbon, "<Server>mine</Server>\n");
  mustCommit(carbon("mine", "3"));
  EXPECT_THAT(planAll().changedSince(), ElementsAre(kCarbon));
  EXPECT_EQ(carbonOf(planAll()).original, "<Server>1</Server>\n");
}

TEST_F(UndoingTest, AnEditAfterTheRunsIsSeen) {
  mustCommit(carbon("1", "2"));
  mustCommit(carbon("2", "3"));
  put(kCarbon, "<Server>mine</Server>\n");
  EXPECT_THAT(planAll().changedSince(), ElementsAre(kCarbon));
  EXPECT_EQ(carbonOf(planAll()).now, "<Server>mine</Server>\n");
}

TEST_F(UndoingTest, AnEditThatUndidTheRunsIsNoHindrance) {
  mustCommit(carbon("1", "2"));
  put(kCarbon, "<Server>1</Server>\n");
  EXPECT_EQ(carbonOf(planAll()).action, Action::none);
  EXPECT_THAT(planAll().changedSince(), IsEmpty());
}

TEST_F(UndoingTest, AFileThatWasMadeAndChangedIsRemoved) {
  const std::string path = "repository/conf/made.xml";
  mustCommit(makes(path, "<a/>\n"));
  ChangeSet changes;
  changes.files.push_back(change(path, "<a/>\n", "<b/>\n"));
  mustCommit(changes);
  const Undoing undoing = planAll();
  ASSERT_THAT(undoing.files, SizeIs(1));
  EXPECT_EQ(undoing.files.front().action, Action::remove);
  EXPECT_EQ(undoing.files.front().now, "<b/>\n");

  std::filesystem::remove(homePath(path));
  EXPECT_THAT(planAll().changedSince(), ElementsAre(path));
  EXPECT_EQ(planAll().files.front().action, Action::none) << "it is gone already";
}

TEST_F(UndoingTest, AFileThatIsGoneIsMadeAgain) {
  mustCommit(carbon("1", "2"));
  std::filesystem::remove(homePath(kCarbon));
  EXPECT_EQ(carbonOf(planAll()).action, Action::make);
  EXPECT_EQ(carbonOf(planAll()).original, "<Server>1</Server>\n");
  EXPECT_THAT(planAll().changedSince(), ElementsAre(kCarbon));
}

}  // namespace
}  // namespace carbonfix::test
