// Every pseudo-class that is understood, in one table.
#include "selector_pseudo.hpp"

namespace trawl::html::detail {
namespace {

constexpr PseudoClass pseudo_classes[] = {
    {"is", Test::is, Argument::selectors},
    {"where", Test::is, Argument::selectors},
    {"matches", Test::is, Argument::selectors},
    {"not", Test::negation, Argument::selectors},
    {"has", Test::has, Argument::relative_selectors},
    {"nth-child", Test::nth_child, Argument::nth},
    {"nth-last-child", Test::nth_last_child, Argument::nth},
    {"nth-of-type", Test::nth_of_type, Argument::nth},
    {"nth-last-of-type", Test::nth_last_of_type, Argument::nth},
    {"first-child", Test::nth_child, Argument::none, 0, 1},
    {"last-child", Test::nth_last_child, Argument::none, 0, 1},
    {"first-of-type", Test::nth_of_type, Argument::none, 0, 1},
    {"last-of-type", Test::nth_last_of_type, Argument::none, 0, 1},
    {"only-child", Test::only_child},
    {"only-of-type", Test::only_of_type},
    {"root", Test::root},
    {"scope", Test::scope},
    {"empty", Test::empty},
    {"contains", Test::contains, Argument::text},
    {"lang", Test::lang, Argument::texts},
    {"dir", Test::dir, Argument::text},
    {"link", Test::link},
    {"any-link", Test::link},
    {"checked", Test::checked},
    {"disabled", Test::disabled},
    {"enabled", Test::enabled},
    {"required", Test::required},
    {"optional", Test::optional},
    {"read-only", Test::read_only},
    {"read-write", Test::read_write},
    {"in-range", Test::in_range},
    {"out-of-range", Test::out_of_range},
    {"open", Test::open},
    {"defined", Test::any},
    // States of a page that somebody looks at; a recorded page is never in one of them.
    {"active", Test::never},
    {"autofill", Test::never},
    {"current", Test::never},
    {"current", Test::never, Argument::selectors},
    {"focus", Test::never},
    {"focus-visible", Test::never},
    {"focus-within", Test::never},
    {"fullscreen", Test::never},
    {"future", Test::never},
    {"host", Test::never},
    {"host", Test::never, Argument::selectors},
    {"host-context", Test::never, Argument::selectors},
    {"hover", Test::never},
    {"local-link", Test::never},
    {"modal", Test::never},
    {"past", Test::never},
    {"paused", Test::never},
    {"playing", Test::never},
    {"popover-open", Test::never},
    {"target", Test::never},
    {"target-within", Test::never},
    {"user-invalid", Test::never},
    {"user-valid", Test::never},
    {"visited", Test::never},
};

}  // namespace

const PseudoClass* find_pseudo_class(std::string_view name, bool with_argument) {
  for (const PseudoClass& each : pseudo_classes) {
    if (each.name == name && (each.argument != Argument::none) == with_argument) return &each;
  }
  return nullptr;
}

std::string explain_unknown_pseudo_class(std::string_view name, bool with_argument) {
  const std::string quoted = "':" + std::string(name) + "'";
  if (find_pseudo_class(name, !with_argument)) {
    return quoted + (with_argument ? " takes no parentheses" : " needs parentheses");
  }
  if (name == "first" || name == "last" || name == "eq") {
    return quoted + " is jQuery's; use ':first-child', ':last-child' or ':nth-child(n)'";
  }
  if (name == "before" || name == "after" || name == "first-line" || name == "first-letter") {
    return quoted + " is no element of the page";
  }
  return quoted + " is not known";
}

}  // namespace trawl::html::detail
