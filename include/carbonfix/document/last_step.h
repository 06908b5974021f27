// The last step of a path, taken apart: what has to be known to make the element that it asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

// [@name='v'], [name='v'], or the same with $variable.
struct Demand {
  bool isAttribute = false;
  std::string name;
  std::string value;     // of a literal
  std::string variable;  // its name without $; empty: a literal
};

struct LastStep {
  std::string parent;  // selects what holds the element; "." for a path of one step
  std::string step;    // name and predicates, as written
  std::string name;
  std::vector<Demand> demands;
};

// The step must be name, name[@a='v'] or name[a='v'], with several such predicates if need be. Error: says what else it
// is and what is allowed; `at.column` counts code points of `xpath`, from 1.
Result<LastStep> splitLastStep(std::string_view xpath);

}  // namespace carbonfix
