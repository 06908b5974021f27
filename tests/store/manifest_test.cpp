#include "store/manifest.h"

#include <functional>

#include <gtest/gtest.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

Run sample() {
  Run run;
  run.name = "20261121T091500Z-1";
  run.state = RunState::committed;
  run.user = "j\xC3\xBCrgen <\"&'%>";
  run.host = "node-1";
  run.rules = {"das-3.1-min-ha.offset", "my.rule"};
  run.files = {{"repository/conf/carbon.xml", sha256("1"), sha256("2")},
               {"odd \xFF\n\x01 name.xml", sha256("3"), sha256("4")}};
  return run;
}

Result<Run> readBack(std::string bytes) { return readManifest(std::move(bytes), "manifest.xml", "20261121T091500Z-1"); }

TEST(Manifest, EveryStateAndEveryByteSurvives) {
  for (const RunState state : {RunState::prepared, RunState::committed, RunState::restored}) {
    auto run = sample();
    run.state = state;
    const auto back = readBack(writeManifest(run));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->name, run.name);
    EXPECT_EQ(back->state, state);
    EXPECT_EQ(back->user, run.user);
    EXPECT_EQ(back->host, run.host);
    EXPECT_EQ(back->rules, run.rules);
    ASSERT_EQ(back->files.size(), 2U);
    EXPECT_EQ(back->files[1].path, run.files[1].path);
    EXPECT_EQ(back->files[1].digestBefore, run.files[1].digestBefore);
    EXPECT_EQ(back->files[1].digestAfter, run.files[1].digestAfter);
  }
}

struct Damage {
  const char* from;
  const char* to;
  const char* message;
};

class DamagedManifest : public testing::TestWithParam<Damage> {};

TEST_P(DamagedManifest, IsAnErrorThatSaysWhat) {
  const std::string good = writeManifest(sample());
  const std::string bad = replaceAll(good, GetParam().from, GetParam().to);
  ASSERT_NE(bad, good);
  const auto run = readBack(bad);
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find(GetParam().message), std::string::npos) << run.error().message;
  EXPECT_EQ(run.error().path, "manifest.xml");
}

INSTANTIATE_TEST_SUITE_P(All, DamagedManifest,
                         testing::Values(Damage{"state=\"committed\"", "state=\"done\"", "its state is \"done\""},
                                         Damage{"format=\"1\"", "format=\"2\"", "its format is \"2\""},
                                         Damage{"urn:carbonfix:run:1", "urn:other", "its root is not a run"},
                                         Damage{"path=\"repository", "path=\"/etc", "leads out of the product home"},
                                         Damage{"repository/conf", "repository/../..", "leads out of the product home"},
                                         Damage{"repository/conf/carbon.xml", "..", "leads out of the product home"},
                                         Damage{"repository/conf/carbon.xml", "", "leads out of the product home"},
                                         Damage{"%FF", "%GG", "broken escape"},
                                         Damage{"%FF%0A%01 name.xml", "%F", "broken escape"},
                                         Damage{"before=\"", "before=\"0", "is no SHA-256"},
                                         Damage{"</run>", "", "run"}));

}  // namespace
}  // namespace carbonfix
