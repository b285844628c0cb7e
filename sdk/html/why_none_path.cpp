// Explains a path into linked data that leads nowhere, and a <meta> that is not there.
#include <trawl/text.hpp>

#include "ascii.hpp"
#include "linked_data.hpp"
#include "seen.hpp"
#include "why_none.hpp"

namespace trawl::html::detail {
namespace {

constexpr int max_depth_of_types = 32;

// "https://schema.org/Recipe" is known as "Recipe".
std::string_view short_type(std::string_view type) {
  const auto cut = type.find_last_of("/:#");
  return cut == std::string_view::npos ? type : type.substr(cut + 1);
}

void see_types(const json::value& value, Seen& types, int depth) {
  if (depth > max_depth_of_types) return;
  if (const auto* items = value.as_array()) {
    for (const json::value& each : *items) see_types(each, types, depth + 1);
  } else if (const auto* members = value.as_object()) {
    for (const json::member& each : *members) {
      if (each.name == "@type" && each.value.as_string()) types.add(short_type(*each.value.as_string()));
      see_types(each.value, types, depth + 1);
    }
  }
}

// The objects that `value` is or, as a list, holds.
void add_objects(const json::value& value, std::vector<const json::value*>& out, int depth = 0) {
  if (const auto* items = value.as_array(); items && depth < max_depth_of_types) {
    for (const json::value& each : *items) add_objects(each, out, depth + 1);
  } else if (!value.as_array()) {
    out.push_back(&value);
  }
}

}  // namespace

std::string nearest_path(const std::vector<json::value>& nodes, std::string_view path,
                         std::string_view where) {
  if (nodes.empty()) return "the page has no " + std::string(where);
  std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view type = path.substr(0, end);
  const json::value* node = find_node(nodes, type);
  if (!node) {
    Seen types;
    for (const json::value& each : nodes) see_types(each, types, 0);
    return shortened(
        "there is no " + quoted(type) + " in the " + std::string(where) + types.list("types", type),
        max_report);
  }
  std::vector<const json::value*> here{node};
  while (end < path.size()) {
    const std::size_t begin = end + 1, next = std::min(path.find('/', begin), path.size());
    const std::string_view key = path.substr(begin, next - begin);
    std::vector<const json::value*> below;
    Seen keys;
    for (const json::value* each : here) {
      if (const json::value* found = each->find(key)) add_objects(*found, below);
      if (!each->as_object()) continue;
      for (const json::member& member : *each->as_object()) keys.add(member.name);
    }
    if (below.empty()) {
      const std::string missing = "there is " + quoted(path.substr(0, end)) + " without " + quoted(key);
      return shortened(missing + keys.list("keys", key), max_report);
    }
    here = std::move(below);
    end = next;
  }
  return "it is there, but empty";
}

std::string nearest_meta(const Tree& tree, std::string_view name) {
  Seen names;
  bool is_empty = false;
  tree.each_below(0, [&](Index i) {
    if (!tree.is_element(i, "meta")) return;
    for (const char* key : {"name", "property", "itemprop", "http-equiv"}) {
      const std::string_view value = trim(tree.attribute_value(i, key));
      is_empty = is_empty || equals_ignoring_case(value, name);
      names.add(value);
    }
  });
  if (is_empty) return "the <meta> is there, without content";
  if (names.empty()) return "the page has no <meta> with a name";
  return shortened("no <meta> has that name" + names.list("names", name), max_report);
}

}  // namespace trawl::html::detail
