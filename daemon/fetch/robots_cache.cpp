#include "fetch/robots_cache.hpp"

namespace trawl::fetch {

std::shared_ptr<const SiteRobots> RobotsCache::find(const Origin& origin, Steady now) {
  const auto place = places_.find(origin);
  if (place == places_.end()) return nullptr;
  const auto row = place->second;
  if (row->robots->expires <= now) {
    forget(row);
    return nullptr;
  }
  rows_.splice(rows_.begin(), rows_, row);
  return row->robots;
}

void RobotsCache::put(const Origin& origin, std::shared_ptr<const SiteRobots> robots) {
  if (const auto known = places_.find(origin); known != places_.end()) forget(known->second);
  bytes_ += robots->rules.memory();
  rows_.push_front({origin, std::move(robots)});
  places_[origin] = rows_.begin();
  while (rows_.size() > 1 && (rows_.size() > limits_.sites || bytes_ > limits_.bytes))
    forget(std::prev(rows_.end()));
}

void RobotsCache::forget(std::list<Row>::iterator row) {
  bytes_ -= row->robots->rules.memory();
  places_.erase(row->origin);
  rows_.erase(row);
}

}  // namespace trawl::fetch
