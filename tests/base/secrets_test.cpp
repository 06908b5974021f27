#include "carbonfix/base/secrets.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace carbonfix {
namespace {

// Every "S3cr3t" of the text, and nothing else, must be masked.
void expectMasked(const std::string& text) {
  std::string expected;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 6, "S3cr3t") == 0) {
      expected += kMask;
      at += 6;
    } else {
      expected += text[at++];
    }
  }
  EXPECT_EQ(maskSecrets(text), expected);
}

void expectUntouched(const std::string& text) { EXPECT_EQ(maskSecrets(text), text); }

TEST(SecretNames, ofProductHomes) {
  for (const char* name : {"Password",
                           "password",
                           "passwd",
                           "KeyPassword",
                           "keystorePass",
                           "keystorepass",
                           "truststorePassword",
                           "TrustSorePassword",
                           "truststore.password",
                           "mail.smtp.password",
                           "wss.ssl.key.store.pass",
                           "pass",
                           "pwd",
                           "Identity.System.StorePass",
                           "ConnectionPassword",
                           "ldapServerPrinciplePassword",
                           "DB_PASSWORD",
                           "PGPASSWORD",
                           "clientSecret",
                           "GmailClientSecret",
                           "MobileConnectSecret",
                           "recaptcha.secret.key",
                           "SendgridAPIKey",
                           "GmailRefreshToken",
                           "licenseKey",
                           "secret_access_key",
                           "javax.net.ssl.keyStorePassword",
                           "passphrase",
                           "password2",
                           "spring.datasource.password",
                           "salt"}) {
    EXPECT_TRUE(isSecretName(name)) << name;
  }
}

TEST(SecretNames, whatOnlySpeaksOfSecrets) {
  for (const char* name : {"PasswordJavaRegEx",
                           "PasswordJavaScriptRegEx",
                           "PasswordJavaRegExViolationErrorMsg",
                           "PasswordHashMethod",
                           "passwordHashMethod",
                           "passwordType",
                           "PasswordDigest",
                           "PasswordGenerator",
                           "PasswordProvisioningUI",
                           "passwordPolicy.min.length",
                           "passwordPolicy.pattern",
                           "passwordHistory.count",
                           "PasswordExpireTime",
                           "Temporary.Password.Expire.Time",
                           "UserPasswordValidity",
                           "UpdateUserPasswordSQL",
                           "EnableClientSecretHash",
                           "UserStorePasswordEncryption",
                           "secretAlias",
                           "svns:secretAlias",
                           "carbon.secretProvider",
                           "secretRepositories",
                           "secret.conf.properties.file",
                           "AccessTokenDefaultValidityPeriod",
                           "RefreshTokenValidityPeriod",
                           "TokenPersistenceProcessor",
                           "OAuth2TokenEPUrl",
                           "org.owasp.csrfguard.TokenName",
                           "TokenLength",
                           "Log.Token",
                           "initial_token",
                           "KeyAlias",
                           "PrivateKeyAlias",
                           "Compass",
                           "bypass",
                           "PWD",
                           "UserName",
                           "key",
                           "",
                           "PasswordsExternallyManagedBy",
                           "Access-Control-Allow-Credentials"}) {
    EXPECT_FALSE(isSecretName(name)) << name;
  }
}

TEST(Secrets, elements) {
  expectMasked("<a><Password>S3cr3t</Password></a>");
  expectMasked("<a><KeyPassword> S3cr3t\n</KeyPassword></a>");
  expectMasked("<Password svns:secretAlias=\"Carbon.Security.KeyStore.Password\">S3cr3t</Password>");
  expectMasked("<password><![CDATA[S3cr3t]]></password>");
  expectMasked("<password><!-- new one -->S3cr3t</password>");
  expectMasked("<wsse:Password Type=\"x\">S3cr3t</wsse:Password>");
  expectMasked("<password a='1'\n b=\"2\" >S3cr3t</password>");
}

TEST(Secrets, elementsThatAreNamedByAnAttribute) {
  expectMasked("<a><Property name=\"password\">S3cr3t</Property></a>");
  expectMasked("<parameter name=\"truststore.password\" locked='false'>S3cr3t</parameter>");
  expectMasked("<property key=\"mail.smtp.password\">S3cr3t</property>");
  expectMasked("<property name=\"password\" value=\"S3cr3t\"/><x name=\"user\" value=\"kept\"/>");
  expectMasked("<property value='S3cr3t' name='password'/>");
  expectMasked(
      "<property><name>hive.server.password</name>\n<value>S3cr3t</value></property>"
      "<property><name>hive.user</name><value>kept</value></property>");
}

TEST(Secrets, attributes) {
  expectMasked("<Connector keystorePass=\"S3cr3t\" keystoreFile=\"a.jks\"/>");
  expectMasked("<user username='tomcat' password = 'S3cr3t' roles=\"a\"/>");
  expectMasked("<Connector\n    keystorePass=\"S3cr3t\"\n    port=\"1\"/>");
}

TEST(Secrets, comments) {
  expectMasked("<a><!-- <Password>S3cr3t</Password> --></a>");
  expectMasked("<a><!--Password>S3cr3t</Password--></a>");
  expectMasked("<a><!--parameter name=\"password\">S3cr3t</parameter--></a>");
  expectMasked("<a><!-- <Connector keystorePass=\"S3cr3t\"/> --></a>");
  expectUntouched("<a><!--remoteServerPassword svns:secretAlias=\"remote.password\"></remoteServerPassword--></a>");
}

TEST(Secrets, valueOfACommentAroundAnElement) {
  expectMasked("Password>S3cr3t</Password");
  expectMasked("Password svns:secretAlias=\"a\">S3cr3t</Password");
  expectMasked("parameter name=\"password\" locked='false'>S3cr3t</parameter");
  expectMasked("add name='password' value='S3cr3t'/>");
}

TEST(Secrets, properties) {
  expectMasked("log4j.appender.LOGEVENT.password=S3cr3t\nb=kept\n");
  expectMasked("keystore.identity.store.password = S3cr3t\r\nb: kept\r\n");
  expectMasked("#wso2.bps.password=S3cr3t\n");
  expectMasked("a.password: S3cr3t");
  expectMasked("spark.ssl.keyPassword    S3cr3t\nspark.master local\n");
  EXPECT_EQ(maskSecrets("a.password=one \\\n  two\nb=c\n"), "a.password=********\n  ********\nb=c\n");
  EXPECT_EQ(maskSecrets("a.password=it's \"so\" <bad> & long\nb=c"), "a.password=********\nb=c");
  EXPECT_EQ(maskSecrets("a.password='x' y\n"), "a.password=********\n");
}

TEST(Secrets, propertiesWithOddKeysAndSigns) {
  expectMasked("pass\\u0077ord=S3cr3t\n");
  EXPECT_EQ(maskSecrets("db\\ password=x y\n"), "db\\ password=********\n");
  EXPECT_EQ(maskSecrets("a/b.password : x y\nb=1\n"), "a/b.password : ********\nb=1\n");
  EXPECT_EQ(maskSecrets("a[0].password=x y\n"), "a[0].password=********\n");
  EXPECT_EQ(maskSecrets("\xEF\xBB\xBFpassword=x y\n"), "\xEF\xBB\xBFpassword=********\n");
  EXPECT_EQ(maskSecrets("#a@b.password=x y\n"), "#a@b.password=********\n");
  EXPECT_EQ(maskSecrets("password\\\n  =x \\\n y\nb=1\n"), "password\\\n  =********\n ********\nb=1\n");
  expectMasked("password==S3cr3t\npassword:=S3cr3t\npassword\f=S3cr3t\n");
  expectMasked("password S3cr3t\nb=1\n");
  expectUntouched("password is what you type\n# password policy\n");
  expectUntouched("if (a/password == b) { x }\nf(a/b.password, 1)\n");
}

TEST(Secrets, jsonYamlAndShell) {
  expectMasked("{\"a\": 1, \"password\" : \"S3cr3t\", \"b\": \"kept\"}");
  expectMasked("{\n  \"clientSecret\": \"S3cr3t\",\n  \"b\": \"kept\"\n}");
  expectMasked("server:\n  keyStorePassword: S3cr3t\n  port: 1\n- password: \"S3cr3t\" # note\n");
  expectMasked("export DB_PASSWORD=\"S3cr3t\"\nDB_USER=kept\n");
  expectMasked("    -Djavax.net.ssl.keyStorePassword=S3cr3t \\\n    -Dcarbon.home=x \\\n");
  expectMasked("export DB_PASSWORD='S3cr3t' # kept\n");
  expectMasked("DB_PASSWORD=\"S3cr3t\"; export DB_USER=kept\n");
  expectMasked("NODE_PARAMS=\"-Dkeystore.password=S3cr3t -Dkept=1\"\n");
  expectMasked("$JAVACMD -Dkeystore.password=\"S3cr3t\" kept\n");
  expectMasked("$JAVACMD '-Dkeystore.password=S3cr3t' kept\n");
  expectMasked("{\n  // \"password\" : \"S3cr3t\", kept\n  \"keyStorePassword\":\"S3cr3t\"\n}\n");
  expectMasked("{\"a\": {\"clientSecret\" :\n \"S3cr3t\"}, \"b\": \"kept\"}\n");
  for (const std::string text :
       {"{\"password\": \"a\\\"S3cr3t\\\"\", \"b\": \"kept\"}\n", "export DB_PASSWORD='a'\\''S3cr3t'\nDB_USER=kept\n",
        "export DB_PASSWORD='a\nS3cr3t'\nDB_USER=kept\n"}) {
    EXPECT_EQ(maskSecrets(text).find("S3cr3t"), std::string::npos) << maskSecrets(text);
    EXPECT_NE(maskSecrets(text).find("kept"), std::string::npos) << maskSecrets(text);
  }
}

TEST(Secrets, urls) {
  expectMasked("<url>jdbc:mysql://h:3306/db?user=root&amp;password=S3cr3t&amp;useSSL=true</url>");
  expectMasked("<url>jdbc:sqlserver://h;user=sa;password=S3cr3t;database=x</url>");
  EXPECT_EQ(maskSecrets("<u>jdbc:sqlserver://h;password={a;b};database=x</u>"),
            "<u>jdbc:sqlserver://h;password=********;database=x</u>");
  expectMasked("<url>jdbc:oracle:thin:scott/S3cr3t@//h:1521/x</url>");
  expectMasked("<u>amqp://admin:S3cr3t@clientID/carbon?brokerlist='tcp://localhost:5672'</u>");
  expectMasked("connectionfactory.Q = amqp://admin:S3cr3t@clientID/test\n");
  expectMasked("<u>https://me:S3cr3t@host:9443/a</u>");
  EXPECT_EQ(maskSecrets("u=ftp://me:a/b@c@host/x"), "u=ftp://me:********@host/x");
}

TEST(Secrets, urlsWithoutCredentials) {
  expectUntouched("<u>https://localhost:9443/services/@x</u>");
  expectUntouched("<u>${carbon.protocol}://${carbon.host}:${carbon.management.port}/oauth2/token</u>");
  expectUntouched("<u>amqp://${jms.username}:${jms.password}@clientid/carbon</u>");
  expectUntouched("<u>jdbc:mysql://localhost:3306/db?autoReconnect=true</u> mail@example.org");
  expectUntouched("<u>jdbc:oracle:thin:@//host:1521/x</u>");
}

TEST(Secrets, valuesThatAreNone) {
  expectUntouched("<Password>${admin.password}</Password>");
  expectUntouched("<Password>$secret{admin_password}</Password>");
  expectUntouched("<password>{{ DB_PASSWORD }}</password>");
  expectUntouched("<password></password><password/><password>  </password>");
  expectUntouched("<Property name=\"StoreSaltedPassword\">true</Property>");
  expectUntouched("log4j.appender.A.password=secretAlias:Log4j.A.Password\n");
  expectUntouched("a.password=repository/conf/carbon.xml//Server/Security/KeyStore/Password,false\n");
  expectUntouched("<Property name=\"UpdateSQL\">UPDATE U SET U_PASSWORD= ?, X=? WHERE U_PASSWORD=?</Property>");
  expectUntouched("<!--<parameter name=\"licenseKey\">xxx</parameter>-->");
  expectUntouched("<p>{wso2:vault-lookup('alias')}</p><password>{wso2:vault-lookup('alias')}</password>");
  expectUntouched("<a><!-- The password: is asked for --></a>");
  // a default inside the placeholder is a value
  EXPECT_EQ(maskSecrets("<password>${x:-abc}</password>"), "<password>********</password>");
}

TEST(Secrets, secondMaskingChangesNothing) {
  const std::string once = maskSecrets("<a password=\"x\"><Password>y</Password></a>");
  EXPECT_EQ(maskSecrets(once), once);
}

TEST(Secrets, rangesAscendAndDoNotOverlap) {
  const std::string text = "<password url=\"http://u:p@h\">http://u:p@h</password><password>x</password>";
  std::size_t end = 0;
  const auto ranges = findSecrets(text);
  ASSERT_EQ(ranges.size(), 3U);
  for (const TextRange range : ranges) {
    EXPECT_GE(range.offset, end);
    end = range.offset + range.length;
  }
}

TEST(Secrets, maskedTextHasAsManyLines) {
  EXPECT_EQ(maskSecrets("<password>\n  a\n  b\r\n</password>"), "<password>\n  ********\n  ********\r\n</password>");
}

TEST(Secrets, brokenMarkup) {
  expectMasked("<a <Password>S3cr3t</Password");
  expectMasked("<a><password>S3cr3t");
  expectMasked("<x keystorePass=\"S3cr3t");
  expectUntouched("<");
  expectUntouched("<!--");
  expectUntouched("<password");
}

TEST(Secrets, utf16) {
  for (const bool bigEndian : {false, true}) {
    std::string text = bigEndian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : std::string_view("<a>\n  password='abc'\n<Password>secret</Password></a>")) {
      if (bigEndian) text += '\0';
      text += c;
      if (!bigEndian) text += '\0';
    }
    const auto ranges = findSecrets(text);
    ASSERT_EQ(ranges.size(), 2U);
    EXPECT_EQ(ranges[1].length, 11U);  // six letters, with a NUL between two
  }
}

TEST(Secrets, maskUrl) {
  EXPECT_EQ(maskUrl("jdbc:mysql://h/db?user=u&password=p&x=y"), "jdbc:mysql://h/db?user=u&password=********&x=y");
  EXPECT_EQ(maskUrl("https://u:p@h/x"), "https://u:********@h/x");
  EXPECT_EQ(maskUrl("https://h:443/x"), "https://h:443/x");
  EXPECT_EQ(maskUrl("a value of no kind"), "a value of no kind");
}

// What is repeated here would cost quadratic time if any step looked ahead again and again: minutes, not a second.
TEST(Secrets, linearTime) {
  constexpr std::size_t kSize = 1'000'000;
  for (const std::string_view piece : {"password==", "password/", "://", "<password", "<password>", "<password><!--",
                                       "<password><![CDATA[", "<a b='", "<a b=\"<a c='", "password=\"", "password='${",
                                       "jdbc:oracle:", "password ", "x.password\n", "<name>", "password=&quot;"}) {
    std::string text;
    while (text.size() < kSize) text += piece;
    const std::clock_t start = std::clock();  // of processor time, which others on the machine have no part in
    findSecrets(text);
    findSecrets("<x>" + text);
    EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 30) << piece;
  }
}

// No value of a password element, attribute or @name is left in any file of the collection, judged by a search that
// shares nothing with the one under test.
TEST(Secrets, realHomes) {
  const char* shared = std::getenv("CARBONFIX_SHARED");
  const std::filesystem::path corpus = std::filesystem::path(shared == nullptr ? "../shared" : shared) / "corpus";
  if (!std::filesystem::exists(corpus)) GTEST_SKIP() << "no collection of homes beside the checkout";
  std::size_t files = 0;
  std::size_t values = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".xml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text = maskSecrets(std::string(std::istreambuf_iterator<char>(in), {}));
    ++files;
    for (const std::string_view mark : {"assword>", "assword\">", "eystorePass=\"", "assword\" value=\""}) {
      for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        if (text[text.rfind('<', at) + 1] == '/') continue;  // an end tag
        const std::size_t value = text.find_first_not_of(" \t\r\n", at + mark.size());
        if (value == std::string::npos || std::string_view("<${\"(-").find(text[value]) != std::string::npos) continue;
        const std::string_view seen = std::string_view(text).substr(value, 12);
        if (seen.starts_with("true<") || seen.starts_with("false<") || seen.starts_with("xxxx<")) continue;
        ++values;
        EXPECT_TRUE(seen.starts_with(kMask)) << entry.path() << ": " << text.substr(at, 40);
      }
    }
  }
  std::cout << values << " values in " << files << " files\n";
  EXPECT_GT(values, 1000U);
}

TEST(Secrets, AllInAMapOrAnArrayOfSecrets) {
  EXPECT_EQ(maskSecrets(R"({"passwords": ["a1]", {"of": "b2"}], "port": 1})"), R"({"passwords": ********, "port": 1})");
  EXPECT_EQ(maskSecrets("{\"secret\": {\n  \"v\": \"c\\\"}3\"\n},\n\"port\": 1}"),
            "{\"secret\": ********\n  ********\n********,\n\"port\": 1}");
  EXPECT_EQ(maskSecrets("{\"passwords\": [\"never closed"), "{\"passwords\": ********");
  EXPECT_EQ(maskSecrets("{\"passwords\": [\"\\"), "{\"passwords\": ********");
  EXPECT_EQ(maskSecrets(R"({"password": "{{ template }}", "port": 1})"),
            R"({"password": "{{ template }}", "port": 1})");
}

TEST(Secrets, InUrlsWithEscapesAndCarriedOn) {
  EXPECT_EQ(maskSecrets(R"({"url": "http:\/\/u:hunter2@h\/x"})"), R"({"url": "http:\/\/u:********@h\/x"})");
  EXPECT_EQ(maskSecrets("db.url=jdbc:mysql://h/db?password=hun\\\n  ter2&x=1\n  y=2\n"),
            "db.url=jdbc:mysql://h/db?password=********\n  ********&x=1\n  y=2\n");
  EXPECT_EQ(maskSecrets("<a><![CDATA[\n  a.password=hun\\\n    ter2\n  b=1\n]]></a>"),
            "<a><![CDATA[\n  a.password=********\n    ********\n  b=1\n]]></a>");
}

TEST(Secrets, KnownValuesAreFoundInEveryFormThatFilesWrite) {
  const std::vector<std::string> known = {"a&b\"<c>", "abc"};
  const auto places = [&](const std::string& text) {
    std::string out = text;
    const auto ranges = findSecrets(text, known);
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) out.replace(range->offset, range->length, "#");
    return out;
  };
  EXPECT_EQ(places("x=a&b\"<c>;"), "x=#;");
  EXPECT_EQ(places("<x>a&amp;b\"&lt;c></x>"), "<x>#</x>");
  EXPECT_EQ(places("<x y=\"a&amp;b&quot;&lt;c>\"/>"), "<x y=\"#\"/>");
  EXPECT_EQ(places("{\"x\": \"a&b\\\"<c>\"}"), "{\"x\": \"#\"}");
  EXPECT_EQ(places("<password>a&amp;b\"&lt;c></password>"), "<password>#</password>");  // known twice over
  EXPECT_EQ(places("<x>a&#38;b&#x22;&#60;c&gt;</x>"), "<x>#</x>");
  EXPECT_EQ(places("<x>a&#38;b&#x22;&#61;c&gt; a&b&quote;<c> a&b&#</x>"),
            "<x>a&#38;b&#x22;&#61;c&gt; a&b&quote;<c> a&b&#</x>");
  EXPECT_EQ(places("abc"), "abc");  // too short to look for
}

TEST(KnownSecrets, AreMaskedInSentencesAndNothingElseIs) {
  EXPECT_EQ(maskKnown("\"a&b1\" and \"a&amp;b1\" are no number; password=x1", {"a&b1", "x1"}),
            "\"********\" and \"********\" are no number; password=x1");
  EXPECT_EQ(maskKnown("plain", {}), "plain");
}

TEST(KnownSecrets, LinesOfAValueAreFoundToo) {
  const std::string key = "BEGIN k\n  abcd \n\nxy\nEND k\n";
  EXPECT_EQ(maskKnown("a BEGIN k abcd xy END k b", {key}), "a ******** ******** xy ******** b");
  EXPECT_EQ(maskKnown("<a>" + key + "</a>", {key}), "<a>********</a>");
  EXPECT_EQ(maskKnown("x=one-two", {" one-two "}), "x=********");
}

TEST(Secrets, KnownValuesAreFoundInEveryEscapedForm) {
  const auto places = [](const std::string& text, const std::string& value) {
    std::string out = text;
    const auto ranges = findSecrets(text, {value});
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) out.replace(range->offset, range->length, "#");
    return out;
  };
  const std::string value = "to'k\"e\\n$\xC3\xA9";
  EXPECT_EQ(places(R"({"x": "to'k\"e\\n$é", "y": "to'k\"e\\n$\u00e9"})", value), R"({"x": "#", "y": "#"})");
  EXPECT_EQ(places("x=to'k\"e\\\\n$\xE9\n", value), "x=#\n");  // a properties file
  EXPECT_EQ(places("x=\\u0074o'k\"\\\n   e\\\\n$\\u00E9\n", value), "x=#\n");
  EXPECT_EQ(places(R"(X='to'\''k"e\n$é')", value), "X='#'");
  EXPECT_EQ(places(R"(X="to'k\"e\\n\$é")", value), "X=\"#\"");
  EXPECT_EQ(places(R"(X=to\'k\"e\\n\$é)", value), "X=#");
  EXPECT_EQ(places(R"({"x": "one\ntwo", "y": "one\two"})", "one\ntwo"), R"({"x": "#", "y": "one\two"})");
  EXPECT_EQ(places(R"({"x": "abc\ud83d\ude00"})", "abc\xF0\x9F\x98\x80"), R"({"x": "#"})");
  EXPECT_EQ(places("<a>x=&lt;b\\\\c&amp;d</a>", "<b\\c&d"), "<a>x=#</a>");  // properties in XML text
  EXPECT_EQ(places("<a>]]&gt;x></a>", "]]>x>"), "<a>#</a>");
  EXPECT_EQ(places("\\", value), "\\");
  EXPECT_EQ(places("x\\u00", "xyz\\u00"), "x\\u00");
}

}  // namespace
}  // namespace carbonfix
