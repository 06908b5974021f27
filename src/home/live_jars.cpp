// Which library of a home has a class.
#include <string>
#include <utility>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "carbonfix/home/home.h"
#include "home/jar.h"
#include "home/live_answers.h"

namespace carbonfix {

Result<Value> jarsWithClass(const LiveQuestion& question) {
  // A home of its own: that of the rules belongs to their thread.
  const auto home = Home::open(diskFileSystem(), question.home, {});
  if (!home) return home.error();
  const auto jars = home->match(question.arguments[0]);
  if (!jars) return jars.error();
  const std::string entry = replaceAll(question.arguments[1], ".", "/") + ".class";
  std::vector<std::string> holding;
  for (const std::string& jar : *jars) {
    if (jarHolds(home->absolute(jar), entry)) holding.push_back(printable(jar));
  }
  return Value(join(holding, " "));
}

}  // namespace carbonfix
