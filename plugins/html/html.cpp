// The plugin `html`: pages described in the configuration become items. Fetches and emits; what is on
// the pages is read in extract.cpp.
#include <algorithm>
#include <trawl/html.hpp>
#include <trawl/plugin.hpp>
#include <unordered_set>

#include "extract.hpp"
#include "page_reader.hpp"
#include "schema.hpp"
#include "spec.hpp"

namespace {

using namespace trawl::html_plugin;
namespace html = trawl::html;

// One run of the plugin.
class Crawl {
 public:
  Crawl(trawl::context& ctx, Spec spec) : ctx_(ctx), spec_(std::move(spec)), reader_(ctx, spec_.kind) {}

  void run() {
    if (spec_.next || spec_.follow) {
      for (const std::string& start : spec_.start) crawl_from(start);
    } else {
      read_listings();
    }
  }

 private:
  // Goes from listing to listing along `next`.
  void crawl_from(const std::string& start) {
    for (std::string url = start; !url.empty() && pages_ < spec_.max_pages && seen_.insert(url).second;) {
      auto page = reader_.load(url);
      if (!page) return;
      seen_.insert(page->url());  // after redirects
      ++pages_;
      url = next_link(spec_, *page);
      if (spec_.follow) {
        const auto links = detail_links(spec_, *page);
        if (links.empty()) reader_.report(why_no_links(spec_, *page), page->url());
        read_details(links);
      } else {
        reader_.emit(extract_items(spec_, *page), page->url());
      }
      ctx_.progress(pages_, 0, "pages");
    }
  }

  // Pages that lead nowhere else are known beforehand and need not wait for each other.
  void read_listings() {
    std::vector<std::string> urls = spec_.start;
    urls.resize(std::min(urls.size(), spec_.max_pages));
    reader_.read_all(unseen(urls), [this](const html::document& page) {
      ctx_.progress(++pages_, 0, "pages");
      return extract_items(spec_, page);
    });
  }

  void read_details(const std::vector<std::string>& links) {
    reader_.read_all(unseen(links),
                     [this](const html::document& page) { return extract_detail(spec_, page); });
  }

  // The URLs that no part of this run has asked for, each once.
  std::vector<std::string> unseen(const std::vector<std::string>& urls) {
    std::vector<std::string> out;
    for (const std::string& url : urls) {
      if (seen_.insert(url).second) out.push_back(url);
    }
    return out;
  }

  trawl::context& ctx_;
  const Spec spec_;
  PageReader reader_;
  std::size_t pages_ = 0;
  std::unordered_set<std::string> seen_;
};

}  // namespace

struct Html {
  static constexpr auto id = "html", version = "1.0.0", license = "MIT";
  static constexpr auto summary = "Items from web pages, described by selectors in the configuration";
  static constexpr auto config_schema = trawl::html_plugin::schema;

  static void check_config(std::string_view config_json) { parse_spec(config_json); }

  void run(trawl::context& ctx) { Crawl(ctx, parse_spec(ctx.config_json(""))).run(); }
};
TRAWL_PLUGIN(Html)
