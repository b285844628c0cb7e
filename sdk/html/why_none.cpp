// The reports that plugin authors read, put together from what the searches for the nearest part say.
#include "why_none.hpp"

#include <trawl/text.hpp>

#include "page.hpp"
#include "seen.hpp"

namespace trawl::html {

using namespace detail;

namespace detail {

std::string finds_nothing(std::string_view what, std::string_view nearest) {
  const std::string begin = quoted(what) + " finds nothing";
  return nearest.empty() ? begin : shortened(begin + ": " + std::string(nearest), max_report);
}

}  // namespace detail

std::string node::why_none(const html::selector& what) const {
  if (!page_) return finds_nothing(what.text(), "it was looked for in a node that was not found itself");
  if (attribute_ != none) return finds_nothing(what.text(), "it was looked for in an attribute");
  if (css1(what)) return {};
  return finds_nothing(what.text(), nearest_css(page_->tree, *what.list_, what.text(), at_));
}

std::string node::why_no_xpath(const html::xpath& what) const {
  if (!page_) return finds_nothing(what.text(), "it was looked for in a node that was not found itself");
  if (!xpath_texts(what).empty()) return {};
  return finds_nothing(what.text(), nearest_xpath(*page_, what.text(), at_));
}

std::string document::why_no_jsonld(std::string_view path) const {
  if (!page_ || !jsonld(path).empty()) return {};
  return finds_nothing(path, nearest_path(jsonld_blocks(*page_), path, "JSON-LD"));
}

std::string document::why_no_microdata(std::string_view path) const {
  if (!page_ || !microdata(path).empty()) return {};
  return finds_nothing(path, nearest_path(microdata_items(*page_), path, "microdata"));
}

std::string document::why_no_meta(std::string_view name) const {
  if (!page_ || !metas(name).empty()) return {};
  return finds_nothing(name, nearest_meta(page_->tree, name));
}

}  // namespace trawl::html
