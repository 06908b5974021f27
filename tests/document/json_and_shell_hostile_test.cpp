// Damaged JSON and shell files: an error with a place, or a document whose edits hold; never a crash.
#include <gtest/gtest.h>

#include "document/sweep.h"

namespace carbonfix {
namespace {

std::string damaged(std::string bytes, std::string_view alphabet, test::Random& random) {
  for (std::size_t n = test::pick(random, 4) + 1; n > 0; --n) {
    const std::size_t at = test::pick(random, bytes.size() + 1);
    const std::string_view some = alphabet.substr(test::pick(random, alphabet.size()), test::pick(random, 3));
    bytes.replace(at, test::pick(random, 4), some);
  }
  return bytes;
}

// Gives how many of the damaged texts could be read.
std::size_t sweep(const std::string& bytes, std::string_view alphabet, FileFormat format) {
  test::Random random(test::seed());
  std::size_t readable = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = damaged(bytes, alphabet, random);
    Result<Document> document = Document::parse(text, "x", format);
    if (!document) {
      EXPECT_GT(document.error().at.line, 0U) << text;
      continue;
    }
    ++readable;
    EXPECT_EQ(document->editedBytes(), text);
    EXPECT_TRUE(document->prove()) << text;
    const std::vector<Node> nodes = test::nodesOf(*document).marked;
    if (nodes.empty()) continue;
    const Node node = nodes[test::pick(random, nodes.size())];
    Editor editor(*document);
    const std::size_t what = test::pick(random, 4);
    const std::string item = format == FileFormat::json
                                 ? (node.parent().name() == "map" ? "<null key='new'/>" : "<null/>")
                                 : "<export name='NEW'>a b</export>";
    Status done;
    if (what == 0) done = editor.remove(node);
    if (what == 1) done = editor.insert(node, Place::after, item);
    if (what == 2) done = editor.insert(node, Place::before, item);
    const Result<bool> set = what == 3 ? editor.setValue(node, "1") : Result<bool>(true);
    if (!done || !set) {
      EXPECT_EQ(document->editedBytes(), text);
    } else if (format == FileFormat::json) {
      const Result<Document> proved = document->prove();
      EXPECT_TRUE(proved) << text << "\n=>\n" << document->editedBytes() << "\n" << proved.error().message;
    } else {
      (void)document->prove();  // a line put into a block is refused here
    }
  }
  return readable;
}

TEST(JsonHostile, DamageIsAnErrorOrADocument) {
  const std::string json =
      "{ // c\n  \"a\" : \"x\\u0041\\n\", /* d */\n  \"b\" : [1, -2.5e3, {}, [ ], true, null],\n"
      "  \"c\" : {\"d\": \"\xC3\xA9\", \"e\": false,}, // e\n}\n";
  EXPECT_GT(sweep(json, "{}[]\",:/*\\\n 1x-tu\xC3\xFF\t,,//**", FileFormat::json), 200U);
}

TEST(ShellHostile, DamageIsAnErrorOrADocument) {
  const std::string shell =
      "#!/bin/sh\nA=1 # c\nexport B=\"x y\" C='z'\nif [ \"$A\" ]; then\n  D=`ls`\nfi\ncase $A in\n x|y) "
      "E=$(f);;\nesac\n"
      "java -Da=1 \\\n  -Db=\"$C/d\" \"-De=2\" x\nP=\"-Df=1 -Dg=2 \"\ncat <<X\n'\nX\n#F=1\n";
  EXPECT_GT(sweep(shell, "\"'`$(){};&|<>#\\\n =A-D\t\r\xC3\xFF<<", FileFormat::shell), 300U);
}

}  // namespace
}  // namespace carbonfix
