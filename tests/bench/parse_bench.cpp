// What reading the pages costs by itself: parse a listing with trawl-sdk::html, take title, price and URL of
// every card, write them as a JSON line. No fetch, no process, no store. Prints CPU milliseconds per page.
//
//   parse-bench CARDS PAGES
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <trawl/html.hpp>
#include <trawl/json_writer.hpp>
#include <vector>

#include "listing.hpp"

namespace {

constexpr int distinct_pages = 100;  // more than the processor's caches hold

double cpu_ms() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) {
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

// The selectors and types are those of scrape_bench.py's configuration.
class Reader {
 public:
  // Appends a line per card to `out`; the number of cards.
  int read(const std::string& bytes, std::string& out) const {
    int cards = 0;
    const auto page = trawl::html::parse(bytes, {"text/html; charset=utf-8", "http://shop.example/"});
    for (const auto& card : page.css(card_)) {
      trawl::json::writer line;
      line.begin_object();
      line.key("title").value(card.css1(title_).text());
      line.key("url").value(card.css1(link_).url());
      line.key("price").value(card.css1(price_).number());
      line.end_object();
      out += line.text();
      out += '\n';
      ++cards;
    }
    return cards;
  }

 private:
  const trawl::html::selector card_ = "article.card", title_ = "h3", link_ = "h3 a::attr(href)",
                              price_ = ".price__now";
};

}  // namespace

int main(int argc, char** argv) {
  const int cards = argc > 1 ? std::atoi(argv[1]) : 33, pages = argc > 2 ? std::atoi(argv[2]) : 1000;
  const trawl::bench::Listing listing(cards);
  std::vector<std::string> texts;
  for (int i = 1; i <= distinct_pages; ++i) texts.push_back(listing.page(i));

  const Reader reader;
  long found = 0;
  std::string rows;
  const double before = cpu_ms();
  for (int i = 0; i < pages; ++i) {
    rows.clear();
    found += reader.read(texts[static_cast<std::size_t>(i % distinct_pages)], rows);
  }
  const double spent = cpu_ms() - before;
  if (found != static_cast<long>(pages) * cards) {
    std::fprintf(stderr, "parse-bench: %ld cards found in %d pages of %d\n", found, pages, cards);
    return 1;
  }
  std::printf("%.4f\n", spent / pages);
}
