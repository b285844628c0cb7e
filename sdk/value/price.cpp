// Amount and currency of a text.
#include <charconv>
#include <trawl/value.hpp>
#include <vector>

#include "../ascii.hpp"
#include "currency.hpp"
#include "written_number.hpp"

namespace trawl {
namespace {

using detail::CurrencyMark;
using detail::WrittenNumber;

constexpr std::size_t max_digits = 40;  // no price has more; a double holds the amount with ease

// Only spaces and colons.
bool is_gap(std::string_view between) {
  for (std::size_t at = 0; at < between.size(); ++at) {
    if (ascii::is_space(between[at]) || between[at] == ':') continue;
    if (between.substr(at, 2) != "\xC2\xA0") return false;
    ++at;
  }
  return true;
}

std::vector<CurrencyMark> marks_of(std::string_view text) {
  std::vector<CurrencyMark> out;
  for (auto mark = detail::find_currency(text, 0); mark; mark = detail::find_currency(text, mark->end))
    out.push_back(*mark);
  return out;
}

// The mark of a single currency, else the first.
const CurrencyMark* best_of(const std::vector<CurrencyMark>& marks) {
  for (const CurrencyMark& mark : marks) {
    if (mark.is_single()) return &mark;
  }
  return marks.empty() ? nullptr : &marks.front();
}

// The marks between which and the amount only spaces, colons and other marks stand.
std::vector<CurrencyMark> touching(const std::vector<CurrencyMark>& marks, std::string_view text,
                                   const WrittenNumber& amount) {
  std::vector<CurrencyMark> out;
  std::size_t edge = amount.begin;
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    if (mark->end > edge) continue;
    if (!is_gap(text.substr(mark->end, edge - mark->end))) break;
    out.push_back(*mark);
    edge = mark->begin;
  }
  edge = amount.end;
  for (const CurrencyMark& mark : marks) {
    if (mark.begin < edge) continue;
    if (!is_gap(text.substr(edge, mark.begin - edge))) break;
    out.push_back(mark);
    edge = mark.end;
  }
  return out;
}

std::optional<WrittenNumber> find_amount(std::string_view text) {
  std::size_t from = 0;
  while (auto number = detail::find_number(text, from, true)) {
    const auto rest = ascii::trim_start(text.substr(number->end));
    if (rest.empty() || rest[0] != '%') return number;
    from = number->end;
  }
  return std::nullopt;
}

bool says_free(std::string_view text) {
  while (!text.empty() && !ascii::is_alpha(text.back())) text.remove_suffix(1);
  text = ascii::trim_start(text);
  for (const auto word : {"free", "gratis", "gratuit", "gratuito", "kostenlos"}) {
    if (ascii::equals_ignoring_case(text, word)) return true;
  }
  return false;
}

// The currency that a mark means, as far as hints settle it.
std::string_view settle(const CurrencyMark& mark, const std::vector<CurrencyMark>& hinted,
                        std::string_view locale) {
  if (mark.is_single()) return mark.codes;
  for (const CurrencyMark& hint : hinted) {
    if (hint.is_single() && detail::has_code(mark.codes, hint.codes)) return hint.codes;
  }
  const auto regional = detail::currency_of_region(locale);
  return detail::has_code(mark.codes, regional) ? regional : std::string_view();
}

}  // namespace

double price::number() const {
  double value = 0;
  std::from_chars(amount.data(), amount.data() + amount.size(), value);
  return value;
}

std::optional<price> parse_price(std::string_view text, price_hints hints) {
  const auto amount = find_amount(text);
  price out;
  if (amount ? amount->digits.size() > max_digits : !says_free(text)) return std::nullopt;
  const auto hinted = marks_of(hints.currency);
  const auto written = marks_of(text);
  const auto near = amount ? touching(written, text, *amount) : written;
  std::string_view source = text;
  const CurrencyMark* mark = best_of(near);
  if (!mark) mark = best_of(written);
  if (!mark && (mark = best_of(hinted))) source = hints.currency;
  if (mark) {
    out.sign = source.substr(mark->begin, mark->end - mark->begin);
    out.currency = settle(*mark, hinted, hints.locale);
  }
  if (!amount) {
    out.amount = "0";
    return out;
  }
  char decimal = detail::decimal_sign(hints.locale);
  const bool one_sign = amount->signs.size() == 1;
  if (decimal == 0 && one_sign && detail::has_three_decimals(out.currency)) decimal = amount->signs[0];
  out.amount = detail::decimal_text(*amount, detail::whole_digits(*amount, decimal));
  return out;
}

}  // namespace trawl
