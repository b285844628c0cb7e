// Explains a CSS selector that finds nothing: the longest beginning of it that matches, and what about the
// part after that beginning fails. It matches variations of the selector, a few dozen at most.
#include <algorithm>
#include <trawl/text.hpp>

#include "matcher.hpp"
#include "seen.hpp"
#include "selector_parts.hpp"
#include "why_none.hpp"

namespace trawl::html::detail {
namespace {

constexpr Index max_nodes_searched = 300'000;  // of larger pages nothing is said
constexpr std::size_t max_alternatives = 4, max_tests = 8, max_sample = 500;

// What a variation of the selector matches.
struct Matches {
  std::size_t count = 0;
  std::vector<Index> sample;
};

std::string matches_text(std::string_view selector, std::size_t count) {
  return quoted(selector) + " matches " + times(count);
}

// "none is a <span> (elements there: b, i)": what `elements` have where the test wants something else.
std::string describe_miss(const Tree& tree, const SimpleSelector& test, std::string_view written,
                          const std::vector<Index>& elements) {
  Seen names, values, attributes;
  const std::string_view wanted_attribute = test.test == Test::class_name ? std::string_view("class")
                                            : test.test == Test::id       ? std::string_view("id")
                                                                          : std::string_view(test.lower_name);
  for (const Index element : elements) {
    const std::string_view name = tree.name(element);
    if (name != "html" && name != "head" && name != "body") names.add(name);
    const Node& node = tree.at(element);
    for (Index a = node.attributes_begin; a < node.attributes_begin + node.attribute_count; ++a) {
      attributes.add(tree.view(tree.attributes[a].name));
    }
    std::string_view value = tree.attribute_value(element, wanted_attribute);
    if (test.test != Test::class_name) {
      values.add(value);
      continue;
    }
    while (!value.empty()) {
      const std::size_t end = std::min(value.find_first_of(" \t\r\n\f"), value.size());
      values.add(value.substr(0, end));
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }
  switch (test.test) {
    case Test::type:
      return "is <" + test.name + ">" + names.list("elements", test.lower_name);
    case Test::class_name:
      return "has class " + quoted(test.value) + values.list("classes", test.value);
    case Test::id:
      return "has id " + quoted(test.value) + values.list("ids", test.value);
    case Test::attribute:
      return values.empty() ? "has attribute " + quoted(test.name) + attributes.list("attributes", test.name)
                            : "fits " + quoted(written) + values.list("values", test.value);
    default:
      return "fits " + quoted(written);
  }
}

// One alternative of the selector and where it stands in the text.
class Diagnosis {
 public:
  Diagnosis(const Tree& tree, const ComplexSelector& selector, const ComplexPart& part, std::string_view text,
            Index top)
      : tree_(tree), selector_(selector), part_(part), text_(text), top_(top) {
    // What matches is below `top`; what it hangs on may be `top` itself or stand around it.
    for (Index i = top; i != nowhere && i != 0; i = tree.parent_element(i)) around_.push_back(i);
    std::reverse(around_.begin(), around_.end());
    // If a beginning of the selector matches somewhere, every shorter one does.
    std::size_t beyond = size() + 1;
    while (known_ + 1 < beyond) {
      const std::size_t middle = (known_ + beyond) / 2;
      const Matches found = match(beginning(middle), true);
      (found.count > 0 ? known_ : beyond) = middle;
      if (found.count > 0) known_matches_ = found;
    }
  }

  // How much of the selector matches, 0 to 1.
  double reach() const { return static_cast<double>(known_) / static_cast<double>(size()); }

  std::string report() const {
    if (known_ == size()) return explain_yield();
    std::string out;
    const auto say = [&out](const std::string& sentence) {
      if (!sentence.empty()) out += (out.empty() ? "" : "; ") + sentence;
    };
    if (known_ > 0) say(matches_text(beginning_text(known_), known_matches_.count));
    const std::string otherwise = other_relation();
    say(otherwise);
    std::vector<std::string> culprits = explain_tests();
    if (otherwise.empty() && known_ > 0) say(elsewhere());
    for (const std::string& each : culprits) say(each);
    if (culprits.empty() && otherwise.empty()) say(explain_emptiness());
    return out;
  }

 private:
  std::size_t size() const { return selector_.compounds.size(); }

  // Compounds stand from right to left.
  const CompoundSelector& failing() const { return selector_.compounds[size() - known_ - 1]; }
  const CompoundPart& failing_part() const { return part_.compounds[known_]; }

  ComplexSelector beginning(std::size_t compounds) const {
    ComplexSelector out;
    out.compounds.assign(selector_.compounds.end() - static_cast<std::ptrdiff_t>(compounds),
                         selector_.compounds.end());
    return out;
  }
  std::string beginning_text(std::size_t compounds) const {
    const std::size_t begin = part_.compounds.front().begin;
    return std::string(text_.substr(begin, part_.compounds[compounds - 1].end - begin));
  }
  // What stands before the failing compound, with its combinator.
  std::string lead_text() const {
    const std::size_t begin = part_.compounds.front().begin;
    return std::string(text_.substr(begin, failing_part().begin - begin));
  }

  // Variations of the whole selector count below `top` alone, those of its beginnings around it, too.
  Matches match(const ComplexSelector& wanted) const { return match(wanted, known_ + 1 < size()); }
  Matches match(const ComplexSelector& wanted, bool around) const {
    Matches out;
    Matcher matcher(tree_, top_);
    const auto look = [&](Index i) {
      if (!tree_.is_element(i) || !matcher.matches(wanted, i)) return;
      if (++out.count <= max_sample) out.sample.push_back(i);
    };
    if (around) {
      for (const Index i : around_) look(i);
    }
    tree_.each_below(top_, look);
    return out;
  }

  // The compound does match where another combinator would lead.
  std::string other_relation() const {
    const Combinator left = failing().left;
    if (left != Combinator::child && left != Combinator::next) return {};
    ComplexSelector wider = beginning(known_ + 1);
    wider.compounds.front().left = left == Combinator::child ? Combinator::descendant : Combinator::following;
    const Matches found = match(wider);
    if (found.count == 0) return {};
    const CompoundPart& part = failing_part();
    const std::string text = beginning_text(known_) + (left == Combinator::child ? " " : " ~ ") +
                             std::string(text_.substr(part.begin, part.end - part.begin));
    return matches_text(text, found.count) +
           (left == Combinator::child ? ", never as a child" : ", never right after it");
  }

  std::string elsewhere() const {
    ComplexSelector alone;
    alone.compounds.push_back(failing());
    alone.compounds.front().left = Combinator::none;
    const Matches found = match(alone, true);
    const CompoundPart& part = failing_part();
    if (found.count == 0) return {};
    return matches_text(text_.substr(part.begin, part.end - part.begin), found.count) + ", but not there";
  }

  // Leaves out one test of the failing compound after the other; those without which something matches are
  // to blame, and the one that leaves the fewest matches is likeliest.
  std::vector<std::string> explain_tests() const {
    struct Culprit {
      std::size_t count;
      std::string text;
    };
    std::vector<Culprit> culprits;
    const auto& tests = failing().tests;
    const auto& simples = failing_part().simples;
    if (tests.size() != simples.size() || tests.size() > max_tests) return {};
    for (std::size_t i = 0; i < tests.size(); ++i) {
      ComplexSelector without = beginning(known_ + 1);
      auto& kept = without.compounds.front().tests;
      kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
      const Matches found = match(without);
      if (found.count == 0) continue;
      std::string text;
      for (std::size_t j = 0; j < simples.size(); ++j) text += j == i ? "" : std::string(simples[j]);
      const std::string miss = describe_miss(tree_, tests[i], simples[i], found.sample);
      const std::string rest = text.empty() ? "*" : text;
      const bool says_nothing = known_ == 0 && text.empty();
      culprits.push_back(
          {found.count, says_nothing ? "nothing " + miss
                                     : matches_text(lead_text() + rest, found.count) + ", but none " + miss});
    }
    std::sort(culprits.begin(), culprits.end(), [](const Culprit& a, const Culprit& b) {
      return a.count != b.count ? a.count < b.count : a.text < b.text;
    });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < culprits.size() && i < 2; ++i) out.push_back(std::move(culprits[i].text));
    return out;
  }

  // No single test is to blame: says what stands there at all.
  std::string explain_emptiness() const {
    ComplexSelector any = beginning(known_ + 1);
    any.compounds.front().tests.assign(1, SimpleSelector());
    const Matches found = match(any);
    if (known_ == 0) return found.count == 0 ? "there are no elements" : "no part of it matches";
    if (found.count == 0) return "there is nothing at " + quoted(lead_text() + "*");
    Seen names;
    for (const Index each : found.sample) names.add(tree_.name(each));
    return matches_text(lead_text() + "*", found.count) + names.list("elements", {});
  }

  // Elements match, and what was to be taken from them is missing; or they stand around, not within.
  std::string explain_yield() const {
    const std::string found = matches_text(beginning_text(size()), known_matches_.count);
    const auto& sample = known_matches_.sample;
    const bool around = std::all_of(sample.begin(), sample.end(), [&](Index each) {
      return std::find(around_.begin(), around_.end(), each) != around_.end();
    });
    if (around && selector_.yield == Yield::element) return found + ", but not below this element";
    if (selector_.yield == Yield::text) return found + ", but none has text directly in it";
    if (selector_.yield == Yield::element) return found;
    Seen attributes;
    for (const Index each : sample) {
      const Node& node = tree_.at(each);
      for (Index a = node.attributes_begin; a < node.attributes_begin + node.attribute_count; ++a) {
        attributes.add(tree_.view(tree_.attributes[a].name));
      }
    }
    return found + ", but none has attribute " + quoted(selector_.attribute) +
           attributes.list("attributes", selector_.attribute);
  }

  const Tree& tree_;
  const ComplexSelector& selector_;
  const ComplexPart& part_;
  const std::string_view text_;
  const Index top_;
  std::vector<Index> around_;  // `top` and the elements that it stands in, from the outside
  std::size_t known_ = 0;      // so many compounds, from the left, match somewhere
  Matches known_matches_;
};

// The element's first tag, as a report names it: <li class="book">.
std::string tag_of(const Tree& tree, Index element) {
  const std::string_view classes = tree.attribute_value(element, "class");
  return "<" + std::string(tree.name(element)) +
         (classes.empty() ? "" : " class=\"" + shortened(classes, 40) + "\"") + ">";
}

}  // namespace

std::string nearest_css(const Tree& tree, const SelectorList& list, std::string_view text, Index top) {
  if (tree.at(top).end - top > max_nodes_searched) return {};
  const std::vector<ComplexPart> parts = split_selector(text);
  if (parts.size() != list.alternatives.size()) return {};
  std::string best;
  double reach = -1;
  for (std::size_t i = 0; i < parts.size() && i < max_alternatives; ++i) {
    if (parts[i].compounds.size() != list.alternatives[i].compounds.size()) return {};
    const Diagnosis diagnosis(tree, list.alternatives[i], parts[i], text, top);
    if (diagnosis.reach() <= reach) continue;
    reach = diagnosis.reach();
    best = diagnosis.report();
  }
  const bool inside = top != 0 && tree.is_element(top) && tree.nodes.size() <= max_nodes_searched;
  if (inside && !select(tree, list, 0, 1).empty()) {
    best = "it matches elsewhere in the page, not in this " + tag_of(tree, top) + "; " + best;
  }
  return shortened(best, max_report);
}

}  // namespace trawl::html::detail
