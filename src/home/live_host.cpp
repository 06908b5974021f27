#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/home/live.h"
#include "carbonfix/home/server.h"
#include "home/live_answers.h"

namespace carbonfix {
namespace {

using Clock = std::chrono::steady_clock;

struct Answerer {
  std::string_view function;
  LiveAnswer answer;
};

constexpr std::array kAnswerers = {
    Answerer{"addresses", localAddresses},
    Answerer{"connects", hostConnects},
    Answerer{"disk-free", diskFree},
    Answerer{"env", environmentValue},
    Answerer{"file-mode", fileMode},
    Answerer{"is-local-address", hostIsLocal},
    Answerer{"jars-with-class", jarsWithClass},
    Answerer{"java-version", javaVersion},
    Answerer{"limit", limitOf},
    Answerer{"link-target", linkTarget},
    Answerer{"memory", memorySize},
    Answerer{"path-exists", pathExists},
    Answerer{"port-free", portFree},
    Answerer{"port-holder", portHolder},
    Answerer{"readable", pathReadable},
    Answerer{"real-path", realPath},
    Answerer{"resolves", hostResolves},
    Answerer{"run-user", runUser},
    Answerer{"sysctl", kernelSetting},
    Answerer{"writable", pathWritable},
};

// Between whoever asks and the thread that answers; it outlives the former when time is over.
struct Exchange {
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<Result<Value>> answer;
};

void answerInto(const std::shared_ptr<Exchange>& exchange, LiveAnswer answerer, const LiveQuestion& question) {
  Result<Value> answer = Error{"the machine could not be asked"};
  try {
    answer = answerer(question);
  } catch (const std::exception&) {
    // Out of memory, as a rule; the thread must not take the program with it.
  }
  const std::scoped_lock lock(exchange->mutex);
  exchange->answer = std::move(answer);
  exchange->answered.notify_one();
}

class ThisMachine : public LiveHost {
 public:
  explicit ThisMachine(const LiveOptions& options) : options_(options), left_(options.timeout) {}

  Result<Value> answer(const Home& home, std::string_view function,
                       const std::vector<std::string>& arguments) override {
    if (&home.files() != &diskFileSystem()) return Error{"live checks are for homes on this machine"};
    const std::scoped_lock lock(mutex_);
    const auto [known, isNew] = known_.try_emplace({home.path(), std::string(function), arguments}, Value(false));
    if (isNew) known->second = ask(home, function, arguments);
    return known->second;
  }

 private:
  Result<Value> ask(const Home& home, std::string_view function, const std::vector<std::string>& arguments) {
    if (function == "server-pid") {
      const auto pid = runningServer(home);
      return Value(pid ? std::to_string(*pid) : std::string());
    }
    for (const Answerer& each : kAnswerers) {
      if (each.function == function) return inTime(each.answer, {home.path(), home.confRoot(), arguments, options_.connects, {}});
    }
    return Error{fmt::format("this machine has no answer to {}()", function)};
  }

  // On a thread of its own: a name server that does not answer, or a share that hangs, can't be waited for otherwise.
  Result<Value> inTime(LiveAnswer answerer, LiveQuestion question) {
    const auto exchange = std::make_shared<Exchange>();
    const Clock::time_point start = Clock::now();
    const Clock::duration share = left_ / 2;
    question.patience = std::chrono::duration_cast<std::chrono::milliseconds>(share) * 9 / 10;
    try {
      std::thread(answerInto, exchange, answerer, std::move(question)).detach();
    } catch (const std::system_error&) {
      return Error{"there are as many threads as there may be"};
    }
    std::unique_lock lock(exchange->mutex);
    exchange->answered.wait_until(lock, start + share, [&] { return exchange->answer.has_value(); });
    left_ -= std::min<Clock::duration>(left_, Clock::now() - start);
    if (exchange->answer) return std::move(*exchange->answer);
    return Error{"no answer within --live-timeout"};
  }

  LiveOptions options_;
  std::mutex mutex_;
  Clock::duration left_;
  std::map<std::tuple<std::string, std::string, std::vector<std::string>>, Result<Value>> known_;
};

}  // namespace

std::unique_ptr<LiveHost> thisMachine(const LiveOptions& options) { return std::make_unique<ThisMachine>(options); }

}  // namespace carbonfix
