// Bytes in, lines out. Every byte is looked at once, however the bytes arrive. No I/O; one owner.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trawl::rpc {

class LineBuffer {
 public:
  explicit LineBuffer(std::size_t max_line_bytes) : max_line_bytes_(max_line_bytes) {}

  void append(std::string_view bytes);

  // The next complete line without its LF and without a CR before it; empty lines are skipped. Valid
  // until append() is called again.
  std::optional<std::string_view> next();

  // True once a line, complete or not, exceeds the limit: nothing after it can be read any more.
  bool too_large() const { return too_large_; }

  // Bytes of a line whose end has not come.
  std::size_t unfinished() const { return data_.size() - begin_; }

 private:
  std::size_t max_line_bytes_;
  std::string data_;
  std::size_t begin_ = 0;    // of the line that is being read
  std::size_t scanned_ = 0;  // no LF before here
  bool too_large_ = false;
};

}  // namespace trawl::rpc
