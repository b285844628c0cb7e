// @NAME@: reads a feed: RSS, Atom, RDF or JSON Feed.
#include <optional>
#include <set>
#include <string>
#include <trawl/feed.hpp>
#include <trawl/plugin.hpp>

struct @TYPE@ {
  static constexpr auto id = "@NAME@", version = "0.1.0", license = "MIT";
  static constexpr auto summary = "Entries of a feed";
  static constexpr auto config_schema = R"({
    "type": "object", "required": ["feed"], "additionalProperties": false,
    "properties": {"feed": {"type": "string", "format": "uri", "description": "The feed's address"}}})";

  void run(trawl::context& ctx) {
    const auto page = ctx.get(ctx.config("/feed"));
    if (!page.ok()) return;  // already on the run's error list
    std::set<std::string> seen;
    for (const auto& entry : trawl::feed::parse(page).entries) {
      const std::string& key = entry.id.empty() ? entry.link : entry.id;
      if (key.empty() || !seen.insert(key).second) continue;  // feeds do repeat entries
      std::optional<std::string> published;
      if (entry.published.when) published = entry.published.when->text();
      trawl::item item;
      item("title", entry.title.plain())("link", entry.link);
      item("published", published)("summary", entry.summary.plain());
      trawl::emit(ctx, "entry", key, item);
    }
  }
};
TRAWL_PLUGIN(@TYPE@)
