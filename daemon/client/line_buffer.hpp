// Bytes in, lines out. Every byte is looked at once, and a line has a limit. Pure; one owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl::client {

inline constexpr std::size_t max_reply = 64ULL << 20;  // bytes of one line

class LineBuffer {
 public:
  explicit LineBuffer(std::size_t limit = max_reply) : limit_(limit) {}

  // protocol_error when the unfinished line exceeds the limit; the buffer is then useless.
  Result<> append(std::string_view bytes);

  // The next whole line without its LF (and without a CR before it); nothing when it is not complete.
  std::optional<std::string> take();

 private:
  std::size_t limit_;
  std::string bytes_;
  std::size_t begin_ = 0;    // of the first line not yet taken
  std::size_t scanned_ = 0;  // everything before is known to hold no LF after begin_
};

}  // namespace trawl::client
