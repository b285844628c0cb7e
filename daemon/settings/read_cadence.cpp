// `every:` or `cron:` of a schedule.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "settings/readers.hpp"

namespace trawl::settings {
namespace {

using std::chrono::days;
using std::chrono::hours;

// A message that ends with a suggestion says enough.
std::string sentence(const Error& error) {
  if (error.hint.empty() || error.message.ends_with('?')) return error.message;
  return fmt::format("{}; {}", error.message, error.hint);
}

Read<model::Zone> read_zone(const Node& node) {
  const auto name = read_text(node);
  if (!name) return std::unexpected(name.error());
  auto zone = model::Zone::find(*name);
  if (!zone) return std::unexpected(sentence(zone.error()));
  return std::move(*zone);
}

// Its messages name the expression already.
Read<model::CronExpression> read_expression(const Node& node) {
  const auto text = read_text(node);
  if (!text) return std::unexpected(fmt::format("cron: {}", text.error()));
  auto expression = model::CronExpression::parse(*text);
  if (!expression) return std::unexpected(sentence(expression.error()));
  return std::move(*expression);
}

// `cron:` is one expression or a list of them.
std::vector<model::CronExpression> read_expressions(const Section& section, const Member& cron,
                                                    const Reading& reading) {
  const bool is_list = cron.value.kind == Node::Kind::sequence;
  if (is_list && cron.value.items.empty()) section.fault(cron, "an empty list never fires");
  std::vector<model::CronExpression> expressions;
  for (const Node& node : is_list ? std::span(cron.value.items) : std::span(&cron.value, 1)) {
    if (node.kind == Node::Kind::refused) continue;
    auto expression = read_expression(node);
    if (!expression) {
      section.fault(node.at, expression.error());
      continue;
    }
    for (const std::string& warning : expression->warnings())
      reading.warnings.add(node.at, fmt::format("{}: {}", section.path(), warning));
    expressions.push_back(std::move(*expression));
  }
  return expressions;
}

void read_cron(Section& section, const Member& cron, const Reading& reading, model::Cadence& cadence) {
  model::Cron value;
  value.expressions = read_expressions(section, cron, reading);
  section.read("timezone", value.zone, read_zone);
  if (const Member* phase = section.find("phase"))
    section.fault(*phase, "goes with 'every'; a cron expression has its times in its fields");
  if (!value.expressions.empty()) cadence = std::move(value);
}

void read_every(Section& section, model::Cadence& cadence) {
  model::Every every{hours(1)};
  section.read("every", every.interval, duration(std::chrono::seconds(1), days(366)));
  section.read("phase", every.phase, duration(Millis(0), every.interval - Millis(1)));
  if (const Member* zone = section.find("timezone"))
    section.fault(*zone, "goes with 'cron'; 'every' is the same in all zones");
  cadence = every;
}

}  // namespace

void read_cadence(Section& section, const Reading& reading, model::Cadence& cadence) {
  const Member* every = section.find("every");
  const Member* cron = section.find("cron");
  if (every != nullptr && cron == nullptr) return read_every(section, cadence);
  if (cron != nullptr && every == nullptr) return read_cron(section, *cron, reading, cadence);
  for (const std::string_view companion : {"phase", "timezone"}) section.find(companion);
  if (every == nullptr) {
    section.require("every", "without it, or 'cron', the schedule never fires");
  } else {
    const Member* second =
        std::max(every, cron, [](const Member* a, const Member* b) { return a->at < b->at; });
    section.fault(second->at, "has both 'every' and 'cron'; keep one, or make two schedules");
  }
}

}  // namespace trawl::settings
