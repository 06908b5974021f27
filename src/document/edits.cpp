// From pieces to splices: whatever lies between two original pieces replaces what lay there before.
#include <algorithm>

#include "document/impl.h"

namespace carbonfix {
namespace {

class SpliceBuilder {
 public:
  explicit SpliceBuilder(Document::Impl& impl) : impl_(impl) {}

  std::vector<Edit> build() {
    for (const Piece* piece = impl_.pieces.first; piece != nullptr; piece = piece->next) {
      if (piece->original) {
        const std::size_t start = impl_.offsetOf(piece->text.data());
        if (start != cursor_ || !pending_.empty()) flush(start);
        cursor_ = start + piece->text.size();
      } else {
        pending_ += piece->text;
      }
    }
    flush(impl_.text().size());
    return std::move(edits_);
  }

 private:
  // May the text not be cut before this byte?
  bool inSequence(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return impl_.source->encodesRuns() ? byte >= 0x80U : (byte & 0xC0U) == 0x80U;
  }

  // text[cursor_, end) becomes pending_; what both begin and end with stays out of it.
  void flush(std::size_t end) {
    std::string_view before = impl_.text().substr(cursor_, end - cursor_);
    std::string_view after = pending_;
    std::size_t head = 0;
    const std::size_t most = std::min(before.size(), after.size());
    while (head < most && before[head] == after[head]) ++head;
    while (head > 0 &&
           ((head < before.size() && inSequence(before[head])) || (head < after.size() && inSequence(after[head])))) {
      --head;
    }
    before.remove_prefix(head);
    after.remove_prefix(head);
    std::size_t tail = 0;
    const std::size_t left = std::min(before.size(), after.size());
    while (tail < left && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    while (tail > 0 && inSequence(before[before.size() - tail])) --tail;
    before.remove_suffix(tail);
    after.remove_suffix(tail);
    if (!before.empty() || !after.empty()) {
      const std::size_t start = impl_.source->byteOffset(cursor_ + head);
      const std::size_t stop = impl_.source->byteOffset(cursor_ + head + before.size());
      edits_.push_back(Edit{start, stop - start, impl_.source->encode(after)});
    }
    pending_.clear();
  }

  Document::Impl& impl_;
  std::vector<Edit> edits_;
  std::string pending_;
  std::size_t cursor_ = 0;
};

}  // namespace

std::vector<Edit> Document::edits() const {
  if (impl_->pieces.first == nullptr) return {};
  return SpliceBuilder(*impl_).build();
}

std::string Document::editedBytes() const { return splice(bytes(), edits()); }

std::string splice(std::string_view bytes, const std::vector<Edit>& edits) {
  std::size_t size = bytes.size();
  for (const Edit& edit : edits) size += edit.text.size();
  std::string out;
  out.reserve(size);
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out += bytes.substr(at, edit.offset - at);
    out += edit.text;
    at = edit.offset + edit.length;
  }
  out += bytes.substr(at);
  return out;
}

}  // namespace carbonfix
