// Recorded pages with structured data: what is read of each vocabulary that an independent reader confirms.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <trawl/html.hpp>
#include <trawl/text.hpp>

#include "rows.hpp"

namespace {

namespace html = trawl::html;
namespace json = trawl::json;

// White space in texts and the order of members do not count.
std::string canonical(const json::value& value) {
  if (const auto* text = value.as_string()) return "\"" + trawl::normalise(*text) + "\"";
  std::vector<std::string> parts;
  if (const auto* items = value.as_array()) {
    for (const auto& each : *items) parts.push_back(canonical(each));
  } else if (const auto* members = value.as_object()) {
    for (const auto& each : *members) parts.push_back(each.name + ":" + canonical(each.value));
    std::sort(parts.begin(), parts.end());
  } else {
    return value.text();
  }
  std::string out = value.as_array() ? "[" : "{";
  for (const auto& each : parts) out += each + ",";
  return out + (value.as_array() ? "]" : "}");
}

// {"type": ..., "properties": {...}} in the shape that microdata() gives.
json::value as_linked(const json::value& value) {
  if (const auto* items = value.as_array()) {
    json::array out;
    for (const auto& each : *items) out.push_back(as_linked(each));
    return json::value(std::move(out));
  }
  const bool is_item = value.find("properties") || value.find("value");
  if (!is_item) return value;
  json::object out;
  if (const auto* type = value.find("type")) out.push_back({"@type", *type});
  if (const auto* id = value.find("id")) out.push_back({"@id", *id});
  if (const auto* text = value.find("value")) out.push_back({"@value", *text});
  if (const auto* properties = value.find("properties")) {
    for (const auto& each : *properties->as_object()) out.push_back({each.name, as_linked(each.value)});
  }
  return json::value(std::move(out));
}

std::string read_opengraph(const html::document& page, const json::value& wanted) {
  std::string out = "[";
  for (const auto& each : page.opengraph()) {
    const auto prefix = each.name.substr(0, each.name.find(':'));
    const auto space = wanted.string_at("/0/namespace/" + prefix);
    EXPECT_EQ(each.uri, space + each.name.substr(prefix.size() + 1));
    out += "[\"" + each.name + "\",\"" + each.content + "\",],";
  }
  return out + "]";
}

// The list is by kind of element in the data and by place in the page here.
std::multiset<std::string> read_dublincore(const html::document& page, bool terms) {
  std::multiset<std::string> out;
  for (const auto& each : page.dublincore()) {
    if ((each.uri.find("/terms/") != std::string::npos) != terms) continue;
    out.insert(each.name + "|" + each.uri + "|" + each.content + "|" + each.scheme + "|" + each.language);
  }
  return out;
}

std::multiset<std::string> wanted_dublincore(const json::value& list) {
  std::multiset<std::string> out;
  for (const auto& each : *list.as_array()) {
    const auto name = each.string_at("/name", each.string_at("/rel"));
    const auto content = trawl::normalise(each.string_at("/content", each.string_at("/href")));
    const auto language = each.string_at("/lang", each.string_at("/hreflang"));
    out.insert(name + "|" + each.string_at("/URI") + "|" + content + "|" + each.string_at("/scheme") + "|" +
               language);
  }
  return out;
}

TEST(Structured, EveryConfirmedKeyOfEveryPageIsTheExpectedOne) {
  ROWS_OR_SKIP(table, "structured/pages.jsonl");
  std::map<std::string, int> checked;
  for (const auto& row : table) {
    const auto bytes = rows::file(row.string_at("/file"));
    ASSERT_TRUE(bytes) << row.string_at("/file");
    const auto page = html::parse(*bytes);
    for (const auto& each : *row.at("/confirmed_by_extruct_0_14")->as_object()) {
      if (!each.value.as_bool().value_or(false)) continue;
      SCOPED_TRACE(row.string_at("/id") + " " + each.name);
      const json::value& wanted = *row.at("/expected/" + each.name);
      if (each.name == "jsonld" || each.name == "json-ld") {
        EXPECT_EQ(canonical(json::value(page.jsonld())), canonical(wanted));
      } else if (each.name == "microdata") {
        EXPECT_EQ(canonical(json::value(page.microdata())), canonical(as_linked(wanted)));
      } else if (each.name == "opengraph") {
        EXPECT_EQ(read_opengraph(page, wanted), canonical(*wanted.at("/0/properties")));
      } else if (each.name == "dublincore") {
        EXPECT_EQ(read_dublincore(page, false), wanted_dublincore(*wanted.at("/0/elements")));
        EXPECT_EQ(read_dublincore(page, true), wanted_dublincore(*wanted.at("/0/terms")));
      } else if (each.name == "rdfa") {
        // The one confirmed page has RDFa in <meta property> alone, which is what Open Graph is.
        std::map<std::string, std::string> found;
        for (const auto& property : page.opengraph()) found[property.uri] = property.content;
        for (const auto& member : *wanted.at("/0")->as_object()) {
          if (member.name != "@id") EXPECT_EQ(found[member.name], member.value.string_at("/0/@value"));
        }
      } else {
        EXPECT_EQ(each.name, "microformat") << "a vocabulary without a reader";
        EXPECT_TRUE(wanted.as_array()->empty()) << "microformats are not read";
        continue;
      }
      ++checked[each.name];
    }
  }
  for (const auto& [name, count] : checked) std::cout << name << ": " << count << " pages\n";
}

}  // namespace
