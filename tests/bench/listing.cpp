#include "listing.hpp"

#include <fmt/format.h>

#include <string_view>

namespace trawl::bench {
namespace {

constexpr std::size_t number_width = 7;

constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lamps and shades: all offers</title>
<link rel="stylesheet" href="/static/shop.css">
</head>
<body class="listing">
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/lamps">Lamps</a></li><li><a href="/sale">Sale</a></li></ul></nav>
<main>
)";

// '#' stands for the item's number.
constexpr std::string_view card = R"(  <article class="card card--wide" data-sku="SKU-#" id="item-#">
    <div class="card__media">
      <a class="card__cover" href="/item/#"><img class="card__image" src="/images/#-320.jpg" srcset="/images/#-640.jpg 2x" alt="Desk lamp no. #" width="320" height="240" loading="lazy"></a>
      <span class="badge badge--new">New</span>
    </div>
    <div class="card__body">
      <h3 class="card__title"><a class="card__link" href="/item/#" title="Show desk lamp no. #">Desk lamp &ldquo;Aurora&rdquo; no. #</a></h3>
      <p class="card__text">A walnut foot, a linen shade &amp; a cable of two metres: made by hand in small numbers, <em>dimmable</em>, and quiet enough for a bedroom.</p>
      <ul class="card__facts">
        <li><span class="label">Height</span> <span class="value">42&nbsp;cm</span></li>
        <li><span class="label">Socket</span> <span class="value">E27</span></li>
        <li><span class="label">Power</span> <span class="value">max. 40&nbsp;W</span></li>
      </ul>
      <div class="rating" aria-label="4 of 5"><i class="star on"></i><i class="star on"></i><i class="star on"></i><i class="star on"></i><i class="star"></i></div>
      <p class="price"><del class="price__was">&euro; 1,259.00</del> <strong class="price__now">&euro; 1,049.90</strong></p>
      <form class="card__buy" action="/cart" method="post"><input type="hidden" name="sku" value="#"><button type="submit">Add to cart</button></form>
    </div>
  </article>
)";

constexpr std::string_view foot = R"(</main>
<footer><p>All prices include taxes. <a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></p></footer>
</body>
</html>
)";

}  // namespace

Listing::Listing(int cards) : cards_(cards), blank_(head) {
  for (int i = 0; i < cards; ++i) {
    for (const char c : card) {
      if (c == '#') gaps_.push_back({blank_.size(), i});
      blank_.append(c == '#' ? number_width : 1, c == '#' ? '0' : c);
    }
  }
  blank_ += foot;
}

std::string Listing::page(int number) const {
  std::string page = blank_;
  std::string digits;
  int written = -1;
  for (const Gap& gap : gaps_) {
    if (gap.card != written) digits = fmt::format("{:0{}}", (number - 1) * cards_ + gap.card, number_width);
    written = gap.card;
    page.replace(gap.at, number_width, digits);
  }
  return page;
}

}  // namespace trawl::bench
