// Pointers and paths behind one face, and what to say when they lead nowhere.
#include "locator.hpp"

namespace trawl::json_plugin {
namespace {

constexpr std::size_t members_shown = 12, name_shown = 40;

std::variant<json::pointer, json::path> parse(std::string_view text) {
  if (text.empty() || text[0] == '/') return json::pointer(text);
  if (text[0] == '$') return json::path(text);
  throw std::invalid_argument("'" + beginning(text, 80) +
                              "', column 1: a JSON Pointer begins with '/', a JSONPath with '$'");
}

// Does the rest of a path begin with the name of a member?
bool begins_with_name(std::string_view rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
  if (rest.size() < 2) return false;
  if (rest[0] == '[') {
    const auto inside = rest.find_first_not_of(" \t\r\n", 1);
    return inside != std::string_view::npos && (rest[inside] == '\'' || rest[inside] == '"');
  }
  return rest[1] != '*' && rest[1] != '.';
}

}  // namespace

std::string beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "...";
}

std::string describe(const json::value& value) {
  if (value.is_null()) return "null";
  if (value.as_bool()) return "true or false";
  if (value.is_number()) return "a number";
  if (value.as_string()) return "a text";
  if (const auto* items = value.as_array()) {
    return items->empty() ? "an empty list" : "a list of " + std::to_string(items->size());
  }
  const json::object& members = *value.as_object();
  if (members.empty()) return "an empty object";
  std::string out = members.size() == 1 ? "an object with the member " : "an object with the members ";
  const std::size_t shown = std::min(members.size(), members_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == members.size() ? " and " : ", ";
    out += "'" + beginning(members[i].name, name_shown) + "'";
  }
  return shown < members.size() ? out + " and " + std::to_string(members.size() - shown) + " more" : out;
}

Locator::Locator(std::string_view text) : where_(parse(text)) {}

std::vector<const json::value*> Locator::all(const json::value& document) const {
  if (const auto* path = std::get_if<json::path>(&where_)) return path->select(document);
  const json::value* found = std::get<json::pointer>(where_).find(document);
  return found ? std::vector{found} : std::vector<const json::value*>();
}

const json::value* Locator::first(const json::value& document) const {
  const auto found = all(document);
  return found.empty() ? nullptr : found.front();
}

const std::string& Locator::text() const {
  return is_pointer() ? std::get<json::pointer>(where_).text() : std::get<json::path>(where_).text();
}

std::string Locator::explain_absence(const json::value& document) const {
  if (const auto* pointer = std::get_if<json::pointer>(&where_)) {
    const auto reach = pointer->nearest(document);
    const std::string place = reach.pointer.empty() ? "the document" : "'" + reach.pointer + "'";
    return "'" + text() + "' is not there; " + place + " is " + describe(*reach.value);
  }
  const auto reach = std::get<json::path>(where_).nearest(document);
  const std::string times =
      reach.matches == 1 ? "one value, " : std::to_string(reach.matches) + " values, the first of them ";
  return "'" + text() + "' selects nothing; '" + reach.query + "' selects " + times + describe(*reach.value);
}

bool Locator::misses_a_name(const json::value& document) const {
  if (is_pointer()) return first(document) == nullptr;
  const auto reach = std::get<json::path>(where_).nearest(document);
  return !reach.value->is_null() && begins_with_name(std::string_view(text()).substr(reach.query.size()));
}

}  // namespace trawl::json_plugin
