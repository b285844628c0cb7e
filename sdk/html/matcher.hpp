// Does this element match that selector? Internal to trawl-sdk::html. A matcher belongs to one walk over one
// tree: it must not outlive the tree or the selectors, and one thread uses it. On ordinary pages it allocates
// nothing; where a page is so deep or so wide that looking again and again would take time proportional to
// the square of its size, it keeps what it found, in at most four bytes a node for each part of the selector.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "language.hpp"
#include "selector.hpp"
#include "text_index.hpp"
#include "tree.hpp"

namespace trawl::html::detail {

class Matcher {
 public:
  // `scope` is what ':scope' means: the node that the query started from.
  Matcher(const Tree& tree, Index scope) : tree_(tree), scope_(scope), languages_(tree) {}

  bool matches(const ComplexSelector& selector, Index element) {
    return match_from(selector, 0, element) == Match::yes;
  }
  bool matches(const SelectorList& list, Index element);

  // What matching has cost so far: elements tried, elements passed on the way and bytes of text read.
  std::uint64_t steps() const { return steps_; }

 private:
  // Why a match failed tells the caller which other candidates are worth trying; without it,
  // "a b c d" costs exponential time on deep pages.
  enum class Match : std::uint8_t { unknown, yes, not_here, no_sibling, nowhere };

  Match match_from(const ComplexSelector& selector, std::size_t compound, Index element);
  bool match_compound(const CompoundSelector& compound, Index element);
  bool match_simple(const SimpleSelector& simple, Index element);
  bool match_nth(const SimpleSelector& simple, Index element);
  void number_siblings(const SimpleSelector& simple, Index element, std::vector<std::uint32_t>& positions);
  bool contains_text(const SimpleSelector& simple, Index element);
  Index root();

  // The loops of the combinators ' ' and '~' over the candidates for compound `at` + 1.
  Match try_all(const ComplexSelector& selector, std::size_t at, Index element);
  Match try_all_remembering(const ComplexSelector& selector, std::size_t at, Index candidate);
  Index next_candidate(Combinator combinator, Index i) const;
  static bool settles(Combinator combinator, Match match);
  static Match none_left(Combinator combinator);

  // matcher_has.cpp
  bool match_has(const SimpleSelector& simple, Index element);
  bool look_for(const ComplexSelector& selector, Index element, std::uint64_t& spent);
  std::vector<bool> find_holders(const SelectorList& list);

  const Tree& tree_;
  Index scope_;
  Index root_ = nowhere;
  Index anchor_ = nowhere;  // the element whose :has() is being tried
  std::uint64_t steps_ = 0;
  Languages languages_;

  // The outcome of try_all() from each candidate on, by compound.
  std::unordered_map<const CompoundSelector*, std::vector<Match>> outcomes_;
  // The place of each element among the siblings that `of S` counts; 0 where it is not known.
  std::unordered_map<const SimpleSelector*, std::vector<std::uint32_t>> positions_;
  struct Has {
    std::uint64_t spent = 0;    // steps of looking from single elements
    std::vector<bool> holders;  // of all elements of the tree, once that has become too much
  };
  std::unordered_map<const SimpleSelector*, Has> has_;
  std::string text_;  // kept between elements for its memory
  std::uint64_t text_read_ = 0;
  std::unique_ptr<TextIndex> texts_;
};

// A node, or one of its attributes.
struct Found {
  Index node = nowhere;
  Index attribute = nowhere;
};

// What `list` yields below `top`, in document order; at most `limit` of it.
std::vector<Found> select(const Tree& tree, const SelectorList& list, Index top, std::size_t limit);

}  // namespace trawl::html::detail
