// Tables by the table model of the HTML standard: which texts stand in which slot.
#include <algorithm>

#include "ascii.hpp"
#include "block_text.hpp"
#include "page.hpp"

namespace trawl::html {

using namespace detail;

namespace {

constexpr std::size_t max_colspan = 1000, max_rowspan = 65534;
constexpr std::size_t max_slots = 1'000'000, max_bytes = 64u << 20;

// A positive whole number, as the standard reads them; `otherwise` for anything else.
std::size_t span_of(const Tree& tree, Index cell, std::string_view attribute, std::size_t otherwise,
                    std::size_t limit) {
  std::string_view text = trim_start(tree.attribute_value(cell, attribute));
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return otherwise;
  std::size_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) break;
    value = std::min(value * 10 + static_cast<std::size_t>(c - '0'), limit);
  }
  return value;
}

class Grid {
 public:
  explicit Grid(const Tree& tree) : tree_(tree) {}

  // The rows of <thead>, <tbody> or <tfoot>, or a <tr> that stands directly in the table. Cells end with the
  // group that they begin in.
  void add_group(const std::vector<Index>& rows, bool is_head) {
    const std::size_t first = out_.size();
    out_.resize(first + rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out_[first + i].is_head = is_head;
      add_row(rows[i], first + i);
    }
  }

  html::table finish() {
    std::size_t columns = 0;
    for (const Row& row : out_) columns = std::max(columns, row.slots.size());
    take(columns * out_.size(), 0);
    std::size_t heads = 0;
    while (heads < out_.size() && is_header(out_[heads])) ++heads;
    html::table table;
    table.header.resize(heads > 0 ? columns : 0);
    for (std::size_t y = 0; y < out_.size(); ++y) {
      out_[y].slots.resize(columns);
      if (y < heads) {
        add_titles(y, table.header);
      } else {
        std::vector<std::string>& texts = table.rows.emplace_back();
        for (Slot& slot : out_[y].slots) texts.push_back(std::move(slot.text));
      }
    }
    return table;
  }

 private:
  struct Slot {
    bool taken = false;
    std::string text;
  };
  struct Row {
    std::vector<Slot> slots;
    bool is_head = false;     // stands in <thead>
    bool only_titles = true;  // has <th> alone
  };

  // Titles of several rows follow each other; one that spans rows is named once.
  void add_titles(std::size_t y, std::vector<std::string>& header) const {
    for (std::size_t x = 0; x < header.size(); ++x) {
      const std::string& text = out_[y].slots[x].text;
      if (text.empty() || (y > 0 && out_[y - 1].slots[x].text == text)) continue;
      header[x] += (header[x].empty() ? "" : " ") + text;
    }
  }

  static bool is_header(const Row& row) { return row.is_head || (row.only_titles && !row.slots.empty()); }

  void add_row(Index row, std::size_t y) {
    std::size_t x = 0;
    for (Index i = tree_.first_child(row); i != nowhere; i = tree_.next_sibling(i)) {
      const bool is_title = tree_.is_element(i, "th");
      if (!is_title && !tree_.is_element(i, "td")) continue;
      std::vector<Slot>& slots = out_[y].slots;
      while (x < slots.size() && slots[x].taken) ++x;
      const std::size_t wide = std::max<std::size_t>(span_of(tree_, i, "colspan", 1, max_colspan), 1);
      const std::size_t asked = span_of(tree_, i, "rowspan", 1, max_rowspan);
      const std::size_t left = out_.size() - y;
      place(i, x, y, wide, asked == 0 ? left : std::min(asked, left));
      out_[y].only_titles = out_[y].only_titles && is_title;
      x += wide;
    }
  }

  void place(Index cell, std::size_t x, std::size_t y, std::size_t wide, std::size_t high) {
    const std::string text = block_text(tree_, cell);
    take(wide * high, wide * high * text.size());
    for (std::size_t row = y; row < y + high; ++row) {
      std::vector<Slot>& slots = out_[row].slots;
      if (slots.size() < x + wide) slots.resize(x + wide);
      for (std::size_t column = x; column < x + wide; ++column) slots[column] = {true, text};
    }
  }

  void take(std::size_t slots, std::size_t bytes) {
    slots_ += slots;
    bytes_ += bytes;
    if (slots_ > max_slots) throw html::error("the table has more than 1,000,000 cells");
    if (bytes_ > max_bytes) throw html::error("the table's texts are larger than 64 MiB");
  }

  const Tree& tree_;
  std::vector<Row> out_;
  std::size_t slots_ = 0, bytes_ = 0;
};

std::vector<Index> rows_of(const Tree& tree, Index group) {
  std::vector<Index> out;
  for (Index i = tree.first_child(group); i != nowhere; i = tree.next_sibling(i)) {
    if (tree.is_element(i, "tr")) out.push_back(i);
  }
  return out;
}

// `top` or the first table below it.
Index find_table(const Tree& tree, Index top) {
  if (tree.is_element(top, "table")) return top;
  Index found = nowhere;
  tree.each_below(top, [&](Index i) {
    if (found == nowhere && tree.is_element(i, "table")) found = i;
  });
  return found;
}

}  // namespace

table node::table() const {
  if (!page_ || attribute_ != none) return {};
  const Tree& tree = page_->tree;
  const Index top = find_table(tree, at_);
  if (top == nowhere) return {};
  Grid grid(tree);
  std::vector<Index> feet;
  for (Index i = tree.first_child(top); i != nowhere; i = tree.next_sibling(i)) {
    if (tree.is_element(i, "tr")) grid.add_group({i}, false);
    if (tree.is_element(i, "tbody")) grid.add_group(rows_of(tree, i), false);
    if (tree.is_element(i, "thead")) grid.add_group(rows_of(tree, i), true);
    if (tree.is_element(i, "tfoot")) feet.push_back(i);
  }
  // The foot comes last, wherever it stands.
  for (const Index foot : feet) grid.add_group(rows_of(tree, foot), false);
  return grid.finish();
}

}  // namespace trawl::html
