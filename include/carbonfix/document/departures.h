// What the standard of a file's format does not allow, and its readers take: comments and trailing commas in JSON.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/document/document.h"

namespace carbonfix {

struct Departure {
  std::string id;  // json.comment, json.trailing-comma
  Error error;     // with the place of the first of its kind
};

// Each kind once. For a document as it was read.
std::vector<Departure> departuresOf(const Document& document);

}  // namespace carbonfix
