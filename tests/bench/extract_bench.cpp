// Two of the contestants of extract_bench.py, which runs this program: sdk/html, and libxml2 as one would use
// it by hand. Both take title, link, price and image of every offer from the pages in a folder.
//
//   extract-bench pages BYTES COUNT FOLDER    writes the pages
//   extract-bench trawl|libxml2 FOLDER        reads them; answers requests from stdin
//
// "rows" is answered by a line per offer and an empty one, "time N" by nanoseconds of CPU per page, of N
// pages.
#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/uri.h>
#include <libxml/xpath.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <trawl/html.hpp>
#include <vector>

#include "shop_page.hpp"

namespace trawl::bench {
namespace {

constexpr auto page_url = "http://shop.example/lamps";

struct Offer {
  std::string title, link;
  double price = 0;
  std::string image;
};
using Offers = std::vector<Offer>;

class Contestant {
 public:
  virtual ~Contestant() = default;
  virtual Offers read(const std::string& page) const = 0;
};

class Trawl final : public Contestant {
 public:
  Offers read(const std::string& bytes) const override {
    Offers offers;
    const auto page = html::parse(bytes, {"text/html; charset=utf-8", page_url});
    for (const auto& card : page.css(card_))
      offers.push_back({card.css1(title_).text(), card.css1(title_).url("href"),
                        card.css1(price_).number().value_or(0), card.css1(image_).attr("src")});
    return offers;
  }

 private:
  const html::selector card_ = "article.card", title_ = "h3 a", price_ = ".price", image_ = "img";
};

template <auto function>
struct Free {
  template <class T>
  void operator()(T* what) const {
    function(what);
  }
};
void free_text(xmlChar* text) {
  xmlFree(text);
}
using Document = std::unique_ptr<xmlDoc, Free<xmlFreeDoc>>;
using Context = std::unique_ptr<xmlXPathContext, Free<xmlXPathFreeContext>>;
using Object = std::unique_ptr<xmlXPathObject, Free<xmlXPathFreeObject>>;
using Text = std::unique_ptr<xmlChar, Free<free_text>>;

class Path {
 public:
  Path(const char* text) : compiled_(xmlXPathCompile(reinterpret_cast<const xmlChar*>(text))) {
    if (!compiled_) throw std::logic_error(fmt::format("{} is no XPath", text));
  }
  Object from(xmlNode* node, xmlXPathContext* context) const {
    context->node = node;
    return Object(xmlXPathCompiledEval(compiled_.get(), context));
  }
  xmlNode* first(xmlNode* node, xmlXPathContext* context, Object& owner) const {
    owner = from(node, context);
    const auto* set = owner ? owner->nodesetval : nullptr;
    return set && set->nodeNr > 0 ? set->nodeTab[0] : nullptr;
  }

 private:
  std::unique_ptr<xmlXPathCompExpr, Free<xmlXPathFreeCompExpr>> compiled_;
};

std::string copy(const Text& text) {
  return text ? reinterpret_cast<const char*>(text.get()) : "";
}
std::string content(xmlNode* node) {
  return node ? copy(Text(xmlNodeGetContent(node))) : "";
}
std::string attribute(xmlNode* node, const char* name) {
  return node ? copy(Text(xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name)))) : "";
}
double number_in(std::string text) {
  std::erase_if(text, [](char c) { return c != '.' && (c < '0' || c > '9'); });
  return std::strtod(text.c_str(), nullptr);
}

// The paths are those that cssselect, and so parsel, makes of the other contestants' selectors.
class Libxml2 final : public Contestant {
 public:
  Offers read(const std::string& bytes) const override {
    constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                            HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    const Document page(
        htmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), page_url, "UTF-8", options));
    const Context context(xmlXPathNewContext(page.get()));
    const Object cards = card_.from(xmlDocGetRootElement(page.get()), context.get());
    Offers offers;
    for (int i = 0; i < cards->nodesetval->nodeNr; ++i)
      offers.push_back(offer(cards->nodesetval->nodeTab[i], context.get()));
    return offers;
  }

 private:
  Offer offer(xmlNode* card, xmlXPathContext* context) const {
    Object title_set, price_set, image_set;
    xmlNode* title = title_.first(card, context, title_set);
    const std::string href = attribute(title, "href");
    const Text link(xmlBuildURI(reinterpret_cast<const xmlChar*>(href.c_str()),
                                reinterpret_cast<const xmlChar*>(page_url)));
    return {content(title), copy(link), number_in(content(price_.first(card, context, price_set))),
            attribute(image_.first(card, context, image_set), "src")};
  }

  const Path card_ =
      "descendant-or-self::article[@class and contains(concat(' ', normalize-space(@class), ' '), ' card ')]";
  const Path title_ = "descendant-or-self::h3/descendant-or-self::*/a";
  const Path price_ =
      "descendant-or-self::*[@class and contains(concat(' ', normalize-space(@class), ' '), ' price ')]";
  const Path image_ = "descendant-or-self::img";
};

std::vector<std::string> pages_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files(std::filesystem::directory_iterator(folder), {});
  std::sort(files.begin(), files.end());
  std::vector<std::string> pages;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    pages.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (pages.empty()) throw std::runtime_error("there are no pages in " + folder.string());
  return pages;
}

void write_pages(std::size_t bytes, int count, const std::filesystem::path& folder) {
  for (int i = 0; i < count; ++i)
    std::ofstream(folder / fmt::format("{:03}.html", i), std::ios::binary) << shop_page(bytes, i);
}

double cpu_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

double ns_per_page(const Contestant& contestant, const std::vector<std::string>& pages, std::size_t count) {
  std::size_t offers = 0;
  const double before = cpu_ns();
  for (std::size_t i = 0; i < count; ++i) offers += contestant.read(pages[i % pages.size()]).size();
  const double spent = cpu_ns() - before;
  if (offers != count * offers_per_page) throw std::runtime_error("offers were lost");
  return spent / static_cast<double>(count);
}

void print_rows(const Contestant& contestant, const std::vector<std::string>& pages) {
  for (const auto& page : pages)
    for (const auto& [title, link, price, image] : contestant.read(page))
      fmt::print("{}\t{}\t{:.2f}\t{}\n", title, link, price, image);
  fmt::print("\n");
}

void serve(const Contestant& contestant, const std::filesystem::path& folder) {
  const auto pages = pages_in(folder);
  std::string request;
  while (std::cin >> request) {
    std::size_t count = 0;
    if (request == "rows")
      print_rows(contestant, pages);
    else if (request == "time" && std::cin >> count && count > 0)
      fmt::print("{:.0f}\n", ns_per_page(contestant, pages, count));
    else
      throw std::runtime_error("the requests are: rows, time N");
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace trawl::bench

int main(int argc, char** argv) {
  using namespace trawl::bench;
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "pages" && argc == 5)
    write_pages(std::strtoul(argv[2], nullptr, 10), std::atoi(argv[3]), argv[4]);
  else if (what == "trawl" && argc == 3)
    serve(Trawl(), argv[2]);
  else if (what == "libxml2" && argc == 3)
    serve(Libxml2(), argv[2]);
  else
    return fmt::print(stderr, "usage: extract-bench pages BYTES COUNT FOLDER | trawl|libxml2 FOLDER\n"), 2;
}
