#include "shop_page.hpp"

#include <fmt/format.h>

#include <string_view>

namespace trawl::bench {
namespace {

constexpr std::string_view head =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Lamps: all "
    "offers</title>\n"
    "<link rel=\"stylesheet\" href=\"/static/shop.css\">\n</head>\n<body class=\"listing\">\n"
    "<nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/lamps\">Lamps</a></li></ul></nav>\n<main>\n";
constexpr std::string_view foot =
    "</main>\n<footer><p>All prices include taxes. <a href=\"/imprint\">Imprint</a></p></footer>\n"
    "</body>\n</html>\n";

// Pieces of filling, of which an offer takes as many as it has room for.
constexpr std::string_view filling[] = {
    "    <p class=\"text\">A walnut foot, a linen shade &amp; a cable of two metres: made by hand in small "
    "numbers, <em>dimmable</em>, and quiet enough for a bedroom.</p>\n",
    "    <ul class=\"facts\">\n      <li><span class=\"label\">Height</span> <span "
    "class=\"value\">42&nbsp;cm</span></li>\n      <li><span class=\"label\">Socket</span> <span "
    "class=\"value\">E27</span></li>\n    </ul>\n",
    "    <div class=\"review\" data-stars=\"4\"><div class=\"review__head\"><i class=\"star on\"></i><i "
    "class=\"star on\"></i><i class=\"star on\"></i><i class=\"star on\"></i><i class=\"star\"></i> <a "
    "class=\"author\" href=\"/people/ada\" rel=\"nofollow\">Ada</a></div>\n      <p>Warm light, a firm "
    "stand, and it came well packed. The switch could be quieter.</p></div>\n",
};

std::string offer(int number, std::size_t bytes) {
  std::string text = fmt::format(
      "<article class=\"card offer\"><a href=\"/item/{0}\"><img src=\"/img/{0}.jpg\" alt=\"\"></a>\n"
      "<h3><a href=\"/item/{0}\">Lamp &ldquo;Aurora&rdquo; {0}</a></h3>\n"
      "<b class=\"price\">&euro; {1},{2:03}.{3:02}</b>\n",
      number, 1 + number % 9, number * 37 % 1000, number * 13 % 100);
  for (std::size_t next = 0; text.size() + 150 < bytes; ++next) text += filling[next % std::size(filling)];
  return text += "</article>\n";
}

std::string script(std::size_t bytes) {
  std::string text = "<script>window.shop = {\"offers\": [";
  for (int i = 0; text.size() < bytes; ++i)
    text += fmt::format("{{\"id\": {}, \"stock\": {}, \"tags\": [\"lamp\", \"linen\", \"<b>new</b>\"]}},\n",
                        i, i % 50);
  return text += "null]};</script>\n";
}

}  // namespace

std::string shop_page(std::size_t bytes, int number) {
  const std::size_t for_script = bytes > 100'000 ? bytes / 100 * 45 : bytes > 20'000 ? bytes / 10 : 0;
  const std::size_t for_offer = (bytes - for_script - head.size() - foot.size()) / offers_per_page;
  std::string page(head);
  for (int i = 0; i < offers_per_page; ++i) page += offer(10'000 + number * offers_per_page + i, for_offer);
  if (for_script > 0) page += script(for_script);
  return page += foot;
}

}  // namespace trawl::bench
