// What is known of the sites' robots.txt: rules, not verdicts, because platforms differ in their agents. Who
// was asked about longest ago is forgotten when there are too many. Crawl thread.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "fetch/url.hpp"
#include "robots/rules.hpp"

namespace trawl::fetch {

// What a site answered.
struct SiteRobots {
  robots::Rules rules;
  std::string fault = {};  // why they could not be read; then nothing of the site may be asked for
  Steady expires{};
};

class RobotsCache {
 public:
  struct Limits {
    std::size_t sites = 10'000;
    std::size_t bytes = 64 << 20;
  };

  explicit RobotsCache(Limits limits) : limits_(limits) {}

  // Null when nothing is known, or not any more.
  std::shared_ptr<const SiteRobots> find(const Origin&, Steady now);
  void put(const Origin&, std::shared_ptr<const SiteRobots>);

  std::size_t sites() const { return places_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Row {
    Origin origin;
    std::shared_ptr<const SiteRobots> robots;
  };
  void forget(std::list<Row>::iterator);

  const Limits limits_;
  std::list<Row> rows_;  // the last one asked about comes first
  std::map<Origin, std::list<Row>::iterator> places_;
  std::size_t bytes_ = 0;
};

}  // namespace trawl::fetch
