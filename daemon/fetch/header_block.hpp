// The headers of the final answer, gathered line by line as curl delivers them: status lines, headers,
// blank lines, and after a chunked body its trailers. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

class HeaderBlock {
 public:
  // Everything counted: interim answers and trailers too. libcurl delivers whole lines only and gathers one
  // without end up to 100 KiB, a limit of its own that no option lowers; so much may come before this one is
  // seen to be exceeded.
  static constexpr std::size_t max_bytes = 64 << 10;

  // One line with its line end. False once the limit is exceeded.
  bool feed(std::string_view line);

  const std::vector<Header>& headers() const { return headers_; }
  bool complete() const { return complete_; }  // the blank line is there

  // Names in lower case, in the order received; a folded line continues the value before it.
  std::vector<Header> take() { return std::move(headers_); }

 private:
  std::vector<Header> headers_;
  std::size_t bytes_ = 0;
  bool complete_ = false;
};

}  // namespace trawl::fetch
