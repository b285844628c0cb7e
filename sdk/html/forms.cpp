// The states of links and form controls, as the attributes of the loaded page give them.
#include "forms.hpp"

#include <algorithm>
#include <initializer_list>

#include "ascii.hpp"
#include "input_value.hpp"

namespace trawl::html::detail {
namespace {

bool is_one_of(const Tree& tree, Index element, std::initializer_list<std::string_view> names) {
  return tree.at(element).space == Space::html &&
         std::find(names.begin(), names.end(), tree.name(element)) != names.end();
}

bool has(const Tree& tree, Index element, std::string_view attribute) {
  return tree.attribute(element, attribute) != nullptr;
}

// Inside a disabled fieldset everything is disabled but what its first legend holds.
bool in_disabled_fieldset(const Tree& tree, Index element) {
  Index below = element;
  for (Index i = tree.parent_element(element); i != nowhere; below = i, i = tree.parent_element(i)) {
    if (!tree.is_element(i, "fieldset") || !has(tree, i, "disabled")) continue;
    const bool in_first_legend = tree.is_element(below, "legend") && tree.at(below).nth_of_type == 1;
    if (!in_first_legend) return true;
  }
  return false;
}

bool can_be_disabled(const Tree& tree, Index element) {
  return is_one_of(tree, element,
                   {"button", "input", "select", "textarea", "optgroup", "option", "fieldset"});
}

bool is_disabled(const Tree& tree, Index element) {
  if (!can_be_disabled(tree, element)) return false;
  if (has(tree, element, "disabled")) return true;
  if (tree.is_element(element, "option")) {
    const Index parent = tree.parent_element(element);
    return parent != nowhere && tree.is_element(parent, "optgroup") && has(tree, parent, "disabled");
  }
  return !tree.is_element(element, "optgroup") && in_disabled_fieldset(tree, element);
}

bool is_checked(const Tree& tree, Index element) {
  if (tree.is_element(element, "option")) return has(tree, element, "selected");
  if (!tree.is_element(element, "input") || !has(tree, element, "checked")) return false;
  const auto type = tree.attribute_value(element, "type");
  return equals_ignoring_case(type, "checkbox") || equals_ignoring_case(type, "radio");
}

bool is_writable(const Tree& tree, Index element) {
  if (tree.is_element(element, "textarea") ||
      (tree.is_element(element, "input") && takes_text(tree, element))) {
    return !has(tree, element, "readonly") && !is_disabled(tree, element);
  }
  for (Index i = element; i != nowhere; i = tree.parent_element(i)) {
    if (const Attribute* editable = tree.attribute(i, "contenteditable")) {
      return !equals_ignoring_case(tree.view(editable->value), "false");
    }
  }
  return false;
}

}  // namespace

bool matches_state(const Tree& tree, Index element, Test test) {
  switch (test) {
    case Test::link:
      return is_one_of(tree, element, {"a", "area"}) && has(tree, element, "href");
    case Test::checked:
      return is_checked(tree, element);
    case Test::disabled:
      return is_disabled(tree, element);
    case Test::enabled:
      return can_be_disabled(tree, element) && !is_disabled(tree, element);
    case Test::required:
      return is_one_of(tree, element, {"input", "select", "textarea"}) && has(tree, element, "required");
    case Test::optional:
      return is_one_of(tree, element, {"input", "select", "textarea"}) && !has(tree, element, "required");
    case Test::read_write:
      return is_writable(tree, element);
    case Test::read_only:
      return !is_writable(tree, element);
    case Test::in_range:
      return range_state(tree, element) == RangeState::inside;
    case Test::out_of_range:
      return range_state(tree, element) == RangeState::outside;
    case Test::open:
      return is_one_of(tree, element, {"details", "dialog"}) && has(tree, element, "open");
    default:
      return false;
  }
}

}  // namespace trawl::html::detail
