// The variables that the tool provides: $file, $node, $home, $product, $version, $kernel, and the parameters of a pack.
#pragma once

#include <string>

#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"
#include "lint/variables.h"

namespace carbonfix {

class Facts {
 public:
  explicit Facts(const ParamValues& given) : given_(given) {}

  void provide(Variables& variables, const Pack& pack, const Home& home, const std::string& file) const;

 private:
  const ParamValues& given_;
};

}  // namespace carbonfix
