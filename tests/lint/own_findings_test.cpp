// The table of what the tool itself finds.
#include "carbonfix/lint/own_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

TEST(OwnFindings, AreSortedAndEachIsThereOnce) {
  const auto outOfOrder = std::ranges::adjacent_find(ownFindings(), std::ranges::greater_equal(), &OwnFinding::id);
  EXPECT_EQ(outOfOrder, ownFindings().end());
  for (const OwnFinding& each : ownFindings()) EXPECT_TRUE(each.summary.ends_with('.')) << each.id;
}

TEST(OwnFindings, CanAllBeChosen) {
  for (const OwnFinding& each : ownFindings()) {
    LintRun run;
    run.file("conf/a.xml", "<a/>");
    run.options().select = {std::string(each.id)};
    run.options().severities = {{std::string(each.id), Severity::info}};
    EXPECT_TRUE(run.tryRun()) << each.id;
  }
}

TEST(OwnFindings, HaveTheSeverityThatIsReported) {
  LintRun run;
  run.file("conf/a.xml", "<a>");
  run.file("conf/b.xml", "<a><p:b/></a>");
  run.file("conf/c.json", "[1 // c\n,]");
  run.file("conf/d.xml", "<a><!-- carbonfix:ignore t.a --><b/><!-- carbonfix:ignore --></a>");
  run.file("conf/e.json", "[");
  run.file("conf/f.xml", "<a><b>{{ x }}</b></a>");
  run.file("conf/e.properties", "a=\\u00\n");
  run.file("bin/e.sh", "A='\n");
  run.pack(ruleFile(R"xml(<pattern id="p" files="conf/d.xml conf/c.json conf/e.json conf/e.properties bin/e.sh">
<rule context="b"><report id="t.a" test="@c">m</report></rule></pattern>
<pattern id="q" files="conf/none.xml" required="true"><rule context="b"><report id="t.b" test="@c">m</report></rule>
</pattern>
<pattern id="s" files="conf/f.xml"><rule context="b"><report id="t.d" test="." severity="warning">m</report></rule>
</pattern>
<pattern id="r" files="conf/d.xml"><rule context="x" min="1"><report id="t.c" test="@c">m</report></rule>
</pattern>)xml"));
  run.options().phase = "all";
  std::vector<std::string> seen;
  for (const Finding& finding : run.run().findings) {
    ASSERT_NE(findOwn(finding.id), nullptr) << finding.id;
    EXPECT_EQ(finding.severity, findOwn(finding.id)->severity) << finding.id;
    seen.push_back(finding.id);
  }
  std::ranges::sort(seen);
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  const auto ofInventory =
      std::ranges::count_if(ownFindings(), [](const OwnFinding& each) { return each.id.starts_with("inventory."); });
  EXPECT_EQ(seen.size(), ownFindings().size() - 3 - static_cast<std::size_t>(ofInventory))
      << "not: run-interrupted, suppression-expired, suppression-unknown";
}

}  // namespace
}  // namespace carbonfix
