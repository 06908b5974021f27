#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
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
struct Line {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<std::pair<LiveAnswer, LiveQuestion>> question;
  std::optional<Result<Value>> answer;
  bool isClosed = false;
};

Result<Value> answerOf(LiveAnswer answerer, const LiveQuestion& question) {
  try {
    return answerer(question);
  } catch (const std::exception&) {
    return Error{"the machine could not be asked"};  // out of memory, as a rule
  }
}

void answerAll(const std::shared_ptr<Line>& line) {
  std::unique_lock lock(line->mutex);
  while (true) {
    line->changed.wait(lock, [&] { return line->isClosed || line->question; });
    if (line->isClosed) return;
    const auto [answerer, question] = *std::exchange(line->question, std::nullopt);
    lock.unlock();
    Result<Value> answer = answerOf(answerer, question);
    lock.lock();
    line->answer = std::move(answer);
    line->changed.notify_all();
  }
}

class ThisMachine : public LiveHost {
 public:
  explicit ThisMachine(const LiveOptions& options) : options_(options), left_(options.timeout) {}
  ~ThisMachine() override { hangUp(); }
  ThisMachine(const ThisMachine&) = delete;
  ThisMachine& operator=(const ThisMachine&) = delete;

  Result<Value> answer(const Home& home, std::string_view function,
                       const std::vector<std::string>& arguments) override {
    const FileSystem* const files = &home.files();
    if (files != &diskFileSystem() && files != &unsyncedDiskFileSystem())
      return Error{"live checks are for homes on this machine"};
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
      if (each.function == function)
        return inTime(each.answer, {home.path(), home.confRoot(), arguments, options_.connects, {}});
    }
    return Error{fmt::format("this machine has no answer to {}()", function)};
  }

  // On another thread: a name server that does not answer, or a share that hangs, can't be waited for otherwise. One
  // that is still at it when its time is over is left alone, and ends when it is done.
  Result<Value> inTime(LiveAnswer answerer, LiveQuestion question) {
    if (left_ <= Clock::duration::zero()) return noAnswer();
    if (!line_ && !callSomeone()) return Error{"there are as many threads as there may be"};
    const Clock::time_point start = Clock::now();
    const Clock::duration share = left_ / 2;
    question.patience = std::chrono::duration_cast<std::chrono::milliseconds>(share) * 9 / 10;
    std::optional<Result<Value>> answer;
    {
      std::unique_lock lock(line_->mutex);
      line_->question.emplace(answerer, std::move(question));
      line_->changed.notify_all();
      line_->changed.wait_until(lock, start + share, [&] { return line_->answer.has_value(); });
      answer = std::exchange(line_->answer, std::nullopt);
    }
    left_ -= std::min<Clock::duration>(left_, Clock::now() - start);
    if (answer) return std::move(*answer);
    hangUp();
    return noAnswer();
  }

  static Error noAnswer() { return Error{"no answer within --live-timeout"}; }

  bool callSomeone() {
    auto line = std::make_shared<Line>();
    try {
      std::thread(answerAll, line).detach();
    } catch (const std::system_error&) {
      return false;
    }
    line_ = std::move(line);
    return true;
  }

  void hangUp() {
    const std::shared_ptr<Line> line = std::exchange(line_, nullptr);
    if (!line) return;
    const std::scoped_lock lock(line->mutex);
    line->isClosed = true;
    line->changed.notify_all();
  }

  LiveOptions options_;
  std::mutex mutex_;
  Clock::duration left_;
  std::shared_ptr<Line> line_;
  std::map<std::tuple<std::string, std::string, std::vector<std::string>>, Result<Value>> known_;
};

}  // namespace

std::unique_ptr<LiveHost> thisMachine(const LiveOptions& options) { return std::make_unique<ThisMachine>(options); }

}  // namespace carbonfix
