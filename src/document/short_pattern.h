// Regular expressions with RE2's syntax and answers, for short patterns that are mostly ASCII. Most patterns of
// rules are short, want a yes or no, and meet a handful of words a run; RE2 takes far longer to get ready for them than
// this takes in all. A pattern is a set of places, one for each character that it names; a text is read once, and what
// is known between two characters is the set of places that the next one may be at. Such a set is a state; what the
// next one is for a character is worked out when it is first asked.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace carbonfix {

class ShortPattern {
 public:
  // Null: too long, not well-formed, or it has something that only RE2 knows.
  static std::unique_ptr<ShortPattern> parse(std::string_view pattern);

  // Does it match somewhere in the text? Nothing: that hangs on the cases of characters that are not ASCII.
  // Not thread-safe.
  std::optional<bool> matches(std::string_view text);

 private:
  friend class ShortPatternParser;

  using Places = std::uint64_t;  // a bit each
  static constexpr unsigned kMostPlaces = 64;
  static constexpr unsigned kAscii = 0x80;

  Places taking(unsigned character) const;
  Places after(Places places) const;
  // With what comes after those of the edges that are among them.
  Places past(Places edges, Places places) const;

  // What an ASCII character leads to from a state: one of these, or the next state.
  using State = std::uint8_t;
  static constexpr State kUnknown = 0;
  static constexpr State kMatch = 1;
  static constexpr State kNever = 2;
  static constexpr State kFirst = 3;
  static constexpr std::size_t kMostStates = 64;
  State addState(Places next);
  State move(State from, unsigned character);
  const State* rowOf(State state) const { return moves_.data() + std::size_t{kAscii} * (state - kFirst); }

  std::array<Places, kAscii> taking_{};       // by character: the places that take it
  std::array<Places, kMostPlaces> follow_{};  // by place: those that come next
  Places first_ = 0;
  Places last_ = 0;
  Places starts_ = 0;  // places that take the start of the text, of no width
  Places ends_ = 0;    // and its end
  bool canBeEmpty_ = false;
  bool isAsciiOnly_ = false;  // it hangs on the cases of other characters
  // Of the other characters: in which ranges a place has them, and the places that take what is in none of theirs.
  struct Range {
    unsigned from = 0;
    unsigned to = 0;
    Places places = 0;
  };
  std::vector<Range> ranges_;
  Places takingOthers_ = 0;
  std::vector<Places> states_;  // by state: the places that the next character may be at
  std::vector<State> moves_;    // a row of kAscii for each
};

}  // namespace carbonfix
