#include "cli/recovery.h"

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

using RecoverFirst = test::StoreTest;

// Neither lost nor in the way: the home is whole again, and nothing else is begun.
TEST_F(RecoverFirst, ASignalMeanwhileIsHeardWhenTheHomeIsWhole) {
  const std::string manifest = ".carbonfix/runs/" + mustCommit(bothFiles()).name + "/manifest.xml";
  put(manifest, replaceAll(bytesOf(manifest), "state=\"committed", "state=\"prepared"));
  test::FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "rename" && path == homePath(test::kCarbon)) raise(SIGTERM);
    return false;
  });
  const Home home = open(fs);
  Store store(home);
  const auto options = parseOptions({"apply", homePath()});
  ASSERT_TRUE(options);
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Console console{.out = out, .err = err, .in = in, .environment = {}};
  const auto recovered = recoverFirst(store, *options, console);
  ASSERT_FALSE(recovered);
  EXPECT_EQ(recovered.error().signal, SIGTERM);
  EXPECT_NE(err.str().find("rolled back the run"), std::string::npos) << err.str();
  EXPECT_EQ(bytesOf(test::kCarbon), "<Server>1</Server>\n");
  EXPECT_EQ(bytesOf(test::kAxis2), "<axisconfig>1</axisconfig>\r\n");
  EXPECT_FALSE(store.interrupted()->has_value());
}

}  // namespace
}  // namespace carbonfix
