#include "store/manifest.h"

#include <functional>

#include <gtest/gtest.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

RunFile fileOf(const std::string& path) {
  return {.path = path,
          .digestBefore = sha256("1"),
          .digestAfter = sha256("2"),
          .mode = 0640,
          .owner = 1000,
          .group = 4294967295U,
          .temporary = ".carbonfix-1.tmp"};
}

Run sample() {
  Run run;
  run.name = "20261121T091500Z-1";
  run.state = RunState::committed;
  run.user = "j\xC3\xBCrgen <\"&'%>";
  run.host = "node-1";
  run.rules = {"das-3.1-min-ha.offset", "my.rule"};
  run.sudoUser = "anna";
  run.change = "CHG 12\n3";
  run.files = {fileOf("repository/conf/carbon.xml"), fileOf("odd \xFF\n\x01 name.xml")};
  run.folders = {{.path = "repository/new", .made = true, .mode = 0755},
                 {.path = "repository/gone", .made = false, .mode = 0700}};
  return run;
}

Result<Run> readBack(std::string bytes) { return readManifest(std::move(bytes), "manifest.xml", "20261121T091500Z-1"); }

void expectEqual(const RunFile& a, const RunFile& b) {
  EXPECT_EQ(a.path, b.path);
  EXPECT_EQ(a.digestBefore, b.digestBefore);
  EXPECT_EQ(a.digestAfter, b.digestAfter);
  EXPECT_EQ(a.mode, b.mode);
  EXPECT_EQ(a.owner, b.owner);
  EXPECT_EQ(a.group, b.group);
  EXPECT_EQ(a.temporary, b.temporary);
  EXPECT_EQ(a.originalDropped, b.originalDropped);
}

TEST(Manifest, EveryStateAndEveryByteSurvives) {
  for (const RunState state : {RunState::intended, RunState::prepared, RunState::committed, RunState::rolledBack}) {
    auto run = sample();
    run.state = state;
    const auto back = readBack(writeManifest(run));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->name, run.name);
    EXPECT_EQ(back->state, state);
    EXPECT_EQ(back->user, run.user);
    EXPECT_EQ(back->sudoUser, run.sudoUser);
    EXPECT_EQ(back->host, run.host);
    EXPECT_EQ(back->change, run.change);
    EXPECT_EQ(back->rules, run.rules);
    ASSERT_EQ(back->files.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) expectEqual(back->files[i], run.files[i]);
    ASSERT_EQ(back->folders.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(back->folders[i].path, run.folders[i].path);
      EXPECT_EQ(back->folders[i].made, run.folders[i].made);
      EXPECT_EQ(back->folders[i].mode, run.folders[i].mode);
    }
  }
}

TEST(Manifest, ARestoreSaysWhatItUndidAndFilesMayBeAbsent) {
  auto run = sample();
  run.kind = RunKind::restore;
  run.undoes = "20261120T091500Z-1";
  run.files[0].digestBefore.clear();
  run.files[1].digestAfter.clear();
  run.files[1].originalDropped = true;
  const auto back = readBack(writeManifest(run));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->kind, RunKind::restore);
  EXPECT_EQ(back->undoes, run.undoes);
  ASSERT_EQ(back->files.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) expectEqual(back->files[i], run.files[i]);
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
                                         Damage{"kind=\"apply\"", "kind=\"x\"", "its kind is \"x\""},
                                         Damage{".carbonfix-1.tmp", "../../x", "none of ours"},
                                         Damage{".carbonfix-1.tmp", "carbon.xml", "none of ours"},
                                         Damage{".carbonfix-1.tmp", ".carbonfix-/../x.tmp", "none of ours"},
                                         Damage{"mode=\"640\"", "mode=\"x\"", "mode is no number"},
                                         Damage{"repository/gone", "../gone", "leads out of the product home"},
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
