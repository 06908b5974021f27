#include "document/short_pattern.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// Characters that a place takes.
struct Characters {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::vector<std::pair<unsigned, unsigned>> beyond;  // ranges of those that are not ASCII
  bool isNegated = false;                             // it takes those that are in none of the ranges

  void add(unsigned from, unsigned to) {
    for (unsigned c = from; c <= to && c < 128; ++c) (c < 64 ? low : high) |= std::uint64_t{1} << (c % 64);
    if (to >= 128) beyond.emplace_back(from, to);
  }
  void add(const Characters& others) {
    low |= others.low;
    high |= others.high;
    beyond.insert(beyond.end(), others.beyond.begin(), others.beyond.end());
  }
  bool has(char c) const { return (high >> (static_cast<unsigned>(c) - 64) & 1U) != 0; }
  Characters others() && {
    low = ~low;
    high = ~high;
    isNegated = true;
    return std::move(*this);
  }
  // Letters stand for both of their cases.
  void fold() {
    constexpr std::uint64_t kLetters = ((std::uint64_t{1} << 26U) - 1) << 1U;  // after '@' and '`'
    constexpr unsigned kBetweenCases = 32;
    const std::uint64_t upper = high & kLetters;
    const std::uint64_t lower = (high >> kBetweenCases) & kLetters;
    high |= (upper | lower) | (upper | lower) << kBetweenCases;
  }
};

constexpr unsigned kLargestCode = 0x10FFFF;
constexpr char32_t kReplacement = 0xFFFD;
constexpr unsigned kAscii = 0x80;
constexpr unsigned kLongS = 0x17F;
constexpr unsigned kKelvin = 0x212A;

// Those that are not ASCII are in the opposite of each of these.
std::optional<Characters> classOf(char letter) {
  Characters set;
  switch (letter) {
    case 'd':
    case 'D':
      set.add('0', '9');
      break;
    case 'w':
    case 'W':
      set.add('0', '9');
      set.add('A', 'Z');
      set.add('a', 'z');
      set.add('_', '_');
      break;
    case 's':
    case 'S':
      set.add('\t', '\n');
      set.add('\f', '\r');
      set.add(' ', ' ');
      break;
    default:
      return std::nullopt;
  }
  if (letter > 'a') return set;
  set.low = ~set.low;
  set.high = ~set.high;
  set.add(kAscii, kLargestCode);
  return set;
}

// Neither upper nor lower: controls and signs, punctuation.
bool hasNoCase(unsigned from, unsigned to) { return (from >= 0x80 && to <= 0xA9) || (from >= 0x2000 && to <= 0x206F); }

}  // namespace

// Reads a pattern, and joins its places as it goes. After fail() what it gives is thrown away.
class ShortPatternParser {
 public:
  ShortPatternParser(std::string_view text, ShortPattern& pattern) : text_(text), pattern_(pattern) {}

  bool run() {
    const Part whole = either();
    pattern_.first_ = whole.first;
    pattern_.last_ = whole.last;
    pattern_.canBeEmpty_ = whole.canBeEmpty;
    return ok_ && at_ == text_.size();
  }

 private:
  using Places = ShortPattern::Places;
  struct Part {
    bool canBeEmpty = true;
    Places first = 0;
    Places last = 0;
  };

  Part fail() {
    ok_ = false;
    return {};
  }
  bool isAt(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!isAt(c)) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  void link(Places from, Places to) {
    for (; from != 0; from &= from - 1) pattern_.follow_.at(static_cast<std::size_t>(std::countr_zero(from))) |= to;
  }
  Part join(const Part& left, const Part& right) {
    link(left.last, right.first);
    return {left.canBeEmpty && right.canBeEmpty, left.first | (left.canBeEmpty ? right.first : 0),
            right.last | (right.canBeEmpty ? left.last : 0)};
  }

  Part either() {
    const bool isFolding = isFolding_;
    Part all = row();
    while (ok_ && take('|')) {
      const Part next = row();
      all = {all.canBeEmpty || next.canBeEmpty, all.first | next.first, all.last | next.last};
    }
    isFolding_ = isFolding;
    return all;
  }

  Part row() {
    Part all;
    if (at_ == 0 && take("(?i)")) isFolding_ = true;
    while (ok_ && at_ < text_.size() && !isAt('|') && !isAt(')')) all = join(all, repeated());
    return all;
  }

  Part repeated() {
    const std::size_t start = at_;
    Part one = single();
    const bool isEdge = start + 1 == at_ && (text_[start] == '^' || text_[start] == '$');
    if (!ok_ || at_ == text_.size() || std::string_view("*+?{").find(text_[at_]) == std::string_view::npos) return one;
    if (isEdge) return fail();
    const std::size_t mark = at_;
    std::size_t least = 1;
    std::optional<std::size_t> most = 1;
    if (!times(least, most)) return fail();
    const std::size_t end = at_;
    Part all = one;
    if (least == 0) all.canBeEmpty = true;
    for (std::size_t count = 1; ok_ && count < most.value_or(least); ++count) {
      at_ = start;
      one = single();
      if (at_ != mark) return fail();
      if (count >= least) one.canBeEmpty = true;
      all = join(all, one);
    }
    if (!most) link(one.last, one.first);
    at_ = end;
    take('?');  // as few as possible: the same answer
    if (at_ < text_.size() && std::string_view("*+?{").find(text_[at_]) != std::string_view::npos) return fail();
    return all;
  }

  // How often, at least and at most.
  bool times(std::size_t& least, std::optional<std::size_t>& most) {
    const char c = text_[at_++];
    if (c != '+') least = 0;
    if (c != '?') most.reset();
    if (c != '{') return true;
    if (!number(least)) return false;
    most = least;
    if (take(',')) {
      most.reset();
      if (!isAt('}') && !number(most.emplace())) return false;
    }
    return take('}') && most != std::size_t{0} && most.value_or(least) >= least &&
           most.value_or(least) <= ShortPattern::kMostPlaces;
  }
  bool number(std::size_t& value) {
    const char* const start = text_.data() + at_;
    const auto read = std::from_chars(start, text_.data() + text_.size(), value);
    at_ += static_cast<std::size_t>(read.ptr - start);
    return read.ec == std::errc() && read.ptr != start && (*start != '0' || value == 0);
  }

  // A character, a class of them, an edge of the text, or what brackets hold.
  Part single() {
    if (++parts_ > kMostParts || at_ == text_.size()) return fail();
    const char c = text_[at_];
    switch (c) {
      case '(':
        return group();
      case '*':
      case '+':
      case '?':
      case '{':
        return fail();
      case '^':
      case '$':
        ++at_;
        return edge(c == '^' ? pattern_.starts_ : pattern_.ends_);
      case '[': {
        ++at_;
        return place(bracketed());
      }
      case '.': {
        ++at_;
        Characters line;
        line.add('\n', '\n');
        return place(std::move(line).others());
      }
      default:
        return place(oneOrClass());
    }
  }

  Part group() {
    ++at_;
    const bool isFolding = isFolding_;
    if (take("?i:")) {
      isFolding_ = true;
    } else if (!take("?:") && isAt('?')) {
      return fail();
    }
    const Part inner = either();
    isFolding_ = isFolding;
    return take(')') ? inner : fail();
  }

  Places nextPlace() {
    if (places_ == ShortPattern::kMostPlaces) {
      ok_ = false;
      return 0;
    }
    return Places{1} << places_++;
  }
  Part edge(Places& edges) {
    const Places place = nextPlace();
    edges |= place;
    return {false, place, place};
  }
  Part place(const Characters& set) {
    const Places place = nextPlace();
    for (std::uint64_t rest = set.low; rest != 0; rest &= rest - 1) {
      pattern_.taking_.at(static_cast<std::size_t>(std::countr_zero(rest))) |= place;
    }
    for (std::uint64_t rest = set.high; rest != 0; rest &= rest - 1) {
      pattern_.taking_.at(static_cast<std::size_t>(std::countr_zero(rest)) + 64) |= place;
    }
    for (const auto& [from, to] : set.beyond) pattern_.ranges_.push_back({from, to, place});
    if (set.isNegated) pattern_.takingOthers_ |= place;
    return {false, place, place};
  }

  std::optional<Characters> classAt(std::size_t at) {
    // Which letters are folded into these is RE2's to tell.
    if (isFolding_ && (text_[at] == 'w' || text_[at] == 'W')) pattern_.isAsciiOnly_ = true;
    return classOf(text_[at]);
  }

  Characters oneOrClass() {
    Characters set;
    if (isAt('\\') && at_ + 1 < text_.size()) {
      if (const auto known = classAt(at_ + 1)) {
        at_ += 2;
        return *known;
      }
    }
    add(set, character());
    fold(set);
    return set;
  }

  // After "[".
  Characters bracketed() {
    Characters set;
    const bool isNegated = take('^');
    if (isAt(']')) ok_ = false;
    bool isFirst = true;
    while (ok_ && !take(']')) {
      if (at_ == text_.size() || isAt('[') || (isAt('-') && !isFirst && !text_.substr(at_).starts_with("-]"))) {
        ok_ = false;
      } else if (const auto known = isAt('\\') && at_ + 1 < text_.size() ? classAt(at_ + 1) : std::nullopt) {
        at_ += 2;
        set.add(*known);
      } else {
        addRange(set);
      }
      isFirst = false;
    }
    fold(set);
    return isNegated ? std::move(set).others() : set;
  }

  void addRange(Characters& set) {
    const unsigned from = character();
    if (isAt('-') && !text_.substr(at_).starts_with("-]")) {
      ++at_;
      if (isAt('[') || isAt(']') || at_ == text_.size()) ok_ = false;
      const unsigned to = ok_ ? character() : 0;
      if (from > to) ok_ = false;
      add(set, from, to);
    } else {
      add(set, from);
    }
  }

  void add(Characters& set, unsigned code) { add(set, code, code); }
  void add(Characters& set, unsigned from, unsigned to) {
    set.add(from, to);
    if (!isFolding_ || to < kAscii || hasNoCase(from, to)) return;
    if ((from <= kLongS && to >= kLongS) || (from <= kKelvin && to >= kKelvin)) ok_ = false;
    pattern_.isAsciiOnly_ = true;
  }

  void fold(Characters& set) {
    if (!isFolding_) return;
    set.fold();
    // Two letters have a third case.
    if (set.has('s')) set.add(kLongS, kLongS);
    if (set.has('k')) set.add(kKelvin, kKelvin);
  }

  // One character, as it is or escaped.
  unsigned character() { return isAt('\\') ? escaped() : static_cast<unsigned>(nextCodePoint(text_, at_)); }

  unsigned escaped() {
    ++at_;
    if (at_ == text_.size()) {
      ok_ = false;
      return 0;
    }
    const char c = text_[at_++];
    if (std::ispunct(static_cast<unsigned char>(c)) != 0) return static_cast<unsigned char>(c);
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'x':
        return hexadecimal();
      default:
        ok_ = false;
        return 0;
    }
  }

  // After "\x": two digits, or some in braces.
  unsigned hexadecimal() {
    const bool isBraced = take('{');
    const std::string_view rest = text_.substr(at_, isBraced ? std::string_view::npos : 2);
    unsigned code = 0;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), code, 16);
    const auto size = static_cast<std::size_t>(read.ptr - rest.data());
    at_ += size;
    if (read.ec != std::errc() || code > kLargestCode || (isBraced ? !take('}') : size != 2)) ok_ = false;
    return code;
  }

  static constexpr std::size_t kMostParts = 500;

  std::string_view text_;
  ShortPattern& pattern_;
  std::size_t at_ = 0;
  std::size_t parts_ = 0;
  unsigned places_ = 0;
  bool isFolding_ = false;
  bool ok_ = true;
};

std::unique_ptr<ShortPattern> ShortPattern::parse(std::string_view pattern) {
  auto made = std::make_unique<ShortPattern>();
  if (!ShortPatternParser(pattern, *made).run()) return nullptr;
  return made;
}

ShortPattern::Places ShortPattern::taking(unsigned character) const {
  if (character < kAscii) return taking_[character];
  Places named = 0;
  for (const Range& range : ranges_) {
    if (character >= range.from && character <= range.to) named |= range.places;
  }
  return takingOthers_ ^ named;
}

ShortPattern::Places ShortPattern::after(Places places) const {
  Places next = 0;
  for (; places != 0; places &= places - 1) next |= follow_[static_cast<std::size_t>(std::countr_zero(places))];
  return next;
}

ShortPattern::Places ShortPattern::past(Places edges, Places places) const {
  for (Places before = 0; before != places;) {
    before = places;
    places |= after(places & edges);
  }
  return places;
}

ShortPattern::State ShortPattern::addState(Places next) {
  states_.push_back(next);
  moves_.resize(kAscii * states_.size());
  return static_cast<State>(kFirst + states_.size() - 1);
}

ShortPattern::State ShortPattern::move(State from, unsigned character) {
  const Places at = states_[from - kFirst] & taking(character);
  const bool isAnchored = (first_ & starts_) == first_;
  State to = kNever;
  if ((at & last_) != 0) {
    to = kMatch;
  } else if (at != 0 || !isAnchored) {
    const Places next = first_ | after(at);
    const auto known = std::ranges::find(states_, next);
    if (known == states_.end() && states_.size() == kMostStates) {
      states_.resize(1);  // the one at the start of a text
      moves_.assign(kAscii, kUnknown);
      return addState(next);
    }
    to = known == states_.end() ? addState(next) : static_cast<State>(kFirst + (known - states_.begin()));
  }
  if (character < kAscii) moves_[kAscii * (from - kFirst) + character] = to;
  return to;
}

std::optional<bool> ShortPattern::matches(std::string_view text) {
  if (canBeEmpty_) return true;
  if (states_.empty()) addState(past(starts_, first_));
  if ((states_.front() & starts_ & last_) != 0) return true;
  State state = kFirst;
  const State* row = rowOf(state);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end; ++at) {
    unsigned character = static_cast<unsigned char>(*at);
    State to = character < kAscii ? row[character] : kUnknown;
    // Most characters leave things as they are; that this is foreseen lets the next ones be looked at meanwhile.
    if (to == state) continue;
    if (to == kUnknown) {
      if (character >= kAscii) {
        std::size_t size = 0;
        character = nextCodePoint({at, end}, size);
        if (isAsciiOnly_ || character == kReplacement) return std::nullopt;
        at += size - 1;
      }
      to = move(state, character);
    }
    if (to < kFirst) return to == kMatch;
    state = to;
    row = rowOf(state);
  }
  const Places edges = ends_ | (text.empty() ? starts_ : 0);
  return (past(edges, states_[state - kFirst]) & edges & last_) != 0;
}

}  // namespace carbonfix
