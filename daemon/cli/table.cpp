#include "cli/table.hpp"

#include <algorithm>

#include "cli/display.hpp"

namespace trawl::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_last_column = 12;

}  // namespace

void Table::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::string Table::text(std::size_t columns) const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t width = display_width(columns_[c].title);
    for (const auto& row : rows_) width = std::max(width, display_width(row[c]));
    widths.push_back(width);
  }
  if (columns > 0 && !widths.empty()) {
    std::size_t before = 0;
    for (std::size_t c = 0; c + 1 < widths.size(); ++c) before += widths[c] + gap;
    const std::size_t left = columns > before ? columns - before : 0;
    widths.back() = std::min(widths.back(), std::max(left, narrowest_last_column));
  }
  const auto line = [&](const auto& cell_of) {
    std::string text;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string cell = clip(cell_of(c), widths[c]);
      text += columns_[c].align == Align::right ? pad_left(cell, widths[c]) : pad_right(cell, widths[c]);
      text += std::string(gap, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };
  std::string text = line([&](std::size_t c) { return columns_[c].title; });
  for (const auto& row : rows_) text += line([&](std::size_t c) { return row[c]; });
  return text;
}

}  // namespace trawl::cli
