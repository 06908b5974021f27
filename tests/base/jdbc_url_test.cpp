#include "base/jdbc_url.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace carbonfix {
namespace {

// "driver[kind] host:port,host:port database {name=value,…}"
std::string parts(std::string_view text) {
  const auto url = parseJdbcUrl(text);
  if (!url) return "none";
  std::string out = url->driver;
  if (!url->kind.empty()) out += "[" + url->kind + "]";
  for (const JdbcUrl::Host& host : url->hosts) {
    out += fmt::format("{}{}|{}", &host == url->hosts.data() ? " " : ",", host.name, host.port);
  }
  out += " (" + url->database + ")";
  for (const auto& [name, value] : url->options) out += fmt::format(" {}={}", name, value);
  return out;
}

std::string database(std::string_view text) {
  const auto url = parseJdbcUrl(text);
  return url ? databaseOf(*url) : "none";
}

TEST(DatabaseOf, IsTheSameForAllUrlsOfADatabase) {
  EXPECT_EQ(database("jdbc:mysql://DB1/REG_DB?autoReconnect=true"), "mysql://db1:3306/REG_DB");
  EXPECT_EQ(database("jdbc:mariadb://db1:3306/REG_DB"), "mysql://db1:3306/REG_DB");
  EXPECT_EQ(database("jdbc:mysql://db1:3307/REG_DB"), "mysql://db1:3307/REG_DB");
  EXPECT_EQ(database("jdbc:mysql:loadbalance://b,a:3306/R"), "mysql://a:3306,b:3306/R");
  EXPECT_EQ(database("jdbc:mysql://127.0.0.1/R"), database("jdbc:mysql:///R"));
  EXPECT_EQ(database("jdbc:mysql://[2001:db8::1]/R"), "mysql://[2001:db8::1]:3306/R");
  EXPECT_EQ(database("jdbc:postgresql:wso2"), "postgresql://localhost:5432/wso2");
  EXPECT_EQ(database("jdbc:oracle:thin:@db1:1521:ORCL"), database("jdbc:oracle:thin:@//DB1/orcl"));
  EXPECT_EQ(database("jdbc:oracle:thin:@REG"), "oracle:REG");
  EXPECT_EQ(database("jdbc:sqlserver://db1;databaseName=R"), database("jdbc:jtds:sqlserver://db1:1433/R"));
  EXPECT_EQ(database("jdbc:sqlserver://db1\\Main;databaseName=R"), "sqlserver://db1\\main/R");
  EXPECT_EQ(database("jdbc:h2:file:repository/database/X;AUTO_SERVER=TRUE"), database("jdbc:h2:repository/database/X"));
  EXPECT_EQ(database("jdbc:h2:mem:X"), "h2:mem:X");
  EXPECT_EQ(database("jdbc:h2:tcp://db1/X"), "h2://db1:9092/X");
}

TEST(JdbcUrl, MysqlAndPostgresql) {
  EXPECT_EQ(parts("jdbc:mysql://db1:3306/REG_DB?autoReconnect=true&useSSL=false"),
            "mysql db1|3306 (REG_DB) autoReconnect=true useSSL=false");
  EXPECT_EQ(parts(" jdbc:mysql://db1/REG_DB "), "mysql db1| (REG_DB)");
  EXPECT_EQ(parts("jdbc:mysql://db1:3306/"), "mysql db1|3306 ()");
  EXPECT_EQ(parts("jdbc:mysql:///REG_DB"), "mysql (REG_DB)");
  EXPECT_EQ(parts("jdbc:mysql://[2001:db8::1]:3306/REG_DB"), "mysql 2001:db8::1|3306 (REG_DB)");
  EXPECT_EQ(parts("jdbc:mysql:loadbalance://a:1,b:2/R?x"), "mysql[loadbalance] a|1,b|2 (R) x=");
  EXPECT_EQ(parts("jdbc:mysql:replication://address=(host=a)(port=1)(type=master),b:2/R"),
            "mysql[replication] a|1,b|2 (R)");
  EXPECT_EQ(parts("jdbc:mysql://carbon:secret@db1:3306/R"), "mysql db1|3306 (R)");
  EXPECT_EQ(parts("jdbc:mysql://db1:3306:3306/R"), "mysql db1|3306:3306 (R)");
  EXPECT_EQ(parts("jdbc:postgresql://pg:5432/wso2?ssl=true"), "postgresql pg|5432 (wso2) ssl=true");
  EXPECT_EQ(parts("jdbc:postgresql:wso2"), "postgresql (wso2)");
  EXPECT_EQ(parts("jdbc:mysql://db1:3306/BPS_DB&autoReconnect=true"), "mysql db1|3306 (BPS_DB) autoReconnect=true");
}

TEST(JdbcUrl, Oracle) {
  EXPECT_EQ(parts("jdbc:oracle:thin:@ora:1521:XE"), "oracle[thin] ora|1521 (XE)");
  EXPECT_EQ(parts("jdbc:oracle:thin:@ora:1521/orcl.example.com"), "oracle[thin] ora|1521 (orcl.example.com)");
  EXPECT_EQ(parts("jdbc:oracle:thin:@//ora:1521/orcl"), "oracle[thin] ora|1521 (orcl)");
  EXPECT_EQ(parts("jdbc:oracle:thin:scott/tiger@ora:1521:XE"), "oracle[thin] ora|1521 (XE)");
  EXPECT_EQ(parts("jdbc:oracle:thin:@REG?TNS_ADMIN=/etc/tns"), "oracle[thin] (REG) TNS_ADMIN=/etc/tns");
  EXPECT_EQ(parts("jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=a)(PORT=1521))"
                  "(ADDRESS=(PROTOCOL=TCP)(HOST = b )(PORT=1522)))(CONNECT_DATA=(SERVICE_NAME=orcl)))"),
            "oracle[thin] a|1521,b|1522 (orcl)");
}

TEST(JdbcUrl, SqlServerAndDb2) {
  EXPECT_EQ(parts("jdbc:sqlserver://ms:1433;databaseName=wso2;SendStringParametersAsUnicode=false"),
            "sqlserver ms|1433 (wso2) databaseName=wso2 SendStringParametersAsUnicode=false");
  EXPECT_EQ(parts("jdbc:sqlserver://ms\\prod:1433;database=wso2"),
            "sqlserver ms|1433 (wso2) database=wso2 instanceName=prod");
  EXPECT_EQ(parts("jdbc:sqlserver://;serverName=ms;portNumber=1433"),
            "sqlserver ms|1433 () serverName=ms portNumber=1433");
  EXPECT_EQ(parts("jdbc:jtds:sqlserver://ms:1433/wso2;tds=8.0"), "jtds ms|1433 (wso2) tds=8.0");
  EXPECT_EQ(parts("jdbc:db2://d:50000/wso2:currentSchema=A;fullyMaterializeLobData=true;"),
            "db2 d|50000 (wso2) currentSchema=A fullyMaterializeLobData=true");
}

TEST(JdbcUrl, Embedded) {
  EXPECT_EQ(parts("jdbc:h2:repository/database/WSO2CARBON_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"),
            "h2 (repository/database/WSO2CARBON_DB) DB_CLOSE_ON_EXIT=FALSE LOCK_TIMEOUT=60000");
  EXPECT_EQ(parts("jdbc:h2:mem:test"), "h2[mem] (test)");
  EXPECT_EQ(parts("jdbc:h2:file:~/x"), "h2[file] (~/x)");
  EXPECT_EQ(parts("jdbc:h2:tcp://h:9092/~/x"), "h2[tcp] h|9092 (~/x)");
  EXPECT_EQ(parts("jdbc:h2:C:/wso2/db"), "h2 (C:/wso2/db)");
  EXPECT_EQ(parts("jdbc:derby:memory:x;create=true"), "derby[memory] (x) create=true");
  EXPECT_EQ(parts("jdbc:derby://d:1527/wso2;create=true"), "derby d|1527 (wso2) create=true");
}

TEST(JdbcUrl, PlaceholdersAreOneWord) {
  EXPECT_EQ(parts("jdbc:mysql://${db.host:9999}:${db.port}/${db/name}?a=${x&y}"),
            "mysql ${db.host:9999}|${db.port} (${db/name}) a=${x&y}");
}

TEST(JdbcUrl, WhatIsNoUrlIsNone) {
  for (const char* text : {"", "mysql://db1", "jdbc:", "jdbc::", "jdbc:mysql", "http://x"}) {
    EXPECT_EQ(parts(text), "none") << text;
  }
  for (const char* text : {"jdbc:oracle:", "jdbc:oracle:thin", "jdbc:oracle:thin:@", "jdbc:oracle:thin:@(",
                           "jdbc:h2:", "jdbc:sqlserver:", "jdbc:sqlserver://\\", "jdbc:mysql://[", "jdbc:mysql://[]",
                           "jdbc:mysql://,,,", "jdbc:db2://:", "jdbc:x:(host"}) {
    EXPECT_NE(parts(text), "none") << text;
  }
}

}  // namespace
}  // namespace carbonfix
