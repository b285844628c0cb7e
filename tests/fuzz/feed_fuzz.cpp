// Any bytes as a feed: it is one, or an error says why. Every link is absolute, every text is UTF-8. The
// first line of the input is the Content-Type.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <trawl/feed.hpp>
#include <trawl/json_writer.hpp>
#include <trawl/url.hpp>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void require_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = trawl::json::utf8_length(text, at);
    require(length > 0);
    at += length;
  }
}

void require_sound(const trawl::feed::resource& what) {
  for (const auto& text : {what.title.value, what.rights.value, what.id, what.published.written})
    require_utf8(text);
  require_utf8(what.title.plain());
  require(what.link.empty() || trawl::url::parse(what.link));
  for (const auto& each : what.links) require(each.href.empty() || trawl::url::parse(each.href));
  for (const auto& each : what.categories) require_utf8(each);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = input.substr(0, input.find('\n'));
  const auto body = input.substr(std::min(line.size() + 1, input.size()));
  try {
    const auto feed = trawl::feed::parse(body, {std::string(line), "http://a.example/feed"});
    require_sound(feed);
    for (const auto& entry : feed.entries) {
      require_sound(entry);
      require_utf8(entry.summary.value);
      require_utf8(entry.content.plain());
      for (const auto& each : entry.enclosures) require(trawl::url::parse(each.url) ? true : false);
    }
  } catch (const trawl::feed::error& error) {
    require(*error.what() != 0);
  }
  return 0;
}
