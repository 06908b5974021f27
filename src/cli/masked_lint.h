// Linting homes whose secrets are masked: what hangs on a secret is not known, and is said to be so.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/home/snapshot_file_system.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/model.h"
#include "cli/given_homes.h"

namespace carbonfix {

// Is there a snapshot among the homes with a secret that is masked?
bool areMasked(const GivenHomes& given);

// Makes the homes ready that stand beside masked ones: their secrets are masked, too (with `key`, where there is one),
// so that secrets are held against their like. Notes say when equal secrets can't be told.
void maskAll(GivenHomes& given, const std::vector<Pack>& packs, const std::string& key);

// Lints `homes`, which are those of `given` after maskAll(). A check that would come to another end if the secrets were
// others is "not checked", neither a finding nor a pass: each is asked again with all secrets alike, and with secrets
// that are, and almost are, their users' names. What else may be wrong with a secret (its letters, its length) is taken
// as it is seen.
Result<LintReport, Errors> lintMasked(const std::vector<Home>& homes, const std::vector<Pack>& packs,
                                      const LintOptions& options, bool byDigest);

// Do equal secrets of these homes have equal digests?
bool haveOneKey(const std::vector<Home>& homes);

}  // namespace carbonfix
