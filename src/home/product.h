// Which product a home is, and of which version.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/home/home.h"

namespace carbonfix {

// "WSO2 Data Analytics Server" as "das"; empty when it is none that we know.
std::string productOf(std::string_view name);

// From bin/version.txt and bin/wso2carbon-version.txt; a home that lacks them (a container image's overlay) is known by
// its carbon.xml.
ProductFacts detectProduct(const Home& home);

}  // namespace carbonfix
