// For a program that is about to end: to free a million small things one by one is time lost.
#pragma once

#include <utility>
#include <vector>

namespace carbonfix {

template <typename Object>
void leaveToExit(Object object) {
  // Reachable to the end, so that no leak checker takes it for one.
  static auto* const left = new std::vector<Object>;
  left->push_back(std::move(object));
}

}  // namespace carbonfix
