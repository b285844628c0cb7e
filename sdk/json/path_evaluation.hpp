// One evaluation of a JSONPath query over one document. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <trawl/jsonpath.hpp>
#include <unordered_map>
#include <vector>

#include "path_query.hpp"

namespace trawl::json::detail {

// A value, and the way to it when ways are kept.
struct Node {
  const json::value* value;
  std::size_t place = 0;
};

inline constexpr std::size_t names_per_step = 8;  // that are compared in the time of one step, roughly

class Evaluation {
 public:
  Evaluation(const json::value& root, const path_limits& limits, bool keep_places)
      : root_(root), limits_(limits), keep_places_(keep_places), places_(1) {}

  // What the first `segments` segments select. Throws limit_error.
  std::vector<Node> nodes(const Query& query, std::size_t segments);
  std::string location(const Node& node) const;  // a normalized path; only when places are kept

 private:
  // The last step on the way to a node.
  struct Place {
    std::size_t parent = 0;
    const std::string* name = nullptr;  // of the member, else `index` counts
    std::size_t index = 0;
  };
  // What an operand is worth: a value of the document or of the query, one made here, or nothing at all.
  class Datum {
   public:
    Datum() = default;
    explicit Datum(const json::value* there) : there_(there) {}
    explicit Datum(std::size_t count) : made_(json::value(static_cast<std::uint64_t>(count))) {}
    const json::value* get() const { return made_ ? &*made_ : there_; }

   private:
    const json::value* there_ = nullptr;
    std::optional<json::value> made_;
  };

  // path_nodes.cpp
  std::vector<Node> nodes(const Query& query, Node start, std::size_t segments);
  void apply(const Segment& segment, const Node& node, std::vector<Node>& out);
  void apply_to_descendants(const Segment& segment, const Node& node, std::vector<Node>& out);
  void select(const Name& name, const Node& node, std::vector<Node>& out);
  void select(const Wildcard&, const Node& node, std::vector<Node>& out);
  void select(const Index& index, const Node& node, std::vector<Node>& out);
  void select(const Slice& slice, const Node& node, std::vector<Node>& out);
  void select(const Filter& filter, const Node& node, std::vector<Node>& out);
  Node child(const Node& parent, const member& member);
  Node child(const Node& parent, const array& items, std::size_t index);
  void add(const Node& node, std::vector<Node>& out);
  void look(std::size_t steps = 1);

  // path_filter.cpp
  bool holds(const Condition& condition, const json::value& current);
  bool compare(const Comparison& comparison, const json::value& current);
  bool compare(Relation relation, const json::value* left, const json::value* right);
  std::vector<Node> inner(const Query& query, const json::value& current);
  std::vector<Node> inner_from(const Query& query, const json::value& start);
  Datum worth(const Operand& operand, const json::value& current);
  Datum worth(const Call& call, const json::value& current);
  bool matches(const Call& call, const json::value& current);
  const Regexp* dynamic_regexp(const std::string& expression);

  const json::value& root_;
  const path_limits limits_;
  bool keep_places_;
  std::vector<Place> places_;  // the first is the root's
  std::size_t steps_ = 0;
  std::unordered_map<const Query*, std::vector<Node>> from_root_;  // of filters: what they select at the root
  std::string last_expression_;  // of a pattern from the document, with what it became
  std::optional<Regexp> last_regexp_;
};

}  // namespace trawl::json::detail
