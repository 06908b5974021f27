// Input that means harm, or nothing at all: an error or a document, soon and in little memory, and never a crash.
#include <cstdio>
#include <functional>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sanitized.h"
#include "document/sweep.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

// Does what a user would with whatever parses: positions, an edit, the proof.
void useAll(const std::string& bytes) {
  static_cast<void>(Document::checkWellFormed(bytes, "hostile.xml"));
  auto document = Document::parse(bytes, "hostile.xml");
  if (!document) {
    EXPECT_FALSE(document.error().message.empty());
    return;
  }
  EXPECT_EQ(document->editedBytes(), bytes);
  const test::Nodes nodes = test::nodesOf(*document);
  for (const Node& node : nodes.marked) static_cast<void>(document->locate(node));
  if (!nodes.attributes.empty()) static_cast<void>(Editor(*document).setValue(nodes.attributes.front(), "x"));
  if (!nodes.texts.empty()) static_cast<void>(Editor(*document).setValue(nodes.texts.front(), "y"));
  static_cast<void>(document->prove());
}

struct Used {
  bool clean = false;  // ended by itself, and the work gave true
  double seconds = 0;  // of processor time, which others on the machine have no part in
  long megabytes = 0;
};

// In a process of its own, so that its memory can be told.
Used measure(const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work() ? 0 : 1);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {WIFEXITED(status) && WEXITSTATUS(status) == 0, seconds(usage.ru_utime) + seconds(usage.ru_stime),
          usage.ru_maxrss / 1024};
}

void expectSmallError(const std::string& bytes, const char* what) {
  const Used used = measure([&] {
    const auto document = Document::parse(bytes, "bomb.xml");
    return !document && !document.error().message.empty();
  });
  EXPECT_TRUE(used.clean) << what << ": no error came";
  std::printf("hostile: %s: %.2f s, %ld MB\n", what, used.seconds, used.megabytes);
  if (kSanitized) return;  // which takes time and memory of its own
  EXPECT_LT(used.seconds, 1.0) << what;
  EXPECT_LT(used.megabytes, 256) << what;
}

std::string repeat(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Hostile, BillionLaughsIsAnError) {
  std::string dtd = "<!ENTITY a0 \"ha ha ha ha ha ha ha ha\">";
  for (int i = 1; i < 12; ++i) {
    const std::string inner = "&a" + std::to_string(i - 1) + ";";
    dtd += "<!ENTITY a" + std::to_string(i) + " \"" + repeat(inner, 10) + "\">";
  }
  expectSmallError("<!DOCTYPE r [" + dtd + "]><r>&a11;</r>", "billion laughs in text");
  expectSmallError("<!DOCTYPE r [" + dtd + "]><r x=\"&a11;\"/>", "billion laughs in an attribute");
  expectSmallError("<!DOCTYPE r [" + dtd + "<!ATTLIST r x CDATA \"&a11;\">]><r/>", "billion laughs in a default");
}

TEST(Hostile, QuadraticBlowUpIsAnError) {
  const std::string entity = "<!ENTITY a \"" + std::string(200000, 'a') + "\">";
  expectSmallError("<!DOCTYPE r [" + entity + "]><r>" + repeat("&a;", 20000) + "</r>", "quadratic blow-up");
}

TEST(Hostile, ParameterEntityBombIsAnError) {
  std::string dtd = "<!ENTITY % p0 \"<!ENTITY x '" + std::string(1000, 'x') + "'>\">";
  for (int i = 1; i < 12; ++i) {
    const std::string inner = "%p" + std::to_string(i - 1) + ";";
    dtd += "<!ENTITY % p" + std::to_string(i) + " \"" + repeat(inner, 10) + "\">";
  }
  const std::string bytes = "<!DOCTYPE r [" + dtd + "%p11;]><r/>";
  const Used used = measure([&] {
    useAll(bytes);
    return true;
  });
  EXPECT_TRUE(used.clean);
  if (!kSanitized) {
    EXPECT_LT(used.seconds, 1.0);
    EXPECT_LT(used.megabytes, 256);
  }
}

TEST(Hostile, AnEntityThatHoldsItselfIsAnError) {
  expectSmallError("<!DOCTYPE r [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><r>&a;</r>", "an entity loop");
}

// Listens on a port of this machine and tells whether anyone came.
class Canary {
 public:
  Canary() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    listening_ = bind(socket_, raw, size) == 0 && listen(socket_, 4) == 0 && getsockname(socket_, raw, &size) == 0;
    port_ = ntohs(address.sin_port);
    fcntl(socket_, F_SETFL, O_NONBLOCK);
  }
  ~Canary() { close(socket_); }
  Canary(const Canary&) = delete;
  Canary& operator=(const Canary&) = delete;

  bool isListening() const { return listening_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/canary"; }
  bool wasVisited() const {
    const int visitor = accept(socket_, nullptr, nullptr);
    if (visitor >= 0) close(visitor);
    return visitor >= 0;
  }

 private:
  int socket_;
  bool listening_ = false;
  unsigned port_ = 0;
};

TEST(Hostile, NothingOutsideTheFileIsEverLoaded) {
  const Canary canary;
  ASSERT_TRUE(canary.isListening());
  const test::TemporaryFolder temp;
  const std::string secret = temp.write("secret.txt", "CANARY");
  const std::string dtd = temp.write("secret.dtd", "<!ENTITY e \"CANARY\"><!ATTLIST r added CDATA \"CANARY\">");
  for (const std::string& url : {canary.url(), "file://" + secret, secret, "file://" + dtd, dtd}) {
    for (const std::string& bytes : {
             "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + url + "\">]><r>&e;</r>",
             "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + url + "\"><!ENTITY f \"&e;\">]><r>&f;</r>",
             "<!DOCTYPE r SYSTEM \"" + url + "\"><r/>",
             "<!DOCTYPE r PUBLIC \"-//x\" \"" + url + "\"><r>&e;</r>",
             "<!DOCTYPE r [<!ENTITY % p SYSTEM \"" + url + "\">%p;]><r>&e;</r>",
             "<?xml-stylesheet href=\"" + url +
                 "\"?><r xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"" + url +
                 "\" parse=\"text\"/></r>",
         }) {
      useAll(bytes);
      const auto document = Document::parse(bytes, "hostile.xml");
      if (!document) {
        EXPECT_EQ(document.error().message.find("CANARY"), std::string::npos) << bytes;
        continue;
      }
      EXPECT_EQ(document->rootElement().value().find("CANARY"), std::string::npos) << bytes;
      EXPECT_FALSE(document->rootElement().hasAttribute("added")) << bytes;
    }
  }
  EXPECT_FALSE(canary.wasVisited());
}

TEST(Hostile, DeepNestingIsAnErrorOrADocument) {
  for (const std::size_t depth : {200U, 255U, 256U, 257U, 5000U, 1000000U}) {
    useAll(repeat("<a>", depth) + repeat("</a>", depth));
    useAll(repeat("<a>", depth));
  }
}

TEST(Hostile, ManyAttributesSiblingsAndLongNamesAreNoTrouble) {
  std::string attributes;
  for (int i = 0; i < 20000; ++i) attributes += " a" + std::to_string(i) + "=\"1\"";
  useAll("<r" + attributes + "/>");
  useAll("<r>" + repeat("<a/>", 100000) + "</r>");
  useAll("<r>" + repeat("<!---->", 100000) + "</r>");
  useAll("<" + std::string(1000000, 'n') + "/>");
}

TEST(Hostile, EmptyBlankBinaryAndHalfAFileAreErrors) {
  std::string binary(4096, '\0');
  test::Random random{7};
  for (char& c : binary) c = static_cast<char>(test::pick(random, 256));
  for (const std::string& bytes :
       {std::string(), std::string(" \n\t"), std::string("\xEF\xBB\xBF"), std::string("\xFF\xFE"), std::string(1, '\0'),
        std::string(100, '\0'), std::string("<a>\0</a>", 8), std::string("<a x=\"\0\"/>", 10),
        std::string("\x7F"
                    "ELF\2\1\1"),
        std::string("PK\3\4"), std::string("plain text"), std::string("{\"json\": 1}"), std::string("<a/>\0", 5),
        binary}) {
    const auto document = Document::parse(bytes, "hostile.xml");
    EXPECT_FALSE(document) << "parsed: " << bytes;
    if (document) continue;
    EXPECT_FALSE(document.error().message.empty());
    EXPECT_GE(document.error().at.line, 1U);
    useAll(bytes);
  }
}

TEST(Hostile, AFileBeyondTheLimitIsRefusedWithItsSize) {
  const std::string bytes = "<a>" + std::string(kMaxFileSize, 'x') + "</a>";
  const auto document = Document::parse(bytes, "large.xml");
  ASSERT_FALSE(document);
  EXPECT_NE(document.error().message.find(std::to_string(bytes.size())), std::string::npos) << document.error().message;
}

// With everything in it that the tokenizer knows.
const std::string kWhole =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- c --><!DOCTYPE r [<!ENTITY e \"x\"><!ATTLIST a d CDATA 'q'>\n"
    "<!-- ]> --><?p ]>?>]>\n<?pi data?>\n<r xmlns=\"urn:a\" xmlns:p='urn:p'>\n  <a p:x = \"1&amp;&#65;&e;\"\n\ty='2'/>"
    "t\xC3\xA9xt &e; &lt;<![CDATA[ <raw> ]] ]]>\n  <!--b>1</b--><!-- <c/> -->\r\n</r>\n<!-- end -->\n";

std::string asUtf16(const std::string& utf8) {
  std::string out = "\xFF\xFE";
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
      out += utf8[at];
    } else {  // two bytes are all that the document has
      out += static_cast<char>(((byte & 0x1FU) << 6U) | (static_cast<unsigned char>(utf8[++at]) & 0x3FU));
    }
    out += '\0';
  }
  return out;
}

std::vector<std::string> wholeInManyEncodings() {
  const auto declared = [](const char* encoding) {
    std::string bytes = kWhole;
    return bytes.replace(bytes.find("UTF-8"), 5, encoding);
  };
  return {kWhole, "\xEF\xBB\xBF" + kWhole, declared("ISO-8859-1"), declared("windows-1252"),
          asUtf16(declared("UTF-16"))};
}

TEST(Hostile, AFileCutOffAnywhereIsNoTrouble) {
  for (const std::string& whole : wholeInManyEncodings()) {
    ASSERT_TRUE(Document::parse(whole, "whole.xml")) << whole;
    for (std::size_t size = 0; size < whole.size(); ++size) useAll(whole.substr(0, size));
  }
}

TEST(Hostile, AFileWithAnyByteChangedIsNoTrouble) {
  for (const std::string& whole : wholeInManyEncodings()) {
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char c : {'\0', '<', '>', '"', '&', '\xFF', '-', ']'}) {
        std::string bytes = whole;
        bytes[at] = c;
        useAll(bytes);
      }
    }
  }
}

}  // namespace
}  // namespace carbonfix
