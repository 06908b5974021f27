// Waivers: the file, what they leave out, and what is said of them.
#include "carbonfix/lint/waivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string file(std::string_view waivers) {
  return fmt::format("<waivers xmlns=\"urn:carbonfix:waivers:1\">\n{}\n</waivers>\n", waivers);
}

std::string errorOf(std::string text) {
  const auto waivers = parseWaivers(std::move(text), "w.xml");
  return waivers ? "no error" : describe(waivers.error().front());
}

TEST(WaiversFile, SaysWhatIsWrongWithIt) {
  EXPECT_THAT(errorOf("<waivers"), HasSubstr("w.xml:1:"));
  EXPECT_THAT(errorOf("<waiver/>"), HasSubstr("not a file of waivers: its root element is <waiver>"));
  EXPECT_THAT(errorOf("<waivers/>"), AllOf(HasSubstr("of another namespace"), HasSubstr("urn:carbonfix:waivers:1")));
  EXPECT_THAT(errorOf(file("<waiver path='**'>r</waiver>")), HasSubstr("w.xml:2:"));
  EXPECT_THAT(errorOf(file("<waiver id='t.a'>r</waiver>")), HasSubstr("path"));
  EXPECT_THAT(errorOf(file("<waiver id='t.a' path='**'/>")), HasSubstr("w.xml:2:2: the waiver does not say why"));
  EXPECT_THAT(errorOf(file("<waiver id='*' path='**'>r</waiver>")), HasSubstr("is not the id of a rule"));
  EXPECT_THAT(errorOf(file("<waiver id='t.a' path='**' until='2026-13-01'>r</waiver>")),
              AllOf(HasSubstr("is not a day"), HasSubstr("2026-12-31")));
  EXPECT_THAT(errorOf(file("<waiver id='t.a' path='**' untill='2026-12-01'>r</waiver>")), HasSubstr("untill"));
  EXPECT_THAT(errorOf(file("<p:waiver id='t.a' path='**'>r</p:waiver>")), HasSubstr("w.xml:2:"));
  EXPECT_EQ(errorOf(file("")), "no error");
}

class WaiversTest : public testing::Test {
 protected:
  void SetUp() override {
    run_.file("conf/a.xml", "<a><b>1</b></a>");
    run_.file("conf/a.xml", "<a><b>1</b></a>", "n2");
    run_.pack(ruleFile(R"xml(<phase id="production"><active pattern="hard"/></phase>
<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.one" test=". = 1">One.</report><report id="t.two" test=". = 2">Two.</report></rule></pattern>
<pattern id="hard" files="conf/a.xml"><rule context="b"><report id="t.hard" test=". = 2">m</report></rule></pattern>)xml"));
    run_.options().today = "2026-06-15";
  }
  LintReport with(std::string_view waivers) {
    auto parsed = parseWaivers(file(waivers), "w.xml");
    EXPECT_TRUE(parsed) << (parsed ? "" : describe(parsed.error().front()));
    if (parsed) run_.options().waivers = std::move(*parsed);
    return run_.run();
  }
  LintRun run_;
};

TEST_F(WaiversTest, LeaveOutByIdPathAndNode) {
  const LintReport report =
      with("<waiver id='t.one' path='conf/a.xml' node='n2' until='2026-06-15'>the\n balancer</waiver>");
  ASSERT_EQ(report.suppressed.size(), 1U);
  EXPECT_EQ(report.suppressed[0].node, "n2");
  EXPECT_EQ(report.suppressed[0].suppressed->kind, Suppressed::Kind::waiver);
  EXPECT_EQ(report.suppressed[0].suppressed->reason, "the balancer");
  EXPECT_EQ(report.suppressed[0].suppressed->until, "2026-06-15");
  EXPECT_THAT(ids(report), ElementsAre("t.one"));
  EXPECT_THAT(ids(with("<waiver id='t.' path='**/*.xml' node='n*'>r</waiver>")), IsEmpty());
  EXPECT_EQ(with("<waiver id='t.one' path='conf/b.xml'>r</waiver>").suppressed.size(), 0U);
}

TEST_F(WaiversTest, PastTheirDayAreErrors) {
  EXPECT_THAT(lines(with("<waiver id='t.one' path='**' until='2026-06-14'>r</waiver>")),
              ElementsAre(":w.xml:2:2 error carbonfix.suppression-expired: t.one was waived until 2026-06-14, and is "
                          "shown again.",
                          HasSubstr("t.one"), HasSubstr("t.one")));
}

TEST_F(WaiversTest, ThatNothingNeedsAreTold) {
  EXPECT_THAT(lines(with("\n<waiver id='t.two' path='**'>r</waiver><waiver id='t.' path='**'>r</waiver>")),
              ElementsAre(":w.xml:3:2 warning carbonfix.suppression-unused: t.two finds nothing that this waives."));
  EXPECT_THAT(ids(with("<waiver id='t.one' path='**'>r</waiver><waiver id='t.hard' path='**'>r</waiver>")), IsEmpty());
  EXPECT_THAT(ids(with("<waiver id='t.one' path='**'>r</waiver><waiver id='t.two' path='**' node='n9'>r</waiver>")),
              IsEmpty())
      << "a node that is not there";
}

TEST_F(WaiversTest, ThatNoFileIsThereForAreTold) {
  EXPECT_THAT(lines(with("<waiver id='t.' path='**'>r</waiver>\n<waiver id='t.one' path='conf/gone/*.xml'>r</waiver>")),
              ElementsAre(":w.xml:3:2 warning carbonfix.suppression-unused: There is no file conf/gone/*.xml, so this "
                          "waives nothing."));
  EXPECT_THAT(
      ids(with("<waiver id='t.' path='**'>r</waiver><waiver id='t.one' path='conf/gone.xml' node='n9'>r</waiver>"
               "<waiver id='t.hard' path='conf/gone.xml'>r</waiver>")),
      IsEmpty())
      << "a node that is not there; of another phase";
  run_.file("conf/other.xml", "<o/>", "n2");
  EXPECT_THAT(ids(with("<waiver id='t.' path='**'>r</waiver><waiver id='t.one' path='conf/other.xml'>r</waiver>")),
              IsEmpty())
      << "one of the nodes has it";
}

TEST_F(WaiversTest, OfUnknownRulesAreTold) {
  const LintReport report = with("<waiver id='t.one' path='**'>r</waiver>\n<waiver id='t.tow' path='**'>r</waiver>");
  EXPECT_THAT(lines(report), ElementsAre(HasSubstr("w.xml:3:2 warning carbonfix.suppression-unknown: No rule has the "
                                                   "id t.tow (did you mean \"t.two\"?)")));
  EXPECT_EQ(report.findings[0].excerpt, "<waiver id='t.tow' path='**'>r</waiver>");
}

TEST_F(WaiversTest, ACommentGoesBeforeAWaiver) {
  run_.file("conf/a.xml", "<a><!-- carbonfix:ignore t.one: c --><b>1</b></a>");
  const LintReport report = with("<waiver id='t.one' path='**'>w</waiver>");
  ASSERT_EQ(report.suppressed.size(), 2U);
  EXPECT_EQ(report.suppressed[0].suppressed->reason, "c");
  EXPECT_EQ(report.suppressed[1].suppressed->reason, "w");
  EXPECT_THAT(ids(report), IsEmpty());
}

}  // namespace
}  // namespace carbonfix
