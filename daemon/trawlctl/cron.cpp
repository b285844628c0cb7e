// cron: the next instants of an expression, without a daemon. The only file of trawlctl that knows the
// cadence library.
#include <fmt/format.h>

#include <chrono>

#include "model/cadence/cadence.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"

namespace trawl::ctl {
namespace {

// Cron knows no fractions of a second: "2026-11-24T06:00:00Z".
std::string instant(Time time) {
  const std::string text = rfc3339(time);
  return text.substr(0, text.size() - 5) + "Z";
}

std::string draw_times(const json::value& result) {
  std::string drawn;
  for (const std::string& time : texts(result, "times")) drawn += time + "\n";
  return drawn;
}

}  // namespace

Result<int> print_cron(Session& session) {
  const cli::CommandLine& line = session.line();
  const auto count = line.integer("--count", 5, 1, 10'000);
  if (!count) return std::unexpected(count.error());
  Time from = std::chrono::floor<Millis>(std::chrono::system_clock::now());
  if (line.has("--from")) {
    const auto parsed = parse_rfc3339(line.value("--from"));
    if (!parsed) return std::unexpected(parsed.error());
    from = *parsed;
  }
  const auto zone = model::Zone::find(line.value("--timezone", "UTC"));
  if (!zone) return std::unexpected(zone.error());
  auto expression = model::CronExpression::parse(session.argument(0));
  if (!expression) return std::unexpected(expression.error());
  for (const std::string& warning : expression->warnings())
    session.out().progress(fmt::format("note: {}\n", warning));

  const model::Cadence cadence = model::Cron{{std::move(*expression)}, *zone};
  json::array times;
  for (const Time time : model::upcoming(cadence, from, static_cast<std::size_t>(*count)))
    times.emplace_back(instant(time));
  const json::value result = json::object{{"times", std::move(times)}};
  session.out().result("cron", result, {.rows = "times", .name = ""}, [&] { return draw_times(result); });
  return 0;
}

}  // namespace trawl::ctl
