#include "trawlctl/fields.hpp"

#include "trawlctl/json_text.hpp"

namespace trawl::ctl {

const json::value& member(const json::value& value, std::string_view name) {
  static const json::value nothing;
  const json::object* object = value.if_object();
  const json::value* found = object ? object->if_contains(name) : nullptr;
  return found ? *found : nothing;
}

std::string text(const json::value& value, std::string_view name) {
  const json::value& found = member(value, name);
  if (found.is_null()) return {};
  return found.is_string() ? std::string(found.get_string()) : compact_json(found);
}

std::int64_t integer(const json::value& value, std::string_view name) {
  const json::value& found = member(value, name);
  return found.is_int64() ? found.get_int64() : 0;
}

bool flag(const json::value& value, std::string_view name) {
  const json::value& found = member(value, name);
  return found.is_bool() && found.get_bool();
}

const json::array& list(const json::value& value, std::string_view name) {
  static const json::array nothing;
  const json::value& found = member(value, name);
  return found.is_array() ? found.get_array() : nothing;
}

std::vector<std::string> texts(const json::value& value, std::string_view name) {
  std::vector<std::string> words;
  for (const json::value& element : list(value, name))
    words.push_back(element.is_string() ? std::string(element.get_string()) : text(element, "name"));
  return words;
}

std::string moment(const json::value& value, std::string_view name) {
  std::string time = text(value, name);
  if (time.size() < 20) return time;
  time[10] = ' ';
  return time.substr(0, 19) + "Z";
}

std::int64_t run_id_of(const json::value& value) {
  for (const char* name : {"run_id", "id", "new_run_id"})
    if (const auto id = integer(value, name)) return id;
  return integer(member(value, "run"), "id");
}

}  // namespace trawl::ctl
