// errors.list and items.query: pages of what is stored.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "api/cursor.hpp"
#include "api/operations.hpp"
#include "api/run_json.hpp"

namespace trawl::api {
namespace {

constexpr std::size_t max_page_bytes = 4ULL << 20;  // of item data in one answer
constexpr int items_read_at_once = 16;              // so that no read holds more than 16 MiB

json::object item_json(const store::StoredItem& item) {
  json::error_code fault;
  json::value data = json::parse(item.data, fault);
  return {{"platform", item.platform},
          {"kind", item.kind},
          {"key", item.key},
          {"data", fault ? json::value(nullptr) : std::move(data)},
          {"first_run_id", item.first_run},
          {"changed_run_id", item.changed_run}};
}

Task<Result<std::optional<RunId>>> optional_run(Call& call) {
  if (!call.params.has("run_id")) co_return std::optional<RunId>();
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  // A run that does not exist is told apart from a run without errors or items.
  if (auto run = co_await call.services.store.load_run(*id); !run) co_return std::unexpected(run.error());
  co_return std::optional(*id);
}

Result<std::int64_t> position(const Params& params, Listing listing) {
  if (!params.has("cursor")) return 0;
  return decode_cursor(listing, params.text("cursor"));
}

}  // namespace

Task<Answer> errors_list(Call& call) {
  auto run = co_await optional_run(call);
  if (!run) co_return std::unexpected(run.error());
  const auto after = position(call.params, Listing::errors);
  if (!after) co_return std::unexpected(after.error());
  store::ErrorFilter filter{.run = *run, .platform = call.params.text("platform"), .after = *after};
  filter.kind = model::find_error_kind(call.params.text("kind"));
  filter.limit = static_cast<int>(*call.params.integer("limit"));
  const auto limit = static_cast<std::size_t>(filter.limit);
  const auto errors = co_await call.services.store.list_errors(std::move(filter));
  if (!errors) co_return std::unexpected(errors.error());
  json::array rows;
  for (const store::StoredError& error : *errors) {
    json::object row = to_json(error.record);
    row["run_id"] = error.run;
    rows.push_back(std::move(row));
  }
  json::value next = nullptr;
  if (errors->size() >= limit) next = json::value(encode_cursor(Listing::errors, errors->back().id));
  co_return json::object{{"errors", std::move(rows)}, {"next_cursor", std::move(next)}};
}

// Items can be large, so a page ends early rather than holding hundreds of megabytes.
Task<Answer> items_query(Call& call) {
  auto run = co_await optional_run(call);
  if (!run) co_return std::unexpected(run.error());
  const auto start = position(call.params, Listing::items);
  if (!start) co_return std::unexpected(start.error());
  const auto limit = static_cast<std::size_t>(*call.params.integer("limit"));
  std::int64_t after = *start;
  std::size_t bytes = 0;
  bool more = true;
  json::array rows;
  while (more && rows.size() < limit && bytes < max_page_bytes) {
    store::ItemFilter filter{.platform = call.params.text("platform"), .run = *run, .after = after};
    filter.limit = std::min(items_read_at_once, static_cast<int>(limit - rows.size()));
    const auto wanted = static_cast<std::size_t>(filter.limit);
    const auto items = co_await call.services.store.list_items(std::move(filter));
    if (!items) co_return std::unexpected(items.error());
    for (const store::StoredItem& item : *items) {
      rows.push_back(item_json(item));
      bytes += item.data.size();
      after = item.position;
    }
    more = items->size() >= wanted;
  }
  json::value next = nullptr;
  if (more) next = json::value(encode_cursor(Listing::items, after));
  co_return json::object{{"items", std::move(rows)}, {"next_cursor", std::move(next)}};
}

}  // namespace trawl::api
