#include "trawlctl/style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace trawl::ctl {
namespace {

struct Look {
  std::string_view word, symbol, ascii;
  bool final;
};

constexpr std::array looks{
    Look{"completed", "✔", "+", true}, Look{"succeeded", "✔", "+", true}, Look{"partial", "◐", "~", true},
    Look{"failed", "✘", "x", true},    Look{"cancelled", "⊘", "-", true}, Look{"interrupted", "⚠", "!", true},
    Look{"expired", "⌛", "!", true},  Look{"not_run", "·", ".", true},   Look{"running", "▶", ">", false},
    Look{"queued", "…", ".", false},   Look{"pending", "…", ".", false},  Look{"ready", "✔", "+", true},
    Look{"ok", "✔", "+", true},        Look{"degraded", "◐", "~", true},  Look{"error", "✘", "x", true},
    Look{"warning", "⚠", "!", true},
};

const Look* find(std::string_view word) {
  const auto look = std::ranges::find(looks, word, &Look::word);
  return look == looks.end() ? nullptr : &*look;
}

}  // namespace

std::string Style::status(std::string_view word) const {
  const Look* look = find(word);
  return look ? fmt::format("{} {}", unicode ? look->symbol : look->ascii, word) : std::string(word);
}

std::string Style::bar(std::size_t filled, std::size_t columns) const {
  filled = std::min(filled, columns);
  std::string text;
  for (std::size_t i = 0; i < columns; ++i)
    text += i < filled ? (unicode ? "█" : "#") : (unicode ? "░" : ".");
  return text;
}

std::string Style::moving_bar(std::size_t step, std::size_t columns) const {
  const std::size_t block = std::max<std::size_t>(1, columns / 5), places = columns - block + 1;
  const std::size_t phase = step % (2 * places);
  const std::size_t begin = phase < places ? phase : 2 * places - 1 - phase;
  std::string text;
  for (std::size_t i = 0; i < columns; ++i)
    text += i >= begin && i < begin + block ? (unicode ? "█" : "#") : (unicode ? "░" : ".");
  return text;
}

int exit_code_of_run(std::string_view status) {
  if (status == "completed") return 0;
  if (status == "partial") return 10;
  if (status == "failed") return 11;
  return 12;
}

bool is_final_run_status(std::string_view status) {
  return is_final_platform_status(status);
}

bool is_final_platform_status(std::string_view status) {
  const Look* look = find(status);
  return look && look->final;
}

std::string took(std::int64_t ms) {
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (ms < 60'000) return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
  if (ms < 3'600'000) return fmt::format("{} m {} s", ms / 60'000, ms % 60'000 / 1000);
  return fmt::format("{} h {} m", ms / 3'600'000, ms % 3'600'000 / 60'000);
}

}  // namespace trawl::ctl
