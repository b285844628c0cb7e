// Cuts a stream of bytes into frames. No I/O: the caller reads into room(), says how much it got, and
// takes frames while there are any. Its memory grows with what has arrived, never with what a frame
// promises, and holds little more than one frame. One thread.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "wire/messages.hpp"

namespace trawl::wire {

class FrameReader {
 public:
  explicit FrameReader(std::size_t max_frame = wire::max_frame) : max_frame_(max_frame) {}

  // Where the next bytes go; never empty. Ends the life of the frame that next() returned.
  std::span<char> room();
  void filled(std::size_t bytes);

  // The next whole frame without its length; nothing when more bytes are needed. The error, a sentence,
  // is final: the stream cannot be understood any more.
  std::expected<std::optional<std::string_view>, std::string> next();

  // True when the stream may end here: no frame has begun.
  bool at_boundary() const { return begin_ == end_; }

  std::size_t capacity() const { return buffer_.capacity(); }

 private:
  std::size_t max_frame_;
  std::string buffer_;  // [begin_, end_) has arrived and was not yet returned
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace trawl::wire
