#include "carbonfix/home/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/home/node_host.h"
#include "carbonfix/home/snapshot_file_system.h"
#include "home/snapshot_masks.h"
#include "home/snapshot_text.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

SnapshotText maskedOf(std::string_view bytes, const Masking& masking = {}) {
  return masked(textOfBytes(bytes), masking);
}

TEST(SnapshotText, AllBytesComeBack) {
  const std::string_view all[] = {"",
                                  "a\r\nb\n",
                                  "\xEF\xBB\xBFx",
                                  "caf\xC3\xA9",
                                  "caf\xE9",
                                  std::string_view("a\0b\xFF", 4),
                                  std::string_view("\xFF\xFE<\0a\0\x3D\xD8\x00\xDE", 10),
                                  std::string_view("\xFE\xFF\0<\xD8\x3D", 6),
                                  std::string_view("\0<\0a", 4)};
  for (const std::string_view bytes : all) {
    const SnapshotText text = textOfBytes(bytes);
    EXPECT_EQ(bytesOfText(text.text, text.encoding), bytes);
  }
}

TEST(SnapshotText, EncodingsAreToldByTheBytes) {
  EXPECT_EQ(textOfBytes("caf\xC3\xA9").encoding, TextEncoding::utf8);
  EXPECT_EQ(textOfBytes("caf\xE9").encoding, TextEncoding::latin1);
  EXPECT_EQ(textOfBytes("caf\xE9").text, "caf\xC3\xA9");
  EXPECT_EQ(textOfBytes(std::string_view("<\0a\0", 4)).encoding, TextEncoding::utf16le);
  EXPECT_EQ(textOfBytes(std::string_view("\xFF\xFE<", 3)).encoding, TextEncoding::latin1) << "half a unit";
}

TEST(SnapshotMasks, ASecretIsNotedWithItsPlace) {
  const SnapshotText text = maskedOf("<a>\n<password>Kq7x</password><b password='Zv'/></a>");
  EXPECT_EQ(text.text, "<a>\n<password>********</password><b password='********'/></a>");
  ASSERT_EQ(text.secrets.size(), 2U);
  EXPECT_EQ(text.secrets[0].at, (Position{2, 11}));
  EXPECT_EQ(text.secrets[0].length, 4U);
  EXPECT_EQ(text.secrets[1].at, (Position{2, 39}));
  EXPECT_EQ(text.secrets[1].digest, "") << "no key";
}

TEST(SnapshotMasks, StandInsAreAsLongAsSecrets) {
  const std::string_view original = "<a>\n<password>Kq\xC3\xA9x</password><b password='Zv'/></a>";
  const auto bytes = bytesWith(maskedOf(original), {}, "node path");
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->size(), original.size() - 1) << "a letter of two bytes is now one";
  EXPECT_EQ(bytes->find("</password>"), original.find("</password>") - 1);
  EXPECT_THAT(*bytes, Not(HasSubstr("Kq")));
}

TEST(SnapshotMasks, LineEndsAndIndentationStay) {
  const SnapshotText text = maskedOf("<password>\r\n  Kq7x\r\n  Zv \r\n</password>");
  EXPECT_EQ(text.text, "<password>\r\n  ********\r\n  ******** \r\n</password>");
  EXPECT_EQ(maskedOf("a.password=Kq7x\\\n  Zv\n").text, "a.password=********\\\n  ********\n");
}

TEST(SnapshotMasks, ShippedPasswordsAreMaskedAndPutBack) {
  const std::string_view original = "<password>wso2carbon</password>";
  const SnapshotText text = maskedOf(original, {.key = "0123456789abcdef"});
  EXPECT_EQ(text.text, "<password>********</password>");
  EXPECT_FALSE(text.hidesSomething());
  EXPECT_EQ(text.secrets[0].digest, "");
  EXPECT_EQ(*bytesWith(text, {}, ""), original);
}

TEST(SnapshotMasks, EqualSecretsHaveEqualDigestsHoweverTheyAreWritten) {
  const Masking masking{.key = "0123456789abcdef"};
  const SnapshotText xml = maskedOf("<a><password>K&amp;q</password><password>K&#38;q</password></a>", masking);
  const SnapshotText properties = maskedOf("a.password=K\\&q\n", masking);
  ASSERT_EQ(xml.secrets.size(), 2U);
  ASSERT_EQ(properties.secrets.size(), 1U);
  EXPECT_EQ(xml.secrets[0].digest, xml.secrets[1].digest);
  EXPECT_EQ(xml.secrets[0].digest, properties.secrets[0].digest);
  EXPECT_EQ(xml.secrets[0].digest.size(), 32U);
  EXPECT_NE(xml.secrets[0].digest, maskedOf("a.password=K&q\n", {.key = "another key 0123"}).secrets[0].digest);
}

TEST(SnapshotMasks, ByDigestTheSameStandIn) {
  const Masking masking{.key = "0123456789abcdef"};
  const StandIns byDigest{.kind = StandIns::Kind::distinct, .byDigest = true};
  const auto one = bytesWith(maskedOf("<password>Kq7x</password>", masking), byDigest, "a");
  const auto other = bytesWith(maskedOf("<password>Kq7x</password>", masking), byDigest, "b");
  const auto third = bytesWith(maskedOf("<password>Kq7y</password>", masking), byDigest, "b");
  EXPECT_EQ(*one, *other);
  EXPECT_NE(*one, *third);
  EXPECT_NE(*bytesWith(maskedOf("<password>Kq7x</password>"), {}, "a"),
            *bytesWith(maskedOf("<password>Kq7x</password>"), {}, "b"));
}

TEST(SnapshotMasks, OtherStandIns) {
  const SnapshotText text = maskedOf("<u><UserName>joe</UserName><password>Kq7x</password></u><password>Zv</password>");
  EXPECT_EQ(*bytesWith(text, {.kind = StandIns::Kind::user}, ""),
            "<u><UserName>joe</UserName><password>joe</password></u><password>joe</password>");
  const std::string same = *bytesWith(text, {.kind = StandIns::Kind::same}, "");
  const std::string first = same.substr(same.find("<password>"), 18);
  EXPECT_NE(same.find(first, same.find(first) + 1), std::string::npos) << same;
  EXPECT_THAT(*bytesWith(text, {.kind = StandIns::Kind::notUser}, ""), HasSubstr("<password>joen</password>"));
}

TEST(SnapshotMasks, ASecretThatProductsShipWithIsNoOthersStandIn) {
  const SnapshotText text = maskedOf("<u><UserName>admin</UserName><password>Kq7x</password></u>");
  EXPECT_THAT(*bytesWith(text, {.kind = StandIns::Kind::user}, ""), Not(HasSubstr("<password>admin")));
}

TEST(SnapshotMasks, JsonStaysJson) {
  const Masking masking{.isJson = true};
  const SnapshotText text =
      maskedOf(R"({"secret": 1234, "passwords": ["a b", {"of": "c"}], "password": null})", masking);
  EXPECT_EQ(text.text,
            R"({"secret": ********, "passwords": ["******** ********", {"********": "********"}], "password": null})");
  const std::string bytes = *bytesWith(text, {}, "");
  EXPECT_THAT(bytes, testing::ContainsRegex("\"secret\": [1-9][0-9]{3},"));
}

TEST(SnapshotMasks, PlaceholdersAreNoSecrets) {
  const std::string_view text = "<a><password>[your password]</password><password>#_DB_PASSWORD_#</password></a>";
  EXPECT_EQ(maskedOf(text).text, text);
  EXPECT_EQ(maskedOf("<password>[Secretpass1]</password>").text, "<password>********</password>");
  EXPECT_EQ(maskedOf("<password>[secretjoe]</password>").text, "<password>********</password>");
}

TEST(SnapshotMasks, ASecretThatIsToBeEncryptedKeepsItsBrackets) {
  EXPECT_EQ(maskedOf("a.password=[password]\nb.password=[Kq7x]\n").text,
            "a.password=[********]\nb.password=[********]\n");
}

TEST(SnapshotMasks, ATableThatDoesNotFitIsAnError) {
  SnapshotText text = maskedOf("<password>Kq7x</password>");
  text.secrets[0].at.column = 5;
  const auto bytes = bytesWith(text, {}, "");
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().message, "the table of secrets has one at 1:5, and the text has no mask there");
  text.secrets[0].at = {.line = 2, .column = 1};
  EXPECT_FALSE(bytesWith(text, {}, ""));
}

class SnapshotFiles : public testing::Test {
 protected:
  SnapshotFiles() {
    snapshot_.node = "das1";
    snapshot_.home = "/opt/das";
    snapshot_.realHome = "/srv/das-3.1.0";
    add("conf", {.kind = FileKind::folder});
    SnapshotEntry file{.mode = 0640, .size = 4};
    file.text = SnapshotText{.text = "<a/>"};
    add("conf/a.xml", file);
    add("conf/name-only.jks", {.digest = std::string(64, 'a')});
    add("conf/locked.xml", {.unread = "Permission denied"});
    add("in", {.kind = FileKind::symlink, .target = "conf"});
    add("gone", {.kind = FileKind::symlink});
    add("loop", {.kind = FileKind::symlink, .target = "loop"});
    add("out", {.kind = FileKind::symlink, .target = "/share/x", .behind = FileKind::folder});
    add("out/b.txt", {});
  }
  void add(const std::string& path, SnapshotEntry entry) { snapshot_.entries.emplace(path, std::move(entry)); }
  SnapshotFileSystem files() const { return {std::make_shared<const Snapshot>(snapshot_), {}}; }

  Snapshot snapshot_;
};

TEST_F(SnapshotFiles, AreWhereTheyWere) {
  const SnapshotFileSystem files = this->files();
  EXPECT_EQ(*files.read("/opt/das/conf/a.xml", 100), "<a/>");
  EXPECT_EQ(*files.read("/opt/das/in/a.xml", 100), "<a/>") << "through a link";
  EXPECT_EQ(files.status("/opt/das/conf/a.xml")->mode, 0640U);
  EXPECT_EQ(files.status("/opt/das")->kind, FileKind::folder);
  EXPECT_EQ(files.status("/opt/dash")->kind, FileKind::missing);
  EXPECT_EQ(files.status("/etc/passwd")->kind, FileKind::missing);
  EXPECT_EQ(files.status("/opt/das/../x")->kind, FileKind::missing);
  EXPECT_THAT(*files.list("/opt/das"), ElementsAre("conf", "gone", "in", "loop", "out"));
  EXPECT_THAT(*files.list("/opt/das/out"), ElementsAre("b.txt"));
}

TEST_F(SnapshotFiles, Links) {
  const SnapshotFileSystem files = this->files();
  EXPECT_EQ(files.status("/opt/das/in")->kind, FileKind::folder);
  EXPECT_EQ(files.linkStatus("/opt/das/in")->kind, FileKind::symlink);
  EXPECT_EQ(files.status("/opt/das/in")->inode, files.status("/opt/das/conf")->inode);
  EXPECT_EQ(files.status("/opt/das/out")->kind, FileKind::folder);
  EXPECT_EQ(files.status("/opt/das/gone")->kind, FileKind::missing);
  EXPECT_EQ(files.status("/opt/das/loop")->kind, FileKind::missing);
  EXPECT_EQ(*files.realPath("/opt/das"), "/srv/das-3.1.0");
  EXPECT_EQ(*files.realPath("/opt/das/in/a.xml"), "/srv/das-3.1.0/conf/a.xml");
  EXPECT_EQ(*files.realPath("/opt/das/out/b.txt"), "/share/x/b.txt");
  EXPECT_FALSE(files.realPath("/opt/das/gone"));
}

TEST_F(SnapshotFiles, WhatIsNotThereSaysWhy) {
  const SnapshotFileSystem files = this->files();
  EXPECT_THAT(files.read("/opt/das/conf/locked.xml", 100).error().message, HasSubstr("Permission denied"));
  EXPECT_THAT(files.read("/opt/das/conf/name-only.jks", 100).error().message, HasSubstr("its name only"));
  EXPECT_THAT(files.read("/opt/das/conf", 100).error().message, HasSubstr("cannot read"));
  EXPECT_THAT(files.read("/opt/das/none", 100).error().message, HasSubstr("no such file"));
  EXPECT_FALSE(files.list("/opt/das/none"));
}

TEST_F(SnapshotFiles, DigestsAreKnownOfFilesWithoutText) {
  const SnapshotFileSystem files = this->files();
  EXPECT_EQ(*files.digest("/opt/das/conf/name-only.jks", 100), std::string(64, 'a'));
  EXPECT_EQ(*files.digest("/opt/das/in/a.xml", 100), sha256("<a/>"));
  EXPECT_FALSE(files.digest("/opt/das/out/b.txt", 100));
}

TEST_F(SnapshotFiles, TheHostIsTheMachineOfTheSnapshot) {
  snapshot_.machine = "node1.example.org";
  SnapshotFileSystem files = this->files();
  const auto home = openSnapshot(files, "das1");
  ASSERT_TRUE(home);
  EXPECT_EQ(hostOf(*home), "node1.example.org");
}

TEST_F(SnapshotFiles, NothingCanBeWritten) {
  SnapshotFileSystem files = this->files();
  EXPECT_THAT(files.createFile("/opt/das/x", "", 0600).error().message, HasSubstr("is in a snapshot"));
  EXPECT_FALSE(files.removeFile("/opt/das/conf/a.xml"));
  EXPECT_FALSE(files.lock("/opt/das/lock", "me"));
  EXPECT_FALSE(files.checkReplaceable("/opt/das/conf/a.xml"));
}

}  // namespace
}  // namespace carbonfix
