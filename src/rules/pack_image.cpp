// Both directions go through one description of each structure; a structured binding does not compile when a member is
// added to the model and forgotten here.
#include "rules/pack_image.h"

#include <charconv>
#include <concepts>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "document/xpath_parts.h"

namespace carbonfix {
namespace {

class Writer {
 public:
  Writer(std::string& out, const Namespaces& namespaces) : out_(out), namespaces_(namespaces) {}

  template <typename... Values>
  void operator()(const Values&... values) {
    (put(values), ...);
  }

 private:
  // Seven bits a byte, the lowest first.
  void number(std::size_t value) {
    for (; value >= 0x80; value >>= 7U) out_ += static_cast<char>((value & 0x7fU) | 0x80U);
    out_ += static_cast<char>(value);
  }

  void put(double value) { put(value == 0 ? std::string() : fmt::format("{}", value)); }
  template <typename Value>
  requires std::integral<Value>
  void put(Value value) { number(static_cast<std::size_t>(value)); }
  template <typename Value>
  requires std::is_enum_v<Value>
  void put(Value value) { number(static_cast<std::size_t>(value)); }
  void put(const std::string& text) {
    number(text.size());
    out_ += text;
  }
  template <typename Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <typename Value>
  void put(const std::vector<Value>& values) {
    number(values.size());
    for (const Value& value : values) put(value);
  }
  template <typename First, typename Second>
  void put(const std::pair<First, Second>& both) {
    (*this)(both.first, both.second);
  }
  void put(const Namespaces& namespaces);
  void put(const Expression& expression) {
    put(expression.text());
    if (expression) (*this)(expression.at(), expression.isPattern(), compiledImage(expression));
  }
  // Empty: it can't be compiled, and whoever runs it will be told.
  std::string compiledImage(const Expression& expression) const;
  template <typename Structure>
  requires std::is_class_v<Structure>
  void put(const Structure& structure) { members(*this, structure); }

  std::string& out_;
  const Namespaces& namespaces_;  // of the pack
};

class ImageReader {
 public:
  explicit ImageReader(std::string_view image) : at_(image.data()), end_(image.data() + image.size()) {}
  // Of a pack.
  void readPath() { path_ = std::make_shared<const std::string>(bytes()); }

  template <typename... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }

 private:
  std::size_t number() {
    // Nearly all of them are of one byte.
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) return static_cast<unsigned char>(*at_++);
    return longNumber();
  }
  std::size_t longNumber() {
    std::size_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      if (at_ == end_) throw std::logic_error("a shipped rule pack is cut off");
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::size_t>(byte & 0x7fU) << shift;
      if (byte < 0x80) return value;
    }
  }
  std::string_view bytes() {
    const std::size_t size = number();
    if (size > static_cast<std::size_t>(end_ - at_)) throw std::logic_error("a shipped rule pack is cut off");
    at_ += size;
    return {at_ - size, size};
  }

  template <typename Value>
  requires std::integral<Value> || std::is_enum_v<Value>
  void get(Value& value) { value = static_cast<Value>(number()); }
  void get(std::string& text) { text = bytes(); }
  void get(double& value) {
    const std::string_view digits = bytes();
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
  }
  template <typename First, typename Second>
  void get(std::pair<First, Second>& both) {
    (*this)(both.first, both.second);
  }
  template <typename Value>
  void get(std::optional<Value>& value) {
    if (number() != 0) get(value.emplace());
  }
  template <typename Value>
  void get(std::vector<Value>& values) {
    values.resize(number());
    for (Value& value : values) get(value);
  }
  void get(Namespaces& namespaces);
  void get(Expression& expression) {
    const std::string_view text = bytes();
    if (text.empty()) return;
    Position at;
    bool isPattern = false;
    (*this)(at, isPattern);
    expression = Expression(std::string(text), path_, at, isPattern, bytes());
  }
  template <typename Structure>
  requires std::is_class_v<Structure>
  void get(Structure& structure) { members(*this, structure); }

  const char* at_;
  const char* end_;
  std::shared_ptr<const std::string> path_;  // of the pack: each expression says it
};

// --- the model, member by member ---

template <typename Structure, typename Model>
concept Is = std::same_as<std::remove_const_t<Structure>, Model>;

void members(auto& image, Is<Position> auto& position) {
  auto& [line, column] = position;
  image(line, column);
}

void members(auto& image, Is<XPathStep> auto& step) {
  auto& [axis, test, isShort, isOfEach, name, predicates] = step;
  image(axis, test);
  if (test == XPathStep::Test::name) image(name);
  image(predicates);
  if (!predicates.empty()) image(isShort, isOfEach);
}

// What another kind has stays as it is made.
void members(auto& image, Is<XPathOp> auto& op) {
  auto& [kind, function, isAbsolute, isWalk, text, number, operands, predicates, steps, pattern] = op;
  image(kind);
  switch (kind) {
    case XPathOp::Kind::literal:
    case XPathOp::Kind::variable:
      image(text);
      break;
    case XPathOp::Kind::number:
      image(number);
      break;
    case XPathOp::Kind::path:
      image(isAbsolute, isWalk, operands, steps);
      if (!operands.empty()) image(predicates);
      break;
    case XPathOp::Kind::call:
      image(function);
      [[fallthrough]];
    default:
      image(operands);
  }
  static_cast<void>(pattern);  // made when first needed
}

void members(auto& image, Is<XPathParts> auto& parts) {
  auto& [variables, functions, looksAtDocument, isConstant, program, rewritten, prefixes] = parts;
  image(variables, functions, looksAtDocument, isConstant, program, rewritten, prefixes);
}

void members(auto& image, Is<Let> auto& let) {
  auto& [name, value] = let;
  image(name, value);
}

void members(auto& image, Is<MessagePart> auto& part) {
  auto& [kind, text, select] = part;
  image(kind, text, select);
}

void members(auto& image, Is<Operation> auto& operation) {
  auto& [kind, select, condition, type, pos, ws, to, holds, by, key, missing, value, content, selects, at] = operation;
  image(kind, select, condition, type, pos, ws, to, holds, by, key, missing, value, content, selects, at);
}

void members(auto& image, Is<Fix> auto& fix) {
  auto& [id, safety, title, lets, operations, at] = fix;
  image(id, safety, title, lets, operations, at);
}

void members(auto& image, Is<Check> auto& check) {
  auto& [isReport, id, severity, test, subject, see, diagnostics, fix, message, at] = check;
  image(isReport, id, severity, test, subject, see, diagnostics, fix, message, at);
}

void members(auto& image, Is<Rule> auto& rule) {
  auto& [context, min, lets, checks, fixes, at] = rule;
  image(context, min, lets, checks, fixes, at);
}

void members(auto& image, Is<Pattern> auto& pattern) {
  auto& [id, files, required, optional, live, condition, title, about, lets, rules, at] = pattern;
  image(id, files, required, optional, live, condition, title, lets, rules, at);
  static_cast<void>(about);
}

void members(auto& image, Is<Patch> auto& patch) {
  auto& [id, files, context, condition, ensure, optional, create, effect, consent, safety, title, about, lets,
         operations, at] = patch;
  image(id, files, context, condition, ensure, optional, create, effect, consent, safety, title, lets, operations, at);
  static_cast<void>(about);
}

void members(auto& image, Is<Key> auto& key) {
  auto& [name, files, match, use, group, acrossCluster] = key;
  image(name, files, match, use, group, acrossCluster);
}

void members(auto& image, Is<Param> auto& param) {
  auto& [name, defaultValue, sensitive, type, values, description, at] = param;
  image(name, defaultValue, sensitive, type, values, description, at);
}

void members(auto& image, Is<Phase> auto& phase) {
  auto& [id, active] = phase;
  image(id, active);
}

void members(auto& image, Is<Diagnostic> auto& diagnostic) {
  auto& [id, text] = diagnostic;
  image(id, text);
}

void members(auto& image, Is<Pack> auto& pack) {
  auto& [id, version, title, about, path, builtin, asksForPlaces, plainSchematron, namespaces, params, lets, keys,
         ports, phases, patterns, patches, examples, diagnostics] = pack;
  image(path, id, version, title, builtin, asksForPlaces, namespaces, params, lets, keys, phases, patterns, patches,
        diagnostics);
  static_cast<void>(about);
  static_cast<void>(ports);            // lint opens none
  static_cast<void>(plainSchematron);  // no shipped pack is one
  static_cast<void>(examples);
}

void Writer::put(const Namespaces& namespaces) {
  const auto& [prefixes, defaultElement, joinsTexts] = namespaces;
  number(prefixes.size());
  for (const auto& [prefix, uri] : prefixes) (*this)(prefix, uri);
  (*this)(defaultElement, joinsTexts);
}

std::string Writer::compiledImage(const Expression& expression) const {
  const auto compiled = expression.compiled(namespaces_);
  std::string image;
  if (compiled) Writer{image, namespaces_}(partsOf(**compiled));
  return image;
}

void ImageReader::get(Namespaces& namespaces) {
  auto& [prefixes, defaultElement, joinsTexts] = namespaces;
  for (std::size_t count = number(); count > 0; --count) {
    std::string prefix;
    get(prefix);
    get(prefixes[prefix]);
  }
  (*this)(defaultElement, joinsTexts);
}

}  // namespace

std::string packImage(const Pack& pack) {
  std::string image;
  Writer writer(image, pack.namespaces);
  writer(pack.path, pack);
  return image;
}

Pack packOfImage(std::string_view image) {
  Pack pack;
  ImageReader reader(image);
  reader.readPath();
  reader(pack);
  return pack;
}

XPath xpathOfImage(const std::string& text, std::string_view image) {
  XPathParts parts;
  ImageReader reader(image);
  reader(parts);
  return fromParts(text, std::move(parts));
}

}  // namespace carbonfix
