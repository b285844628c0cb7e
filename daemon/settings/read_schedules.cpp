// `schedules:`: when which platforms run.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "settings/readers.hpp"

namespace trawl::settings {
namespace {

using std::chrono::days;

constexpr std::size_t most_schedules = 1000;

std::vector<std::string> names_of(const std::vector<Platform>& platforms) {
  std::vector<std::string> names;
  for (const Platform& platform : platforms) names.push_back(platform.name);
  return names;
}

std::string explain_unknown(const Section& section, const std::string& name,
                            const std::vector<std::string>& known) {
  if (name == "all") return "no platform 'all'; to mean all of them, write: platforms: all";
  return fmt::format("no platform '{}' under platforms:{}", name,
                     section.is_full_of_faults() ? "" : did_you_mean(name, known));
}

// In configuration order, whatever the order of the list.
std::vector<std::string> read_platform_list(const Section& section, const Member& member,
                                            const std::vector<std::string>& known) {
  std::map<std::string_view, bool> wanted;
  for (const std::string& name : known) wanted.emplace(name, false);
  for (const Node& node : member.value.items) {
    if (node.kind == Node::Kind::refused) continue;
    const auto name = read_word(node);
    const auto platform = name ? wanted.find(*name) : wanted.end();
    if (!name)
      section.fault(node.at, fmt::format("platforms: {}", name.error()));
    else if (platform == wanted.end())
      section.fault(node.at, explain_unknown(section, *name, known));
    else if (std::exchange(platform->second, true))
      section.fault(node.at, fmt::format("platform '{}' is listed twice", *name));
  }
  if (member.value.items.empty())
    section.fault(member, "an empty list runs nothing; name platforms, or write: all");
  std::vector<std::string> ordered;
  std::ranges::copy_if(known, std::back_inserter(ordered),
                       [&](const std::string& name) { return wanted.at(name); });
  return ordered;
}

std::vector<std::string> read_targets(Section& section, const std::vector<std::string>& known) {
  const Member* member = section.require("platforms", "all, or a list of names");
  if (member == nullptr) return {};
  if (member->value.kind == Node::Kind::sequence) return read_platform_list(section, *member, known);
  if (member->value.kind == Node::Kind::refused) return {};
  if (member->value.kind == Node::Kind::scalar && member->value.text == "all") {
    if (known.empty()) section.fault(*member, "there are no platforms yet; define one under platforms:");
    return known;
  }
  const Node& value = member->value;
  const bool one_name =
      value.kind == Node::Kind::scalar && std::ranges::find(known, value.text) != known.end();
  section.fault(*member, one_name ? fmt::format("expected all or a list, got a name; write [{}]", value.text)
                                  : "expected all, or a list of names such as [a, b]");
  return {};
}

void read_auto_retry(Section section, AutoRetry& retry) {
  section.read("max", retry.max, integer(0, 49));
  section.read("delay", retry.delay, duration(Millis(0), days(30)));
  section.read("backoff", retry.backoff, integer(1, 10));
  retry.max_delay = std::max(retry.max_delay, retry.delay);
  section.read("max_delay", retry.max_delay, duration(Millis(0), days(30)));
  section.done();
  if (const Member* given = section.find("max_delay"); given && retry.max_delay < retry.delay)
    section.fault(given->value.at, fmt::format("max_delay ({}) is shorter than delay ({})",
                                               format_duration(retry.max_delay), format_duration(retry.delay)));
}

Schedule read_schedule(Section section, const Reading& reading, const std::vector<std::string>& known) {
  Schedule schedule;
  read_cadence(section, reading, schedule.cadence);
  schedule.platforms = read_targets(section, known);
  section.read("overlap", schedule.overlap,
               choice<model::Overlap>({{"skip", model::Overlap::skip},
                                       {"queue_one", model::Overlap::queue_one},
                                       {"cancel_running", model::Overlap::cancel_running},
                                       {"allow", model::Overlap::allow}}));
  section.read(
      "misfire", schedule.misfire,
      choice<model::Misfire>({{"fire_once", model::Misfire::fire_once}, {"skip", model::Misfire::skip}}));
  section.read("misfire_grace", schedule.misfire_grace, duration(std::chrono::seconds(1), days(1)));
  section.read("catchup_window", schedule.catchup_window, duration(Millis(0), days(366)));
  section.read("splay", schedule.splay, duration(Millis(0), days(1)));
  read_auto_retry(section.section("auto_retry"), schedule.auto_retry);
  section.done();
  return schedule;
}

}  // namespace

void read_schedules(Section section, const Reading& reading, Settings& settings) {
  const std::vector<std::string> known = names_of(settings.platforms);
  section.check_count(most_schedules);
  for (const Member& member : section.members()) {
    section.check_name(member);
    Schedule schedule =
        read_schedule(Section(member, section.path_of(member.key), reading.faults), reading, known);
    schedule.name = member.key;
    settings.schedules.push_back(std::move(schedule));
  }
}

}  // namespace trawl::settings
