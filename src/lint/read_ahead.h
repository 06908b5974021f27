// Reads and parses files on a second thread, in the order in which they will be needed, while the first one evaluates
// rules on those that are there already. What comes out is the same as without it: a file that the second thread has
// not begun with is read by whoever needs it.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "carbonfix/home/home.h"

namespace carbonfix {

class ReadAhead {
 public:
  ReadAhead() = default;
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead();  // the file at hand is the last one

  // To be called before start(). The home outlives this, and nothing of it is edited meanwhile.
  void addFile(const Home& home, const std::string& path) { add(home, path, false); }
  // A file that has to be well-formed and is else not needed.
  void addCheck(const Home& home, const std::string& path) { add(home, path, true); }
  // Does nothing where there is only one processor, or too little to do for a thread.
  void start();

  // What was read of a file, once; nothing: the caller reads it.
  std::optional<Home::Read> take(const Home& home, const std::string& path);
  // True: it was checked, and is. False: the caller looks for himself.
  bool isWellFormed(const Home& home, const std::string& path);

 private:
  enum class State { waiting, reading, done, left };  // left: to whoever needs it
  struct Job {
    Job(const Home& where, std::string file, bool onlyCheck)
        : home(&where), path(std::move(file)), isCheck(onlyCheck) {}
    const Home* home;
    std::string path;
    bool isCheck;
    State state = State::waiting;    // guarded by the mutex
    std::optional<Home::Read> read;  // belongs to the second thread while the state is `reading`
    bool isWellFormed = false;
  };

  void add(const Home& home, const std::string& path, bool isCheck);
  Job* finished(const Home& home, const std::string& path);
  void work();
  static void run(Job& job);

  std::deque<Job> jobs_;
  std::map<std::pair<const Home*, std::string>, Job*> known_;
  std::mutex mutex_;
  std::condition_variable changed_;  // the state of the job that is being read
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace carbonfix
