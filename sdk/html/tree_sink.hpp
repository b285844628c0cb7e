// Receives a tree node by node and lays it out as a Tree. Whichever HTML parser stands behind
// build_tree() speaks to this class alone. Internal to trawl-sdk::html.
#pragma once

#include <string_view>
#include <unordered_map>

#include "tree.hpp"

namespace trawl::html::detail {

class TreeSink {
 public:
  explicit TreeSink(std::size_t expected_bytes);

  void doctype(std::string_view name, std::string_view public_id, std::string_view system_id);
  void text(std::string_view data);
  void comment(std::string_view data);
  void open(std::string_view name, Space space);
  void attribute(std::string_view name, std::string_view value);  // of the element just opened
  void close();

  Tree finish() &&;

 private:
  Index add(Kind kind, Slice text);
  Slice store(std::string_view text);
  Slice store_name(std::string_view name);

  Tree tree_;
  Index open_ = 0;                 // the element that new nodes go into
  std::vector<Index> last_child_;  // of each open node, from the document down
  std::unordered_map<std::string, Slice> names_;
};

}  // namespace trawl::html::detail
