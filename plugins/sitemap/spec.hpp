// The plugin's configuration, understood. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <trawl/config_fault.hpp>
#include <vector>

#include "plugins/fields/pattern.hpp"
#include "plugins/html/spec.hpp"

namespace trawl::sitemap_plugin {

struct Spec {
  std::vector<std::string> urls;  // absolute, each once: sitemaps, or roots of sites
  std::vector<fields::Pattern> include, exclude;
  std::optional<std::chrono::seconds> since;
  bool keeps_undated = true;
  bool only_new = false;
  std::size_t max_pages = 1000;
  std::size_t max_sitemaps = 1000;
  std::string kind = "page";
  std::optional<html_plugin::Spec> page;  // how a page becomes an item; else the URL is the item
};

// Reads the JSON text of a configuration that fits the schema, and checks what a schema cannot. Throws
// config_fault.
Spec parse_spec(std::string_view config_json);

}  // namespace trawl::sitemap_plugin
