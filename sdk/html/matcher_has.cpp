// :has(). From a single element it looks at what is below or beside it. Once that has cost more than the page
// has nodes, all elements that :has() holds for are found at once, in time proportional to the page.
#include "matcher.hpp"

namespace trawl::html::detail {
namespace {

// Adds the elements that one of `found` hangs on by `combinator`. Every loop ends at an element that is there
// already, because the elements beyond it are there, too.
std::vector<bool> left_of(const Tree& tree, const std::vector<bool>& found, Combinator combinator) {
  std::vector<bool> out(found.size());
  const auto holder = [&](Index i) {
    const Index parent = tree.parent_element(i);
    return parent != nowhere && !tree.is_template(parent) ? parent : nowhere;
  };
  const bool beside = combinator == Combinator::next || combinator == Combinator::following;
  const bool once = combinator == Combinator::next || combinator == Combinator::child;
  for (Index i = 0; i < found.size(); ++i) {
    if (!found[i]) continue;
    Index left = beside ? tree.previous_element(i) : holder(i);
    while (left != nowhere && !out[left]) {
      out[left] = true;
      if (once) break;
      left = beside ? tree.previous_element(left) : holder(left);
    }
  }
  return out;
}

}  // namespace

bool Matcher::match_has(const SimpleSelector& simple, Index element) {
  Has& has = has_[&simple];
  if (!has.holders.empty()) return has.holders[element];
  const Index outer = anchor_;
  anchor_ = element;
  bool found = false;
  for (const ComplexSelector& each : simple.list->alternatives) {
    found = look_for(each, element, has.spent);
    if (found || has.spent > tree_.nodes.size()) break;
  }
  anchor_ = outer;
  if (found || has.spent <= tree_.nodes.size()) return found;
  has.holders = find_holders(*simple.list);
  return has.holders[element];
}

// Tries every element that the leftmost combinator can lead to, until too much is spent.
bool Matcher::look_for(const ComplexSelector& selector, Index element, std::uint64_t& spent) {
  const Combinator first = selector.compounds[selector.compounds.size() - 2].left;
  const bool beside = first == Combinator::next || first == Combinator::following;
  if (!beside && tree_.is_template(element)) return false;
  const Index parent = tree_.at(element).parent;
  const Index begin = beside ? tree_.at(element).end : element + 1;
  const Index end = beside && parent != nowhere ? tree_.at(parent).end : tree_.at(element).end;
  for (Index i = begin; i < end; i = tree_.is_template(i) ? tree_.at(i).end : i + 1) {
    const std::uint64_t before = steps_++;
    const bool found = tree_.is_element(i) && matches(selector, i);
    spent += steps_ - before;
    if (found) return true;
    if (spent > tree_.nodes.size()) return false;
  }
  return false;
}

std::vector<bool> Matcher::find_holders(const SelectorList& list) {
  std::vector<bool> out(tree_.nodes.size());
  for (const ComplexSelector& each : list.alternatives) {
    std::vector<bool> candidates(tree_.nodes.size(), true);
    // The last compound is the anchor, which is what is wanted.
    for (std::size_t at = 0; at + 1 < each.compounds.size(); ++at) {
      for (Index i = 0; i < candidates.size(); ++i) {
        candidates[i] = candidates[i] && tree_.is_element(i) && match_compound(each.compounds[at], i);
      }
      steps_ += candidates.size();
      candidates = left_of(tree_, candidates, each.compounds[at].left);
    }
    for (Index i = 0; i < out.size(); ++i) out[i] = out[i] || candidates[i];
  }
  return out;
}

}  // namespace trawl::html::detail
