#include "cli/effects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PatchOutcome changed(const std::string& id, Effect effect, Consent consent = Consent::none) {
  PatchOutcome outcome;
  outcome.kind = PatchOutcome::Kind::changed;
  outcome.id = id;
  outcome.effect = effect;
  outcome.consent = consent;
  return outcome;
}

PatchOutcome alreadyDone(const std::string& id, Effect effect, Consent consent) {
  PatchOutcome outcome = changed(id, effect, consent);
  outcome.kind = PatchOutcome::Kind::alreadyDone;
  return outcome;
}

ChangeSet planOf(std::vector<PatchOutcome> outcomes) {
  ChangeSet changes;
  changes.outcomes = std::move(outcomes);
  changes.files.emplace_back();
  return changes;
}

const ServerState kNew;

Options consenting(const std::vector<std::string>& arguments) {
  const auto options = parseOptions(arguments);
  EXPECT_TRUE(options) << options.error().message;
  return *options;
}

TEST(Effects, AreSaidOnceWhereAllAreAlike) {
  EXPECT_THAT(effectLines(planOf({changed("a", Effect::restart), changed("b", Effect::restart)}), kNew),
              ElementsAre("Takes effect at the next restart."));
  EXPECT_THAT(
      effectLines(planOf({changed("a", Effect::hot), changed("b", Effect::restart), changed("b", Effect::restart),
                          changed("c", Effect::firstStart)}),
                  kNew),
      ElementsAre("Takes effect at once: a; at the next restart: b; only at the first start of a new home: c."));
  EXPECT_THAT(effectLines(planOf({changed("a", Effect::restart), changed("b", Effect::none)}), kNew),
              ElementsAre("Takes effect at the next restart: a."));
  EXPECT_THAT(effectLines(planOf({changed("a", Effect::none)}), kNew), IsEmpty());
}

TEST(Effects, OfPatchesThatChangeNothingAreNotSaid) {
  EXPECT_THAT(effectLines(planOf({alreadyDone("a", Effect::hot, Consent::data)}), kNew), IsEmpty());
  EXPECT_EQ(consentLine(planOf({alreadyDone("a", Effect::hot, Consent::data)})), "");
  EXPECT_THAT(effectLines(ChangeSet{}, ServerState{.pid = 42, .started = true}), IsEmpty());
}

TEST(Effects, OnAServerThatRunsAreSaidForEachPatch) {
  const ServerState running{.pid = 42, .started = true};
  EXPECT_THAT(effectLines(planOf({changed("a", Effect::restart)}), running),
              ElementsAre("Note: the server is running (pid 42): a takes effect when it is restarted."));
  EXPECT_THAT(
      effectLines(planOf({changed("a", Effect::hot), changed("b", Effect::restart), changed("c", Effect::restart),
                          changed("d", Effect::none), changed("e", Effect::firstStart)}),
                  running),
      ElementsAre("Note: the server is running (pid 42): a takes effect at once; b, c take effect when it is "
                  "restarted; d takes effect most likely when it is restarted; what e writes is read at the first "
                  "start only, which is past."));
}

TEST(Effects, ThatNobodyKnowsLeaveTheServerAtLeast) {
  EXPECT_THAT(effectLines(planOf({}), ServerState{.pid = 42, .started = true}),
              ElementsAre("Note: the server is running (pid 42)."));
}

TEST(Effects, OfAFirstStartThatIsPastAreTooLate) {
  const ServerState started{.pid = {}, .started = true};
  EXPECT_THAT(effectLines(planOf({changed("a", Effect::firstStart), changed("b", Effect::firstStart)}), started),
              ElementsAre("Takes effect only at the first start of a new home.",
                          "Note: this home has been started before, and what a, b write is read at the first start "
                          "only."));
  EXPECT_THAT(effectLines(planOf({changed("a", Effect::restart)}), started),
              ElementsAre("Takes effect at the next restart."));
}

TEST(Consent, IsAskedForWhatIsMoved) {
  const ChangeSet changes =
      planOf({changed("a", Effect::none, Consent::data), changed("b", Effect::none, Consent::identity)});
  EXPECT_EQ(consentLine(changes), "Apply will want --consent data,identity (a, b).");
  const Status refused = checkConsent(changes, consenting({"apply", "--consent", "data", "home"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "refused: b changes what the node is known by");
  EXPECT_EQ(refused.error().hint, "look at carbonfix plan, and if it is meant, say --consent identity");
  EXPECT_FALSE(checkConsent(changes, consenting({"apply", "home"})));
  EXPECT_TRUE(checkConsent(changes, consenting({"apply", "--consent", "data,identity", "home"})));
  EXPECT_TRUE(checkConsent(changes, consenting({"apply", "--consent=data", "--consent=identity", "home"})));
}

TEST(Consent, WithoutAWordIsForAll) {
  const Options options = consenting({"apply", "--consent", "home"});
  EXPECT_EQ(options.consent, (std::vector<std::string>{"data", "identity"}));
  EXPECT_EQ(options.arguments, std::vector<std::string>{"home"});
  EXPECT_EQ(consenting({"apply", "home", "--consent"}).consent.size(), 2U);
  EXPECT_FALSE(parseOptions({"apply", "--consent=dta", "home"}));
  EXPECT_FALSE(parseOptions({"plan", "--consent", "home"})) << "plan needs none";
}

}  // namespace
}  // namespace carbonfix
