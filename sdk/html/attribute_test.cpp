// Attribute selectors with HTML's rules for letter case.
#include "attribute_test.hpp"

#include <algorithm>
#include <iterator>
#include <trawl/text.hpp>

#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

// The attributes whose values HTML compares without regard to case.
constexpr std::string_view caseless[] = {
    "accept",     "accept-charset", "align",     "alink",    "axis",     "bgcolor", "charset",
    "checked",    "clear",          "codetype",  "color",    "compact",  "declare", "defer",
    "dir",        "direction",      "disabled",  "enctype",  "face",     "frame",   "hreflang",
    "http-equiv", "lang",           "language",  "link",     "media",    "method",  "multiple",
    "nohref",     "noresize",       "noshade",   "nowrap",   "readonly", "rel",     "rev",
    "rules",      "scope",          "scrolling", "selected", "shape",    "target",  "text",
    "type",       "valign",         "valuetype", "vlink"};

bool ignores_case(const Tree& tree, const SimpleSelector& simple, Index element) {
  if (simple.letter_case != Case::by_attribute) return simple.letter_case == Case::insensitive;
  return tree.at(element).space == Space::html &&
         std::find(std::begin(caseless), std::end(caseless), simple.lower_name) != std::end(caseless);
}

bool equal(std::string_view a, std::string_view b, bool ignore_case) {
  return ignore_case ? equals_ignoring_case(a, b) : a == b;
}

bool contains(std::string_view text, std::string_view wanted, bool ignore_case) {
  return (ignore_case ? find_ignoring_case(text, wanted) : text.find(wanted)) != std::string_view::npos;
}

bool matches_value(std::string_view text, const SimpleSelector& simple, bool ignore_case) {
  const std::string_view wanted = simple.value;
  const auto head = text.substr(0, wanted.size());
  switch (simple.op) {
    case AttributeOperator::exists:
      return true;
    case AttributeOperator::equals:
      return equal(text, wanted, ignore_case);
    case AttributeOperator::word:
      return has_word(text, wanted, ignore_case);
    case AttributeOperator::dash:
      return equal(head, wanted, ignore_case) && (text.size() == wanted.size() || text[wanted.size()] == '-');
    // An empty value matches nothing with these three.
    case AttributeOperator::prefix:
      return !wanted.empty() && equal(head, wanted, ignore_case);
    case AttributeOperator::suffix:
      return !wanted.empty() && text.size() >= wanted.size() &&
             equal(text.substr(text.size() - wanted.size()), wanted, ignore_case);
    case AttributeOperator::substring:
      return !wanted.empty() && contains(text, wanted, ignore_case);
  }
  return false;
}

}  // namespace

bool has_word(std::string_view list, std::string_view word, bool ignore_case) {
  if (word.empty()) return false;
  for (std::size_t at = 0; at < list.size();) {
    while (at < list.size() && is_space(list[at])) ++at;
    const std::size_t begin = at;
    while (at < list.size() && !is_space(list[at])) ++at;
    if (at > begin && equal(list.substr(begin, at - begin), word, ignore_case)) return true;
  }
  return false;
}

bool matches_attribute(const Tree& tree, const SimpleSelector& simple, Index element) {
  const bool is_html = tree.at(element).space == Space::html;
  const Attribute* found = tree.attribute(element, simple.lower_name, simple.lower_hash);
  if (!found && !is_html) found = tree.attribute(element, simple.name);
  return found && matches_value(tree.view(found->value), simple, ignores_case(tree, simple, element));
}

bool is_blank(std::string_view text) {
  return normalise(text).empty();
}

}  // namespace trawl::html::detail
