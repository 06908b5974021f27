#include "carbonfix/patch/secure_vault.h"

#include <gtest/gtest.h>

#include "document/editing.h"
#include "patch/patch_run.h"

namespace carbonfix {
namespace {

using testing::only;

constexpr const char* kFile = R"(<datasources xmlns:svns="http://org.wso2.securevault/configuration">
  <password svns:secretAlias="DB.Password"></password>
  <password2 svns:secretAlias="DB.Password2">password</password2>
  <Connector port="9443" keystorePass="password" svns:secretAlias="Server.Service.Connector.keystorePass">x</Connector>
  <plain other="1">password</plain>
  <group><inner svns:secretAlias="Inner"/></group>
</datasources>
)";

std::string aliasAt(const std::string& path) {
  Result<Document> document = Document::parse(kFile, "f.xml");
  EXPECT_TRUE(document);
  return vaultAlias(only(*document, path));
}

TEST(SecureVault, AnAliasStandsForTheElementsText) {
  EXPECT_EQ(aliasAt("//password"), "DB.Password");
  EXPECT_EQ(aliasAt("//password2/text()"), "DB.Password2");
  EXPECT_EQ(aliasAt("//plain"), "");
  EXPECT_EQ(aliasAt("//plain/@other"), "");
}

TEST(SecureVault, AnAliasCanNameTheAttributeMeant) {
  EXPECT_EQ(aliasAt("//@keystorePass"), "Server.Service.Connector.keystorePass");
  EXPECT_EQ(aliasAt("//@port"), "");
  EXPECT_EQ(aliasAt("//Connector"), "");
}

TEST(SecureVault, APrefixThatIsNotDeclaredIsUnderstood) {
  Result<Document> document = Document::parse("<a svns:secretAlias='X'>v</a>", "f.xml");
  ASSERT_TRUE(document);
  EXPECT_EQ(vaultAlias(document->rootElement()), "X");
}

TEST(SecureVault, AnAliasCanBeAChild) {
  Result<Document> document = Document::parse(
      "<a xmlns:s='http://org.wso2.securevault/configuration'><p><s:secretAlias>X</s:secretAlias></p></a>", "f.xml");
  ASSERT_TRUE(document);
  EXPECT_EQ(vaultAlias(only(*document, "/a/p")), "X");
  EXPECT_FALSE(checkNotInVault(only(*document, "/a"), true)) << "what holds it would take it away";
}

TEST(SecureVault, APropertyCanNameItsAlias) {
  Result<Document> document =
      Document::parse("p=secretAlias:My.Alias\nq=plain\n", "f.properties", FileFormat::properties);
  ASSERT_TRUE(document);
  EXPECT_EQ(vaultAlias(only(*document, "//property[@name='p']")), "My.Alias");
  EXPECT_EQ(vaultAlias(only(*document, "//property[@name='q']")), "");
}

std::string patched(const std::string& operation) {
  PatchRun run;
  run.file("conf/a.xml", kFile).pack(patch("p", "//none", operation));
  const auto changes = run.plan();
  return changes ? "changed" : describe(changes.error().front());
}

TEST(SecureVault, WhatIsInItIsNotWritten) {
  for (const char* operation :
       {"<set sel=\"//password\">new</set>", "<set sel=\"//password2/text()\">new</set>",
        "<replace sel=\"//password2\"><password2>new</password2></replace>",
        "<set sel=\"//Connector\" type=\"@keystorePass\">new</set>", "<set sel=\"//Connector/@keystorePass\">new</set>",
        "<replace sel=\"//group\"><group/></replace>", "<replace sel=\"//Connector\"><Connector/></replace>",
        "<add sel=\"//password2\">new</add>", "<add sel=\"//password2/text()\" pos=\"before\">new</add>",
        "<remove sel=\"//password2/text()\"/>"}) {
    const std::string said = patched(operation);
    EXPECT_NE(said.find("is in the secure vault, under the alias"), std::string::npos) << operation << '\n' << said;
    EXPECT_NE(said.find("bin/ciphertool.sh -Dchange"), std::string::npos) << said;
  }
}

TEST(SecureVault, WhatStandsBesideItIsWritten) {
  for (const char* operation : {"<set sel=\"//Connector\" type=\"@port\">9444</set>", "<set sel=\"//plain\">new</set>",
                                "<remove sel=\"//password\"/>", "<add sel=\"//Connector\"><x/></add>",
                                "<add sel=\"//password\" pos=\"after\"><x/></add>"}) {
    EXPECT_EQ(patched(operation).find("vault"), std::string::npos) << operation;
  }
}

}  // namespace
}  // namespace carbonfix
