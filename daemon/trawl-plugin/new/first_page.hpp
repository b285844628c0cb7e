// The first page of a new plugin's site: fetched once, recorded as its first test, and looked at for what a
// plugin could read of it. All of it happens where plugins run: the page is parsed in a sandboxed worker.
// Blocks for the network.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/item.hpp"
#include "trawl-plugin/installation.hpp"
#include "trawl-plugin/new/templates.hpp"

namespace trawl::author {

struct FirstPage {
  std::string kind;                // what the page is, when no kind was wanted
  Values values;                   // of the template's placeholders
  std::vector<model::Item> items;  // that the new plugin gives on the recording
};

// Records into `test`, under the platform `name`. An empty `kind` is decided by the page.
Result<FirstPage> fetch_first_page(const Installation&, const std::string& url, const std::string& kind,
                                   const std::string& name, const std::filesystem::path& test);

}  // namespace trawl::author
