// status, api call, api describe.
#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "cli/display.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

std::string draw_status(const json::value& status, const Printer& out) {
  std::string drawn =
      fmt::format("trawld {}  {}  up {}\n", cli::printable(text(status, "version")),
                  out.style().status(text(status, "state")), took(integer(status, "uptime_ms")));
  const auto row = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) drawn += fmt::format("  {:<14}{}\n", name, cli::printable(value));
  };
  const json::value& config = member(status, "config");
  row("config", text(config, "file"));
  row("config fault", text(config, "error"));
  if (const auto* counts = member(status, "counts").if_object())
    for (const auto& [key, value] : *counts)
      row(key == "active_runs" ? "active runs" : std::string_view(key), compact_json(value));
  for (const json::value& next : list(status, "next"))
    row("next", fmt::format("{}  {}", moment(next, "time"), text(next, "schedule")));
  return drawn;
}

std::string draw_json(const json::value& value, const Printer&) {
  return indented_json(value) + "\n";
}

}  // namespace

Result<int> show_status(Session& session) {
  return session.show({}, {.rows = "", .name = "state"}, draw_status);
}

Result<int> call_method(Session& session) {
  json::object params;
  if (session.line().arguments.size() > 1) {
    json::error_code fault;
    const json::value value = json::parse(session.argument(1), fault);
    if (fault || !value.is_object())
      return refuse(Code::invalid_params, "the parameters are no JSON object",
                    R"(trawlctl api call runs.get '{"run_id": 1}')");
    params = value.get_object();
  }
  const auto timeout = session.line().duration("--timeout", Millis(600'000));
  if (!timeout) return std::unexpected(timeout.error());
  const std::string& method = session.argument(0);
  const auto answer = session.call(method, params, *timeout);
  if (!answer) return std::unexpected(answer.error());
  session.out().result(method, *answer, {}, [&] { return draw_json(*answer, session.out()); });
  return 0;
}

Result<int> describe_method(Session& session) {
  const bool one = !session.line().arguments.empty();
  const char* method = one ? "rpc.describe" : "rpc.methods";
  const auto answer =
      session.call(method, one ? json::object{{"method", session.argument(0)}} : json::object{});
  if (!answer) return std::unexpected(answer.error());
  session.out().result(method, *answer, {.rows = one ? "" : "methods", .name = "name"},
                       [&] { return draw_json(*answer, session.out()); });
  return 0;
}

}  // namespace trawl::ctl
