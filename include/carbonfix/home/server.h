// The server of a home: is it running, and has it ever been? What a change of its files means depends on that.
#pragma once

#include <optional>

#include "carbonfix/home/home.h"

namespace carbonfix {

// The process of HOME/wso2carbon.pid while it is alive. A number that another process has got since is not it; one
// whose command line may not be seen is taken for it.
std::optional<long> runningServer(const Home& home);

// Settings that are read at the first start only are past it. False where the traces of a start were cleared away.
bool hasBeenStarted(const Home& home);

}  // namespace carbonfix
