// From JSON to URLs.
#include "urls.hpp"

#include <trawl/config_fault.hpp>
#include <trawl/url.hpp>
#include <unordered_set>

namespace trawl::fields {
namespace {

std::string parse_url(const json::value& written, const std::string& pointer) {
  const std::string* text = written.as_string();
  if (!text) throw config_fault(pointer, "a URL is expected");
  const auto parsed = url::parse(*text);
  if (!parsed) throw config_fault(pointer, "'" + *text + "' is no URL: " + std::string(parsed.error()));
  if (!parsed->is_http()) throw config_fault(pointer, "'" + *text + "' is not an http or https URL");
  return parsed->href_without_fragment();
}

}  // namespace

std::vector<std::string> parse_urls(const json::value& config, std::string_view key) {
  const std::string pointer = pointer_step(key);
  const json::value* urls = config.find(key);
  if (!urls) throw config_fault(pointer, "a URL or a list of URLs is expected");
  const json::array* list = urls->as_array();
  if (!list) return {parse_url(*urls, pointer)};
  if (list->empty()) throw config_fault(pointer, "at least one URL is needed");
  std::vector<std::string> out;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    std::string each = parse_url((*list)[i], pointer + "/" + std::to_string(i));
    if (seen.insert(each).second) out.push_back(std::move(each));
  }
  return out;
}

}  // namespace trawl::fields
