#include "fetch/cache/cache_control.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "fetch/field.hpp"

namespace trawl::fetch {
namespace {

struct Directive {
  std::string name, value;
};

// "max-age=60" or "max-age=\"60\"". White space around the equals sign makes it another word.
Directive read_directive(std::string_view text) {
  const auto equals = text.find('=');
  Directive directive{lower_ascii(text.substr(0, equals)), {}};
  if (equals == std::string_view::npos) return directive;
  std::string_view value = text.substr(equals + 1);
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  directive.value = value;
  return directive;
}

void shorten(std::optional<Seconds>& time, std::string_view value) {
  const Seconds named = delta_seconds(value).value_or(Seconds{0});
  time = time ? std::min(*time, named) : named;
}

}  // namespace

std::optional<Seconds> delta_seconds(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} ? std::min(Seconds{number}, longest_age) : longest_age;
}

CacheControl cache_control(const std::vector<Header>& headers) {
  CacheControl control;
  const std::vector<std::string_view> members = list_of(headers, "cache-control");
  for (const std::string_view member : members) {
    const auto [name, value] = read_directive(member);
    if (name == "no-store") control.no_store = true;
    if (name == "no-cache") control.no_cache = true;
    if (name == "max-age") shorten(control.max_age, value);
    if (name == "min-fresh") control.min_fresh = delta_seconds(value).value_or(longest_age);
  }
  if (members.empty())
    for (const std::string_view member : list_of(headers, "pragma"))
      if (same_header(member, "no-cache")) control.no_cache = true;
  return control;
}

}  // namespace trawl::fetch
