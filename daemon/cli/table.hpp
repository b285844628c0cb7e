// A table for people: columns as wide as their widest cell, no lines, no colour. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace trawl::cli {

class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Cells are made printable here. As many as there are columns.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  // Lines with LF. The last column is clipped so that lines stay within `columns`; 0: no limit.
  std::string text(std::size_t columns) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace trawl::cli
