#include "settings/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace trawl::settings {
namespace {

std::string_view line_of(std::string_view text, int number) {
  for (; number > 0; --number) {
    const auto end = text.find('\n');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string to_string(const Fault& fault) {
  if (fault.line == 0) return fmt::format("{}: {}", fault.file, fault.message);
  return fmt::format("{}:{}:{}: {}", fault.file, fault.line, fault.column, fault.message);
}

void Faults::add(Position at, std::string message) {
  if (is_full()) {
    ++left_out_;
    return;
  }
  const std::string_view before = line_of(text_, at.line).substr(0, static_cast<std::size_t>(at.column));
  const int line = at.line + 1, column = static_cast<int>(count_characters(before)) + 1;
  faults_.emplace(std::pair(line, column), Fault{file_, line, column, escape_controls(message)});
}

std::vector<Fault> Faults::take() {
  std::vector<Fault> ordered;
  for (auto& [place, fault] : std::exchange(faults_, {})) ordered.push_back(std::move(fault));
  if (left_out_ > 0) ordered.push_back({file_, 0, 0, fmt::format("{} more faults are not shown", left_out_)});
  left_out_ = 0;
  return ordered;
}

}  // namespace trawl::settings
