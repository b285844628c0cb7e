// The nearest ancestor with some property, for elements of pages that may be very deep.
// Internal to trawl-sdk::html.
#pragma once

#include <vector>

#include "tree.hpp"

namespace trawl::html::detail {

// Elements that are looked at without keeping what was found: most pages are neither deeper nor wider.
inline constexpr std::size_t short_walk = 16;

// Answers for one property of one tree.
class Nearest {
 public:
  // `element` itself or its nearest ancestor for which `holds(index)` is true; nowhere when there is none.
  template <class Holds>
  Index find(const Tree& tree, Index element, Holds holds) {
    Index i = element;
    for (std::size_t walked = 0; i != nowhere && walked < short_walk; ++walked, i = tree.parent_element(i)) {
      if (holds(i)) return i;
    }
    return i == nowhere ? nowhere : find_remembering(tree, i, holds);
  }

 private:
  static constexpr Index unknown = nowhere - 1;

  template <class Holds>
  Index find_remembering(const Tree& tree, Index begin, Holds holds) {
    known_.resize(tree.nodes.size(), unknown);
    Index end = begin;
    while (end != nowhere && known_[end] == unknown) {
      if (holds(end))
        known_[end] = end;
      else
        end = tree.parent_element(end);
    }
    const Index found = end == nowhere ? nowhere : known_[end];
    for (Index i = begin; i != end; i = tree.parent_element(i)) known_[i] = found;
    return found;
  }

  std::vector<Index> known_;  // from each node on
};

}  // namespace trawl::html::detail
