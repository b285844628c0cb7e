// Codes and signs of currencies, and where they stand in a text. Any thread. Internal to trawl-sdk::value.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace trawl::detail {

// A code or sign found in a text.
struct CurrencyMark {
  std::size_t begin = 0, end = 0;
  std::string_view codes;  // the currencies it may mean, "SEK NOK DKK"; "" when ISO 4217 knows none

  bool is_single() const { return codes.size() == 3; }
};

// The first mark that begins at or after `from`. Marks of letters count only as whole words.
std::optional<CurrencyMark> find_currency(std::string_view utf8, std::size_t from);

// The currency of the locale's region, "CAD" for "en-CA"; "" when it has no region or an unknown one.
std::string_view currency_of_region(std::string_view locale);

// "SEK NOK" has "NOK".
bool has_code(std::string_view codes, std::string_view code);

// Prices in it have three decimals.
bool has_three_decimals(std::string_view code);

}  // namespace trawl::detail
