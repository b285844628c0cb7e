#include <algorithm>
#include <optional>
#include <set>
#include <trawl/context.hpp>

#include "guess.hpp"

namespace trawl::author {
namespace {

constexpr unsigned deepest = 4;
constexpr std::size_t most_fields = 6, longest_key = 512;

struct Entries {
  std::string pointer;
  const json::array* list = nullptr;
};

// A member's name in a JSON Pointer.
std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '~') text += "~0";
    if (c == '/') text += "~1";
    if (c != '~' && c != '/') text += c;
  }
  return text;
}

bool is_list_of_objects(const json::value& value) {
  const auto* list = value.as_array();
  return list && !list->empty() &&
         std::all_of(list->begin(), list->end(), [](const json::value& each) { return each.as_object(); });
}

bool is_plain(std::string_view name) {
  return std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

void find_longest(const json::value& value, const std::string& pointer, unsigned depth, Entries& best) {
  if (is_list_of_objects(value) && (!best.list || value.as_array()->size() > best.list->size()))
    best = {pointer, value.as_array()};
  if (!value.as_object() || depth == deepest) return;
  for (const auto& member : *value.as_object())
    if (is_plain(member.name))
      find_longest(member.value, pointer + "/" + escaped(member.name), depth + 1, best);
}

bool is_scalar(const json::value& value) {
  return !value.as_array() && !value.as_object();
}

std::string key_at(const json::value& entry, const std::string& pointer) {
  const auto* key = entry.at(pointer);
  if (!key || key->is_null()) return {};
  return key->as_string() ? *key->as_string() : key->text();
}

bool tells_apart(const json::array& entries, const std::string& pointer) {
  std::set<std::string> seen;
  return std::all_of(entries.begin(), entries.end(), [&](const json::value& entry) {
    const std::string key = key_at(entry, pointer);
    return !key.empty() && key.size() <= longest_key && seen.insert(key).second;
  });
}

std::string find_key(const Entries& entries, const std::vector<std::string>& fields) {
  for (const char* usual : {"/id", "/key", "/uuid", "/slug", "/code", "/url", "/name"})
    if (tells_apart(*entries.list, usual)) return usual;
  for (const std::string& field : fields)
    if (tells_apart(*entries.list, "/" + escaped(field))) return "/" + escaped(field);
  if (tells_apart(*entries.list, "")) return "";  // the whole entry
  throw failure("no_guess", "nothing tells the entries at '" + entries.pointer + "' apart");
}

std::string find_next(const json::value& document) {
  for (const char* usual :
       {"/next", "/links/next", "/_links/next/href", "/paging/next", "/meta/next", "/next_page"})
    if (!document.string_at(usual).empty()) return usual;
  return "/next";
}

}  // namespace

Guess guess_entries(const json::value& document) {
  Entries entries;
  find_longest(document, "", 0, entries);
  if (!entries.list) throw failure("no_guess", "the answer has no list of objects");
  std::vector<std::string> fields;
  for (const auto& member : *entries.list->front().as_object())
    if (is_scalar(member.value) && is_plain(member.name) && fields.size() < most_fields)
      fields.push_back(member.name);
  if (fields.empty())
    throw failure("no_guess", "the entries at '" + entries.pointer + "' have no plain values");
  const std::string key = find_key(entries, fields);
  Guess guess;
  guess.values("ENTRIES", entries.pointer)("KEY", key)("NEXT", find_next(document));
  guess.values("FIELDS", fields)("MAX_PAGES", "1");
  for (const auto& entry : *entries.list) {
    item data;
    for (const std::string& field : fields)
      if (const auto* value = entry.find(field)) data(field, raw_json{value->text()});
    guess.items.push_back({"item", key_at(entry, key), data});
  }
  return guess;
}

}  // namespace trawl::author
