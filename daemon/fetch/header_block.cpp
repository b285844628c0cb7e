#include "fetch/header_block.hpp"

#include "fetch/field.hpp"

namespace trawl::fetch {

bool HeaderBlock::feed(std::string_view line) {
  bytes_ += line.size();
  if (bytes_ > max_bytes) return false;

  if (line.starts_with("HTTP/")) {  // a new answer: what came before was interim (1xx)
    headers_.clear();
    complete_ = false;
    return true;
  }
  if (complete_) return true;  // a trailer, which nobody asked for
  const std::string_view content = trimmed(line, " \t\r\n");
  if (content.empty()) {
    complete_ = true;
  } else if (line.front() == ' ' || line.front() == '\t') {
    if (!headers_.empty()) headers_.back().second.append(" ").append(content);
  } else if (const auto colon = content.find(':'); colon != std::string_view::npos) {
    headers_.emplace_back(lower_ascii(trimmed(content.substr(0, colon))), trimmed(content.substr(colon + 1)));
  }
  return true;
}

}  // namespace trawl::fetch
