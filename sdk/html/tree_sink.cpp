// Builds the node array and counts every element's place among its siblings.
#include "tree_sink.hpp"

namespace trawl::html::detail {
namespace {

// Numbers the element children of one parent after the other; keeps its memory between them.
class Numbering {
 public:
  explicit Numbering(Tree& tree) : tree_(tree) {}

  void number_children(Index parent) {
    children_.clear();
    for (Index i = tree_.first_child(parent); i != nowhere; i = tree_.next_sibling(i)) {
      if (tree_.is_element(i)) children_.push_back(i);
    }
    const auto count = static_cast<std::uint32_t>(children_.size());
    seen_.clear();
    for (std::uint32_t at = 0; at < count; ++at) {
      Node& child = tree_.nodes[children_[at]];
      child.nth_child = at + 1;
      child.nth_last_child = count - at;
      child.nth_of_type = ++seen_[key(child)];
    }
    for (const Index i : children_) {
      Node& child = tree_.nodes[i];
      child.nth_last_of_type = seen_[key(child)] - child.nth_of_type + 1;
    }
  }

 private:
  static std::uint64_t key(const Node& node) {
    return std::uint64_t{node.name_hash} << 8 | static_cast<std::uint64_t>(node.space);
  }

  Tree& tree_;
  std::vector<Index> children_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
};

}  // namespace

TreeSink::TreeSink(std::size_t expected_bytes) {
  tree_.strings.reserve(expected_bytes);
  tree_.nodes.reserve(expected_bytes / 32 + 8);
  tree_.nodes.push_back({});
  last_child_.push_back(nowhere);
}

void TreeSink::doctype(std::string_view name, std::string_view public_id, std::string_view system_id) {
  const Index i = add(Kind::doctype, store_name(name));
  tree_.nodes[i].attribute_count = 2;
  tree_.attributes.push_back({hash_of("public"), store_name("public"), store(public_id)});
  tree_.attributes.push_back({hash_of("system"), store_name("system"), store(system_id)});
}

void TreeSink::text(std::string_view data) {
  add(Kind::text, store(data));
}
void TreeSink::comment(std::string_view data) {
  add(Kind::comment, store(data));
}

void TreeSink::open(std::string_view name, Space space) {
  const Index i = add(Kind::element, store_name(name));
  tree_.nodes[i].space = space;
  tree_.nodes[i].name_hash = hash_of(name);
  open_ = i;
  last_child_.push_back(nowhere);
}

void TreeSink::attribute(std::string_view name, std::string_view value) {
  tree_.attributes.push_back({hash_of(name), store_name(name), store(value)});
  ++tree_.nodes[open_].attribute_count;
}

void TreeSink::close() {
  tree_.nodes[open_].end = static_cast<Index>(tree_.nodes.size());
  open_ = tree_.nodes[open_].parent;
  last_child_.pop_back();
}

Tree TreeSink::finish() && {
  tree_.nodes[0].end = static_cast<Index>(tree_.nodes.size());
  Numbering numbering(tree_);
  for (Index i = 0; i < tree_.nodes.size(); ++i) {
    if (tree_.first_child(i) != nowhere) numbering.number_children(i);
  }
  return std::move(tree_);
}

Index TreeSink::add(Kind kind, Slice text) {
  const auto i = static_cast<Index>(tree_.nodes.size());
  Node node;
  node.kind = kind;
  node.parent = open_;
  node.previous = last_child_.back();
  node.end = i + 1;
  node.text = text;
  node.attributes_begin = static_cast<std::uint32_t>(tree_.attributes.size());
  last_child_.back() = i;
  tree_.nodes.push_back(node);
  return i;
}

Slice TreeSink::store(std::string_view text) {
  const Slice slice{static_cast<std::uint32_t>(tree_.strings.size()),
                    static_cast<std::uint32_t>(text.size())};
  tree_.strings += text;
  return slice;
}

Slice TreeSink::store_name(std::string_view name) {
  const auto [place, fresh] = names_.try_emplace(std::string(name));
  if (fresh) place->second = store(name);
  return place->second;
}

}  // namespace trawl::html::detail
