// Which of some URLs was probably meant. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace trawl::cassette {

// The one that shares most with `url`, from its front and its end; empty only when there is none at all.
std::string nearest_url(std::string_view url, std::span<const std::string> recorded);

}  // namespace trawl::cassette
