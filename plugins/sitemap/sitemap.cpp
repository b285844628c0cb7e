// The plugin `sitemap`: pages that a site's sitemaps list become items. The sitemaps are gone through in
// map_walk.cpp, which pages are wanted stands in wanted.cpp, what they hold is read as the plugin html does.
#include <charconv>
#include <chrono>
#include <trawl/html.hpp>
#include <trawl/json_writer.hpp>
#include <trawl/plugin.hpp>

#include "map_walk.hpp"
#include "plugins/fields/key.hpp"
#include "plugins/html/extract.hpp"
#include "plugins/html/page_reader.hpp"
#include "schema.hpp"
#include "spec.hpp"
#include "wanted.hpp"

namespace {

using namespace trawl::sitemap_plugin;
namespace html = trawl::html;
namespace sitemap = trawl::sitemap;

constexpr auto newest_key = "newest";

std::int64_t seconds_of(std::chrono::system_clock::time_point moment) {
  return std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
}

// Nothing also for a state that this plugin did not write.
std::optional<std::int64_t> parse_newest(const std::optional<std::string>& state) {
  std::int64_t seconds = 0;
  if (!state) return std::nullopt;
  const char* const end = state->data() + state->size();
  const auto read = std::from_chars(state->data(), end, seconds);
  return read.ec == std::errc() && read.ptr == end ? std::optional(seconds) : std::nullopt;
}

// The entry itself as an item, every key in every item.
std::string json_of(const sitemap::entry& page) {
  trawl::json::writer json;
  json.begin_object();
  json.key("loc").value(page.loc);
  json.key("lastmod").value(page.lastmod ? std::optional(page.lastmod->text()) : std::nullopt);
  json.key("changefreq").value(page.changefreq.empty() ? std::nullopt : std::optional(page.changefreq));
  json.key("priority").value(page.priority);
  json.key("alternates").begin_array();
  for (const sitemap::alternate& each : page.alternates) {
    json.begin_object().key("lang").value(each.lang).key("href").value(each.href).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

// One run of the plugin.
class Reading {
 public:
  Reading(trawl::context& ctx, Spec spec)
      : ctx_(ctx),
        spec_(std::move(spec)),
        newest_before_(parse_newest(ctx.state(newest_key))),
        wanted_(spec_, seconds_of(ctx.now()), newest_before_),
        reader_(ctx, spec_.kind) {}

  void run() {
    MapWalk maps(ctx_, spec_, wanted_);
    maps.run();
    const auto pages = wanted_.take();
    spec_.page ? read(pages) : list(pages);
    const auto newest = wanted_.newest_after(pages, reader_.missed());
    tell_what_is_left(pages.size(), newest);
    if (spec_.only_new && newest && !maps.missed()) ctx_.set_state(newest_key, std::to_string(*newest));
  }

 private:
  void read(const std::vector<sitemap::entry>& pages) {
    std::vector<std::string> urls;
    for (const sitemap::entry& each : pages) urls.push_back(each.loc);
    std::size_t done = 0;
    reader_.read_all(urls, [&](const html::document& page) {
      ctx_.progress(++done, urls.size(), "pages");
      return trawl::html_plugin::extract_detail(*spec_.page, page);
    });
  }

  void list(const std::vector<sitemap::entry>& pages) {
    for (const sitemap::entry& each : pages)
      reader_.emit(trawl::html_plugin::Item{trawl::fields::shorten(each.loc), json_of(each)}, each.loc);
  }

  void tell_what_is_left(std::size_t taken, std::optional<std::int64_t> newest) {
    if (wanted_.found() > taken) {
      std::string text = "max_pages: " + std::to_string(taken) + " of " + std::to_string(wanted_.found()) +
                         " pages are taken";
      if (spec_.only_new && newest == newest_before_)
        text +=
            "; none of them is newer than what earlier runs took, so the next run takes the same: raise "
            "max_pages";
      warn("limits", text);
    }
    if (taken > 0 || spec_.since || spec_.only_new) return;
    warn("empty_result", wanted_.listed() == 0 ? "the sitemaps list no page"
                                               : "none of the " + std::to_string(wanted_.listed()) +
                                                     " pages fits include and exclude");
  }

  void warn(const char* code, const std::string& text) {
    ctx_.report(trawl::severity::warning, code, spec_.urls.front(), text);
  }

  trawl::context& ctx_;
  const Spec spec_;
  const std::optional<std::int64_t> newest_before_;
  Wanted wanted_;
  trawl::html_plugin::PageReader reader_;
};

}  // namespace

struct Sitemap {
  static constexpr auto id = "sitemap", version = "1.0.0", license = "MIT";
  static constexpr auto summary = "Pages that a site's sitemaps list";
  static constexpr auto config_schema = trawl::sitemap_plugin::schema;

  static void check_config(std::string_view config_json) { parse_spec(config_json); }

  void run(trawl::context& ctx) { Reading(ctx, parse_spec(ctx.config_json(""))).run(); }
};
TRAWL_PLUGIN(Sitemap)
