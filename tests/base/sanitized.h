// Whether AddressSanitizer is in this build, which has a heap of its own and more memory in use.
#pragma once

namespace carbonfix {

#if defined(__SANITIZE_ADDRESS__)  // g++
constexpr bool kSanitized = true;
#elif defined(__has_feature)  // clang
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

}  // namespace carbonfix
