// Matching from right to left, and the walk that collects matches.
#include "matcher.hpp"

#include "attribute_test.hpp"
#include "forms.hpp"
#include "language.hpp"

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
    case Combinator::descendant:
      for (Index i = tree_.parent_element(element); i != nowhere; i = tree_.parent_element(i)) {
        const Match match = match_from(selector, at + 1, i);
        if (match == Match::yes || match == Match::nowhere) return match;
      }
      return Match::nowhere;
    case Combinator::next: {
      const Index previous = tree_.previous_element(element);
      return previous == nowhere ? Match::no_sibling : match_from(selector, at + 1, previous);
    }
    case Combinator::following:
      for (Index i = tree_.previous_element(element); i != nowhere; i = tree_.previous_element(i)) {
        const Match match = match_from(selector, at + 1, i);
        if (match != Match::not_here) return match;
      }
      return Match::no_sibling;
  }
  return Match::nowhere;
}

bool Matcher::match_compound(const CompoundSelector& compound, Index element) {
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
      return match_has(*simple.list, element);
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
      return element == tree_.root();
    case Test::scope:
      return element == (scope_ == 0 ? tree_.root() : scope_);
    case Test::empty:
      return is_empty(tree_, element);
    case Test::contains:
      return contains_text(element, simple.value);
    case Test::lang:
      return matches_language(tree_, element, simple.values);
    case Test::dir:
      return matches_direction(tree_, element, simple.value);
    case Test::never:
      return false;
    default:
      return matches_state(tree_, element, simple.test);
  }
}

// Tries every element that the leftmost combinator of an alternative can lead to.
bool Matcher::match_has(const SelectorList& list, Index element) {
  const Index outer = anchor_;
  anchor_ = element;
  bool found = false;
  for (const ComplexSelector& each : list.alternatives) {
    const Combinator first = each.compounds[each.compounds.size() - 2].left;
    const bool beside = first == Combinator::next || first == Combinator::following;
    const Index parent = tree_.at(element).parent;
    const Index begin = beside ? tree_.at(element).end : element + 1;
    const Index end = beside && parent != nowhere ? tree_.at(parent).end : tree_.at(element).end;
    for (Index i = begin; i < end && !found; i = tree_.is_template(i) ? tree_.at(i).end : i + 1) {
      found = tree_.is_element(i) && matches(each, i);
    }
    if (found) break;
  }
  anchor_ = outer;
  return found;
}

bool Matcher::match_nth(const SimpleSelector& simple, Index element) {
  const Node& node = tree_.at(element);
  const bool from_end = simple.test == Test::nth_last_child;
  std::uint32_t position = 0;
  if (simple.list) {
    if (!matches(*simple.list, element)) return false;
    for (Index i = element; i != nowhere; i = from_end ? tree_.next_element(i) : tree_.previous_element(i)) {
      position += matches(*simple.list, i);
    }
  } else {
    position = simple.test == Test::nth_child     ? node.nth_child
               : from_end                         ? node.nth_last_child
               : simple.test == Test::nth_of_type ? node.nth_of_type
                                                  : node.nth_last_of_type;
  }
  return is_nth(simple.a, simple.b, position);
}

bool Matcher::contains_text(Index element, const std::string& wanted) {
  text_.clear();
  append_text(tree_, element, text_);
  return text_.find(wanted) != std::string::npos;
}

namespace {

// Adds what one alternative yields at `element`, unless it is there already.
void add_yield(const Tree& tree, const ComplexSelector& selector, Index element, std::vector<Found>& out,
               std::size_t from) {
  const auto add = [&](Found found) {
    for (std::size_t i = from; i < out.size(); ++i) {
      if (out[i].node == found.node && out[i].attribute == found.attribute) return;
    }
    out.push_back(found);
  };
  switch (selector.yield) {
    case Yield::element:
      add({element, nowhere});
      break;
    case Yield::attribute: {
      const Index attribute = tree.find_attribute(element, selector.attribute);
      if (attribute != nowhere) add({element, attribute});
      break;
    }
    case Yield::text:
      for (Index i = tree.first_child(element); i != nowhere; i = tree.next_sibling(i)) {
        if (tree.at(i).kind == Kind::text && !is_blank(tree.view(tree.at(i).text))) add({i, nowhere});
      }
      break;
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
