// Any bytes as a sitemap, packed or not: it is one, or an error says why. Every URL is absolute, every text
// is UTF-8, and nothing grows beyond the limits. The first line of the input is the Content-Type.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <trawl/json_writer.hpp>
#include <trawl/sitemap.hpp>
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

void require_fetchable(const std::string& text) {
  const auto url = trawl::url::parse(text);
  require(url && url->is_http() && !url->fragment());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = input.substr(0, input.find('\n'));
  const auto body = input.substr(std::min(line.size() + 1, input.size()));
  try {
    const auto map = trawl::sitemap::parse(body, {std::string(line), "http://a.example/map.xml"});
    require(map.entries.size() <= 200'000);
    require((map.unusable == 0) == map.first_unusable.empty());
    require_utf8(map.first_unusable);
    for (const auto& entry : map.entries) {
      require_fetchable(entry.loc);
      require_utf8(entry.changefreq);
      require(!entry.priority || (*entry.priority >= 0 && *entry.priority <= 1));
      for (const auto& each : entry.alternates) {
        require_fetchable(each.href);
        require_utf8(each.lang);
      }
    }
  } catch (const trawl::sitemap::error& error) {
    require(*error.what() != 0);
    require_utf8(error.what());
  }
  return 0;
}
