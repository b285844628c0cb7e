// Level by level: the sitemaps that are named, those that their indexes list, and so on.
#include "map_walk.hpp"

#include <algorithm>
#include <map>
#include <trawl/html.hpp>
#include <trawl/robots.hpp>
#include <trawl/text.hpp>
#include <trawl/url.hpp>

#include "plugins/html/page_reader.hpp"

namespace trawl::sitemap_plugin {
namespace {

constexpr int max_depth = 5;  // an index in an index is rare already
constexpr std::size_t max_listed = 1'000'000;
constexpr std::size_t at_once = 8;  // sitemaps whose entries may be held until it is their turn

// What an HTML page calls itself, which often says what went wrong.
std::string titled(const trawl::page& page) {
  try {
    const std::string title = shortened(html::parse(page).css1("title").text(), 100);
    return title.empty() ? "" : "; its title is '" + title + "'";
  } catch (const html::error&) {
    return "";
  }
}

bool is_root_of_site(const std::string& url) {
  const auto parsed = url::parse(url);
  return parsed && parsed->path() == "/" && !parsed->query();
}

}  // namespace

void MapWalk::run() {
  start();
  for (std::size_t begin = 0; begin < maps_.size() && !full_;) {
    const std::size_t end = std::min(maps_.size(), begin + at_once);
    read(begin, end);
    begin = end;
  }
  tell_what_is_left_out();
}

// The roots of sites stand for what their robots.txt names.
void MapWalk::start() {
  std::map<std::size_t, std::vector<std::string>> named;  // by place in the configuration
  std::vector<std::size_t> roots;
  for (std::size_t i = 0; i < spec_.urls.size(); ++i) {
    if (is_root_of_site(spec_.urls[i])) roots.push_back(i);
  }
  ctx_.each(roots, [&](std::size_t place) { named[place] = trawl::sitemaps(ctx_, spec_.urls[place]); });
  for (std::size_t i = 0; i < spec_.urls.size(); ++i) {
    const auto of_robots = named.find(i);
    if (of_robots == named.end()) {
      add({spec_.urls[i]});
    } else if (of_robots->second.empty()) {
      add({spec_.urls[i] + "sitemap.xml", nowhere, 1, true});
    }
    for (const std::string& each :
         of_robots == named.end() ? std::vector<std::string>() : of_robots->second) {
      const auto url = url::parse(each);
      if (url && url->is_http())
        add({url->href_without_fragment()});
      else
        warn("unusable", spec_.urls[i],
             "robots.txt names the sitemap '" + each + "', which is no http or https URL");
    }
  }
}

void MapWalk::add(Map map) {
  if (seen_.count(map.url) > 0) return;
  if (maps_.size() >= spec_.max_sitemaps) {
    if (left_out_++ == 0) first_left_out_ = map.url;
    return;
  }
  seen_.insert(map.url);
  maps_.push_back(std::move(map));
}

// They arrive in any order and are gone through in theirs.
void MapWalk::read(std::size_t begin, std::size_t end) {
  std::vector<std::size_t> places;
  for (std::size_t i = begin; i < end; ++i) places.push_back(i);
  std::map<std::size_t, sitemap::document> waiting;
  std::size_t next = begin;
  ctx_.each(places, [&](std::size_t place) {
    Map map = maps_[place];  // maps_ grows while this one is on its way
    waiting.emplace(place, load(map));
    maps_[place].url_in_the_end = std::move(map.url_in_the_end);
    for (auto ready = waiting.find(next); ready != waiting.end(); ready = waiting.find(++next)) {
      take(ready->second, next);
      waiting.erase(ready);
      ctx_.progress(++read_, maps_.size(), "sitemaps");
    }
  });
}

// Empty when it could not be had; the reason is on the run's error list then.
sitemap::document MapWalk::load(Map& map) {
  const auto page = map.guessed ? ctx_.fetch(trawl::request(map.url).quiet()) : ctx_.get(map.url);
  map.url_in_the_end = std::string(page.url());
  if (!page.ok()) {
    missed_ = missed_ || html_plugin::may_come_back(page);
    if (map.guessed) {
      ctx_.report(trawl::severity::error, "no_sitemap", map.url,
                  "robots.txt of this site names no sitemap, and at this usual place there is none (" +
                      std::string(page.error()) + "); give the sitemap's own URL");
    }
    return {};
  }
  try {
    return sitemap::parse(page);
  } catch (const sitemap::error& error) {
    missed_ = true;
    const bool limits = error.why() == sitemap::error::reason::limits;
    std::string text = error.what();
    if (error.why() == sitemap::error::reason::html) text += titled(page);
    ctx_.report(trawl::severity::error, limits ? "limits" : "not_a_sitemap", page.url(), text);
    return {};
  }
}

void MapWalk::take(const sitemap::document& document, std::size_t place) {
  if (full_) return;
  const std::string url = maps_[place].url;
  if (document.unusable > 0) {
    warn("unusable", url,
         std::to_string(document.unusable) +
             (document.unusable == 1 ? " entry of the sitemap is left out: "
                                     : " entries of the sitemap are left out; the first: ") +
             document.first_unusable);
  }
  if (document.kind == sitemap::kind::index) return take_index(document, place);
  for (const sitemap::entry& each : document.entries) wanted_.add(each);
  full_ = wanted_.listed() > max_listed;
  if (full_) {
    warn("limits", url,
         "more than " + std::to_string(max_listed) + " pages are listed; no further sitemap is read");
  }
}

void MapWalk::take_index(const sitemap::document& index, std::size_t place) {
  const Map from = maps_[place];  // maps_ grows below
  bool loops = false;
  for (const sitemap::entry& each : index.entries) {
    if (!wanted_.may_hold(each)) continue;
    if (leads_back(place, each.loc)) {
      if (!loops) {
        ctx_.report(
            trawl::severity::error, "loop", from.url,
            "the index lists '" + each.loc + "', which leads to this index again; it is not followed");
      }
      loops = true;
    } else if (from.depth < max_depth) {
      add({each.loc, place, from.depth + 1});
    } else if (first_too_deep_.empty()) {
      first_too_deep_ = each.loc;
    }
  }
}

// The URL is this index or one that led to it.
bool MapWalk::leads_back(std::size_t place, const std::string& url) const {
  for (; place != nowhere; place = maps_[place].from) {
    if (maps_[place].url == url || maps_[place].url_in_the_end == url) return true;
  }
  return false;
}

void MapWalk::tell_what_is_left_out() {
  if (!first_too_deep_.empty()) {
    warn("limits", first_too_deep_,
         "indexes within indexes are followed " + std::to_string(max_depth) +
             " deep; this sitemap and others like it are left out");
  }
  if (left_out_ > 0) {
    warn("limits", first_left_out_,
         left_out_ == 1
             ? "max_sitemaps: this sitemap is left out"
             : "max_sitemaps: this sitemap and " + std::to_string(left_out_ - 1) + " more are left out");
  }
}

void MapWalk::warn(const char* code, const std::string& url, const std::string& text) {
  ctx_.report(trawl::severity::warning, code, url, text);
}

}  // namespace trawl::sitemap_plugin
