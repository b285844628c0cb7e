#include "robots/rules.hpp"

#include <algorithm>

#include "robots/ascii.hpp"
#include "robots/location.hpp"
#include "robots/pattern.hpp"

namespace trawl::robots {
namespace {

constexpr std::size_t most_searched = 8 << 20;
constexpr std::string_view everyone = "*";

}  // namespace

bool Rules::names(const Group& group, std::string_view agent, std::size_t first_agents) {
  for (std::size_t i = 0; i < std::min(first_agents, group.agents.size()); ++i)
    if (same_word(group.agents[i], agent)) return true;
  return false;
}

// The agent's own name if any group has it, else everyone's. "*" itself is no agent's name.
std::string_view Rules::wanted_name(std::string_view agent) const {
  const bool known = agent != everyone && std::ranges::any_of(groups_, [&](const Group& group) {
                       return names(group, agent, group.agents.size());
                     });
  return known ? agent : everyone;
}

Verdict Rules::decide(std::string_view agent, std::string_view url) const {
  const std::string path = path_of(url);
  const std::string_view name = wanted_name(agent);
  const Rule* best = nullptr;
  std::size_t searched = 0;
  for (const Group& group : groups_) {
    if (!names(group, name, group.agents.size())) continue;
    for (const Rule& rule : group.rules) {
      const bool beats = !best || rule.pattern_size > best->pattern_size ||
                         (rule.pattern_size == best->pattern_size && rule.allow && !best->allow);
      if (!beats) continue;
      if (rule.wildcard) searched += path.size();
      const bool tried = !rule.wildcard || searched <= most_searched;
      if (tried ? matches(pattern(rule), path) : !rule.allow) best = &rule;
    }
  }
  if (!best) return {};
  // "Disallow:" without a path forbids nothing.
  return {best->allow || best->pattern_size == 0, best->line,
          std::string_view(bytes_).substr(best->text, best->text_size)};
}

std::optional<Millis> Rules::crawl_delay(std::string_view agent) const {
  const std::string_view name = wanted_name(agent);
  for (const Group& group : groups_)
    for (const Delay& delay : group.delays)
      if (names(group, name, delay.agents)) return delay.delay;
  return std::nullopt;
}

std::size_t Rules::memory() const {
  std::size_t bytes = sizeof(Rules) + bytes_.capacity();
  for (const std::string& sitemap : sitemaps_) bytes += sizeof(std::string) + sitemap.capacity();
  for (const Group& group : groups_)
    bytes += sizeof(Group) + group.agents.capacity() * sizeof(std::string) +
             group.rules.capacity() * sizeof(Rule) + group.delays.capacity() * sizeof(Delay);
  return bytes;
}

}  // namespace trawl::robots
