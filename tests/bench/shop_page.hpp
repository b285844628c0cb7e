// The pages of extract-bench: twenty offers each, whatever the size. What makes a page larger is what makes
// real ones large: descriptions, facts and reviews within the offers, and a script that carries data.
#pragma once

#include <cstddef>
#include <string>

namespace trawl::bench {

inline constexpr int offers_per_page = 20;

// About `bytes` long, from 5 KB. The number, from 0, goes into titles, addresses and prices; the same two
// arguments make the same page.
std::string shop_page(std::size_t bytes, int number);

}  // namespace trawl::bench
