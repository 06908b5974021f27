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
    OwnRule{kInventoryHomeMissing,
            "lint --inventory was to look at all nodes, and home= of this one leads to nothing that can be read, or to "
            "several places. The node was not checked, nor what others say of it.",
            "the inventory", "", 0, ""},
    OwnRule{kInventoryHost,
            "The other nodes reach it at localMemberHost of axis2.xml. Either the inventory is out of date, or the "
            "file was copied from another node. An address and a name are not compared: no name is looked up.",
            "conf/axis2/axis2.xml", "", 0, ""},
    OwnRule{kInventoryNodeMissing,
            "Homes were given, and none of them is this node: what nodes must have in common was compared without it. "
            "A run over a single home says nothing of the others.",
            "the inventory", "", 0, ""},
    OwnRule{kInventoryNodeUnknown,
            "No node has the folder as its home=, and no --node says which one it is, so the values of the inventory "
            "are not held against it. It may be left over from an earlier installation.",
            "the home", "", 0, ""},
    OwnRule{kInventoryOffset,
            "Clients, load balancers and firewalls were set up by the inventory, and the server opens other ports. The "
            "offset expected is offset= of the node, or its parameter offset.",
            "bin/wso2server.sh, conf/carbon.xml", "", 0, ""},
    OwnRule{kInventoryProduct,
            "product= of the node tells what should be installed there, as carbonfix calls it: is, das, apim.",
            "the home", "", 0, ""},
    OwnRule{kInventoryRole,
            "The start script runs the node as something that its roles do not name: a profile of the API Manager "
            "(-Dprofile), or parts of DAS switched off (-DdisableEventSink) that a role is about. Only roles with the "
            "names of profiles, runtimes, or receiver, indexer and analyzer are compared.",
            "bin/wso2server.sh", "", 0, ""},
    OwnRule{kInventoryVersion,
            "version= of the node tells what should be installed there. Nodes of one cluster must have one version.",
            "the home", "", 0, ""},
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
