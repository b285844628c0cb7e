// How statuses and bars look. A status is always a symbol and a word, never a colour alone; where the
// locale is not UTF-8 the symbols are ASCII. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trawl::ctl {

struct Style {
  bool unicode = true;

  std::string status(std::string_view word) const;  // "✔ completed"
  std::string mark(bool good) const { return unicode ? (good ? "✔" : "✘") : (good ? "+" : "x"); }
  std::string arrow() const { return unicode ? "→" : "->"; }
  // `filled` of `columns` cells.
  std::string bar(std::size_t filled, std::size_t columns) const;
  // A block that moves by one cell per step: something goes on, how much is left is not known.
  std::string moving_bar(std::size_t step, std::size_t columns) const;
};

// 10 partial, 11 failed, 12 cancelled, interrupted or expired, 0 completed.
int exit_code_of_run(std::string_view status);
bool is_final_run_status(std::string_view status);
bool is_final_platform_status(std::string_view status);

std::string took(std::int64_t duration_ms);  // "812 ms", "8.1 s", "3 m 20 s"

}  // namespace trawl::ctl
