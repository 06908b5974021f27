#include "carbonfix/home/server.h"

#include <csignal>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using test::TemporaryFolder;

Home openAt(const std::string& path) {
  auto home = Home::open(diskFileSystem(), path, "n1");
  if (!home) throw std::runtime_error(home.error().message);
  return std::move(*home);
}

// A process that sleeps under the command line that a test gives it.
class Process {
 public:
  explicit Process(std::vector<std::string> words) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 3);
    // A shell takes the words behind its script for the script's own, and shows them.
    words.insert(words.begin() + 1, {"-c", "while :; do sleep 60; done"});
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      setpgid(0, 0);
      execv("/bin/sh", arguments.data());
      _exit(127);
    }
    setpgid(pid_, pid_);
    waitForName(words.front());
  }
  ~Process() {
    if (pid_ > 0) end();
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  std::string line() const { return std::to_string(pid_) + "\n"; }
  void end() {
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  // Ended, but nobody has asked how.
  void endUnheard() const {
    kill(-pid_, SIGKILL);
    siginfo_t ignored{};
    waitid(P_PID, static_cast<id_t>(pid_), &ignored, WEXITED | WNOWAIT);
  }

 private:
  // Between fork and exec it has the command line of the test.
  void waitForName(const std::string& name) const {
    for (int tries = 0; tries < 60000; ++tries) {
      const auto shown = diskFileSystem().read("/proc/" + std::to_string(pid_) + "/cmdline", 65536);
      if (shown && shown->starts_with(name + '\0')) return;
      usleep(1000);
    }
    throw std::runtime_error("the process did not start");
  }

  pid_t pid_ = 0;
};

TEST(Server, IsTheLivingProcessOfThePidFile) {
  const TemporaryFolder folder;
  EXPECT_FALSE(runningServer(openAt(folder.path()))) << "no pid file";
  Process java({"/usr/bin/java", "-Dcarbon.home=" + folder.path(), "org.wso2.carbon.bootstrap.Bootstrap"});
  folder.write("wso2carbon.pid", java.line());
  EXPECT_EQ(runningServer(openAt(folder.path())), java.pid());
  java.end();
  EXPECT_FALSE(runningServer(openAt(folder.path()))) << "a pid file that was left behind";
}

TEST(Server, IsFoundThroughALinkToTheHome) {
  const TemporaryFolder folder;
  folder.makeFolder("wso2das-3.1.0");
  folder.link("wso2das-3.1.0", "das");
  const Process java({"java", "-Dcarbon.home=" + folder.path("das")});
  folder.write("wso2carbon.pid", "");
  folder.write("wso2das-3.1.0/wso2carbon.pid", java.line());
  EXPECT_EQ(runningServer(openAt(folder.path("wso2das-3.1.0"))), java.pid());
}

TEST(Server, IsNotThatOfTheHomeThatThisOneWasCopiedFrom) {
  const TemporaryFolder folder;
  folder.makeFolder("das1");
  const Process java({"java", "-Dcarbon.home=" + folder.path("das1"), "-Dx=" + folder.path("das2")});
  folder.write("das2/wso2carbon.pid", java.line());
  EXPECT_FALSE(runningServer(openAt(folder.path("das2"))));
}

TEST(Server, IsTakenToRunUnderANameOfItsHomeThatIsNotKnownHere) {
  const TemporaryFolder folder;
  const Process java({"java", "-Dcarbon.home=/nowhere/in/this/container"});
  folder.write("wso2carbon.pid", java.line());
  EXPECT_EQ(runningServer(openAt(folder.path())), java.pid());
}

TEST(Server, OfACommandLineThatIsCutOffIsKnownByItsClassPath) {
  const TemporaryFolder folder;
  const Process java({"/opt/jdk/bin/java", "-classpath", folder.path("lib/tools.jar")});
  folder.write("wso2carbon.pid", java.line());
  EXPECT_EQ(runningServer(openAt(folder.path())), java.pid());
}

TEST(Server, IsNotAnotherProcessThatHasItsNumberByNow) {
  const TemporaryFolder folder;
  const Process script({"sh", folder.path("bin/wso2server.sh")});
  folder.write("wso2carbon.pid", script.line());
  EXPECT_FALSE(runningServer(openAt(folder.path()))) << "the start script in a fresh container";
  const Process other({"java", "-jar", "jenkins.war"});
  folder.write("wso2carbon.pid", other.line());
  EXPECT_FALSE(runningServer(openAt(folder.path())));
  folder.write("wso2carbon.pid", std::to_string(getpid()));
  EXPECT_FALSE(runningServer(openAt(folder.path()))) << "this program";
}

TEST(Server, IsNotRunningWhenItOnlyWaitsToBeBuried) {
  const TemporaryFolder folder;
  const Process java({"java", "-Dcarbon.home=" + folder.path()});
  folder.write("wso2carbon.pid", java.line());
  java.endUnheard();
  EXPECT_FALSE(runningServer(openAt(folder.path())));
}

TEST(Server, WhosePidFileIsNoNumberIsNotRunning) {
  for (const std::string bytes : {"", "\n", "-1", "0", "12x", "99999999999999999999", "1 2"}) {
    const TemporaryFolder folder;
    folder.write("wso2carbon.pid", bytes);
    EXPECT_FALSE(runningServer(openAt(folder.path()))) << bytes;
  }
}

TEST(Server, LeavesTracesOfItsFirstStart) {
  const TemporaryFolder folder;
  folder.write("repository/logs/README.txt", "");
  EXPECT_FALSE(hasBeenStarted(openAt(folder.path())));
  folder.write("repository/logs/wso2carbon.log", "");
  EXPECT_TRUE(hasBeenStarted(openAt(folder.path())));
  const TemporaryFolder other;
  other.write("wso2carbon.pid", "1");
  EXPECT_TRUE(hasBeenStarted(openAt(other.path())));
}

}  // namespace
}  // namespace carbonfix
