// Segments and selectors: from nodes to nodes.
#include <algorithm>

#include "path_evaluation.hpp"

namespace trawl::json::detail {

std::vector<Node> Evaluation::nodes(const Query& query, std::size_t segments) {
  return nodes(query, Node{&root_, 0}, segments);
}

std::vector<Node> Evaluation::nodes(const Query& query, Node start, std::size_t segments) {
  std::vector<Node> now{start};
  for (std::size_t i = 0; i < segments && !now.empty(); ++i) {
    std::vector<Node> next;
    for (const Node& node : now) {
      if (query.segments[i].descendant) {
        apply_to_descendants(query.segments[i], node, next);
      } else {
        apply(query.segments[i], node, next);
      }
    }
    now = std::move(next);
  }
  return now;
}

void Evaluation::apply(const Segment& segment, const Node& node, std::vector<Node>& out) {
  look();
  for (const Selector& selector : segment.selectors) {
    std::visit([&](const auto& each) { select(each, node, out); }, selector);
  }
}

// Parents before children, children in their order; without recursion, however deep the document is.
void Evaluation::apply_to_descendants(const Segment& segment, const Node& node, std::vector<Node>& out) {
  std::vector<Node> waiting{node};
  while (!waiting.empty()) {
    const Node now = waiting.back();
    waiting.pop_back();
    apply(segment, now, out);
    const std::size_t before = waiting.size();
    if (const auto* items = now.value->as_array()) {
      for (std::size_t i = 0; i < items->size(); ++i) waiting.push_back(child(now, *items, i));
    } else if (const auto* members = now.value->as_object()) {
      for (const member& each : *members) waiting.push_back(child(now, each));
    }
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(before), waiting.end());
  }
}

void Evaluation::select(const Name& name, const Node& node, std::vector<Node>& out) {
  const auto* members = node.value->as_object();
  if (!members) return;
  look(members->size() / names_per_step);
  for (const member& each : *members) {
    if (each.name == name.name) return add(child(node, each), out);
  }
}

void Evaluation::select(const Wildcard&, const Node& node, std::vector<Node>& out) {
  if (const auto* items = node.value->as_array()) {
    for (std::size_t i = 0; i < items->size(); ++i) add(child(node, *items, i), out);
  } else if (const auto* members = node.value->as_object()) {
    for (const member& each : *members) add(child(node, each), out);
  }
}

void Evaluation::select(const Index& index, const Node& node, std::vector<Node>& out) {
  const auto* items = node.value->as_array();
  if (!items) return;
  const auto size = static_cast<std::int64_t>(items->size());
  const std::int64_t at = index.index < 0 ? size + index.index : index.index;
  if (at >= 0 && at < size) add(child(node, *items, static_cast<std::size_t>(at)), out);
}

void Evaluation::select(const Slice& slice, const Node& node, std::vector<Node>& out) {
  const auto* items = node.value->as_array();
  if (!items || slice.step == 0) return;
  const auto size = static_cast<std::int64_t>(items->size());
  const auto from_end = [size](std::int64_t i) { return i < 0 ? size + i : i; };
  const bool up = slice.step > 0;
  const std::int64_t least = up ? 0 : -1, most = up ? size : size - 1;
  const std::int64_t start = std::clamp(slice.start ? from_end(*slice.start) : up ? 0 : most, least, most);
  const std::int64_t end = std::clamp(slice.end ? from_end(*slice.end) : up ? size : -1, least, most);
  for (std::int64_t i = start; up ? i < end : i > end; i += slice.step) {
    add(child(node, *items, static_cast<std::size_t>(i)), out);
  }
}

void Evaluation::select(const Filter& filter, const Node& node, std::vector<Node>& out) {
  if (const auto* items = node.value->as_array()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (holds(*filter.condition, (*items)[i])) add(child(node, *items, i), out);
    }
  } else if (const auto* members = node.value->as_object()) {
    for (const member& each : *members) {
      if (holds(*filter.condition, each.value)) add(child(node, each), out);
    }
  }
}

Node Evaluation::child(const Node& parent, const member& member) {
  if (!keep_places_) return {&member.value};
  places_.push_back({parent.place, &member.name, 0});
  return {&member.value, places_.size() - 1};
}

Node Evaluation::child(const Node& parent, const array& items, std::size_t index) {
  if (!keep_places_) return {&items[index]};
  places_.push_back({parent.place, nullptr, index});
  return {&items[index], places_.size() - 1};
}

void Evaluation::add(const Node& node, std::vector<Node>& out) {
  look();
  if (out.size() == limits_.max_results) {
    throw limit_error("the query selects more than " + std::to_string(limits_.max_results) +
                      " values; a narrower one selects fewer");
  }
  out.push_back(node);
}

void Evaluation::look(std::size_t steps) {
  steps_ += steps;
  if (steps_ > limits_.max_steps) {
    throw limit_error("the query looks at more than " + std::to_string(limits_.max_steps) +
                      " values; '..' inside a filter, or twice in a query, is what costs most");
  }
}

namespace {

// A name as normalized paths spell it: in single quotes.
void append_name(std::string& out, const std::string& name) {
  static constexpr std::string_view escaped = "\b\t\n\f\r'\\", letters = "btnfr'\\";
  static constexpr char hex[] = "0123456789abcdef";
  out += "['";
  for (const char c : name) {
    const auto found = escaped.find(c);
    if (found != std::string_view::npos) {
      out += '\\';
      out += letters[found];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += hex[c >> 4];
      out += hex[c & 15];
    } else {
      out += c;
    }
  }
  out += "']";
}

}  // namespace

std::string Evaluation::location(const Node& node) const {
  std::vector<const Place*> way;
  for (std::size_t at = node.place; at != 0; at = places_[at].parent) way.push_back(&places_[at]);
  std::string out = "$";
  for (auto each = way.rbegin(); each != way.rend(); ++each) {
    if ((*each)->name) {
      append_name(out, *(*each)->name);
    } else {
      out += '[' + std::to_string((*each)->index) + ']';
    }
  }
  return out;
}

}  // namespace trawl::json::detail
