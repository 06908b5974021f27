#include "lint/own_rules.h"

#include <algorithm>
#include <array>

#include "carbonfix/lint/own_findings.h"

namespace carbonfix {
namespace {

constexpr std::array kOwnRules = {
    OwnRule{kContextMissing,
            "The rule says min=\"…\" for its context, and the context matches less often. Without that, a rule that "
            "matches nothing finds nothing, which looks like a pass.",
            "those of the rule", "", 0, ""},
    OwnRule{
        kFileMissing,
        "The pattern says required=\"true\" and no file of the home matches its files. Without that, a pattern whose "
        "files are absent is only mentioned in the summary.",
        "those of the pattern", "", 0, ""},
    OwnRule{
        kRunInterrupted,
        "The files of the home are partly those of before the run and partly those of after it. The next command that "
        "writes rolls it back; carbonfix restore does so at once.",
        ".carbonfix/runs/*", "", 0, ""},
    OwnRule{
        kSuppressionExpired,
        "The comment or waiver says until=… and that day has passed, so what it hid is shown again. Mend the setting, "
        "or agree on a later day.",
        "all files", "<!-- carbonfix:ignore ports.offset-invalid: old load balancer until=2020-01-31 -->\n", 1, ""},
    OwnRule{kSuppressionMalformed,
            "It hides nothing as it is written. A comment is carbonfix:ignore ID: REASON, with until=YYYY-MM-DD or "
            "without.",
            "all files", "<!-- carbonfix:ignore -->\n", 1, ""},
    OwnRule{kSuppressionNoReason,
            "Whoever reads the file next year must be able to tell whether it may go. Write the reason behind a colon.",
            "all files", "<!-- carbonfix:ignore ports.offset-invalid -->\n", 1,
            "<!-- carbonfix:ignore ports.offset-invalid: the load balancer adds it -->\n"},
    OwnRule{kSuppressionUnknown,
            "It hides nothing: the id is misspelt, or the rule has another one now. carbonfix rules lists the ids.",
            "all files", "<!-- carbonfix:ignore ports.offset-wrong: the load balancer adds it -->\n", 1, ""},
    OwnRule{kSuppressionUnused,
            "What it hid is mended or has gone, so it can go too; left there it would hide the next mistake.",
            "all files", "", 0, ""},
    OwnRule{
        kTemplate,
        "A value with a mark such as {{ host }}, #_HOST_# or @host@ is what a deployment tool starts from. Rules can't "
        "judge what it will be, so the file is told once, in place of what they would say of each mark. Lint what the "
        "tool makes of it.",
        "all files", "<a>{{ host }}</a>\n", 1, "<a>is.example.org</a>\n"},
    OwnRule{kJsonComment,
            "Jaggery reads over it; other programs that read the file may stop there. Said in the phase all, or when "
            "selected.",
            "**/*.json", "{\n  // the gateway\n  \"port\": 8243\n}\n", 2, "{\n  \"port\": 8243\n}\n"},
    OwnRule{
        kJsonNotWellFormed,
        "The application that reads it does not start, or runs with defaults. The message says what was expected and "
        "where.",
        "**/*.json", "{\n  \"host\": \"is\"\n  \"port\": 9443\n}\n", 3,
        "{\n  \"host\": \"is\",\n  \"port\": 9443\n}\n"},
    OwnRule{kJsonTrailingComma,
            "Jaggery reads over it; other programs that read the file may stop there. Said in the phase all, or when "
            "selected.",
            "**/*.json", "{\n  \"host\": \"is\",\n  \"port\": 9443,\n}\n", 3,
            "{\n  \"host\": \"is\",\n  \"port\": 9443\n}\n"},
    OwnRule{kPropertiesNotWellFormed,
            "java.util.Properties refuses the whole file for one malformed \\uXXXX, so none of its settings counts.",
            "**/*.properties", "path=C:\\users\\wso2\n", 1, "path=C:\\\\users\\\\wso2\n"},
    OwnRule{kShellNotWellFormed, "The shell stops there, and so does the start of the product.", "**/*.sh",
            "JAVA_OPTS=\"-Xmx2g\nexport JAVA_OPTS\n", 1, "JAVA_OPTS=\"-Xmx2g\"\nexport JAVA_OPTS\n"},
    OwnRule{kNamespace,
            "Readers that know namespaces refuse the file; others do not find the element or attribute by its name.",
            "all XML files of the configuration",
            "<Server>\n  <Port svns:secretAlias=\"port\">9443</Port>\n</Server>\n", 2,
            "<Server xmlns:svns=\"http://org.wso2.securevault/configuration\">\n"
            "  <Port svns:secretAlias=\"port\">9443</Port>\n</Server>\n"},
    OwnRule{
        kNotWellFormed,
        "No XML parser reads it, so the server stops at its start or leaves out what the file configures. The message "
        "is the parser's; a tag that is not closed is often noticed far behind the place where it was opened.",
        "all XML files of the configuration", "<Server>\n  <HostName>is.example.org</Hostname>\n</Server>\n", 2,
        "<Server>\n  <HostName>is.example.org</HostName>\n</Server>\n"},
};

}  // namespace

const OwnRule* findOwnRule(std::string_view id) {
  const auto* const found = std::ranges::find(kOwnRules, id, &OwnRule::id);
  return found == kOwnRules.end() ? nullptr : &*found;
}

}  // namespace carbonfix
