#include "trawlctl/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/display.hpp"
#include "trawlctl/fields.hpp"

namespace trawl::ctl {
namespace {

constexpr std::size_t bar_columns = 20;

std::string describe_trouble(const json::value& error) {
  const std::string url = text(error, "url");
  return cli::printable(fmt::format("{}: {}{}", text(error, "kind"), text(error, "message"),
                                    url.empty() ? "" : " (" + url + ")"));
}

// Items of an outcome: a number, or counts.
std::int64_t items_of(const json::value& outcome) {
  const json::value& items = member(outcome, "items");
  return items.is_object() ? integer(items, "total") : integer(outcome, "items");
}

std::optional<std::int64_t> maybe_integer(const json::value& value, std::string_view name) {
  const json::value& found = member(value, name);
  return found.is_int64() ? std::optional(found.get_int64()) : std::nullopt;
}

// What needs eyes first: running, then failed, then the rest.
int urgency(const WatchedPlatform& platform) {
  if (platform.status == "running") return 0;
  if (platform.status == "succeeded") return 3;
  return is_final_platform_status(platform.status) ? 1 : 2;
}

}  // namespace

std::vector<std::string> RunProgress::apply(const client::Update& update) {
  switch (update.kind) {
    case client::Update::Kind::snapshot: {
      const bool first = platforms_.empty();
      const json::value body(update.body);
      take_snapshot(member(body, "run").is_object() ? member(body, "run") : body);
      std::vector<std::string> lines{fmt::format("run {}  {}", run_, style_.status(status_))};
      for (const WatchedPlatform& platform : platforms_)
        if (first || platform.status != "pending") lines.push_back(line(platform));
      return lines;
    }
    case client::Update::Kind::event:
      return take_event(update.body);
    case client::Update::Kind::tick:
      take_tick(update.body);
      return {};
    case client::Update::Kind::lost:
      return {"the connection broke; trying again"};
    case client::Update::Kind::end:
      break;
  }
  return {};
}

void RunProgress::take_snapshot(const json::value& run) {
  run_ = run_id_of(run);
  status_ = text(run, "status");
  platforms_.clear();
  for (const json::value& row : list(run, "platforms")) {
    WatchedPlatform& seen = platform(text(row, "name"));
    seen.status = text(row, "status");
    seen.items = items_of(row);
  }
  for (const json::value& error : list(run, "errors"))
    if (const std::string name = text(error, "platform"); !name.empty())
      platform(name).trouble = describe_trouble(error);
}

std::vector<std::string> RunProgress::take_event(const json::object& object) {
  const json::value event(object);
  const json::value& data = member(event, "data");
  const std::string type = text(event, "type"), name = text(event, "platform");
  if (type == "run.started") status_ = "running";
  if (type == "run.finished") {
    status_ = text(data, "status");
    return {fmt::format("run {}  {}", run_, style_.status(status_))};
  }
  if (name.empty()) return {};
  WatchedPlatform& seen = platform(name);
  if (type == "error.recorded") {
    seen.trouble = describe_trouble(data);
    return {fmt::format("{}  {}", cli::printable(name), seen.trouble)};
  }
  if (type == "platform.started")
    seen.status = "running";
  else if (type == "platform.finished")
    seen.status = text(data, "status"), seen.items = items_of(data);
  else
    return {};
  return {line(seen)};
}

void RunProgress::take_tick(const json::value& tick) {
  const json::value& figures = member(tick, "data").is_object() ? member(tick, "data") : tick;
  const std::string name = text(tick, "platform");
  if (name.empty()) return;
  WatchedPlatform& seen = platform(name);
  seen.items = std::max(seen.items, items_of(figures));
  if (const auto done = maybe_integer(figures, "done")) seen.done = done;
  if (const auto total = maybe_integer(figures, "total")) seen.total = total;
}

WatchedPlatform& RunProgress::platform(const std::string& name) {
  const auto found = std::ranges::find(platforms_, name, &WatchedPlatform::name);
  return found != platforms_.end() ? *found : platforms_.emplace_back(WatchedPlatform{.name = name});
}

bool RunProgress::finished() const {
  return is_final_run_status(status_);
}

std::string RunProgress::line(const WatchedPlatform& platform) const {
  std::string text = fmt::format("{}  {}", cli::printable(platform.name), style_.status(platform.status));
  if (platform.items > 0) text += fmt::format("  {} item{}", platform.items, platform.items == 1 ? "" : "s");
  if (platform.status != "succeeded" && !platform.trouble.empty()) text += "  " + platform.trouble;
  return text;
}

std::string RunProgress::bar(const WatchedPlatform& platform, std::size_t step) const {
  if (is_final_platform_status(platform.status)) return style_.bar(bar_columns, bar_columns);
  if (platform.status != "running") return style_.bar(0, bar_columns);
  if (!platform.done || platform.total.value_or(0) <= 0) return style_.moving_bar(step, bar_columns);
  const double share =
      std::clamp(static_cast<double>(*platform.done) / static_cast<double>(*platform.total), 0.0, 1.0);
  return style_.bar(static_cast<std::size_t>(share * bar_columns), bar_columns);
}

std::vector<std::string> RunProgress::draw(std::size_t rows, std::size_t columns, std::size_t step) const {
  std::vector<const WatchedPlatform*> shown;
  for (const WatchedPlatform& platform : platforms_) shown.push_back(&platform);
  const std::size_t room = rows > 3 ? rows - 2 : 1;  // for the run's line, and the one that counts the rest
  if (shown.size() > room) {
    std::ranges::sort(
        shown, {}, [](const WatchedPlatform* platform) { return std::pair(urgency(*platform), platform); });
    shown.resize(room);
  }
  std::size_t width = 0;
  for (const WatchedPlatform* platform : shown)
    width = std::max(width, cli::display_width(cli::printable(platform->name)));
  std::vector<std::string> lines;
  for (const WatchedPlatform* platform : shown) {
    std::string rest = line(*platform).substr(cli::printable(platform->name).size());
    lines.push_back(cli::clip(fmt::format("{}  {}{}", cli::pad_right(cli::printable(platform->name), width),
                                          bar(*platform, step), rest),
                              columns));
  }
  if (shown.size() < platforms_.size())
    lines.push_back(fmt::format("and {} more", platforms_.size() - shown.size()));
  const auto ended =
      std::ranges::count_if(platforms_, [](const auto& p) { return is_final_platform_status(p.status); });
  lines.push_back(cli::clip(
      fmt::format("run {}  {}  {} of {} done", run_, style_.status(status_), ended, platforms_.size()),
      columns));
  return lines;
}

}  // namespace trawl::ctl
