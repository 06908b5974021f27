// What there is to tell of one rule: the texts that explain, rules and the page of all rules are made of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/rules/model.h"

namespace carbonfix {

struct RuleFacts {
  enum class Kind { check, patch, own };  // own: a finding of the tool itself

  struct File {
    std::string node;  // empty: the only one
    std::string path;
    std::string text;
    std::vector<std::size_t> marked;  // lines that findings are on
  };
  struct Example {
    std::vector<File> bad;
    std::vector<File> good;
    std::vector<std::string> messages;  // what is said of bad; only explain asks for them
  };
  struct Fix {
    Safety safety = Safety::safe;
    std::string title;
    std::vector<std::string> steps;
  };

  Kind kind = Kind::check;
  std::string id;
  std::string pack;                  // its id
  std::string packTitle;             // of the tool's own: empty
  std::optional<Severity> severity;  // a patch has none
  std::string title;                 // the message, "…" for what is filled in; of a patch its title
  std::string files;
  std::string context;
  std::string test;     // of a patch: what it ensures
  std::string pattern;  // its id and title
  std::vector<std::string> phases;
  bool isLive = false;    // asks the machine: lint --live
  std::string condition;  // the expression that decides whether it applies; empty: always
  std::string appliesTo;  // the same in words, where there are some
  std::vector<std::string> about;
  std::vector<std::string> why;
  std::vector<std::string> links;
  std::optional<Fix> fix;  // of a patch: what it does
  std::string effect;      // of patches, as are the next two
  std::string consent;
  std::vector<std::string> params;
  std::vector<Example> examples;
  std::string run;                    // how to run it alone
  std::vector<std::string> suppress;  // how to leave it out, one way an entry
  std::string repair;                 // how to have the fix written
};

}  // namespace carbonfix
