// Does this element match that selector? Internal to trawl-sdk::html. A matcher is cheap to make and
// allocates nothing per element; it must not outlive the tree.
#pragma once

#include "selector.hpp"
#include "tree.hpp"

namespace trawl::html::detail {

class Matcher {
 public:
  // `scope` is what ':scope' means: the node that the query started from.
  Matcher(const Tree& tree, Index scope) : tree_(tree), scope_(scope) {}

  bool matches(const ComplexSelector& selector, Index element) {
    return match_from(selector, 0, element) == Match::yes;
  }
  bool matches(const SelectorList& list, Index element);

 private:
  // Why a match failed tells the caller which other candidates are worth trying; without it,
  // "a b c d" costs exponential time on deep pages.
  enum class Match : std::uint8_t { yes, not_here, no_sibling, nowhere };

  Match match_from(const ComplexSelector& selector, std::size_t compound, Index element);
  bool match_compound(const CompoundSelector& compound, Index element);
  bool match_simple(const SimpleSelector& simple, Index element);
  bool match_has(const SelectorList& list, Index element);
  bool match_nth(const SimpleSelector& simple, Index element);
  bool contains_text(Index element, const std::string& wanted);

  const Tree& tree_;
  Index scope_;
  Index anchor_ = nowhere;  // the element whose :has() is being tried
  std::string text_;        // kept between elements for its memory
};

// A node, or one of its attributes.
struct Found {
  Index node = nowhere;
  Index attribute = nowhere;
};

// What `list` yields below `top`, in document order; at most `limit` of it.
std::vector<Found> select(const Tree& tree, const SelectorList& list, Index top, std::size_t limit);

}  // namespace trawl::html::detail
