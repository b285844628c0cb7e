// Matching from right to left, and the walk that collects matches.
#include "matcher.hpp"

#include <algorithm>
#include <utility>

#include "attribute_test.hpp"
#include "forms.hpp"
#include "nearest.hpp"

namespace trawl::html::detail {
namespace {

// Is `position` (from 1) one of a*n + b for n >= 0?
bool is_nth(int a, int b, std::uint32_t position) {
  const long long distance = static_cast<long long>(position) - b;
  return a == 0 ? distance == 0 : distance % a == 0 && distance / a >= 0;
}

bool is_empty(const Tree& tree, Index element) {
  for (Index i = tree.first_child(element); i != nowhere; i = tree.next_sibling(i)) {
    const Node& child = tree.at(i);
    if (child.kind == Kind::element || (child.kind == Kind::text && child.text.size > 0)) return false;
  }
  return true;
}

bool matches_type(const Tree& tree, const SimpleSelector& simple, Index element) {
  const Node& node = tree.at(element);
  if (node.space == Space::html)
    return node.name_hash == simple.lower_hash && tree.name(element) == simple.lower_name;
  return tree.name(element) == simple.name;
}

}  // namespace

bool Matcher::matches(const SelectorList& list, Index element) {
  for (const ComplexSelector& each : list.alternatives) {
    if (matches(each, element)) return true;
  }
  return false;
}

Matcher::Match Matcher::match_from(const ComplexSelector& selector, std::size_t at, Index element) {
  const CompoundSelector& compound = selector.compounds[at];
  if (!match_compound(compound, element)) return Match::not_here;
  switch (compound.left) {
    case Combinator::none:
      return Match::yes;
    case Combinator::child: {
      const Index parent = tree_.parent_element(element);
      return parent == nowhere ? Match::nowhere : match_from(selector, at + 1, parent);
    }
    case Combinator::next: {
      const Index previous = tree_.previous_element(element);
      return previous == nowhere ? Match::no_sibling : match_from(selector, at + 1, previous);
    }
    case Combinator::descendant:
    case Combinator::following:
      return try_all(selector, at, element);
  }
  return Match::nowhere;
}

Index Matcher::next_candidate(Combinator combinator, Index i) const {
  return combinator == Combinator::descendant ? tree_.parent_element(i) : tree_.previous_element(i);
}

// Does `match` of one candidate settle the matter for all that follow it?
bool Matcher::settles(Combinator combinator, Match match) {
  return match == Match::yes || match == Match::nowhere ||
         (match == Match::no_sibling && combinator == Combinator::following);
}

Matcher::Match Matcher::none_left(Combinator combinator) {
  return combinator == Combinator::descendant ? Match::nowhere : Match::no_sibling;
}

Matcher::Match Matcher::try_all(const ComplexSelector& selector, std::size_t at, Index element) {
  const Combinator combinator = selector.compounds[at].left;
  // What :has() hangs on changes from element to element, so its outcomes cannot be kept.
  const bool anchored = selector.compounds.back().tests.front().test == Test::anchor;
  std::size_t tried = 0;
  for (Index i = next_candidate(combinator, element); i != nowhere; i = next_candidate(combinator, i)) {
    if (++tried > short_walk && !anchored) return try_all_remembering(selector, at, i);
    const Match match = match_from(selector, at + 1, i);
    if (settles(combinator, match)) return match;
  }
  return none_left(combinator);
}

// Walks until an outcome is known, and writes it down for every candidate that was passed.
Matcher::Match Matcher::try_all_remembering(const ComplexSelector& selector, std::size_t at,
                                            Index candidate) {
  const Combinator combinator = selector.compounds[at].left;
  std::vector<Match>& outcomes = outcomes_[&selector.compounds[at]];
  outcomes.resize(tree_.nodes.size(), Match::unknown);
  Match outcome = none_left(combinator);
  Index end = candidate;
  for (; end != nowhere; end = next_candidate(combinator, end)) {
    if (outcomes[end] == Match::unknown) {
      const Match match = match_from(selector, at + 1, end);
      if (settles(combinator, match)) outcomes[end] = match;
    }
    if (outcomes[end] != Match::unknown) {
      outcome = outcomes[end];
      break;
    }
  }
  for (Index i = candidate; i != end; i = next_candidate(combinator, i)) outcomes[i] = outcome;
  return outcome;
}

bool Matcher::match_compound(const CompoundSelector& compound, Index element) {
  ++steps_;
  for (const SimpleSelector& each : compound.tests) {
    if (!match_simple(each, element)) return false;
  }
  return true;
}

bool Matcher::match_simple(const SimpleSelector& simple, Index element) {
  static constexpr auto id_hash = hash_of("id"), class_hash = hash_of("class");
  const Node& node = tree_.at(element);
  switch (simple.test) {
    case Test::any:
      return true;
    case Test::type:
      return matches_type(tree_, simple, element);
    case Test::id: {
      const Attribute* id = tree_.attribute(element, "id", id_hash);
      return id && tree_.view(id->value) == simple.value;
    }
    case Test::class_name: {
      const Attribute* classes = tree_.attribute(element, "class", class_hash);
      return classes && has_word(tree_.view(classes->value), simple.value, false);
    }
    case Test::attribute:
      return matches_attribute(tree_, simple, element);
    case Test::is:
      return matches(*simple.list, element);
    case Test::negation:
      return !matches(*simple.list, element);
    case Test::has:
      return match_has(simple, element);
    case Test::anchor:
      return element == anchor_;
    case Test::nth_child:
    case Test::nth_last_child:
    case Test::nth_of_type:
    case Test::nth_last_of_type:
      return match_nth(simple, element);
    case Test::only_child:
      return node.nth_child == 1 && node.nth_last_child == 1;
    case Test::only_of_type:
      return node.nth_of_type == 1 && node.nth_last_of_type == 1;
    case Test::root:
      return element == root();
    case Test::scope:
      return element == (scope_ == 0 ? root() : scope_);
    case Test::empty:
      return is_empty(tree_, element);
    case Test::contains:
      return contains_text(simple, element);
    case Test::lang:
      return languages_.matches_language(element, simple.values);
    case Test::dir:
      return languages_.matches_direction(element, simple.value);
    case Test::never:
      return false;
    default:
      return matches_state(tree_, element, simple.test);
  }
}

bool Matcher::match_nth(const SimpleSelector& simple, Index element) {
  const Node& node = tree_.at(element);
  const bool from_end = simple.test == Test::nth_last_child;
  const std::uint32_t place = simple.test == Test::nth_child     ? node.nth_child
                              : from_end                         ? node.nth_last_child
                              : simple.test == Test::nth_of_type ? node.nth_of_type
                                                                 : node.nth_last_of_type;
  if (!simple.list) return is_nth(simple.a, simple.b, place);
  if (!matches(*simple.list, element)) return false;
  if (place > short_walk) {
    std::vector<std::uint32_t>& positions = positions_[&simple];
    positions.resize(tree_.nodes.size());
    if (positions[element] == 0) number_siblings(simple, element, positions);
    return is_nth(simple.a, simple.b, positions[element]);
  }
  std::uint32_t position = 0;
  for (Index i = element; i != nowhere; i = from_end ? tree_.next_element(i) : tree_.previous_element(i)) {
    position += matches(*simple.list, i);
  }
  return is_nth(simple.a, simple.b, position);
}

void Matcher::number_siblings(const SimpleSelector& simple, Index element,
                              std::vector<std::uint32_t>& positions) {
  std::vector<Index> counted;
  for (Index i = tree_.first_child(tree_.at(element).parent); i != nowhere; i = tree_.next_sibling(i)) {
    if (tree_.is_element(i) && matches(*simple.list, i)) counted.push_back(i);
  }
  if (simple.test == Test::nth_last_child) std::reverse(counted.begin(), counted.end());
  for (std::uint32_t at = 0; at < counted.size(); ++at) positions[counted[at]] = at + 1;
}

// Reads the element's own text until that has cost more than the text of the page is long.
bool Matcher::contains_text(const SimpleSelector& simple, Index element) {
  if (text_read_ > tree_.strings.size() + tree_.nodes.size()) {
    if (!texts_) texts_ = std::make_unique<TextIndex>(tree_);
    if (const auto known = texts_->contains(element, simple.value)) return *known;
  }
  text_.clear();
  append_text(tree_, element, text_);
  const std::uint64_t read = text_.size() + tree_.at(element).end - element;
  text_read_ += read;
  steps_ += read;
  return text_.find(simple.value) != std::string::npos;
}

Index Matcher::root() {
  if (root_ == nowhere) root_ = tree_.root();
  return root_;
}

namespace {

// Adds what one alternative yields at `element`, unless another added it already. `from` is where the yield
// of the element begins.
void add_yield(const Tree& tree, const ComplexSelector& selector, Index element, std::vector<Found>& out,
               std::size_t from) {
  const auto is_there = [&](Found found) {
    return std::any_of(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), [&](const Found& each) {
      return each.node == found.node && each.attribute == found.attribute;
    });
  };
  switch (selector.yield) {
    case Yield::element:
      if (!is_there({element, nowhere})) out.push_back({element, nowhere});
      break;
    case Yield::attribute: {
      const Index attribute = tree.find_attribute(element, selector.attribute);
      if (attribute != nowhere && !is_there({element, attribute})) out.push_back({element, attribute});
      break;
    }
    case Yield::text: {
      bool is_first = true;
      for (Index i = tree.first_child(element); i != nowhere; i = tree.next_sibling(i)) {
        if (tree.at(i).kind != Kind::text || is_blank(tree.view(tree.at(i).text))) continue;
        // Texts come all or none: who has the first has them all.
        if (std::exchange(is_first, false) && is_there({i, nowhere})) break;
        out.push_back({i, nowhere});
      }
      break;
    }
  }
}

// ":scope::attr(href)" means the node itself; anything else looks below it.
bool means_scope(const SelectorList& list) {
  for (const ComplexSelector& each : list.alternatives) {
    for (const SimpleSelector& simple : each.compounds.front().tests) {
      if (simple.test == Test::scope) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<Found> select(const Tree& tree, const SelectorList& list, Index top, std::size_t limit) {
  std::vector<Found> out;
  Matcher matcher(tree, top);
  const Index end = tree.is_template(top) ? top + 1 : tree.at(top).end;
  const Index begin = means_scope(list) ? top : top + 1;
  for (Index i = begin; i < end && out.size() < limit;
       i = i != top && tree.is_template(i) ? tree.at(i).end : i + 1) {
    if (!tree.is_element(i)) continue;
    const std::size_t from = out.size();
    for (const ComplexSelector& each : list.alternatives) {
      if (matcher.matches(each, i)) add_yield(tree, each, i, out, from);
    }
  }
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace trawl::html::detail
