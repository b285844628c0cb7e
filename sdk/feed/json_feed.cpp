// JSON Feed 1.0 and 1.1.
#include <trawl/json.hpp>

#include "read_resource.hpp"

namespace trawl::feed::detail {
namespace {

using json::value;

// Some feeds give numbers where the format has texts, above all as ids.
std::string text_of(const value& object, std::string_view name) {
  const value* found = object.find(name);
  if (!found) return {};
  if (const auto* text = found->as_string()) return *text;
  return found->is_number() ? found->text() : "";
}

template <class Take>
void each_of(const value& object, std::string_view name, Take take) {
  const value* found = object.find(name);
  const auto* items = found ? found->as_array() : nullptr;
  if (!items) return;
  for (const value& each : *items) take(each);
}

moment moment_of(const value& object, std::string_view name) {
  const std::string written = text_of(object, name);
  return {written, parse_date(written)};
}

void read_people(const value& object, const std::string& base, std::vector<person>& out) {
  const auto take = [&](const value& each) {
    person read{text_of(each, "name"), "", absolute(base, text_of(each, "url"))};
    if (!read.name.empty() || !read.url.empty()) out.push_back(std::move(read));
  };
  each_of(object, "authors", take);
  if (const value* only = object.find("author"); only && out.empty()) take(*only);
}

entry read_item(const value& item, const std::string& base) {
  const auto url_of = [&](const char* name) { return absolute(base, text_of(item, name)); };
  entry out;
  out.id = text_of(item, "id");
  out.title = {text_of(item, "title"), "text/plain"};
  out.link = url_of("url");
  if (out.link.empty()) out.link = url_of("external_url");
  out.image = url_of("image");
  if (out.image.empty()) out.image = url_of("banner_image");
  out.language = text_of(item, "language");
  out.summary = {text_of(item, "summary"), "text/plain"};
  const bool is_html = item.find("content_html") != nullptr;
  out.content = {text_of(item, is_html ? "content_html" : "content_text"),
                 is_html ? "text/html" : "text/plain"};
  out.published = moment_of(item, "date_published");
  out.updated = moment_of(item, "date_modified");
  read_people(item, base, out.authors);
  each_of(item, "tags", [&](const value& tag) {
    if (tag.as_string()) out.categories.push_back(*tag.as_string());
  });
  each_of(item, "attachments", [&](const value& each) {
    const value* size = each.find("size_in_bytes");
    const std::string target = absolute(base, text_of(each, "url"));
    if (!target.empty())
      out.enclosures.push_back({target, text_of(each, "mime_type"), size ? size->as_int64() : std::nullopt});
  });
  return out;
}

}  // namespace

document read_json_feed(std::string_view utf8, const std::string& base) {
  value root;
  try {
    root = json::parse(utf8);
  } catch (const json::parse_error& fault) {
    throw error(error::reason::other, std::string("the answer is no JSON Feed: ") + fault.what());
  }
  const std::string version = text_of(root, "version");
  const value* items = root.find("items");
  if (version.find("jsonfeed.org/version/") == std::string::npos || !items || !items->as_array())
    throw error(error::reason::other,
                "the answer is JSON, but no JSON Feed: it has no \"version\" with "
                "jsonfeed.org/version/ or no \"items\"");
  document out;
  out.version = version.find("/version/1.1") != std::string::npos ? "json11" : "json1";
  out.title = {text_of(root, "title"), "text/plain"};
  out.link = absolute(base, text_of(root, "home_page_url"));
  out.id = text_of(root, "feed_url");
  out.subtitle = {text_of(root, "description"), "text/plain"};
  out.language = text_of(root, "language");
  out.image = absolute(base, text_of(root, "icon"));
  read_people(root, base, out.authors);
  for (const value& each : *items->as_array()) out.entries.push_back(read_item(each, base));
  return out;
}

}  // namespace trawl::feed::detail
