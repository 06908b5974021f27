// What the schema cannot say of a rule file: that its expressions compile, and that its names mean something.
#pragma once

#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"
#include "carbonfix/rules/model.h"
#include "rules/reader.h"

namespace carbonfix {

struct Verdict {
  Errors errors;
  Errors warnings;
};

Verdict checkPack(const Document& document, const Pack& pack, const std::vector<Reference>& references);

// Ids of checks and patches that the tool keeps for itself.
bool isReservedId(std::string_view id);

}  // namespace carbonfix
