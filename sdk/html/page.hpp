// What stands behind a document. Internal to trawl-sdk::html.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <trawl/html.hpp>
#include <trawl/json.hpp>
#include <trawl/url.hpp>
#include <vector>

#include "tree.hpp"
#include "xpath.hpp"

namespace trawl::html::detail {

struct Page {
  Tree tree;
  std::string url;   // the page's own
  std::string base;  // what links are relative to
  std::optional<trawl::url::address> base_address;
  std::string_view encoding;

  // Made when they are first asked for; a page belongs to one thread at a time.
  mutable std::unique_ptr<XPathTree> xpath_tree;
  mutable std::optional<std::vector<json::value>> jsonld, microdata;

  // An absolute URL, or "".
  std::string resolve(std::string_view reference) const {
    return base_address ? trawl::url::resolve(*base_address, reference) : trawl::url::resolve("", reference);
  }

  static document make(std::shared_ptr<const Page> page) { return document(std::move(page), 0); }
};

const std::vector<json::value>& jsonld_blocks(const Page& page);

// The items of the page's microdata in the shape of JSON-LD.
const std::vector<json::value>& microdata_items(const Page& page);

std::string serialise(const Tree& tree, Index top);

}  // namespace trawl::html::detail
