// The plugin `feed`: entries of feeds become items. Fetches and emits; what entries become stands in
// items.cpp.
#include <chrono>
#include <map>
#include <trawl/feed.hpp>
#include <trawl/html.hpp>
#include <trawl/plugin.hpp>

#include "items.hpp"
#include "offered.hpp"
#include "schema.hpp"
#include "seen.hpp"
#include "spec.hpp"

namespace {

using namespace trawl::feed_plugin;
namespace feed = trawl::feed;

// One run of the plugin.
class Reading {
 public:
  Reading(trawl::context& ctx, Spec spec) : ctx_(ctx), spec_(std::move(spec)) {
    using namespace std::chrono;
    now_s_ = duration_cast<seconds>(ctx_.now().time_since_epoch()).count();
  }

  // Feeds arrive in any order; their entries are emitted in the order of the configuration, so that of two
  // entries with one key the same one stays in every run.
  void run() {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < spec_.urls.size(); ++i) places.push_back(i);
    std::map<std::size_t, Items> waiting;
    std::size_t next = 0;
    ctx_.each(places, [&](std::size_t place) {
      waiting.emplace(place, read(spec_.urls[place]));
      for (auto ready = waiting.find(next); ready != waiting.end(); ready = waiting.find(next)) {
        emit_all(ready->second, spec_.urls[next]);
        waiting.erase(ready);
        ctx_.progress(++next, spec_.urls.size(), "feeds");
      }
    });
  }

 private:
  // Nothing when the feed could not be had; the reason is on the run's error list then.
  Items read(const std::string& url) {
    const auto page = ctx_.get(url);
    if (!page.ok()) return {};
    try {
      return items_of(spec_, feed::parse(page), std::string(page.url()), now_s_);
    } catch (const feed::error& error) {
      std::string text = error.what();
      if (error.why() == feed::error::reason::html) text += "; " + offers_of(page);
      ctx_.report(trawl::severity::error,
                  error.why() == feed::error::reason::limits ? "limits" : "not_a_feed", page.url(), text);
      return {};
    }
  }

  static std::string offers_of(const trawl::page& page) {
    try {
      return offered_feeds(trawl::html::parse(page));
    } catch (const trawl::html::error& error) {
      return error.what();
    }
  }

  void emit_all(const Items& found, const std::string& url) {
    for (const std::string& problem : found.problems)
      ctx_.report(trawl::severity::error, "missing_field", url, problem);
    if (!spec_.only_new) {
      for (const Item& item : found.items) emit(item, url);
      return;
    }
    const std::string name = "seen " + trawl::fields::fingerprint(url);
    Seen seen(ctx_.state(name).value_or(""));
    for (const Item& item : found.items) {
      if (seen.is_new(item.key)) emit(item, url);
    }
    if (!found.items.empty()) ctx_.set_state(name, seen.text());
  }

  // An item that the host does not take, such as one beyond 1 MiB, is an error of its own.
  void emit(const Item& item, const std::string& url) {
    try {
      trawl::emit(ctx_, spec_.kind, item.key, item.json);
    } catch (const trawl::failure& error) {
      ctx_.report(trawl::severity::error, "item", url, error.what());
    }
  }

  trawl::context& ctx_;
  const Spec spec_;
  std::int64_t now_s_ = 0;
};

}  // namespace

struct Feed {
  static constexpr auto id = "feed", version = "1.0.0", license = "MIT";
  static constexpr auto summary = "Entries of RSS, Atom, RDF and JSON feeds";
  static constexpr auto config_schema = trawl::feed_plugin::schema;

  static void check_config(std::string_view config_json) { parse_spec(config_json); }

  void run(trawl::context& ctx) { Reading(ctx, parse_spec(ctx.config_json(""))).run(); }
};
TRAWL_PLUGIN(Feed)
