#include "client/line_buffer.hpp"

#include <fmt/format.h>

#include "base/time.hpp"

namespace trawl::client {

Result<> LineBuffer::append(std::string_view bytes) {
  if (begin_ > 0 && begin_ == scanned_) {  // between lines: what was taken is dropped at no cost
    bytes_.erase(0, begin_);
    begin_ = scanned_ = 0;
  }
  bytes_.append(bytes);
  if (bytes_.size() - begin_ > limit_ && bytes_.find('\n', scanned_) == std::string::npos)
    return refuse(Code::protocol_error,
                  fmt::format("the daemon's answer is longer than {}", format_size(limit_)),
                  "ask for fewer rows with --limit");
  return {};
}

std::optional<std::string> LineBuffer::take() {
  const auto end = bytes_.find('\n', scanned_);
  if (end == std::string::npos) {
    scanned_ = bytes_.size();
    return std::nullopt;
  }
  std::string line = bytes_.substr(begin_, end - begin_);
  if (line.ends_with('\r')) line.pop_back();
  begin_ = scanned_ = end + 1;
  return line;
}

}  // namespace trawl::client
