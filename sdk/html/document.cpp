// Documents: parsing, metadata, errors.
#include "ascii.hpp"
#include "linked_data.hpp"
#include "page.hpp"
#include "selector.hpp"
#include "tree_builder.hpp"

#include <trawl/charset.hpp>
#include <trawl/text.hpp>

namespace trawl {

selector_error::selector_error(std::string_view selector, std::size_t column, const std::string& reason)
    : std::invalid_argument("selector '" + std::string(selector) + "', column " + std::to_string(column) +
                            ": " + reason),
      selector_(selector),
      column_(column) {}

missing_error::missing_error(std::string_view selector, std::string_view url, std::string_view nearest)
    : std::runtime_error("'" + std::string(selector) + "' finds nothing" +
                         (url.empty() ? std::string() : " in " + std::string(url)) +
                         (nearest.empty() ? std::string() : ": " + std::string(nearest))),
      selector_(selector),
      url_(url),
      nearest_(nearest) {}

namespace html {
namespace {

using namespace detail;

// The first <base href> of the page counts, however deep it stands, unless it is no URL or one that no link
// can be relative to.
std::string base_of(const Tree& tree, const std::string& url) {
  for (Index i = 0; i < tree.nodes.size(); ++i) {
    if (!tree.is_element(i, "base")) continue;
    if (const Attribute* href = tree.attribute(i, "href")) {
      const std::string base = trawl::url::resolve(url, tree.view(href->value));
      const bool usable = !base.empty() && !starts_with(base, "data:") && !starts_with(base, "javascript:");
      return usable ? base : url;
    }
  }
  return url;
}

// `said` is a label or a whole Content-Type value; as for the bytes, the caller takes them for a page.
std::string_view encoding_of(std::string_view bytes, std::string_view said) {
  const bool is_type = said.find('/') != std::string_view::npos;
  const std::string type = (is_type ? "" : "text/html; charset=") + std::string(said);
  return charset::sniff(bytes, type, charset::kind::html);
}

}  // namespace

selector::selector(std::string_view text)
    : text_(text), list_(std::make_shared<const SelectorList>(parse_selector(text))) {}

document parse(std::string_view bytes, options how) {
  auto page = std::make_shared<Page>();
  page->encoding = encoding_of(bytes, how.encoding);
  std::string room;
  page->tree = build_tree(charset::to_utf8(bytes, page->encoding, room));
  page->base = base_of(page->tree, how.base_url);
  if (auto base = trawl::url::parse(page->base)) page->base_address = *base;
  page->url = std::move(how.base_url);
  return Page::make(std::move(page));
}

namespace {

const std::string nothing;

}  // namespace

const std::string& document::url() const {
  return page_ ? page_->url : nothing;
}
const std::string& document::base_url() const {
  return page_ ? page_->base : nothing;
}

std::string_view document::encoding() const {
  return page_ ? page_->encoding : std::string_view();
}

node document::root() const {
  const Index root = page_ ? page_->tree.root() : nowhere;
  return root == nowhere ? node() : node(document(page_, root));
}

std::string document::meta(std::string_view name) const {
  const auto all = metas(name);
  return all.empty() ? std::string() : all.front();
}

std::vector<std::string> document::metas(std::string_view name) const {
  std::vector<std::string> out;
  if (!page_) return out;
  const Tree& tree = page_->tree;
  tree.each_below(0, [&](Index i) {
    if (!tree.is_element(i, "meta")) return;
    const Attribute* content = tree.attribute(i, "content");
    if (!content) return;
    for (const char* key : {"name", "property", "itemprop", "http-equiv"}) {
      if (equals_ignoring_case(trim(tree.attribute_value(i, key)), name)) {
        out.push_back(normalise(tree.view(content->value)));
        return;
      }
    }
  });
  return out;
}

std::vector<json::value> document::jsonld() const {
  return page_ ? jsonld_blocks(*page_) : std::vector<json::value>();
}
std::vector<json::value> document::microdata() const {
  return page_ ? microdata_items(*page_) : std::vector<json::value>();
}

std::vector<std::string> document::jsonld(std::string_view path) const {
  return page_ ? texts_at(jsonld_blocks(*page_), path) : std::vector<std::string>();
}
std::vector<std::string> document::microdata(std::string_view path) const {
  return page_ ? texts_at(microdata_items(*page_), path) : std::vector<std::string>();
}

std::string document::jsonld1(std::string_view path) const {
  const auto all = jsonld(path);
  return all.empty() ? std::string() : all.front();
}
std::string document::microdata1(std::string_view path) const {
  const auto all = microdata(path);
  return all.empty() ? std::string() : all.front();
}

}  // namespace html
}  // namespace trawl
