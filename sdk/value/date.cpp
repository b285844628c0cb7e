// Looks for a date in all its forms.
#include "../ascii.hpp"
#include "date_forms.hpp"

namespace trawl {

std::optional<date> parse_date(std::string_view text, date_hints hints) {
  // What is longer is no date with words around it but an article.
  constexpr std::size_t looked_at = 4096;
  text = text.substr(0, looked_at);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts_number = ascii::is_digit(text[at]) && (at == 0 || !ascii::is_digit(text[at - 1]));
    if (!starts_number) continue;
    if (auto found = detail::iso_date_at(text, at)) return found;
    if (auto found = detail::numeric_date_at(text, at, hints.locale)) return found;
  }
  return detail::worded_date(text);
}

}  // namespace trawl
