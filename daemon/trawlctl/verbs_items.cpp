// items: what the platforms brought home, page after page, so that a million items need no memory.
#include <fmt/format.h>

#include <functional>

#include "cli/display.hpp"
#include "cli/table.hpp"
#include "trawlctl/csv.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

constexpr int page_size = 500;
constexpr int most_items_in_a_table = 200;  // more is no reading for people: -o ndjson has them all

// Asks for page after page until `take` has had enough or there is no more. False: cut short.
Result<bool> each_item(Session& session, json::object params,
                       const std::function<bool(const json::value&)>& take) {
  while (true) {
    const auto page = session.call("items.query", params);
    if (!page) return std::unexpected(page.error());
    for (const json::value& item : list(*page, "items"))
      if (!take(item)) return false;
    const json::value& cursor = member(*page, "next_cursor");
    if (cursor.is_null()) return true;
    params["cursor"] = cursor;
  }
}

Result<int> as_table(Session& session, const json::object& params) {
  cli::Table table({{"PLATFORM"}, {"KIND"}, {"KEY"}, {"DATA"}});
  int count = 0;
  const auto complete = each_item(session, params, [&](const json::value& item) {
    if (count == most_items_in_a_table) return false;
    ++count;
    table.add(
        {text(item, "platform"), text(item, "kind"), text(item, "key"), compact_json(member(item, "data"))});
    return true;
  });
  if (!complete) return std::unexpected(complete.error());
  session.out().text(table.empty() ? "no items\n" : table.text(session.out().columns()));
  if (!*complete) session.out().hint("more items exist; trawlctl items -o ndjson prints all of them");
  return 0;
}

Result<int> as_document(Session& session, const json::object& params) {
  json::array items;
  const auto complete =
      each_item(session, params, [&](const json::value& item) { return items.push_back(item), true; });
  if (!complete) return std::unexpected(complete.error());
  const json::value document = json::object{{"items", std::move(items)}, {"next_cursor", nullptr}};
  session.out().result("items.query", document, {.rows = "items", .name = "key"},
                       [] { return std::string(); });
  return 0;
}

Result<int> as_csv(Session& session, const json::object& params) {
  CsvItems csv;
  bool first = true;
  const auto complete = each_item(session, params, [&](const json::value& item) {
    if (std::exchange(first, false)) session.out().text(csv.header(item));
    session.out().text(csv.row(item));
    return true;
  });
  return complete ? Result<int>(0) : std::unexpected(complete.error());
}

}  // namespace

Result<int> list_items(Session& session) {
  const cli::CommandLine& line = session.line();
  json::object params{{"limit", page_size}};
  if (line.has("--platform")) params["platform"] = line.value("--platform");
  if (line.has("--run")) {
    const auto run = session.resolve_run(line.value("--run"));
    if (!run) return std::unexpected(run.error());
    params["run_id"] = *run;
  }
  switch (session.out().format()) {
    case Format::table:
      return as_table(session, params);
    case Format::csv:
      return as_csv(session, params);
    case Format::json:
      return as_document(session, params);
    case Format::ndjson:
    case Format::name:
      break;
  }
  const bool names = session.out().format() == Format::name;
  const auto complete = each_item(session, params, [&](const json::value& item) {
    session.out().text(names ? cli::printable(text(item, "key")) + "\n" : compact_json(item) + "\n");
    return true;
  });
  return complete ? Result<int>(0) : std::unexpected(complete.error());
}

}  // namespace trawl::ctl
