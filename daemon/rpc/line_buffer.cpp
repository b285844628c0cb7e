#include "rpc/line_buffer.hpp"

#include <algorithm>

namespace trawl::rpc {
namespace {

constexpr std::size_t kept_capacity = 8 << 10;  // an idle connection holds no more than this

}  // namespace

void LineBuffer::append(std::string_view bytes) {
  if (begin_ == data_.size()) {
    data_.clear();
    if (data_.capacity() > kept_capacity) data_.shrink_to_fit();
  } else if (begin_ > 0) {
    data_.erase(0, begin_);
  }
  scanned_ -= std::min(scanned_, begin_);
  begin_ = 0;
  data_.append(bytes);
}

std::optional<std::string_view> LineBuffer::next() {
  while (!too_large_) {
    const std::size_t end = data_.find('\n', std::max(scanned_, begin_));
    const bool complete = end != std::string::npos;
    const std::size_t size = (complete ? end : data_.size()) - begin_;
    if (size > max_line_bytes_) {
      too_large_ = true;
      break;
    }
    if (!complete) {
      scanned_ = data_.size();
      break;
    }
    std::string_view line(data_.data() + begin_, size);
    begin_ = scanned_ = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) return line;
  }
  return std::nullopt;
}

}  // namespace trawl::rpc
