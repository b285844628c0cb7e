// The document as a tree under feedparser's names, and the comparison with it.
#include "feedparser_names.hpp"

#include <ctime>
#include <trawl/url.hpp>

namespace feedparser {
namespace {

using trawl::json::value;
namespace feed = trawl::feed;
namespace json = trawl::json;

value text(const std::string& written) {
  return value(written);
}

// time.struct_time in UTC: year, month, day, hour, minute, second, weekday from Monday, day of year, 0.
value parsed(const feed::moment& moment) {
  if (!moment.when) return value();
  const std::time_t seconds = moment.when->seconds;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  json::array out;
  for (const int part : {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
                         parts.tm_sec, (parts.tm_wday + 6) % 7, parts.tm_yday + 1, 0})
    out.emplace_back(static_cast<std::int64_t>(part));
  return value(std::move(out));
}

void add(json::object& to, const char* name, value what) {
  to.push_back({name, std::move(what)});
}

void add_text(json::object& to, std::initializer_list<const char*> names, const feed::text& what) {
  for (const char* name : names) {
    add(to, name, text(what.value));
    json::object detail;
    add(detail, "type", text(what.type));
    add(detail, "value", text(what.value));
    to.push_back({std::string(name) + "_detail", value(std::move(detail))});
  }
}

void add_moment(json::object& to, const char* name, const feed::moment& moment) {
  add(to, name, text(moment.written));
  to.push_back({std::string(name) + "_parsed", parsed(moment)});
}

value person(const feed::person& who) {
  json::object out;
  add(out, "name", text(who.name));
  add(out, "email", text(who.email));
  add(out, "url", text(who.url));
  return value(std::move(out));
}

std::string shown(const feed::person& who) {
  if (who.name.empty()) return who.email;
  return who.email.empty() ? who.name : who.name + " (" + who.email + ")";
}

value link(const feed::link& from) {
  json::object out;
  add(out, "href", text(from.href));
  add(out, "rel", text(from.rel));
  if (!from.type.empty()) add(out, "type", text(from.type));
  if (!from.title.empty()) add(out, "title", text(from.title));
  if (!from.length.empty()) add(out, "length", text(from.length));
  return value(std::move(out));
}

void add_resource(json::object& to, const feed::resource& from) {
  add(to, "id", text(from.id));
  add(to, "guid", text(from.id));
  add_text(to, {"title"}, from.title);
  add(to, "link", text(from.link));
  json::array links, authors, tags;
  for (const auto& each : from.links) links.push_back(link(each));
  for (const auto& each : from.authors) authors.push_back(person(each));
  for (const auto& each : from.categories) {
    json::object tag;
    add(tag, "term", text(each));
    tags.emplace_back(std::move(tag));
  }
  if (!from.authors.empty()) {
    add(to, "author", text(shown(from.authors.back())));
    add(to, "author_detail", authors.back());
  }
  if (!from.categories.empty()) add(to, "category", text(from.categories.front()));
  add(to, "links", value(std::move(links)));
  add(to, "authors", value(std::move(authors)));
  add(to, "tags", value(std::move(tags)));
  add_moment(to, "published", from.published);
  add_moment(to, "updated", from.updated);
  add_moment(to, "created", from.created);
  add_text(to, {"rights", "copyright"}, from.rights);
  add(to, "publisher", text(from.publisher));
  json::object image;
  for (const char* name : {"href", "url"}) add(image, name, text(from.image));
  add(to, "image", value(std::move(image)));
}

value channel(const feed::channel& from) {
  json::object out;
  add_resource(out, from);
  add_text(out, {"subtitle", "tagline", "description"}, from.subtitle);
  add_text(out, {"info"}, from.info);
  add(out, "generator", text(from.generator));
  add(out, "ttl", text(from.ttl));
  return value(std::move(out));
}

value enclosure(const feed::enclosure& from) {
  json::object out;
  add(out, "href", text(from.url));
  add(out, "url", text(from.url));
  add(out, "type", text(from.type));
  if (from.length) add(out, "length", text(std::to_string(*from.length)));
  return value(std::move(out));
}

value entry(const feed::entry& from) {
  json::object out;
  add_resource(out, from);
  // feedparser calls the content the summary when there is no other.
  add_text(out, {"summary", "description"}, from.summary.empty() ? from.content : from.summary);
  json::array contents, enclosures;
  if (!from.content.empty()) {
    json::object content;
    add(content, "type", text(from.content.type));
    add(content, "value", text(from.content.value));
    contents.emplace_back(std::move(content));
  }
  for (const auto& each : from.enclosures) enclosures.push_back(enclosure(each));
  add(out, "content", value(std::move(contents)));
  add(out, "enclosures", value(std::move(enclosures)));
  add(out, "comments", text(from.comments));
  if (from.source) add(out, "source", channel(*from.source));
  return value(std::move(out));
}

bool equal(const value& found, const value& wanted) {
  if (const auto* text = wanted.as_string()) {
    if (!found.as_string()) return false;
    const std::string url = trawl::url::resolve("", *text);
    return *found.as_string() == *text || (!url.empty() && *found.as_string() == url);
  }
  if (const auto* members = wanted.as_object()) {
    for (const auto& each : *members) {
      const value* own = found.find(each.name);
      if (!own || !equal(*own, each.value)) return false;
    }
    return true;
  }
  return found.text() == wanted.text();
}

}  // namespace

bool holds(const feed::document& from, const value& expectation) {
  json::object root;
  add(root, "feed", channel(from));
  json::array entries;
  for (const auto& each : from.entries) entries.push_back(entry(each));
  add(root, "entries", value(std::move(entries)));
  add(root, "version", text(from.version));
  const value all(std::move(root));
  const value* at = &all;
  for (const value& step : *expectation.find("path")->as_array()) {
    if (const auto index = step.as_int64()) {
      const auto* items = at->as_array();
      const auto place = static_cast<std::size_t>(*index);
      at = items && place < items->size() ? &(*items)[place] : nullptr;
    } else {
      at = at->find(*step.as_string());
    }
    if (!at) return false;
  }
  return equal(*at, *expectation.find("equals"));
}

}  // namespace feedparser
