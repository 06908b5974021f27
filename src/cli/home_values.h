// The values that rules get, home by home: from the inventory, then --params files, then --param.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/document/document.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"
#include "cli/given_homes.h"
#include "cli/options.h"

namespace carbonfix {

struct ValuesOfHomes {
  std::vector<HomeValues> homes;      // in the order of the homes; bound to the packs, so all parameters have a value
  std::vector<GivenValues> given;     // of each home: where its values come from; what is not in it is a default
  std::optional<Document> inventory;  // holds the nodes of $inventory and $self
};

// What goes wrong for every home is said once. A parameter that the inventory calls sensitive is so in the packs, too.
Result<ValuesOfHomes, Errors> valuesOfHomes(const Options& options, const GivenHomes& given, std::vector<Pack>& packs,
                                            Console& console);

}  // namespace carbonfix
