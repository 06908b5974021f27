// What is true of the machine now, and not of files: ports, names, rights, limits. Rules ask by the functions of
// document/live_functions.h, which docs/rule-language.md explains; examples of rules have a machine of their own.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/home/home.h"

namespace carbonfix {

class LiveHost {
 public:
  virtual ~LiveHost() = default;
  // What a live function gives, asked for a home: true or false, a number, or a text. Error: there is no answer, and
  // why; nothing follows from that. May be asked by several threads.
  virtual Result<Value> answer(const Home& home, std::string_view function,
                               const std::vector<std::string>& arguments) = 0;
};

struct LiveOptions {
  // For all questions together; one that takes half of what is left has no answer, so that there is time for others.
  std::chrono::milliseconds timeout{2000};
  bool connects = false;  // connects() may open connections to other machines
};

// The machine that this runs on. It can be asked for homes on its own disk only. Asking changes nothing.
std::unique_ptr<LiveHost> thisMachine(const LiveOptions& options);

}  // namespace carbonfix
