// The answers of this machine, one function a question; live_host.cpp bounds their time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {

// A question, with all that an answer needs: whoever answers may be left alone with it when time is over.
struct LiveQuestion {
  std::string home;      // its path
  std::string confRoot;  // relative to it; what a path that begins with "conf/" means
  std::vector<std::string> arguments;
  bool connects = false;                  // may connections be opened?
  std::chrono::milliseconds patience{0};  // with other machines; a little less than whoever asks has
};

using LiveAnswer = Result<Value> (*)(const LiveQuestion&);

// live_ports.cpp
Result<Value> portFree(const LiveQuestion& question);
Result<Value> portHolder(const LiveQuestion& question);

// live_names.cpp
Result<Value> hostResolves(const LiveQuestion& question);
Result<Value> hostIsLocal(const LiveQuestion& question);
Result<Value> localAddresses(const LiveQuestion& question);
Result<Value> hostConnects(const LiveQuestion& question);

// live_files.cpp: a path that is not absolute is one of the home.
Result<Value> pathExists(const LiveQuestion& question);
Result<Value> pathReadable(const LiveQuestion& question);
Result<Value> pathWritable(const LiveQuestion& question);
Result<Value> fileMode(const LiveQuestion& question);
Result<Value> linkTarget(const LiveQuestion& question);
Result<Value> realPath(const LiveQuestion& question);
Result<Value> diskFree(const LiveQuestion& question);
Result<Value> javaVersion(const LiveQuestion& question);

// live_limits.cpp
Result<Value> runUser(const LiveQuestion& question);
Result<Value> limitOf(const LiveQuestion& question);
Result<Value> memorySize(const LiveQuestion& question);
Result<Value> environmentValue(const LiveQuestion& question);
Result<Value> kernelSetting(const LiveQuestion& question);

// live_jars.cpp
Result<Value> jarsWithClass(const LiveQuestion& question);

}  // namespace carbonfix
