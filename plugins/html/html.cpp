// The plugin `html`: pages described in the configuration become items. Fetches and emits; what is on
// the pages is read in extract.cpp.
#include <algorithm>
#include <map>
#include <trawl/html.hpp>
#include <trawl/plugin.hpp>
#include <unordered_set>

#include "content.hpp"
#include "extract.hpp"
#include "schema.hpp"
#include "spec.hpp"

namespace {

using namespace trawl::html_plugin;
namespace html = trawl::html;

// One run of the plugin.
class Crawl {
 public:
  Crawl(trawl::context& ctx, Spec spec) : ctx_(ctx), spec_(std::move(spec)) {}

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
      auto page = load(url);
      if (!page) return;
      seen_.insert(page->url());  // after redirects
      ++pages_;
      url = next_link(spec_, *page);
      if (spec_.follow) {
        const auto links = detail_links(spec_, *page);
        if (links.empty()) report(why_no_links(spec_, *page), page->url());
        read_details(links);
      } else {
        emit(extract_items(spec_, *page), page->url());
      }
      ctx_.progress(pages_, 0, "pages");
    }
  }

  // Pages that lead nowhere else are known beforehand and need not wait for each other.
  void read_listings() {
    std::vector<std::string> urls = spec_.start;
    urls.resize(std::min(urls.size(), spec_.max_pages));
    read_all(urls, [this](const html::document& page) {
      ctx_.progress(++pages_, 0, "pages");
      return extract_items(spec_, page);
    });
  }

  void read_details(const std::vector<std::string>& links) {
    read_all(links, [this](const html::document& page) { return extract_detail(spec_, page); });
  }

  // Pages arrive in any order; what they hold is emitted in the order of their URLs, each as soon as those
  // before it are.
  template <class Extract>
  void read_all(const std::vector<std::string>& urls, Extract extract) {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < urls.size(); ++i) {
      if (seen_.insert(urls[i]).second) wanted.push_back(i);
    }
    std::map<std::size_t, std::pair<Extracted, std::string>> waiting;
    auto next = wanted.begin();
    ctx_.each(wanted, [&](std::size_t i) {
      std::pair<Extracted, std::string> found;
      if (const auto page = load(urls[i])) found = {extract(*page), page->url()};
      waiting.emplace(i, std::move(found));
      for (; next != wanted.end() && waiting.count(*next) > 0; ++next) {
        const auto node = waiting.extract(*next);
        emit(node.mapped().first, node.mapped().second);
      }
    });
  }

  // Nothing when the page could not be had; the reason is on the run's error list then.
  std::optional<html::document> load(const std::string& url) {
    const auto page = ctx_.get(url);
    if (!page.ok()) return std::nullopt;
    if (const auto why = why_not_html(page.body(), page.header("content-type"))) {
      ctx_.report(trawl::severity::error, "parse", page.url(), *why);
      return std::nullopt;
    }
    try {
      return html::parse(page);
    } catch (const html::error& error) {
      ctx_.report(trawl::severity::error, "parse", page.url(), error.what());
      return std::nullopt;
    }
  }

  // An item that the host does not take, such as one beyond 1 MiB, is an error of its own.
  void emit(const Item& item, const std::string& url) {
    try {
      trawl::emit(ctx_, spec_.kind, item.key, item.json);
    } catch (const trawl::failure& error) {
      ctx_.report(trawl::severity::error, "item", url, std::string(error.what()).substr(0, 200));
    }
  }

  void emit(const Extracted& found, const std::string& url) {
    for (const Item& item : found.items) emit(item, url);
    for (const Problem& problem : found.problems) report(problem, url);
  }

  void report(const Problem& problem, const std::string& url) {
    const auto severity = problem.is_warning ? trawl::severity::warning : trawl::severity::error;
    ctx_.report(severity, problem.code, url, problem.text);
  }

  trawl::context& ctx_;
  const Spec spec_;
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
