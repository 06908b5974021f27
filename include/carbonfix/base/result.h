// Expected failures as values: what went wrong, where, and what to do next.
//
// Result<T> has std::expected's member names (that class is C++23; both compilers we support lack it in C++20).
// Exceptions are for bugs and out-of-memory only, and are caught once, in main.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace carbonfix {

// 1-based line and 1-based column in Unicode code points; 0 means unknown.
struct Position {
  std::size_t line = 0;
  std::size_t column = 0;
  friend bool operator==(const Position&, const Position&) = default;
  // clang-tidy 14 takes the comparison with 0 that is behind this for a null pointer.
  friend auto operator<=>(const Position&, const Position&) = default;  // NOLINT(modernize-use-nullptr)
};

struct Error {
  std::string message;         // one sentence: what is wrong
  std::string path = {};       // the file it is about; empty when none
  Position at = {};            // where in that file
  std::string hint = {};       // what to do next; may be empty
  std::string excerpt = {};    // the source line at `at`, secrets masked; may be empty
  bool postCondition = false;  // a rule's own post-condition did not hold; everything else worked
  int signal = 0;              // this signal asked us to stop, and what was begun has been rolled back
};

using Errors = std::vector<Error>;

// "path:line:column: message" and, on lines of their own, excerpt with caret and hint.
std::string describe(const Error& error);

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  E& error() & { return std::get<1>(state_); }
  const E& error() const& { return std::get<1>(state_); }
  E&& error() && { return std::get<1>(std::move(state_)); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  template <class U>
  T value_or(U&& fallback) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
  }

  template <class F>
  auto and_then(F&& next) && -> decltype(next(std::declval<T&&>())) {
    if (!has_value()) return std::move(*this).error();
    return std::forward<F>(next)(std::move(*this).value());
  }

  template <class F>
  auto transform(F&& change) && -> Result<decltype(change(std::declval<T&&>())), E> {
    if (!has_value()) return std::move(*this).error();
    return std::forward<F>(change)(std::move(*this).value());
  }

 private:
  std::variant<T, E> state_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : error_(std::move(error)), ok_(false) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return ok_; }
  explicit operator bool() const { return ok_; }
  E& error() & { return error_; }
  const E& error() const& { return error_; }
  E&& error() && { return std::move(error_); }

 private:
  E error_{};
  bool ok_ = true;
};

using Status = Result<void>;

}  // namespace carbonfix
