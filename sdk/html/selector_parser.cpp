// Parses selectors. Strict: what a browser refuses is refused here, with the column, and so is what
// a browser would silently ignore.
#include <algorithm>
#include <optional>
#include <trawl/html.hpp>

#include "ascii.hpp"
#include "css_scanner.hpp"
#include "selector.hpp"
#include "selector_pseudo.hpp"
#include "tree.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::size_t max_selector_bytes = 16 * 1024;
constexpr int max_nesting = 16;
constexpr std::size_t max_compounds = 256;  // matching recurses once for each, on the small stacks of plugins

// Where in the selector we are; decides what may follow.
struct Place {
  int depth = 0;
  bool in_has = false;
};

class SelectorParser {
 public:
  explicit SelectorParser(std::string_view text) : in_(text) {}

  SelectorList parse() {
    SelectorList list = parse_list({}, false);
    if (!in_.at_end()) in_.fail(std::string("'") + in_.peek() + "' is not expected here");
    return list;
  }

 private:
  // A list up to the end of the text or a ')'. `relative` is the inside of :has().
  SelectorList parse_list(Place place, bool relative) {
    if (place.depth > max_nesting) in_.fail("the selector is nested too deeply");
    SelectorList list;
    do {
      in_.skip_space();
      list.alternatives.push_back(parse_complex(place, relative));
      in_.skip_space();
    } while (in_.take(','));
    return list;
  }

  ComplexSelector parse_complex(Place place, bool relative) {
    ComplexSelector out;
    Combinator combinator = read_combinator();
    if (relative) {
      CompoundSelector anchor;
      anchor.tests.push_back({});
      anchor.tests.back().test = Test::anchor;
      out.compounds.push_back(std::move(anchor));
      if (combinator == Combinator::none) combinator = Combinator::descendant;
    } else if (combinator != Combinator::none) {
      in_.fail("a selector cannot start with a combinator; write ':scope' before it");
    }
    while (true) {
      if (out.compounds.size() == max_compounds) in_.fail("the selector has more than 256 parts in a row");
      out.compounds.push_back(parse_compound(place, out));
      out.compounds.back().left = combinator;
      const bool spaced = in_.skip_space();
      const std::size_t here = in_.position();
      combinator = read_combinator();
      if (combinator == Combinator::none) {
        if (!spaced || ends_complex()) break;
        combinator = Combinator::descendant;
      }
      if (out.yield != Yield::element) in_.fail_at(here, "nothing can follow '::text' or '::attr()'");
    }
    // Each compound's `left` must tell how it hangs on the one to its left; reversing puts that one next.
    std::reverse(out.compounds.begin(), out.compounds.end());
    return out;
  }

  bool ends_complex() const { return in_.at_end() || in_.peek() == ',' || in_.peek() == ')'; }

  Combinator read_combinator() {
    const auto combinator = in_.take('>')   ? Combinator::child
                            : in_.take('+') ? Combinator::next
                            : in_.take('~') ? Combinator::following
                                            : Combinator::none;
    if (combinator != Combinator::none) in_.skip_space();
    return combinator;
  }

  CompoundSelector parse_compound(Place place, ComplexSelector& complex) {
    CompoundSelector out;
    if (auto type = parse_type()) out.tests.push_back(std::move(*type));
    while (!in_.at_end()) {
      const std::size_t here = in_.position();
      if (in_.take('#')) {
        out.tests.push_back(named(Test::id, in_.hash_name()));
      } else if (in_.take('.')) {
        out.tests.push_back(named(Test::class_name, in_.name("a class name")));
      } else if (in_.take('[')) {
        out.tests.push_back(parse_attribute());
      } else if (in_.take('&')) {
        out.tests.push_back(named(Test::scope, {}));
      } else if (in_.peek() == ':' && in_.peek(1) == ':') {
        in_.take(':'), in_.take(':');
        parse_yield(here, place, complex);
        if (out.tests.empty()) out.tests.push_back({});
        return out;
      } else if (in_.take(':')) {
        out.tests.push_back(parse_pseudo_class(here, place));
      } else {
        break;
      }
    }
    if (out.tests.empty()) {
      in_.fail(in_.at_end() ? "the selector ends where a part of it is expected"
                            : "a selector is expected here");
    }
    return out;
  }

  static SimpleSelector named(Test test, std::string value) {
    SimpleSelector out;
    out.test = test;
    out.value = std::move(value);
    return out;
  }

  // "div", "*", "svg|rect", "*|*". The prefix is read and ignored: HTML pages declare no namespaces.
  std::optional<SimpleSelector> parse_type() {
    const auto at_bar = [this] { return in_.peek() == '|' && in_.peek(1) != '='; };
    if (!at_bar() && !in_.at_name() && in_.peek() != '*') return std::nullopt;
    SimpleSelector out;
    if (!at_bar()) out = type_part();
    if (at_bar() && in_.take('|')) out = type_part();
    return out;
  }

  SimpleSelector type_part() {
    SimpleSelector out;
    if (in_.take('*')) return out;
    out.test = Test::type;
    set_name(out, in_.name("an element name"));
    return out;
  }

  static void set_name(SimpleSelector& out, std::string name) {
    out.lower_name = to_lower(name);
    out.lower_hash = hash_of(out.lower_name);
    out.name = std::move(name);
  }

  SimpleSelector parse_attribute() {
    SimpleSelector out;
    out.test = Test::attribute;
    in_.skip_space();
    if (in_.take('*') || (in_.peek() == '|' && in_.peek(1) != '=')) in_.expect('|', "the namespace");
    set_name(out, in_.name("an attribute name"));
    if (in_.peek() == '|' && in_.peek(1) != '=') {
      in_.take('|');
      set_name(out, in_.name("an attribute name"));
    }
    in_.skip_space();
    if (in_.take(']')) return out;
    out.op = parse_operator();
    in_.skip_space();
    if (in_.peek() == '"' || in_.peek() == '\'') {
      out.value = in_.string();
    } else {
      out.value = in_.name("a quoted value or a plain name");
    }
    out.letter_case = parse_case();
    in_.expect(']', "the attribute");
    return out;
  }

  AttributeOperator parse_operator() {
    const char c = in_.peek();
    if (in_.take('=')) return AttributeOperator::equals;
    for (const char* each = "~|^$*"; *each; ++each) {
      if (c != *each) continue;
      in_.take(c);
      in_.expect('=', std::string("'") + c + "'");
      return c == '~'   ? AttributeOperator::word
             : c == '|' ? AttributeOperator::dash
             : c == '^' ? AttributeOperator::prefix
             : c == '$' ? AttributeOperator::suffix
                        : AttributeOperator::substring;
    }
    in_.fail("one of = ~= |= ^= $= *= or ']' is expected here");
  }

  Case parse_case() {
    in_.skip_space();
    if (in_.peek() == ']' || !in_.at_name()) return Case::by_attribute;
    const std::size_t here = in_.position();
    const auto flag = to_lower(in_.name("a flag"));
    in_.skip_space();
    if (flag == "i") return Case::insensitive;
    if (flag == "s") return Case::sensitive;
    in_.fail_at(here, "the flag is '" + flag + "', but only i and s exist");
  }

  void parse_yield(std::size_t here, Place place, ComplexSelector& complex) {
    const auto name = to_lower(in_.name("'text' or 'attr(...)'"));
    if (place.depth > 0) in_.fail_at(here, "'::" + name + "' cannot stand inside parentheses");
    if (name == "text") {
      complex.yield = Yield::text;
    } else if (name == "attr" && in_.take('(')) {
      in_.skip_space();
      complex.yield = Yield::attribute;
      complex.attribute = in_.name("an attribute name");
      in_.skip_space();
      in_.expect(')', "the attribute name");
    } else {
      in_.fail_at(here, "'::" + name + "' is not known; there are ::text and ::attr(name)");
    }
  }

  SimpleSelector parse_pseudo_class(std::size_t here, Place place) {
    const auto name = to_lower(in_.name("a pseudo-class"));
    const PseudoClass* known = find_pseudo_class(name, in_.peek() == '(');
    if (!known) in_.fail_at(here, explain_unknown_pseudo_class(name, in_.peek() == '('));
    SimpleSelector out;
    out.test = known->test;
    out.a = known->a;
    out.b = known->b;
    if (in_.take('(')) {
      in_.skip_space();
      parse_argument(out, *known, here, place);
      in_.skip_space();
      in_.expect(')', "':" + name + "('");
    }
    return out;
  }

  void parse_argument(SimpleSelector& out, const PseudoClass& known, std::size_t here, Place place) {
    Place inside{place.depth + 1, place.in_has};
    switch (known.argument) {
      case Argument::selectors:
        // ':is()' is allowed and matches nothing; everything else needs a selector.
        if (known.test == Test::is && in_.peek() == ')') {
          out.list = std::make_shared<SelectorList>();
        } else {
          out.list = std::make_shared<SelectorList>(parse_list(inside, false));
        }
        break;
      case Argument::relative_selectors:
        if (place.in_has) in_.fail_at(here, "':has()' cannot stand inside ':has()'");
        inside.in_has = true;
        out.list = std::make_shared<SelectorList>(parse_list(inside, true));
        break;
      case Argument::nth:
        parse_nth(out, inside);
        break;
      case Argument::text:
        out.value = is_quote() ? in_.string() : in_.raw_until(')');
        break;
      case Argument::texts:
        do {
          in_.skip_space();
          out.values.push_back(is_quote() ? in_.string() : in_.name("a language"));
          in_.skip_space();
        } while (in_.take(','));
        break;
      case Argument::none:
        break;
    }
  }

  bool is_quote() const { return in_.peek() == '"' || in_.peek() == '\''; }

  void parse_nth(SimpleSelector& out, Place inside) {
    const auto nth = in_.nth();
    out.a = nth.a;
    out.b = nth.b;
    const bool spaced = in_.skip_space();
    const bool by_child = out.test == Test::nth_child || out.test == Test::nth_last_child;
    if (spaced && by_child && lower(in_.peek()) == 'o' && lower(in_.peek(1)) == 'f') {
      in_.name("'of'");
      out.list = std::make_shared<SelectorList>(parse_list(inside, false));
    }
  }

  CssScanner in_;
};

}  // namespace

SelectorList parse_selector(std::string_view text) {
  if (text.size() > max_selector_bytes) {
    throw selector_error(text.substr(0, 80), 1, "the selector is longer than 16 KiB");
  }
  // Style sheets read U+0000 as U+FFFD.
  std::string readable;
  for (const char c : text) c == '\0' ? readable.append("\xEF\xBF\xBD") : readable.append(1, c);
  return SelectorParser(readable).parse();
}

}  // namespace trawl::html::detail
