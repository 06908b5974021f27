#include "cli/run_log.h"

#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"

namespace carbonfix {
namespace {

class RunLog : public testing::Test {
 protected:
  RunLog() {
    fs_.add("/opt/das/repository/conf/a.xml", "<a/>");
    auto home = Home::open(fs_, "/opt/das", "das");
    if (!home) throw std::runtime_error(home.error().message);
    homes_.push_back(std::move(*home));
  }
  static Options typed(const std::vector<std::string>& arguments) {
    auto options = parseOptions(arguments);
    if (!options) throw std::runtime_error(options.error().message);
    return std::move(*options);
  }
  const Home& home() const { return homes_.front(); }

  MemoryFileSystem fs_;
  std::vector<Home> homes_;
  Operator who_{.user = "root", .sudoUser = "alice", .host = "das1"};
};

ChangeSet twoFiles() {
  ChangeSet changes;
  for (const char* const path : {"a.xml", "b.xml"}) {
    FileChange file;
    file.path = path;
    file.before = "<password>old-secret</password>";
    file.after = "<password>new-secret</password>";
    file.patches = {"my.one", "my.two"};
    changes.files.push_back(std::move(file));
  }
  return changes;
}

TEST_F(RunLog, TellsWhoDidWhatWhereAndWhy) {
  carbonfix::Run run;
  run.name = "20261121T091500Z-1";
  run.state = RunState::committed;
  EXPECT_EQ(runLogLine(typed({"apply", "--change", "CHG 7", "/opt/das"}), who_, home(), Attempt::of(twoFiles()), run),
            "command=apply result=done run=20261121T091500Z-1 home=/opt/das user=root sudo_user=alice change=\"CHG 7\" "
            "files=2 rules=my.one,my.two");
}

TEST_F(RunLog, TellsWhatWasNotDone) {
  Error error{.message = "cannot write a.xml: No space left on device"};
  who_.sudoUser.clear();
  const Options options = typed({"apply", "/opt/das"});
  EXPECT_EQ(runLogLine(options, who_, home(), Attempt::of(twoFiles()), error),
            "command=apply result=failed home=/opt/das user=root files=2 why=\"cannot write a.xml: No space left on "
            "device\" rules=my.one,my.two");
  error.signal = 15;
  EXPECT_EQ(runLogLine(options, who_, home(), Attempt{}, error).find("command=apply result=rolled-back "), 0U);
}

TEST_F(RunLog, TellsWhatARestoreUndoes) {
  RestorePlan plan;
  plan.run.name = "20261121T091500Z-1";
  plan.run.rules = {"my.one"};
  plan.files.resize(4);
  for (std::size_t i = 0; i < 3; ++i) plan.files[i].action = RestoreFile::Action::putBack;
  carbonfix::Run run;
  run.name = "20261121T091600Z-1";
  run.state = RunState::committed;
  run.kind = RunKind::restore;
  who_.sudoUser.clear();
  EXPECT_EQ(runLogLine(typed({"restore", "/opt/das"}), who_, home(), Attempt::of(plan), run),
            "command=restore result=done run=20261121T091600Z-1 undoes=20261121T091500Z-1 home=/opt/das user=root "
            "files=3 rules=my.one");
}

TEST_F(RunLog, TellsOfARunThatIsRolledBackLate) {
  carbonfix::Run run;
  run.name = "20261121T091500Z-1";
  run.state = RunState::rolledBack;
  EXPECT_EQ(runLogLine(typed({"apply", "/opt/das"}), who_, home(), Attempt{}, run)
                .find("command=apply result=rolled-back run=20261121T091500Z-1 "),
            0U);
}

}  // namespace
}  // namespace carbonfix
