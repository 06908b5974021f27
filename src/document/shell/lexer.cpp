#include "document/shell/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace carbonfix {
namespace {

constexpr std::size_t kDeepest = 100;
constexpr std::string_view kEndsWord = " \t\n;&|<>()";

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

constexpr const char* kParameter = "a variable in it is filled in when the script runs";
constexpr const char* kCommand = "a command in it is run by the script";

}  // namespace

bool ShellLexer::fail(std::size_t at, std::string message) {
  error_ = {at, std::move(message)};
  return false;
}

bool ShellLexer::next(ShellToken& token) {
  token = ShellToken();
  token.begin = at_;
  if (isBodyNext_) return hereDocument(token);
  while (peek() == ' ' || peek() == '\t' || startsWith("\\\n") || startsWith("\\\r\n")) {
    at_ += peek() == '\\' ? (peek(1) == '\r' ? 3U : 2U) : 1U;
  }
  if (at_ > token.begin) {
    token.kind = ShellToken::Kind::blank;
  } else if (at_ >= text_.size()) {
    if (!pending_.empty())
      return fail(at_, fmt::format("a here-document is not ended by \"{}\"", pending_.front().delimiter));
    token.kind = ShellToken::Kind::end;
  } else if (peek() == '\n') {
    ++at_;
    token.kind = ShellToken::Kind::lineEnd;
    isBodyNext_ = !pending_.empty();
  } else if (peek() == '#') {
    at_ = std::min(text_.find('\n', at_), text_.size());
    token.kind = ShellToken::Kind::comment;
  } else if (kEndsWord.find(peek()) != std::string_view::npos) {
    sign(token);
  } else if (!word(token)) {
    return false;
  }
  token.end = at_;
  return true;
}

void ShellLexer::sign(ShellToken& token) {
  token.kind = ShellToken::Kind::sign;
  for (const std::string_view each :
       {";;&", "<<<", "<<-", "&&", "||", ";;", ";&", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "|&"}) {
    if (!startsWith(each)) continue;
    if (each == "<<" || each == "<<-") awaits_ = each == "<<-";
    at_ += each.size();
    return;
  }
  ++at_;
}

bool ShellLexer::hereDocument(ShellToken& token) {
  token.kind = ShellToken::Kind::body;
  isBodyNext_ = false;
  for (const Pending& each : pending_) {
    bool ended = false;
    while (!ended && at_ < text_.size()) {
      const std::size_t lineEnd = std::min(text_.find('\n', at_), text_.size());
      std::string_view line = text_.substr(at_, lineEnd - at_);
      if (each.stripsTabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
      ended = line == each.delimiter;
      at_ = std::min(lineEnd + 1, text_.size());
    }
    if (!ended) return fail(token.begin, fmt::format("a here-document is not ended by \"{}\"", each.delimiter));
  }
  pending_.clear();
  token.end = at_;
  return true;
}

bool ShellLexer::word(ShellToken& token) {
  token.kind = ShellToken::Kind::word;
  while (at_ < text_.size() && kEndsWord.find(peek()) == std::string_view::npos) {
    const char c = peek();
    bool ok = true;
    if (c == '\\' && peek(1) == '\n') {
      at_ += 2;
    } else if (c == '\\' && at_ + 1 < text_.size()) {
      token.value += peek(1);
      at_ += 2;
    } else if (c == '\'') {
      ok = singleQuoted(token.value);
    } else if (c == '"') {
      ok = doubleQuoted(token);
    } else if (c == '$') {
      ok = expansion(token, false);
    } else if (c == '`') {
      ok = backquoted(token);
    } else {
      if (c == '~') token.doubt = "a home folder in it (~) is filled in when the script runs";
      if (c == '\r') token.doubt = "a carriage return, which the shell takes for a part of it";
      if (std::string_view("*?[{").find(c) != std::string_view::npos) token.isExpanded = true;
      token.value += c;
      ++at_;
      if (c == '=' && peek() == '(' && isShellName(text_.substr(token.begin, at_ - 1 - token.begin))) {
        token.doubt = "it is an array";
        ok = array();
      }
    }
    if (!ok) return false;
  }
  if (awaits_) pending_.push_back({token.value, *awaits_});
  awaits_.reset();
  return true;
}

bool ShellLexer::singleQuoted(std::string& value) {
  const std::size_t close = text_.find('\'', at_ + 1);
  if (close == std::string_view::npos) return fail(at_, "a quote ' is not closed");
  value += text_.substr(at_ + 1, close - at_ - 1);
  at_ = close + 1;
  return true;
}

bool ShellLexer::doubleQuoted(ShellToken& token) {
  const std::size_t open = at_++;
  while (at_ < text_.size()) {
    const char c = peek();
    bool ok = true;
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c == '\\' && peek(1) == '\n') {
      at_ += 2;
    } else if (c == '\\' && std::string_view("$`\"\\").find(peek(1)) != std::string_view::npos) {
      token.value += peek(1);
      at_ += 2;
    } else if (c == '$') {
      ok = expansion(token, true);
    } else if (c == '`') {
      ok = backquoted(token);
    } else {
      if (c == '\r') token.doubt = "it has a carriage return";
      token.value += c;
      ++at_;
    }
    if (!ok) return false;
  }
  return fail(open, "a quote \" is not closed");
}

bool ShellLexer::backquoted(ShellToken& token) {
  token.doubt = kCommand;
  for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
    if (text_[at] == '\\') {
      ++at;
    } else if (text_[at] == '`') {
      at_ = at + 1;
      return true;
    }
  }
  return fail(at_, "a backquote ` is not closed");
}

bool ShellLexer::expansion(ShellToken& token, bool inQuotes) {
  const char c = peek(1);
  if (startsWith("$((")) {
    token.doubt = "arithmetic in it is done when the script runs";
    return arithmetic();
  }
  if (c == '(') {
    token.doubt = kCommand;
    return substitution();
  }
  if (c == '{') {
    token.doubt = kParameter;
    return parameter(inQuotes);
  }
  if (c == '\'' && !inQuotes) {
    token.doubt = "it is in quotes $'…', which not every shell knows";
    std::size_t at = at_ + 2;
    while (at < text_.size() && text_[at] != '\'') at += text_[at] == '\\' ? 2U : 1U;
    if (at >= text_.size()) return fail(at_, "a quote $' is not closed");
    at_ = at + 1;
    return true;
  }
  if (isLetter(c)) {
    token.doubt = kParameter;
    ++at_;
    while (isLetter(peek()) || isDigit(peek())) ++at_;
  } else if (isDigit(c) || (c != '\0' && std::string_view("@*#?$!-").find(c) != std::string_view::npos)) {
    token.doubt = kParameter;
    at_ += 2;
  } else {
    if (c == '"' && !inQuotes) token.doubt = "it is in quotes $\"…\", which not every shell knows";
    token.value += '$';
    ++at_;
  }
  return true;
}

bool ShellLexer::parameter(bool inQuotes) {
  const std::size_t open = at_;
  if (++depth_ > kDeepest) return fail(open, "expansions are nested too deep");
  ShellToken ignored;
  at_ += 2;
  while (at_ < text_.size() && peek() != '}') {
    bool ok = true;
    if (peek() == '\\') {
      at_ = std::min(at_ + 2, text_.size());
    } else if (peek() == '\'' && !inQuotes) {
      ok = singleQuoted(ignored.value);
    } else if (peek() == '"') {
      ok = doubleQuoted(ignored);
    } else if (peek() == '$') {
      ok = expansion(ignored, inQuotes);
    } else if (peek() == '`') {
      ok = backquoted(ignored);
    } else {
      ++at_;
    }
    if (!ok) return false;
  }
  if (at_ >= text_.size()) return fail(open, "${ is not closed");
  ++at_;
  --depth_;
  return true;
}

bool ShellLexer::arithmetic() {
  const std::size_t open = at_;
  std::size_t depth = 0;
  for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
    if (text_[at] == '(') ++depth;
    if (text_[at] == ')' && --depth == 0) {
      at_ = at + 1;
      return true;
    }
  }
  return fail(open, "$(( is not closed");
}

bool ShellLexer::substitution() {
  const std::size_t open = at_;
  if (++depth_ > kDeepest) return fail(open, "commands are nested too deep");
  at_ += 2;
  const std::optional<bool> awaited = std::exchange(awaits_, std::nullopt);
  ShellBlocks blocks;
  for (ShellToken token; next(token);) {
    const std::string_view text = text_.substr(token.begin, token.end - token.begin);
    if (token.kind == ShellToken::Kind::end) return fail(open, "$( is not closed");
    if (text == ")" && token.kind == ShellToken::Kind::sign && blocks.depth() == 0) {
      --depth_;
      awaits_ = awaited;
      return true;
    }
    if (std::string wrong = blocks.take(token, text); !wrong.empty()) return fail(token.begin, std::move(wrong));
  }
  return false;
}

bool ShellLexer::array() {
  const std::size_t open = at_;
  if (++depth_ > kDeepest) return fail(open, "arrays are nested too deep");
  ++at_;
  std::size_t depth = 1;
  for (ShellToken token; next(token);) {
    if (token.kind == ShellToken::Kind::end) return fail(open, "( is not closed");
    if (token.kind != ShellToken::Kind::sign) continue;
    const char c = text_[token.begin];
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) {
      --depth_;
      return true;
    }
  }
  return false;
}

// --- blocks ---

std::string ShellBlocks::awaited() const {
  if (frames_.empty()) return {};
  switch (frames_.back().kind) {
    case Kind::condition:
      return "fi";
    case Kind::loop:
      return "done";
    case Kind::cases:
      return "esac";
    case Kind::brace:
      return "}";
    default:
      return ")";
  }
}

std::string ShellBlocks::close(Kind kind, std::string_view text) {
  if (frames_.empty() || frames_.back().kind != kind) {
    const std::string wanted = awaited();
    return wanted.empty() ? fmt::format("{} closes nothing", text) : fmt::format("{} where {} has to be", text, wanted);
  }
  frames_.pop_back();
  isFirst_ = false;
  return {};
}

std::string ShellBlocks::take(const ShellToken& token, std::string_view text) {
  switch (token.kind) {
    case ShellToken::Kind::word:
      return word(text);
    case ShellToken::Kind::lineEnd:
      isFirst_ = true;
      return {};
    case ShellToken::Kind::sign:
      if (text == ")" && !inPattern()) {
        std::string wrong = close(Kind::bracket, text);
        isFirst_ = true;  // of a function, its body
        return wrong;
      }
      sign(text);
      return {};
    default:
      return {};
  }
}

std::string ShellBlocks::word(std::string_view text) {
  wasSpecial_ = true;
  // No shell runs a script with CR LF, but what its author meant is plain.
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty()) return {};
  if (isTarget_) {
    isTarget_ = false;
    return {};
  }
  if (inPattern()) {
    return text == "esac" ? close(Kind::cases, text) : std::string();
  }
  if (isFunction_) {
    isFunction_ = false;
    isFirst_ = true;
    return {};
  }
  if (!isFirst_) {
    // case WORD in
    if (text == "in" && !frames_.empty() && frames_.back().kind == Kind::cases && awaitsIn_ == frames_.size()) {
      frames_.back().inPattern = true;
      awaitsIn_ = 0;
      return {};
    }
    wasSpecial_ = false;
    return {};
  }
  if (text == "then" || text == "else" || text == "elif" || text == "do" || text == "!") return {};
  if (text == "if") {
    frames_.push_back({Kind::condition});
  } else if (text == "while" || text == "until") {
    frames_.push_back({Kind::loop});
  } else if (text == "{") {
    frames_.push_back({Kind::brace});
  } else if (text == "for" || text == "select") {
    frames_.push_back({Kind::loop});
    isFirst_ = false;
  } else if (text == "case") {
    frames_.push_back({Kind::cases});
    awaitsIn_ = frames_.size();
    isFirst_ = false;
  } else if (text == "function") {
    isFunction_ = true;
  } else if (text == "fi") {
    return close(Kind::condition, text);
  } else if (text == "done") {
    return close(Kind::loop, text);
  } else if (text == "esac") {
    return close(Kind::cases, text);
  } else if (text == "}") {
    return close(Kind::brace, text);
  } else {
    wasSpecial_ = false;
    isFirst_ = false;
  }
  return {};
}

void ShellBlocks::sign(std::string_view text) {
  isTarget_ = text.front() == '<' || text.front() == '>' || text == "&>";
  if (isTarget_) return;
  if (text == ")") {
    frames_.back().inPattern = false;
  } else if (text == "(") {
    if (inPattern()) return;
    frames_.push_back({Kind::bracket});
  } else if (text.starts_with(";;") || text == ";&") {
    if (!frames_.empty() && frames_.back().kind == Kind::cases) frames_.back().inPattern = true;
  }
  isFirst_ = true;
}

// --- words ---

std::optional<std::string> readShellWord(std::string_view spelled) {
  if (spelled.empty()) return std::string();
  ShellLexer lexer(spelled);
  ShellToken token;
  if (spelled.front() == '#') return std::nullopt;
  if (!lexer.next(token) || token.kind != ShellToken::Kind::word) return std::nullopt;
  if (token.end != spelled.size() || !token.doubt.empty()) return std::nullopt;
  return token.value;
}

bool isPlainInShell(std::string_view value) {
  return std::ranges::all_of(value, [](char c) {
    return isLetter(c) || isDigit(c) || std::string_view("./:,@%+=-").find(c) != std::string_view::npos;
  });
}

bool isShellName(std::string_view name) {
  return !name.empty() && !isDigit(name.front()) &&
         std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c); });
}

std::string spellShellWord(std::string_view value, std::string_view like) {
  const bool isDouble = like.size() >= 2 && like.front() == '"' && like.back() == '"';
  const bool isSingle = like.size() >= 2 && like.front() == '\'' && like.back() == '\'';
  if (isDouble && value.find_first_of("$`\"\\") == std::string_view::npos) return fmt::format("\"{}\"", value);
  if (!isSingle && !isDouble && isPlainInShell(value)) return std::string(value);
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace carbonfix
