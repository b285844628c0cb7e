// Names and values of a query: application/x-www-form-urlencoded.
#include <algorithm>
#include <trawl/url.hpp>

#include "../ascii.hpp"
#include "encode.hpp"
#include "utf8.hpp"

namespace trawl::url {
namespace {

using namespace detail;

std::string decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return repair_utf8(percent_decode(spaced));
}

void append_encoded(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (ascii::is_alpha(c) || ascii::is_digit(c) ||
        std::string_view("*-._").find(c) != std::string_view::npos) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      append_percent(out, c);
    }
  }
}

}  // namespace

params::params(std::string_view query) {
  if (!query.empty() && query[0] == '?') query.remove_prefix(1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    pairs_.emplace_back(decode(pair.substr(0, equals)), decode(value));
  }
}

std::optional<std::string> params::get(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string> params::get_all(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : pairs_) {
    if (key == name) out.push_back(value);
  }
  return out;
}

void params::set(std::string_view name, std::string_view value) {
  const auto first =
      std::find_if(pairs_.begin(), pairs_.end(), [&](const auto& each) { return each.first == name; });
  if (first == pairs_.end()) return append(name, value);
  first->second = value;
  pairs_.erase(std::remove_if(first + 1, pairs_.end(), [&](const auto& each) { return each.first == name; }),
               pairs_.end());
}

void params::append(std::string_view name, std::string_view value) {
  pairs_.emplace_back(name, value);
}

void params::remove(std::string_view name) {
  pairs_.erase(
      std::remove_if(pairs_.begin(), pairs_.end(), [&](const auto& each) { return each.first == name; }),
      pairs_.end());
}

std::string params::text() const {
  std::string out;
  for (const auto& [name, value] : pairs_) {
    if (!out.empty()) out += '&';
    append_encoded(out, name);
    out += '=';
    append_encoded(out, value);
  }
  return out;
}

}  // namespace trawl::url
