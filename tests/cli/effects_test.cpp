#include "cli/effects.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

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
  return changes;
}

Options consenting(const std::vector<std::string>& arguments) {
  const auto options = parseOptions(arguments);
  EXPECT_TRUE(options) << options.error().message;
  return *options;
}

TEST(Effects, AreSaidOnceWhereAllAreAlike) {
  EXPECT_EQ(effectLine(planOf({changed("a", Effect::restart), changed("b", Effect::restart)})),
            "Takes effect at the next restart.");
  EXPECT_EQ(effectLine(planOf({changed("a", Effect::hot), changed("b", Effect::restart), changed("b", Effect::restart),
                               changed("c", Effect::firstStart)})),
            "Takes effect at once: a; at the next restart: b; only at the first start of a new home: c.");
  EXPECT_EQ(effectLine(planOf({changed("a", Effect::restart), changed("b", Effect::none)})),
            "Takes effect at the next restart: a.");
  EXPECT_EQ(effectLine(planOf({changed("a", Effect::none)})), "");
}

TEST(Effects, OfPatchesThatChangeNothingAreNotSaid) {
  EXPECT_EQ(effectLine(planOf({alreadyDone("a", Effect::hot, Consent::data)})), "");
  EXPECT_EQ(consentLine(planOf({alreadyDone("a", Effect::hot, Consent::data)})), "");
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
