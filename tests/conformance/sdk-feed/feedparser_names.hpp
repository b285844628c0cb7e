// What feedparser calls the parts of a feed, over trawl's structure: the mapping by which its table is read.
#pragma once

#include <trawl/feed.hpp>
#include <trawl/json.hpp>

namespace feedparser {

// Whether the feed holds what one row of `expect` says: a path such as ["entries", 0, "title"], and its
// value. URLs count as equal when they are the same by the rules of browsers.
bool holds(const trawl::feed::document& feed, const trawl::json::value& expectation);

}  // namespace feedparser
