// Which values are secrets, by themselves: isSecretName() of base/secrets.h goes by the name, this one by the value.
#pragma once

#include <string_view>

namespace carbonfix {

// Could this value of a secret name be the secret itself? A placeholder, an alias, a flag or an empty value is none.
bool isSecretValue(std::string_view value);

}  // namespace carbonfix
