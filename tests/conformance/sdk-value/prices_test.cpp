// Prices off real shops. A row holds when the amount is equal and the currency's sign is the one that the
// peer found; a row without an amount holds when no amount is found.
#include <trawl/value.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

bool holds(const trawl::json::value& row) {
  const auto price = trawl::parse_price(row.string_at("/text"), {"", row.string_at("/currency_hint")});
  const std::string amount = row.string_at("/amount");
  if (!price || amount.empty()) return !price && amount.empty();
  return price->number() == std::stod(amount) && price->sign == row.string_at("/currency");
}

TEST(Prices, AreReadAsTheirShopsMeanThem) {
  ROWS_OR_SKIP(table, "prices/prices.jsonl");
  std::size_t held = 0;
  std::string others;
  for (const auto& row : table) {
    if (holds(row)) {
      ++held;
      continue;
    }
    const auto price = trawl::parse_price(row.string_at("/text"), {"", row.string_at("/currency_hint")});
    others += row.string_at("/id") + " " + row.text() +
              "\n  read: " + (price ? price->amount + " " + price->sign : "nothing") + "\n";
  }
  RecordProperty("rows_that_hold", static_cast<int>(held));
  EXPECT_GE(held * 1000, table.size() * 998) << held << " of " << table.size() << " hold\n" << others;
  if (!others.empty()) std::cout << held << " of " << table.size() << " hold; the others:\n" << others;
}

}  // namespace
