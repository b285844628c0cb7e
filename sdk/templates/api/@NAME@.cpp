// @NAME@: reads an API that answers with JSON, page by page.
#include <cstdint>
#include <string>
#include <trawl/json.hpp>
#include <trawl/plugin.hpp>
#include <trawl/url.hpp>

namespace {

// Where things stand, as JSON Pointers. `trawl-plugin try URL --json POINTER` shows what one finds.
constexpr auto entries_pointer = "@ENTRIES@";  // the list
constexpr auto key_pointer = "@KEY@";          // in an entry: what tells it from the others
constexpr auto next_pointer = "@NEXT@";        // the next page's address, relative or absolute; absent on the last page
constexpr const char* fields[] = {@FIELDS@};

std::string key_of(const trawl::json::value& entry) {
  const auto* key = entry.at(key_pointer);
  if (!key || key->is_null()) return {};
  return key->as_string() ? *key->as_string() : key->text();
}

void emit_entry(trawl::context& ctx, const trawl::json::value& entry) {
  const std::string key = key_of(entry);
  if (key.empty()) {
    ctx.report(trawl::severity::error, "no_key", ctx.url(), std::string("an entry has nothing at ") + key_pointer);
    return;
  }
  trawl::item item;
  for (const char* field : fields)
    if (const auto* value = entry.find(field)) item(field, trawl::raw_json{value->text()});
  trawl::emit(ctx, "item", key, item);
}

std::string next_page(const trawl::page& page, const trawl::json::value& document) {
  const std::string next = document.string_at(next_pointer);
  return next.empty() ? next : trawl::url::resolve(page.url(), next);
}

}  // namespace

struct @TYPE@ {
  static constexpr auto id = "@NAME@", version = "0.1.0", license = "MIT";
  static constexpr auto summary = "Entries of an API";
  static constexpr auto config_schema = R"({
    "type": "object", "required": ["start"], "additionalProperties": false,
    "properties": {
      "start": {"type": "string", "format": "uri", "description": "The first page"},
      "max_pages": {"type": "integer", "minimum": 1, "default": 100, "description": "Where to end at the latest"}}})";

  void run(trawl::context& ctx) {
    std::string url = ctx.config("/start");
    for (auto left = ctx.config_or("/max_pages", std::int64_t{100}); left > 0 && !url.empty(); --left) {
      const auto page = ctx.get(url);
      if (!page.ok()) return;  // already on the run's error list
      const auto document = trawl::json::parse(page.body());
      const auto* found = document.at(entries_pointer);
      const auto* entries = found ? found->as_array() : nullptr;
      if (!entries) throw trawl::failure("no_entries", std::string("there is no list at '") + entries_pointer + "'");
      for (const auto& entry : *entries) emit_entry(ctx, entry);
      url = next_page(page, document);
    }
  }
};
TRAWL_PLUGIN(@TYPE@)
