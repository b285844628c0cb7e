// From a feed to items. Pure: no fetching, no plugin interface. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <trawl/feed.hpp>
#include <vector>

#include "spec.hpp"

namespace trawl::feed_plugin {

struct Item {
  std::string key;
  std::string
      json;  // one object with the fields of the configuration; null or [] where the entry has nothing
};

struct Items {
  std::vector<Item> items;            // in the feed's order; entries of the same key are all there
  std::vector<std::string> problems;  // entries whose key lacks a part
};

// The entries that are not older than max_age at `now_s`, seconds since 1970. `url` is where the feed came
// from.
Items items_of(const Spec& spec, const feed::document& from, const std::string& url, std::int64_t now_s);

}  // namespace trawl::feed_plugin
