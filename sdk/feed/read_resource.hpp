// What the elements of channels and entries mean, whichever format they stand in. Any thread. Internal to
// trawl-sdk::feed.
#pragma once

#include <trawl/feed.hpp>

#include "element.hpp"

namespace trawl::feed::detail {

// The kind of feed: some elements mean another thing in Atom 0.3 than in Atom 1.0.
enum class Dialect { rss, atom03, atom10 };

// Reads elements of one channel, source or entry, one after the other.
struct Scope {
  Dialect dialect = Dialect::rss;
  std::string base;  // of the element that holds them
};

// A text with its type, decoded.
text read_text(const Element& element, Dialect dialect);

moment read_moment(const Element& element);

// Where `written` leads; "" for "" and for what is no URL.
std::string absolute(const std::string& base, const std::string& written);

// Takes an element that feeds and entries have in common; false when it is another one.
bool read_common(const Element& element, const Scope& scope, resource& out);

// A channel's own elements and the common ones; items are the caller's business.
void read_channel(const Element& element, Dialect dialect, const std::string& outer_base, channel& out);

// What the links and an RSS guid say of resource.link, once all elements are read.
void settle_link(resource& out);

entry read_entry(const Element& element, Dialect dialect, const std::string& outer_base);

document read_json_feed(std::string_view utf8, const std::string& base);

}  // namespace trawl::feed::detail
