#include "trawlctl/run_name.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace trawl::ctl {

Result<boost::json::value> parse_run(std::string_view text) {
  if (text.starts_with('@')) text.remove_prefix(1);
  if (text == "last" || text == "latest") return "last";
  if (text == "latest-failed") return "latest-failed";
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault == std::errc{} && end == text.data() + text.size() && number >= 1) return number;
  return refuse(Code::invalid_params,
                fmt::format("'{}' is no run: runs are numbers from 1, `last`, or `latest-failed`", text),
                "trawlctl runs lists them");
}

}  // namespace trawl::ctl
