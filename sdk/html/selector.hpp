// A CSS selector after parsing, laid out for matching from right to left.
// Internal to trawl-sdk::html; never changes after parsing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::html::detail {

struct SelectorList;

enum class Test : std::uint8_t {
  any,
  type,
  id,
  class_name,
  attribute,  // * div #a .b [c]
  is,
  negation,
  has,
  anchor,  // :is() :not() :has(), and what :has() hangs on
  nth_child,
  nth_last_child,
  nth_of_type,
  nth_last_of_type,  // an+b; the first two with `of S`
  only_child,
  only_of_type,
  root,
  scope,
  empty,
  contains,
  lang,
  dir,
  link,
  checked,
  disabled,
  enabled,
  required,
  optional,
  read_only,
  read_write,
  in_range,
  out_of_range,
  open,
  never,  // states that only a live page has
};

enum class AttributeOperator : std::uint8_t { exists, equals, word, dash, prefix, suffix, substring };
enum class Case : std::uint8_t { by_attribute, sensitive, insensitive };

struct SimpleSelector {
  Test test = Test::any;
  AttributeOperator op = AttributeOperator::exists;
  Case letter_case = Case::sensitive;
  std::string name;        // of the type or attribute, as written
  std::string lower_name;  // the same in lower case, which is how HTML elements carry it
  std::uint32_t lower_hash = 0;
  std::string value;                         // of the attribute, class, id, :contains()
  std::vector<std::string> values;           // the ranges of :lang()
  int a = 0, b = 0;                          // an+b
  std::shared_ptr<const SelectorList> list;  // what :is() and its kin hold
};

enum class Combinator : std::uint8_t { none, descendant, child, next, following };

struct CompoundSelector {
  std::vector<SimpleSelector> tests;
  Combinator left = Combinator::none;  // how this hangs on the next compound of the vector
};

// What a match yields: the element, its own texts (::text), or an attribute (::attr(name)).
enum class Yield : std::uint8_t { element, text, attribute };

struct ComplexSelector {
  std::vector<CompoundSelector> compounds;  // from right to left
  Yield yield = Yield::element;
  std::string attribute;
};

struct SelectorList {
  std::vector<ComplexSelector> alternatives;
};

// Throws trawl::selector_error.
SelectorList parse_selector(std::string_view text);

}  // namespace trawl::html::detail
