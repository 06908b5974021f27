// The variables that the tool provides: $file, $node, $home, $product, $version, $kernel, $port-offset, $host,
// $inventory, $self, and the parameters of a pack.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"
#include "lint/variables.h"

namespace carbonfix {

class Facts {
 public:
  Facts(const std::vector<Home>& homes, const LintOptions& options);

  // The values that are for this home.
  const HomeValues& of(const Home& home) const;
  void provide(Variables& variables, const Pack& pack, const Home& home, const std::string& file) const;

 private:
  HomeValues forAll_;
  std::map<std::string, const HomeValues*, std::less<>> byNode_;
};

}  // namespace carbonfix
