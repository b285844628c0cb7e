#include "trawl-plugin/new/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace trawl::author {
namespace {

// Their libraries would stand beside the new one, and one id must not mean two plugins.
constexpr std::array<std::string_view, 7> taken{"demo", "feed", "html", "json", "python", "sitemap", "trawl"};

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_free(std::string_view name) {
  return std::ranges::find(taken, name) == taken.end();
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_well_formed(std::string_view name) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, fits) &&
         name.front() != '-' && name.front() != '_';
}

}  // namespace

Result<> check_name(std::string_view name) {
  if (!is_well_formed(name))
    return refuse(
        Code::invalid_params,
        fmt::format("'{:.80}' is no name of a plugin: those are 1 to {} of a-z, 0-9, '-' and '_', and "
                    "begin with a letter or digit",
                    name, longest_name),
        fmt::format("for example: {}", suggest_name(name)));
  if (!is_free(name))
    return refuse(Code::invalid_params,
                  fmt::format("'{}' is the name of something that comes with trawl", name),
                  fmt::format("for example: {}", suggest_name(name)));
  return {};
}

std::string suggest_name(std::string_view wanted) {
  std::string name;
  for (const char c : wanted) {
    const char small = lower(c);
    if (is_letter(small) || is_digit(small)) {
      name += small;
    } else if (!name.empty() && name.back() != '-' && name.back() != '_') {
      name += c == '_' ? '_' : '-';
    }
  }
  name.resize(std::min(name.size(), longest_name));
  while (!name.empty() && (name.back() == '-' || name.back() == '_')) name.pop_back();
  if (name.empty()) return "my-plugin";
  return is_free(name) ? name : "my-" + name;
}

std::string type_name(std::string_view name) {
  std::string type = !name.empty() && is_digit(name.front()) ? "Site" : "";
  bool begins_word = true;
  for (const char c : name) {
    if (is_letter(c) || is_digit(c)) type += begins_word ? upper(c) : c;
    begins_word = !is_letter(c) && !is_digit(c);
  }
  return type;
}

std::string package_name(std::string_view name) {
  std::string package(name);
  std::ranges::replace(package, '_', '-');
  while (!package.empty() && package.back() == '-') package.pop_back();
  return package;
}

std::string within_quotes(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  return quoted;
}

}  // namespace trawl::author
