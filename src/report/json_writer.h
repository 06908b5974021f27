// Writes JSON, indented by two, keys in the order they are given. Bytes that are not UTF-8 become U+FFFD.
//
//   JsonWriter json;
//   json.beginObject().key("name").string("x").key("list").beginArray().endArray().endObject();
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

class JsonWriter {
 public:
  JsonWriter& beginObject() { return open('{'); }
  JsonWriter& endObject() { return close('}'); }
  JsonWriter& beginArray() { return open('['); }
  JsonWriter& endArray() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& stringOrNull(std::string_view text) { return text.empty() ? null() : string(text); }
  JsonWriter& number(std::size_t value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }

  // The document so far, with a line end.
  std::string text() const { return out_ + "\n"; }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& raw(std::string_view token);
  void separate();

  std::string out_;
  std::vector<bool> filled_;  // one a nesting level: does it hold something yet?
  bool afterKey_ = false;
};

// `text` in double quotes.
std::string jsonQuoted(std::string_view text);

}  // namespace carbonfix
