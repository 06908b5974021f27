#include "carbonfix/document/node_paths.h"

#include <gtest/gtest.h>

#include <string>

#include "carbonfix/document/document.h"

namespace carbonfix {
namespace {

TEST(NodePaths, TellSiblingsApartByKeyElseByPosition) {
  const auto document = Document::parse(
      "<a><b/><b name='x'/><b name='x'/><b name='y'/><c><id>1</id></c><c><id>2</id><!-- n --></c><d e='1'>t</d></a>",
      "a.xml");
  ASSERT_TRUE(document);
  NodePaths paths;
  const auto children = document->rootElement().elements();
  std::string all;
  for (const Node& child : children) all += paths.of(child) + " ";
  EXPECT_EQ(all, "/a/b[1] /a/b[2] /a/b[3] /a/b[@name='y'] /a/c[id='1'] /a/c[id='2'] /a/d ");
  EXPECT_EQ(paths.of(children[6].attributes()[0]), "/a/d/@e");
  EXPECT_EQ(paths.of(children[6].children()[0]), "/a/d/text()");
  EXPECT_EQ(paths.of(children[5].children()[1]), "/a/c[id='2']/comment()");
  EXPECT_EQ(paths.of(document->root()), "/");
  EXPECT_EQ(paths.of(Node()), "");
  for (const Node& child : children) EXPECT_EQ(child.path(), paths.of(child));
}

}  // namespace
}  // namespace carbonfix
