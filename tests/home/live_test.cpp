#include "carbonfix/home/live.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/document/live_functions.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;
using testing::StartsWith;

Home openAt(FileSystem& fs, const std::string& path) {
  auto home = Home::open(fs, path, "n1");
  if (!home) throw std::runtime_error(home.error().message);
  return std::move(*home);
}

// A socket that listens on a port of loopback that was free.
class Listener {
 public:
  explicit Listener(int family = AF_INET) : number_(socket(family, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (number_ < 0 || bind(number_, any, size) != 0 || listen(number_, 1) != 0 ||
        getsockname(number_, any, &size) != 0) {
      throw std::runtime_error("no socket on loopback");
    }
    port_ = std::to_string(ntohs(address.sin_port));
  }
  ~Listener() { stop(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  void stop() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }
  const std::string& port() const { return port_; }

 private:
  int number_;
  std::string port_;
};

class LiveTest : public testing::Test {
 protected:
  using Arguments = std::vector<std::string>;

  Result<Value> tryAsk(std::string_view function, const Arguments& arguments = {}) {
    return thisMachine(options_)->answer(home_, function, arguments);
  }
  Value ask(std::string_view function, const Arguments& arguments = {}) {
    auto answer = tryAsk(function, arguments);
    if (!answer) throw std::runtime_error(answer.error().message);
    return std::move(*answer);
  }
  bool is(std::string_view function, const Arguments& arguments) { return toBool(ask(function, arguments)); }
  std::string text(std::string_view function, const Arguments& arguments = {}) {
    return toString(ask(function, arguments));
  }
  std::string refusal(std::string_view function, const Arguments& arguments = {}) {
    const auto answer = tryAsk(function, arguments);
    return answer ? "an answer" : answer.error().message;
  }

  TemporaryFolder folder_;
  Home home_ = openAt(diskFileSystem(), folder_.path());
  LiveOptions options_{.timeout = std::chrono::seconds(20)};
};

TEST_F(LiveTest, EachFunctionHasAnAnswerer) {
  for (const LiveFunction& function : liveFunctions()) {
    const auto answer = tryAsk(function.name, Arguments(static_cast<std::size_t>(function.least), "1"));
    if (!answer) {
      EXPECT_THAT(answer.error().message, testing::Not(HasSubstr("has no answer"))) << function.name;
    }
  }
}

TEST_F(LiveTest, APortThatSomeoneListensOnIsNotFree) {
  Listener listener;
  EXPECT_FALSE(is("port-free", {listener.port()}));
  EXPECT_FALSE(is("port-free", {listener.port(), "127.0.0.1"}));
  EXPECT_THAT(text("port-holder", {listener.port()}), HasSubstr(std::to_string(getpid())));
  listener.stop();
  EXPECT_TRUE(is("port-free", {listener.port()}));
  EXPECT_EQ(text("port-holder", {listener.port()}), "");
}

TEST_F(LiveTest, ToAskForAPortDoesNotTakeIt) {
  const std::string port = Listener().port();
  EXPECT_TRUE(is("port-free", {port}));
  EXPECT_TRUE(is("port-free", {port}));
}

TEST_F(LiveTest, WhatIsNoPortHasNoAnswer) {
  EXPECT_EQ(refusal("port-free", {"NaN"}), "\"NaN\" is no port");
  EXPECT_EQ(refusal("port-free", {"65536"}), "\"65536\" is no port");
  EXPECT_EQ(refusal("port-holder", {"0"}), "\"0\" is no port");
  EXPECT_EQ(refusal("port-free", {"80", "db"}), "\"db\" is no address");
}

TEST_F(LiveTest, LoopbackIsAnAddressOfThisMachine) {
  EXPECT_TRUE(is("is-local-address", {"127.0.0.1"}));
  EXPECT_TRUE(is("is-local-address", {"127.9.9.9"}));
  EXPECT_TRUE(is("is-local-address", {"localhost"}));
  EXPECT_FALSE(is("is-local-address", {"192.0.2.77"}));  // for documentation: no machine has it
  EXPECT_TRUE(is("resolves", {"localhost"}));
  EXPECT_TRUE(is("resolves", {"[::1]"}));
  EXPECT_THAT(text("addresses"), testing::Not(HasSubstr("127.")));
}

TEST_F(LiveTest, ConnectsOnlyWhereThatIsAllowed) {
  Listener listener;
  EXPECT_EQ(refusal("connects", {"127.0.0.1", listener.port()}), "connections are tried with --connect only");
  options_.connects = true;
  EXPECT_TRUE(is("connects", {"127.0.0.1", listener.port()}));
  listener.stop();
  EXPECT_FALSE(is("connects", {"127.0.0.1", listener.port()}));
}

TEST_F(LiveTest, LooksAtPathsInTheHomeAndOutside) {
  const std::string file = folder_.write("conf/a.xml", "<a/>");
  folder_.link("a.xml", "conf/link");
  folder_.link("nowhere", "conf/dead");
  EXPECT_TRUE(is("path-exists", {"conf/a.xml"}));
  EXPECT_TRUE(is("path-exists", {file}));
  EXPECT_FALSE(is("path-exists", {"conf/dead"}));
  EXPECT_EQ(text("link-target", {"conf/link"}), "a.xml");
  EXPECT_EQ(text("link-target", {"conf/dead"}), "nowhere");
  EXPECT_EQ(text("link-target", {"conf/a.xml"}), "");
  EXPECT_EQ(text("real-path", {"conf/link"}), file);
  EXPECT_EQ(text("real-path", {"conf/dead"}), "");
  EXPECT_EQ(text("file-mode", {"nothing"}), "");
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  EXPECT_EQ(text("file-mode", {"conf/a.xml"}), "0640");
  EXPECT_GT(toNumber(ask("disk-free", {"."})), 0);
}

TEST_F(LiveTest, RightsAreThoseOfWhoeverTheServerRunsAs) {
  const std::string file = folder_.write("conf/a.xml", "<a/>");
  EXPECT_TRUE(is("readable", {"conf/a.xml"}));
  EXPECT_TRUE(is("writable", {"conf"}));
  if (geteuid() != 0) {
    ASSERT_EQ(chmod(file.c_str(), 0200), 0);
    EXPECT_FALSE(is("readable", {"conf/a.xml"}));
    return;
  }
  constexpr uid_t kOther = 54321;
  ASSERT_EQ(chmod(folder_.path().c_str(), 0755), 0);
  ASSERT_EQ(chown(folder_.path().c_str(), kOther, kOther), 0);
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  EXPECT_FALSE(is("readable", {"conf/a.xml"}));
  EXPECT_FALSE(is("writable", {"conf"}));
  EXPECT_TRUE(is("writable", {"."}));
  EXPECT_EQ(text("run-user"), "uid 54321");
  EXPECT_EQ(access(file.c_str(), R_OK), 0) << "only the thread that answers gives up its rights";
  ASSERT_EQ(chown(file.c_str(), kOther, kOther), 0);
  EXPECT_TRUE(is("readable", {"conf/a.xml"}));
}

TEST_F(LiveTest, KnowsLimitsAndSettings) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(toNumber(ask("limit", {"nofile"})), static_cast<double>(limit.rlim_cur));
  EXPECT_THAT(refusal("limit", {"nofiles"}), HasSubstr("knows no limit \"nofiles\""));
  EXPECT_GT(toNumber(ask("memory")), 0);
  EXPECT_FALSE(text("sysctl", {"kernel.osrelease"}).empty());
  EXPECT_EQ(text("sysctl", {"net.of.no.kernel"}), "");
  EXPECT_THAT(refusal("sysctl", {"../../etc/passwd"}), HasSubstr("is no setting"));
}

TEST_F(LiveTest, ASecretOfTheEnvironmentIsNotShown) {
  ASSERT_EQ(setenv("LIVE_TEST_PLACE", "/opt/das", 1), 0);
  ASSERT_EQ(setenv("LIVE_TEST_PASSWORD", "b7Hw-2", 1), 0);
  EXPECT_EQ(text("env", {"LIVE_TEST_PLACE"}), "/opt/das");
  EXPECT_EQ(text("env", {"LIVE_TEST_PASSWORD"}), "***");
  EXPECT_EQ(text("env", {"LIVE_TEST_ABSENT"}), "");
}

TEST_F(LiveTest, ReadsTheVersionOfAJava) {
  folder_.write("jdk/release", "JAVA_VERSION=\"1.8.0_292\"\nOS_NAME=\"Linux\"\n");
  EXPECT_EQ(text("java-version", {"jdk"}), "1.8.0_292");
  EXPECT_THAT(refusal("java-version", {"nothing"}), HasSubstr("does not say which Java"));
}

TEST_F(LiveTest, AServerIsRunningWhileItsProcessIs) {
  EXPECT_EQ(text("server-pid"), "");
  folder_.write("wso2carbon.pid", "4194999\n");
  EXPECT_EQ(text("server-pid"), "");
}

TEST_F(LiveTest, AnswersInTimeOrNotAtAll) {
  options_.timeout = std::chrono::milliseconds(0);
  EXPECT_EQ(refusal("path-exists", {"conf"}), "no answer within --live-timeout");
}

TEST_F(LiveTest, ThePortOfAnUnreadableNameIsNotGuessed) {
  EXPECT_THAT(refusal("is-local-address", {"a name"}), StartsWith("a name could not be looked up"));
}

TEST(Live, HomesThatAreElsewhereCannotBeAsked) {
  MemoryFileSystem fs;
  fs.add("/n1/repository/conf/carbon.xml", "<Server/>");
  const Home home = openAt(fs, "/n1");
  const auto answer = thisMachine({})->answer(home, "port-free", {"9443"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "live checks are for homes on this machine");
}

}  // namespace
}  // namespace carbonfix
