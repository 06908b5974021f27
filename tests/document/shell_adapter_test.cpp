#include <gtest/gtest.h>

#include "document/editing.h"

namespace carbonfix {
namespace {

using testing::edited;
using testing::only;
using testing::toStatus;

constexpr const char* kPath = "bin/load-spark-env-vars.sh";
constexpr testing::FileKind kFile{kPath};

std::string shown(const Node& node) {
  if (node.kind() == NodeKind::comment) return "#" + node.value() + ";";
  if (node.kind() == NodeKind::text) return node.value();
  if (node.name() == "exported") return "export " + node.attribute("name") + ";";
  if (node.name() == "argument") return (node.hasAttribute("uncertain") ? "?" : "") + node.value() + ";";
  std::string out = node.name() == "export" ? (node.attribute("exported") == "true" ? "export " : "") : "-D";
  out += node.attribute("name") + "=";
  std::string inside;
  for (const Node& child : node.children())
    inside += child.kind() == NodeKind::text ? child.value() : "{" + shown(child) + "}";
  if (node.hasAttribute("uncertain")) inside = "?" + inside;
  return out + inside + ";";
}

std::string viewOf(const std::string& bytes) {
  return kFile.viewOf(
      bytes, [](const Document& document) { return document.rootElement(); }, shown);
}

std::string commented(const std::string& bytes, const std::string& where) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.comment(only(d, where)); }, kPath);
}

std::string uncommented(const std::string& bytes) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.uncomment(only(d, "//comment()")); }, kPath);
}

bool refuses(const std::string& result, const std::string& why) {
  return result.starts_with("error: ") && result.find(why) != std::string::npos;
}

TEST(ShellView, AssignmentsAndExports) {
  EXPECT_EQ(viewOf("#!/bin/sh\nA=1\nexport B=\"x y\" C='z'\n# note\nexport D\nE=\n"),
            "A=1;export B=x y;export C=z;# note;export D;E=;");
  EXPECT_EQ(viewOf("A=1; B=2 # two\n"), "A=1;B=2;# two;");
  EXPECT_EQ(viewOf("echo A=1 B=2\ndd if=x of=y\n"), "");
}

TEST(ShellView, OfJavaAllArgumentsAreShown) {
  EXPECT_EQ(viewOf("$JAVACMD -Xmx1g -Da=1 \\\n  -DdisableIndexing \"x y\" $OPTS Main\n"),
            "-Xmx1g;-Da=1;-DdisableIndexing=;x y;?$OPTS;Main;");
  EXPECT_EQ(viewOf("exec \"$JAVA_HOME/bin/java\" -Xms1g\n"), "-Xms1g;");
  EXPECT_EQ(viewOf("grep -DdisableIndexing x\necho java\n"), "");
}

TEST(ShellEdits, AnArgumentOfJavaCanBeSet) {
  EXPECT_EQ(kFile.withValue("java -Xmx1g Main # c\n", "//argument[1]", "-Xmx2g"), "java -Xmx2g Main # c\n");
  EXPECT_EQ(kFile.withValue("java '-Xmx1g' Main\n", "//argument[1]", "a b"), "java 'a b' Main\n");
  EXPECT_TRUE(refuses(kFile.withValue("java $OPTS Main\n", "//argument[1]", "x"), "filled in when the script runs"));
  EXPECT_TRUE(refuses(kFile.withValue("java -Da Main\n", "//option", "x"), "written without a value"));
  EXPECT_TRUE(refuses(kFile.withValue("export A\n", "//exported", "x"), "it has no value"));
}

TEST(ShellView, BlocksMayEndInCarriageReturns) {
  EXPECT_EQ(viewOf("if [ a ]; then\r\n\r\nA=1\r\nelse\r\nB=2\r\nfi\r\nfor x in a b; do\r\n\r\ndone\r\n"),
            "A=?1\r;B=?2\r;");
  EXPECT_EQ(viewOf("case x in\r\na)\r\nA=1\r\n;;\r\nesac\r\nf() {\r\nB=1\r\n}\r\n"), "A=?1\r;B=?1\r;");
}

TEST(ShellView, WordsAreReadAsTheShellDoes) {
  EXPECT_EQ(viewOf("A='a\"b'\"c'd\"e\\ f\\\\\n"), "A=a\"bc'de f\\;");
  EXPECT_EQ(viewOf("A=\"a\\\"b\\$c\\d\"\n"), "A=a\"b$c\\d;");
  EXPECT_EQ(viewOf("A=a\\\nb\n"), "A=ab;");
  EXPECT_EQ(viewOf("A='x\ny' B=#no\n"), "A=x\ny;B=#no;");
  EXPECT_EQ(viewOf("A=$ B=a#b\n"), "A=$;B=a#b;");
}

TEST(ShellView, WhatOnlyTheScriptKnowsIsUncertain) {
  EXPECT_EQ(viewOf("A=$B\n"), "A=?$B;");
  EXPECT_EQ(viewOf("A=\"${B:-x y}\"/z\n"), "A=?\"${B:-x y}\"/z;");
  EXPECT_EQ(viewOf("A=`ls \"a b\"`\n"), "A=?`ls \"a b\"`;");
  EXPECT_EQ(viewOf("A=$(case x in x) echo \")\";; esac)\nB=1\n"), "A=?$(case x in x) echo \")\";; esac);B=1;");
  EXPECT_EQ(viewOf("A=$((1 + (2)))\nB=$'x'\nC=~/x\n"), "A=?$((1 + (2)));B=?$'x';C=?~/x;");
  EXPECT_EQ(viewOf("A=(1 '2)' 3)\nB=1\n"), "A=?(1 '2)' 3);B=1;");
  EXPECT_EQ(viewOf("export A=*\nB=*\nC+=x\n"), "export A=?*;B=*;C=?x;");
  EXPECT_EQ(viewOf("A=x\r\n"), "A=?x\r;");
}

TEST(ShellView, WhatDoesNotAlwaysHoldIsUncertain) {
  EXPECT_EQ(viewOf("A=1 cmd\n"), "A=?1;");
  EXPECT_EQ(viewOf("if x; then\n  A=1\nfi\nB=2\n"), "A=?1;B=2;");
  EXPECT_EQ(viewOf("for c in $*\ndo\n  A=1\ndone\nB=2\n"), "A=?1;B=2;");
  EXPECT_EQ(viewOf("while [ -h x ]; do A=1; done; B=2\n"), "A=?1;B=2;");
  EXPECT_EQ(viewOf("case \"`uname`\" in\nX*) A=1;;\n(Y|Z) if q; then A=2; fi\n;;\nesac\nB=2\n"), "A=?1;A=?2;B=2;");
  EXPECT_EQ(viewOf("f() {\n  A=1\n}\nfunction g {\nA=2\n}\nB=2\n"), "A=?1;A=?2;B=2;");
  EXPECT_EQ(viewOf("( A=1 )\nB=2\n"), "A=?1;B=2;");
  EXPECT_EQ(viewOf("[ -z \"$A\" ] && A=1\nB=2\n"), "A=?1;B=2;");
  EXPECT_EQ(viewOf("x ||\n\n# note\nA=1\nB=2\n"), "# note;A=?1;B=2;");
  EXPECT_EQ(viewOf("A=1 | x | B=1\nC=1 &\nD=1\n"), "A=?1;B=?1;C=?1;D=1;");
  EXPECT_EQ(viewOf("readonly A=1\n"), "A=?1;");
}

TEST(ShellView, HereDocumentsArePassedOver) {
  EXPECT_EQ(viewOf("cat <<E >x\nA=1 'it\nE\nB=2\n"), "B=2;");
  EXPECT_EQ(viewOf("cat <<-'E F' ; C=3\n\tA=1\n\tE F\nB=2\n"), "C=3;B=2;");
  EXPECT_EQ(viewOf("x <<A <<B\nX=1\nA\nX=2\nB\nB=2\n"), "B=2;");
}

TEST(ShellView, ReservedWordsAreSoOnlyWhereACommandBegins) {
  EXPECT_EQ(viewOf("echo if for case { done\nA=1\n"), "A=1;");
  EXPECT_EQ(viewOf("'if' x\nA=1 > if\nB=2\n"), "A=1;B=2;");
}

TEST(ShellView, OptionsOfCommandsAndInVariables) {
  EXPECT_EQ(viewOf("while x\ndo\n  $JAVACMD \\\n  -Xms256m $JAVA_OPTS \\\n  -Da.b=1 -Dflag \\\n  -Dc=\"$D/e\" "
                   "\"-Df=2\"\ndone\n"),
            "-Xms256m;?$JAVA_OPTS;-Da.b=1;-Dflag=;-Dc=?\"$D/e\";-Df=2;");
  EXPECT_EQ(viewOf("P=\"-Da=1 -Db=$x -Dc=true \"\n"), "P=?\"-Da={-Da=1;} -Db=$x -Dc={-Dc=true;} \";");
  EXPECT_EQ(viewOf("P=\"-Da=1 -Dc=true \"\n"), "P=-Da={-Da=1;} -Dc={-Dc=true;} ;");
  EXPECT_EQ(viewOf("P=-Da=1\n"), "P=-Da={-Da=1;};");
  // One argument, whose value has a blank in it; and a command in quotes.
  EXPECT_EQ(viewOf("java \"-Da=b c\" '-Dd=e -Df=g' \"-Dh=i\"\n"), "-Dh=i;");
  EXPECT_EQ(viewOf("sh -c 'java -Da=1 -Db=2'\n"), "-Da=1;-Db=2;");
}

TEST(ShellView, BrokenScriptsAreAnErrorWithItsPlace) {
  EXPECT_EQ(viewOf("A=1\nB='x\n"), "error: 2:3 a quote ' is not closed");
  EXPECT_EQ(viewOf("A=1\nB=\"x\n"), "error: 2:3 a quote \" is not closed");
  EXPECT_EQ(viewOf("B=`x\n"), "error: 1:3 a backquote ` is not closed");
  EXPECT_EQ(viewOf("B=$(x\n"), "error: 1:3 $( is not closed");
  EXPECT_EQ(viewOf("B=${x\n"), "error: 1:3 ${ is not closed");
  EXPECT_EQ(viewOf("if x; then\n"), "error: 2:1 fi is missing at the end");
  EXPECT_EQ(viewOf("if x; then\ndone\n"), "error: 2:1 done where fi has to be");
  EXPECT_EQ(viewOf("x\nfi\n"), "error: 2:1 fi closes nothing");
  EXPECT_EQ(viewOf("x )\n"), "error: 1:3 ) closes nothing");
  EXPECT_EQ(viewOf("cat <<E\nx\n"), "error: 2:1 a here-document is not ended by \"E\"");
  EXPECT_EQ(viewOf(std::string("A\0B", 3)), "error: 1:2 a character that no text file holds");
  std::string deep = "A=";
  for (int i = 0; i < 100000; ++i) deep += "$(";
  EXPECT_EQ(viewOf(deep).substr(0, 7), "error: ");
}

TEST(ShellSet, KeepsTheQuotesWhereTheyCanHoldTheValue) {
  EXPECT_EQ(kFile.withValue("export A=1 # x\n", "//export", "2"), "export A=2 # x\n");
  EXPECT_EQ(kFile.withValue("export A=1\n", "//export", "x y"), "export A='x y'\n");
  EXPECT_EQ(kFile.withValue("A=\"1\"", "//export", "x y"), "A=\"x y\"");
  EXPECT_EQ(kFile.withValue("A=\"1\"\n", "//export", "$HOME `ls`"), "A='$HOME `ls`'\n");
  EXPECT_EQ(kFile.withValue("A='1'\n", "//export", "it's"), "A='it'\\''s'\n");
  EXPECT_EQ(kFile.withValue("A=\n", "//export", "x"), "A=x\n");
  EXPECT_EQ(kFile.withValue("A=x\n", "//export", ""), "A=\n");
  EXPECT_EQ(kFile.withValue("A=x\n", "//export", "~/x"), "A='~/x'\n");
  EXPECT_EQ(kFile.withValue("A=x\n", "//export/text()", "a\nb"), "A='a\nb'\n");
  EXPECT_EQ(kFile.withValue("A=\"x\"\n", "//export", "x"), "A=\"x\"\n");
}

TEST(ShellSet, UncertainIsRefusedWithTheReason) {
  EXPECT_TRUE(refuses(kFile.withValue("A=$B\n", "//export", "x"), "filled in"));
  EXPECT_TRUE(refuses(kFile.withValue("A=$B\n", "//export", "$B"), "filled in"));
  EXPECT_TRUE(refuses(kFile.withValue("x && A=1\n", "//export", "x"), "on a condition"));
  EXPECT_TRUE(refuses(kFile.withValue("A=1\n", "//export", "x\r"), "carriage return"));
  EXPECT_TRUE(refuses(kFile.withValue("A=\xE9\n", "//export", "\xE2\x82\xAC"), "can't hold"));
}

TEST(ShellSet, OptionsChangeTheirValueOnly) {
  const std::string java = "$JAVACMD \\\n  -Da.b=1 \\\n  -Dc=\"x\" Main\n";
  EXPECT_EQ(kFile.withValue(java, "//option[@name='a.b']", "2"), "$JAVACMD \\\n  -Da.b=2 \\\n  -Dc=\"x\" Main\n");
  EXPECT_EQ(kFile.withValue(java, "//option[@name='c']", "y z"), "$JAVACMD \\\n  -Da.b=1 \\\n  -Dc=\"y z\" Main\n");
  EXPECT_EQ(kFile.withValue(java, "//option[@name='a.b']", "*"), "$JAVACMD \\\n  -Da.b='*' \\\n  -Dc=\"x\" Main\n");
  const std::string variable = "if x; then\n  P=\"$P -Da=1 -Db=2\"\nfi\n";
  EXPECT_EQ(kFile.withValue(variable, "//option[@name='a']", "9"), "if x; then\n  P=\"$P -Da=9 -Db=2\"\nfi\n");
  EXPECT_TRUE(refuses(kFile.withValue(variable, "//option[@name='a']", "x y"), "ends at a blank"));
  EXPECT_TRUE(refuses(kFile.withValue(variable, "//option[@name='a']", "\"; rm -rf /"), "ends at a blank"));
  EXPECT_TRUE(refuses(kFile.withValue("java -Dc=\"$x\"\n", "//option", "y"), "filled in"));
  EXPECT_TRUE(refuses(kFile.withValue("java \"-Dc=1\"\n", "//option", "y z"), "ends at a blank"));
}

TEST(ShellSet, AVariableWithOptionsAsAWhole) {
  EXPECT_EQ(kFile.withValue("P=\"-Da=1\"\n", "//export", "-Da=2 -Db=3"), "P=\"-Da=2 -Db=3\"\n");
  EXPECT_EQ(kFile.withValue("P=\"-Da=1\"\n", "//export", "x"), "P=\"x\"\n");
  EXPECT_EQ(kFile.withValue("P=x\n", "//export", "-Da=2 -Db=3"), "P='-Da=2 -Db=3'\n");
}

TEST(ShellSet, NamesAndComments) {
  EXPECT_EQ(kFile.withValue("export A=1\n", "//export/@name", "B"), "export B=1\n");
  EXPECT_TRUE(refuses(kFile.withValue("A=1\n", "//export/@name", "B C"), "such a name"));
  EXPECT_TRUE(refuses(kFile.withValue("A=1\n", "//export/@exported", "true"), "can't be set"));
  EXPECT_EQ(kFile.withValue("A=1 # x\n", "//comment()", " y"), "A=1 # y\n");
  EXPECT_TRUE(refuses(kFile.withValue("# x\n", "//comment()", "y\nrm"), "line break"));
}

TEST(ShellInsert, OnALineOfItsOwn) {
  const std::string item = "<export name='N'>v</export>";
  EXPECT_EQ(kFile.with("export A=1\n", "/shell", Place::lastChild, item), "export A=1\nexport N=v\n");
  EXPECT_EQ(kFile.with("mkdir -p \"$A/jars\"", "/shell", Place::lastChild, item), "mkdir -p \"$A/jars\"\nexport N=v");
  EXPECT_EQ(kFile.with("", "/shell", Place::lastChild, item), "export N=v\n");
  EXPECT_EQ(kFile.with("#!/bin/sh\nA=\"1\"\nx\n", "/shell", Place::firstChild, item),
            "#!/bin/sh\nexport N=\"v\"\nA=\"1\"\nx\n");
  EXPECT_EQ(kFile.with("A='1' # c\nx\n", "//export", Place::after, item), "A='1' # c\nexport N='v'\nx\n");
  EXPECT_EQ(kFile.with("x\nexport A=1\n", "//export", Place::before, item), "x\nexport N=v\nexport A=1\n");
  EXPECT_EQ(kFile.with("x\n#export N=\ny\n", "//comment()", Place::after, item), "x\n#export N=\nexport N=v\ny\n");
  EXPECT_EQ(kFile.with("A=1", "//export", Place::after, "<export name='N' exported='false'>a b</export>"),
            "A=1\nN='a b'");
  EXPECT_EQ(kFile.with("A=1 B='x\ny' \\\n  C=2\nz\n", "//export[1]", Place::after, item),
            "A=1 B='x\ny' \\\n  C=2\nexport N=v\nz\n");
}

TEST(ShellInsert, RefusesWhatWouldNotBeAVariableOrNotAlwaysHold) {
  const auto put = [](const std::string& xml) { return kFile.with("A=1\n", "/shell", Place::lastChild, xml); };
  EXPECT_TRUE(refuses(put("<export name='a b'>v</export>"), "what is put here"));
  EXPECT_TRUE(refuses(put("<export>v</export>"), "what is put here"));
  EXPECT_TRUE(refuses(put("<export name='N' exported='x'>v</export>"), "what is put here"));
  EXPECT_TRUE(refuses(put("<export name='N'><a/></export>"), "what is put here"));
  EXPECT_TRUE(refuses(put("<property name='N'>v</property>"), "what is put here"));
  EXPECT_TRUE(refuses(kFile.with("if x; then\nA=1\nfi\n", "//export", Place::after, "<export name='N'>v</export>"),
                      "may not be run"));
  EXPECT_TRUE(
      refuses(kFile.with("x; A=1\n", "//export", Place::before, "<export name='N'>v</export>"), "other commands"));
  EXPECT_TRUE(
      refuses(kFile.with("java -Da=1\n", "//option", Place::after, "<option name='b'>1</option>"), "added to /shell"));
}

TEST(ShellRemove, TakesTheLine) {
  EXPECT_EQ(kFile.without("x\n  export A=1;\ny\n", "//export"), "x\ny\n");
  EXPECT_EQ(kFile.without("A='x\ny'\nz\n", "//export"), "z\n");
  EXPECT_EQ(kFile.without("x\nA=1", "//export"), "x\n");
  EXPECT_EQ(kFile.without("A=1 # c\nx\n", "//export"), "# c\nx\n");
  EXPECT_EQ(kFile.without("x # c\ny\n", "//comment()"), "x\ny\n");
  EXPECT_EQ(kFile.without("x\n  # c\ny\n", "//comment()"), "x\ny\n");
  EXPECT_TRUE(refuses(kFile.without("x; A=1\n", "//export"), "other commands"));
  EXPECT_TRUE(refuses(kFile.without("export A=1 B=2\n", "//export[1]"), "other commands"));
  EXPECT_TRUE(refuses(kFile.without("export \\\nB=2\n", "//export[1]"), "other commands"));
  EXPECT_TRUE(refuses(kFile.without("x && A=1\n", "//export"), "condition"));
  EXPECT_TRUE(refuses(kFile.without("java -Da=1\n", "//option"), "only a variable"));
}

TEST(ShellComment, ThereAndBack) {
  EXPECT_EQ(commented("x\n  export A='1 2'\ny\n", "//export"), "x\n  #export A='1 2'\ny\n");
  EXPECT_EQ(uncommented("x\n  #export A='1 2'\ny\n"), "x\n  export A='1 2'\ny\n");
  EXPECT_EQ(uncommented("## A=1\n"), "A=1\n");
  EXPECT_EQ(uncommented("# A=1"), "A=1");
  EXPECT_TRUE(refuses(uncommented("# set A=1\n"), "no variable that is commented out"));
  EXPECT_TRUE(refuses(uncommented("# A=1 is good\n"), "no variable that is commented out"));
  EXPECT_TRUE(refuses(uncommented("# A=1; rm x\n"), "no variable that is commented out"));
  EXPECT_TRUE(refuses(uncommented("# it's\n"), "no variable that is commented out"));
  EXPECT_TRUE(refuses(uncommented("# A=$B\n"), "filled in"));
  EXPECT_TRUE(refuses(uncommented("x # A=1\n"), "has a command"));
  EXPECT_TRUE(refuses(commented("A='x\ny'\n", "//export"), "several lines"));
}

TEST(ShellEdits, OneAfterAnother) {
  const auto all = [](Document& d, Editor& e) -> Status {
    if (Status ok = e.uncomment(only(d, "//comment()")); !ok) return ok;
    if (Status ok = toStatus(e.setValue(only(d, "//export[@name='A']"), "10.0.0.1")); !ok) return ok;
    if (Status ok = e.insert(only(d, "/shell"), Place::lastChild, "<export name='B'>1</export>"); !ok) return ok;
    if (Status ok = e.insert(only(d, "/shell"), Place::lastChild, "<export name='C'>2</export>"); !ok) return ok;
    return e.remove(only(d, "//export[@name='B']"));
  };
  EXPECT_EQ(edited("#export A=x\nlast", all, kPath), "export A=10.0.0.1\nlast\nexport C=2");
}

}  // namespace
}  // namespace carbonfix
