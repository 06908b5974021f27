#include "lint/in_parallel.h"

#include <exception>
#include <system_error>
#include <thread>
#include <vector>

#include "carbonfix/document/threads.h"

namespace carbonfix {

void inParallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  if (count < 2) return work(0);
  allowThreads();
  std::vector<std::exception_ptr> thrown(count);
  const auto keepThrown = [&](std::size_t each) {
    try {
      work(each);
    } catch (...) {
      thrown[each] = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(count - 1);
  try {
    for (std::size_t each = 1; each < count; ++each) threads.emplace_back(keepThrown, each);
  } catch (const std::system_error&) {
    // As many threads as there may be: those that are there do it all.
  }
  keepThrown(0);
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& each : thrown) {
    if (each != nullptr) std::rethrow_exception(each);
  }
}

}  // namespace carbonfix
