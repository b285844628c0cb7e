// Finding a node by its type and the texts that a path leads to.
#include "linked_data.hpp"

#include <trawl/text.hpp>

#include "ascii.hpp"
#include "tree_builder.hpp"

namespace trawl::html::detail {
namespace {

constexpr int max_depth_of_search = 32;

// "Recipe", "schema:Recipe" and "https://schema.org/Recipe" name the same type.
bool names_type(std::string_view text, std::string_view type) {
  const auto cut = text.find_last_of("/:#");
  return text == type || (cut != std::string_view::npos && text.substr(cut + 1) == type);
}

bool has_type(const json::value& node, std::string_view type) {
  const json::value* types = node.find("@type");
  if (!types) return false;
  if (const auto* one = types->as_string()) return names_type(*one, type);
  if (const auto* many = types->as_array()) {
    for (const json::value& each : *many) {
      if (each.as_string() && names_type(*each.as_string(), type)) return true;
    }
  }
  return false;
}

// Top-level nodes, lists of them and @graph.
const json::value* find_on_top(const json::value& value, std::string_view type, int depth) {
  if (depth > max_depth_of_search) return nullptr;
  if (const auto* items = value.as_array()) {
    for (const json::value& each : *items) {
      if (const auto* found = find_on_top(each, type, depth + 1)) return found;
    }
    return nullptr;
  }
  if (has_type(value, type)) return &value;
  const json::value* graph = value.find("@graph");
  return graph ? find_on_top(*graph, type, depth + 1) : nullptr;
}

// Anywhere, for pages that hang the node below another one (mainEntity, itemListElement).
const json::value* find_below(const json::value& value, std::string_view type, int depth) {
  if (depth > max_depth_of_search) return nullptr;
  if (has_type(value, type)) return &value;
  if (const auto* items = value.as_array()) {
    for (const json::value& each : *items) {
      if (const auto* found = find_below(each, type, depth + 1)) return found;
    }
  } else if (const auto* members = value.as_object()) {
    for (const json::member& each : *members) {
      if (const auto* found = find_below(each.value, type, depth + 1)) return found;
    }
  }
  return nullptr;
}

std::string plain_text(const std::string& text) {
  if (text.find_first_of("<&") == std::string::npos) return normalise(text);
  std::string out;
  const Tree tree = build_fragment(text);
  append_text(tree, 0, out);
  return normalise(out);
}

void collect_texts(const json::value& value, std::vector<std::string>& out, int depth) {
  if (depth > max_depth_of_search) return;
  if (const auto* text = value.as_string()) {
    if (auto plain = plain_text(*text); !plain.empty()) out.push_back(std::move(plain));
  } else if (const auto* items = value.as_array()) {
    for (const json::value& each : *items) collect_texts(each, out, depth + 1);
  } else if (const auto* parts = value.find("itemListElement")) {
    collect_texts(*parts, out, depth + 1);
  } else if (value.as_object()) {
    for (const char* key : {"text", "name", "@value", "value", "url", "contentUrl", "@id"}) {
      if (const json::value* found = value.find(key); found && !found->is_null()) {
        return collect_texts(*found, out, depth + 1);
      }
    }
  } else if (!value.is_null()) {
    out.push_back(value.text());  // a number or boolean
  }
}

// Follows the keys; on the way, lists stand for each of their items.
void follow(const json::value& value, std::string_view path, std::vector<std::string>& out, int depth) {
  if (path.empty()) return collect_texts(value, out, depth);
  if (const auto* items = value.as_array()) {
    for (const json::value& each : *items) follow(each, path, out, depth + 1);
    return;
  }
  const auto cut = path.find('/');
  if (const json::value* next = value.find(path.substr(0, cut))) {
    follow(*next, cut == std::string_view::npos ? std::string_view() : path.substr(cut + 1), out, depth + 1);
  }
}

}  // namespace

const json::value* find_node(const std::vector<json::value>& blocks, std::string_view type) {
  for (const auto find : {find_on_top, find_below}) {
    for (const json::value& block : blocks) {
      if (const auto* found = find(block, type, 0)) return found;
    }
  }
  return nullptr;
}

std::vector<std::string> texts_at(const std::vector<json::value>& nodes, std::string_view path) {
  std::vector<std::string> out;
  const auto cut = path.find('/');
  const json::value* node = find_node(nodes, path.substr(0, cut));
  if (node) follow(*node, cut == std::string_view::npos ? std::string_view() : path.substr(cut + 1), out, 0);
  return out;
}

}  // namespace trawl::html::detail
