// The plugin `sitemap`: pages that a site's sitemaps list become items. Fetches and emits; which pages are
// wanted stands in wanted.cpp, what they hold is read as the plugin html does.
#include <chrono>
#include <cstdlib>
#include <map>
#include <trawl/html.hpp>
#include <trawl/json_writer.hpp>
#include <trawl/plugin.hpp>
#include <trawl/robots.hpp>
#include <trawl/sitemap.hpp>
#include <trawl/url.hpp>
#include <unordered_set>

#include "plugins/fields/key.hpp"
#include "plugins/html/page_reader.hpp"
#include "schema.hpp"
#include "spec.hpp"
#include "wanted.hpp"

namespace {

using namespace trawl::sitemap_plugin;
namespace html = trawl::html;
namespace sitemap = trawl::sitemap;

constexpr int max_depth = 5;  // an index in an index is rare already
constexpr std::size_t max_listed = 2'000'000;
constexpr auto newest_key = "newest";

std::int64_t seconds_of(std::chrono::system_clock::time_point moment) {
  return std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
}

std::optional<std::int64_t> parse_newest(const std::optional<std::string>& state) {
  if (!state || state->empty()) return std::nullopt;
  char* end = nullptr;
  const long long seconds = std::strtoll(state->c_str(), &end, 10);
  return *end == '\0' ? std::optional<std::int64_t>(seconds) : std::nullopt;
}

std::string json_of(const sitemap::entry& page) {
  trawl::json::writer json;
  json.begin_object();
  json.key("url").string(page.loc);
  json.key("lastmod");
  page.lastmod ? json.string(page.lastmod->text()) : json.null();
  json.key("changefreq");
  page.changefreq.empty() ? json.null() : json.string(page.changefreq);
  json.key("priority");
  page.priority ? json.number(*page.priority) : json.null();
  json.end_object();
  return json.text();
}

// One run of the plugin.
class Reading {
 public:
  Reading(trawl::context& ctx, Spec spec)
      : ctx_(ctx),
        spec_(std::move(spec)),
        wanted_(spec_, seconds_of(ctx.now()), parse_newest(ctx.state(newest_key))),
        reader_(ctx, spec_.kind) {}

  void run() {
    std::vector<std::string> level = starts();
    for (int depth = 0; !level.empty() && !full_; ++depth) {
      if (depth == max_depth) {
        warn("limits", level.front(), "indexes within indexes are followed " + std::to_string(max_depth) + " deep");
        break;
      }
      level = read_level(level);
    }
    const auto pages = wanted_.take();
    tell_what_is_left(pages.size());
    spec_.page ? read(pages) : list(pages);
    if (spec_.only_new && wanted_.newest()) ctx_.set_state(newest_key, std::to_string(*wanted_.newest()));
  }

 private:
  // The roots of sites stand for what their robots.txt names.
  std::vector<std::string> starts() {
    std::vector<std::string> out;
    const auto add = [&](const std::string& url) {
      if (seen_.insert(url).second) out.push_back(url);
    };
    for (const std::string& url : spec_.urls) {
      const auto parsed = trawl::url::parse(url);
      if (parsed->path() != "/" || parsed->query()) {
        add(url);
        continue;
      }
      const auto named = trawl::sitemaps(ctx_, url);
      for (const std::string& each : named) add(each);
      if (!named.empty()) continue;
      const std::string guess = url + "sitemap.xml";
      guessed_.insert(guess);
      add(guess);
    }
    return out;
  }

  // Sitemaps arrive in any order and are gone through in theirs. Gives the sitemaps that indexes list.
  std::vector<std::string> read_level(std::vector<std::string> urls) {
    if (urls.size() > spec_.max_sitemaps - read_) {
      warn("limits", urls[spec_.max_sitemaps - read_],
           "max_sitemaps: this sitemap and " + std::to_string(urls.size() - (spec_.max_sitemaps - read_) - 1) +
               " more are left out");
      urls.resize(spec_.max_sitemaps - read_);
    }
    std::vector<std::string> deeper;
    std::vector<std::size_t> places(urls.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    std::map<std::size_t, sitemap::document> waiting;
    std::size_t next = 0;
    ctx_.each(places, [&](std::size_t place) {
      waiting.emplace(place, full_ ? sitemap::document() : load(urls[place]));
      for (auto ready = waiting.find(next); ready != waiting.end(); ready = waiting.find(++next)) {
        take(ready->second, urls[next], deeper);
        waiting.erase(ready);
        ctx_.progress(++read_, 0, "sitemaps");
      }
    });
    return deeper;
  }

  void take(const sitemap::document& map, const std::string& url, std::vector<std::string>& deeper) {
    if (map.unusable > 0) {
      warn("unusable", url,
           std::to_string(map.unusable) + " entries of the sitemap are left out; the first: " + map.first_unusable);
    }
    for (const sitemap::entry& each : map.entries) {
      if (map.kind != sitemap::kind::index)
        wanted_.add(each);
      else if (wanted_.may_hold(each) && seen_.insert(each.loc).second)
        deeper.push_back(each.loc);
    }
    if (full_ || wanted_.listed() <= max_listed) return;
    full_ = true;
    warn("limits", url, "more than " + std::to_string(max_listed) + " pages are listed; no further sitemap is read");
  }

  // Empty when it could not be had; the reason is on the run's error list then.
  sitemap::document load(const std::string& url) {
    const bool guessed = guessed_.count(url) > 0;
    const auto page = guessed ? ctx_.fetch(trawl::request(url).quiet()) : ctx_.get(url);
    if (!page.ok()) {
      if (guessed) {
        ctx_.report(trawl::severity::error, "no_sitemap", url,
                    "robots.txt of this site names no sitemap, and there is none at this usual place; give the "
                    "sitemap's own URL");
      }
      return {};
    }
    try {
      return sitemap::parse(page);
    } catch (const sitemap::error& error) {
      const bool limits = error.why() == sitemap::error::reason::limits;
      std::string text = error.what();
      if (error.why() == sitemap::error::reason::html) text += titled(page);
      ctx_.report(trawl::severity::error, limits ? "limits" : "not_a_sitemap", page.url(), text);
      return {};
    }
  }

  // What an HTML page calls itself, which often says what went wrong.
  static std::string titled(const trawl::page& page) {
    try {
      const std::string title = html::parse(page).css1("title").text().substr(0, 100);
      return title.empty() ? "" : "; its title is '" + title + "'";
    } catch (const html::error&) {
      return "";
    }
  }

  void tell_what_is_left(std::size_t taken) {
    if (wanted_.found() > taken) {
      warn("limits", spec_.urls.front(),
           "max_pages: " + std::to_string(taken) + " of " + std::to_string(wanted_.found()) + " pages are read");
    }
    if (taken > 0 || spec_.since || spec_.only_new) return;
    warn("empty_result", spec_.urls.front(),
         wanted_.listed() == 0
             ? "the sitemaps list no page"
             : "none of the " + std::to_string(wanted_.listed()) + " pages fits include and exclude");
  }

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

  void warn(const char* code, const std::string& url, const std::string& text) {
    ctx_.report(trawl::severity::warning, code, url, text);
  }

  trawl::context& ctx_;
  const Spec spec_;
  Wanted wanted_;
  trawl::html_plugin::PageReader reader_;
  std::unordered_set<std::string> seen_, guessed_;  // sitemaps: asked for; asked for without being named
  std::size_t read_ = 0;                            // sitemaps
  bool full_ = false;
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
