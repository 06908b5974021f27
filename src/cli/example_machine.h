// The machine of an example: it answers what the snippet says, and else as a machine does on which all is well.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/home/live.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

class ExampleMachine : public LiveHost {
 public:
  explicit ExampleMachine(const std::vector<ExampleAnswer>& answers = {});

  Result<Value> answer(const Home& home, std::string_view function, const std::vector<std::string>& arguments) override;

 private:
  std::map<std::string, std::string, std::less<>> answers_;  // by call
};

}  // namespace carbonfix
