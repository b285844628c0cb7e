#include "robots/parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "robots/ascii.hpp"
#include "robots/location.hpp"
#include "robots/pattern.hpp"

namespace trawl::robots {
namespace {

enum class Meaning { agent, allow, disallow, sitemap, crawl_delay, nothing };

struct Key {
  std::string_view begin;
  Meaning meaning;
};

// A key need only begin so, in any case. The odd spellings are those that the reference matcher forgives.
constexpr std::array keys{
    Key{"user-agent", Meaning::agent},        Key{"useragent", Meaning::agent},
    Key{"user agent", Meaning::agent},        Key{"allow", Meaning::allow},
    Key{"disallow", Meaning::disallow},       Key{"dissallow", Meaning::disallow},
    Key{"dissalow", Meaning::disallow},       Key{"disalow", Meaning::disallow},
    Key{"diasllow", Meaning::disallow},       Key{"disallaw", Meaning::disallow},
    Key{"sitemap", Meaning::sitemap},         Key{"site-map", Meaning::sitemap},
    Key{"crawl-delay", Meaning::crawl_delay},
};

Meaning meaning_of(std::string_view key) {
  const auto known = std::ranges::find_if(keys, [&](const Key& k) { return begins_with_word(key, k.begin); });
  return known == keys.end() ? Meaning::nothing : known->meaning;
}

// "* for all" still means everyone. Of another name counts what a product token may consist of.
std::string_view agent_of(std::string_view value) {
  const bool everyone = value.starts_with('*') && (value.size() == 1 || white_space.contains(value[1]));
  return everyone ? value.substr(0, 1) : product_token(value);
}

// "/shop/index.html" as an allowed page also allows "/shop/", which is the same page on most servers.
std::string folder_of_index(std::string_view pattern) {
  const auto slash = pattern.rfind('/');
  if (slash == std::string_view::npos || !pattern.substr(slash).starts_with("/index.htm")) return {};
  return std::string(pattern.substr(0, slash + 1)) + "$";
}

}  // namespace

Rules Rules::parse(std::string_view bytes) {
  LineReader lines(bytes);
  Parser parser;
  while (const auto line = lines.next()) parser.feed(*line);
  return parser.take();
}

// Rules are kept for a day, for thousands of sites.
Rules Parser::take() {
  rules_.groups_.shrink_to_fit();
  for (Rules::Group& group : rules_.groups_) group.rules.shrink_to_fit();
  rules_.bytes_.shrink_to_fit();
  return std::move(rules_);
}

void Parser::feed(const Line& line) {
  switch (meaning_of(line.key)) {
    case Meaning::agent:
      return add_agent(line.value);
    case Meaning::allow:
      return add_rule(line, true);
    case Meaning::disallow:
      return add_rule(line, false);
    case Meaning::sitemap:
      return static_cast<void>(rules_.sitemaps_.emplace_back(line.value));
    case Meaning::crawl_delay:
      return add_delay(line.value);
    case Meaning::nothing:
      return;
  }
}

void Parser::add_agent(std::string_view value) {
  if (!collecting_agents_) rules_.groups_.emplace_back();
  collecting_agents_ = true;
  rules_.groups_.back().agents.emplace_back(agent_of(value));
}

void Parser::add_rule(const Line& line, bool allow) {
  if (!inside_group()) return;
  collecting_agents_ = false;
  std::string& bytes = rules_.bytes_;
  const auto end = [&] { return static_cast<std::uint32_t>(bytes.size()); };
  Rules::Rule rule{.allow = allow, .line = line.number, .text = end()};
  bytes += line.text;
  rule.text_size = end() - rule.text;
  const auto add = [&](std::string_view pattern, std::uint32_t at) {
    rule.pattern = at;
    rule.pattern_size = static_cast<std::uint32_t>(pattern.size());
    rule.wildcard = pattern.contains('*');
    rules_.groups_.back().rules.push_back(rule);
  };
  const auto store_and_add = [&](std::string_view pattern) {
    const auto at = end();
    bytes += pattern;
    add(pattern, at);
  };
  const std::string pattern = normalise_escapes(line.value);
  if (pattern == line.value)
    add(pattern, end() - static_cast<std::uint32_t>(pattern.size()));  // the value ends the line's text
  else
    store_and_add(pattern);
  if (const std::string folder = folder_of_index(pattern); allow && !folder.empty()) store_and_add(folder);
}

// Not a number of seconds: as if the line were not there. No site waits for a day between two pages.
void Parser::add_delay(std::string_view value) {
  if (!inside_group()) return;
  constexpr double longest = 86'400;
  double seconds = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  const bool number = fault == std::errc{} && end == value.data() + value.size();
  if (!number || !(seconds >= 0) || !std::isfinite(seconds)) return;
  Rules::Group& group = rules_.groups_.back();
  group.delays.push_back({group.agents.size(), Millis(std::llround(std::min(seconds, longest) * 1000))});
}

}  // namespace trawl::robots
