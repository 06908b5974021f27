// Findings out of what checks found: place, excerpt and message, with secrets masked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/node_paths.h"
#include "carbonfix/lint/finding.h"
#include "carbonfix/rules/model.h"
#include "lint/entry_places.h"
#include "lint/fingerprint.h"
#include "lint/secrets_in_files.h"
#include "lint/surroundings.h"
#include "lint/variables.h"

namespace carbonfix {

// Where a check runs.
struct CheckedFile {
  const Pack& pack;
  const Home& home;
  const std::string& path;
  const Document& document;
};

class FindingMaker {
 public:
  // `secrets`: values of sensitive parameters.
  FindingMaker(const HomeSurroundings& surroundings, std::vector<std::string> secrets)
      : surroundings_(surroundings), secretValues_(secrets), secrets_(std::move(secrets)) {}

  // A check that fired at `context`. `lookups`: entries of keys that its test looked up.
  Finding make(const Check& check, const CheckedFile& where, Node context, Variables& variables,
               const std::vector<const KeyEntry*>& lookups, EntryPlaces& places);

  // A finding of the tool's own, at a place in a file that could be read.
  Finding at(std::string_view id, const CheckedFile& where, Node node, std::string message);

 private:
  Finding atSubject(const Check& check, const CheckedFile& where, Node context, Variables& variables);
  Finding ofTemplate(const Check& check, const CheckedFile& where, Node subject);
  void relate(Finding& finding, const CheckedFile& where, Node context, const std::vector<const KeyEntry*>& lookups,
              EntryPlaces& places);
  void place(Finding& finding, const Document& document, Node node);
  std::string render(const Message& message, const CheckedFile& where, Node context, Variables& variables);
  std::string shown(const Value& value, const CheckedFile& where);

  const HomeSurroundings& surroundings_;
  std::vector<std::string> secretValues_;
  SecretsInFiles secrets_;
  PlacesByNames places_;
  NodePaths paths_;
};

}  // namespace carbonfix
