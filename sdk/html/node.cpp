// Nodes: reading and selecting.
#include <algorithm>
#include <trawl/text.hpp>
#include <unordered_set>

#include "ascii.hpp"
#include "matcher.hpp"
#include "page.hpp"
#include "why_none.hpp"

namespace trawl::html {

using namespace detail;

static_assert(nowhere == 0xFFFFFFFF, "node::none is the same value");

std::string node::raw_text() const {
  std::string out;
  if (!page_) return out;
  const Tree& tree = page_->tree;
  if (attribute_ != none) {
    out = tree.view(tree.attributes[attribute_].value);
  } else {
    append_text(tree, at_, out);
  }
  return out;
}

std::string node::text() const {
  return normalise(raw_text());
}

std::optional<double> node::number(std::string_view locale) const {
  return parse_number(text(), locale);
}

std::string node::name() const {
  if (!page_) return {};
  const Tree& tree = page_->tree;
  if (attribute_ != none) return std::string(tree.view(tree.attributes[attribute_].name));
  return tree.is_element(at_) ? std::string(tree.name(at_)) : std::string();
}

bool node::has_attr(std::string_view name) const {
  return page_ && attribute_ == none && page_->tree.is_element(at_) &&
         page_->tree.find_attribute(at_, name) != nowhere;
}

std::string node::attr(std::string_view name) const {
  if (!has_attr(name)) return {};
  const Tree& tree = page_->tree;
  return std::string(tree.view(tree.attributes[tree.find_attribute(at_, name)].value));
}

std::string node::url() const {
  return page_ ? page_->resolve(raw_text()) : std::string();
}

std::string node::url(std::string_view attribute) const {
  return has_attr(attribute) ? page_->resolve(attr(attribute)) : std::string();
}

std::string node::html() const {
  if (!page_) return {};
  return attribute_ == none ? serialise(page_->tree, at_) : raw_text();
}

nodes node::css(const html::selector& what) const {
  nodes out;
  if (!page_ || attribute_ != none) return out;
  for (const Found& found : detail::select(page_->tree, *what.list_, at_, SIZE_MAX)) {
    out.list_.push_back(node(page_, found.node, found.attribute));
  }
  return out;
}

node node::css1(const html::selector& what) const {
  if (!page_ || attribute_ != none) return {};
  const auto found = detail::select(page_->tree, *what.list_, at_, 1);
  return found.empty() ? node() : node(page_, found[0].node, found[0].attribute);
}

node node::required(const html::selector& what) const {
  node found = css1(what);
  if (found) return found;
  if (!page_) throw missing_error(what.text(), {}, "it was looked for in a node that was not found itself");
  const bool is_attribute = attribute_ != none;
  throw missing_error(what.text(), page_->url,
                      is_attribute ? "" : nearest_css(page_->tree, *what.list_, what.text(), at_));
}

std::vector<std::string> node::links(const html::selector& what) const {
  std::vector<std::string> out;
  std::unordered_set<std::string> seen;
  for (const node& each : css(what)) {
    const bool is_element = each.attribute_ == none && each.page_->tree.is_element(each.at_);
    std::string url = !is_element ? each.url() : each.url(each.has_attr("href") ? "href" : "src");
    url.resize(std::min(url.size(), url.find('#')));
    const bool fetchable = starts_with(url, "http://") || starts_with(url, "https://");
    if (fetchable && seen.insert(url).second) out.push_back(std::move(url));
  }
  return out;
}

nodes node::select(const html::xpath& what) const {
  nodes out;
  if (!page_) return out;
  const XPathResult result = what.program_->run(*page_, at_);
  if (!result.is_nodes)
    throw selector_error(what.text(), 1, "the expression gives a value and selects no nodes");
  for (const auto& [at, attribute] : result.nodes) out.list_.push_back(node(page_, at, attribute));
  return out;
}

std::vector<std::string> node::xpath_texts(const html::xpath& what) const {
  if (!page_) return {};
  const XPathResult result = what.program_->run(*page_, at_);
  if (!result.is_nodes) {
    std::string text = normalise(result.value);
    return text.empty() ? std::vector<std::string>() : std::vector<std::string>{std::move(text)};
  }
  std::vector<std::string> out;
  for (const auto& [at, attribute] : result.nodes) out.push_back(node(page_, at, attribute).text());
  return out;
}

std::vector<std::string> nodes::texts() const {
  std::vector<std::string> out;
  out.reserve(list_.size());
  for (const node& each : list_) out.push_back(each.text());
  return out;
}

}  // namespace trawl::html
