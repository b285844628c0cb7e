// Why a selector, expression or path finds nothing: the nearest part of it that does match, and what stands
// there instead. Internal to trawl-sdk::html. Reports have at most max_report bytes, in one line.
#pragma once

#include <string>
#include <string_view>
#include <trawl/json.hpp>
#include <vector>

#include "selector.hpp"
#include "tree.hpp"

namespace trawl::html::detail {

struct Page;

inline constexpr std::size_t max_report = 400;

// Each assumes that nothing is found, and gives "" when there is nothing to say.
std::string nearest_css(const Tree& tree, const SelectorList& list, std::string_view text, Index top);
std::string nearest_xpath(const Page& page, std::string_view text, Index start);
std::string nearest_path(const std::vector<json::value>& nodes, std::string_view path,
                         std::string_view where);
std::string nearest_meta(const Tree& tree, std::string_view name);

// "'div.card > b' finds nothing: 'div.card' matches 20 times, ...".
std::string finds_nothing(std::string_view what, std::string_view nearest);

}  // namespace trawl::html::detail
