// Bodies that are gzip files themselves, such as sitemap.xml.gz. Home of zlib in this library. Any thread.
// Internal to trawl-sdk::feed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trawl::feed::detail {

bool is_gzip(std::string_view bytes);

enum class Unpacking { done, damaged, too_large };

// Fills `out` with what `bytes` hold, all members one after the other. Whatever the outcome, `out` never
// grows beyond `limit`, and a damaged file has left in it what could be read.
Unpacking gunzip(std::string_view bytes, std::size_t limit, std::string& out);

}  // namespace trawl::feed::detail
