// What an answer that is no feed offers instead. Any thread.
#pragma once

#include <string>
#include <trawl/html.hpp>

namespace trawl::feed_plugin {

// A sentence that lists the feeds a page names in <link rel="alternate">, or says that it names none.
std::string offered_feeds(const html::document& page);

}  // namespace trawl::feed_plugin
