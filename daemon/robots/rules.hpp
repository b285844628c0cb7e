// What a robots.txt file says: who may fetch which paths, how slowly, and where the sitemaps are. Decides as
// the reference matcher of RFC 9309 does, the one that sites test their files against:
//
//   - The groups that name the agent count; if there is none, those of `*`; if there is none, all is allowed.
//   - Of the rules that match the path the longest decides, and Allow wins a tie.
//   - Lines that mean nothing are passed over. They do not end a group.
//
// A value; const functions from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace trawl::robots {

// The answer and the line that gave it.
struct Verdict {
  bool allowed = true;
  int line = 0;           // 0: no line speaks about the path
  std::string_view rule;  // the line as written, without its comment: any bytes; lives as long as the Rules
};

class Rules {
 public:
  // The rules of a site without robots.txt: everything is allowed.
  Rules() = default;

  // Any bytes; of files beyond the limits of line_reader.hpp the beginning.
  static Rules parse(std::string_view bytes);

  // `agent` is a product token, compared whole and without case; `url` an absolute URL or a path. Where a
  // file and a path are so long that wildcards would be looked for in more than 8 MiB of text, Disallow
  // lines with wildcards that were not tried count as matching: a hostile site gets refused, not obeyed.
  Verdict decide(std::string_view agent, std::string_view url) const;

  // Of the groups that count for the agent. Not in RFC 9309, but many sites write it: "Crawl-delay: 10".
  std::optional<Millis> crawl_delay(std::string_view agent) const;

  // As written, in the order of the file, for every agent. Usually absolute URLs.
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

  std::size_t memory() const;  // bytes, about; what caches count

 private:
  friend class Parser;

  struct Rule {
    bool allow = false;
    bool wildcard = false;
    int line = 0;
    std::uint32_t text = 0, text_size = 0;        // in bytes_: the line as written
    std::uint32_t pattern = 0, pattern_size = 0;  // in bytes_: escapes normalised
  };
  // Crawl-delay may stand between two User-agent lines: it is for the agents above it.
  struct Delay {
    std::size_t agents = 0;  // the first so many of the group
    Millis delay{0};
  };
  struct Group {
    std::vector<std::string> agents;  // as tokens; "*" is everyone
    std::vector<Rule> rules;
    std::vector<Delay> delays;
  };

  static bool names(const Group&, std::string_view agent, std::size_t first_agents);
  std::string_view wanted_name(std::string_view agent) const;
  std::string_view pattern(const Rule& rule) const {
    return std::string_view(bytes_).substr(rule.pattern, rule.pattern_size);
  }

  std::vector<Group> groups_;
  std::vector<std::string> sitemaps_;
  std::string bytes_;  // of lines and patterns
};

}  // namespace trawl::robots
