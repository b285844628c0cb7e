#include "trawl-httpd/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/text.hpp"
#include "trawl-httpd/query.hpp"

namespace trawl::httpd {
namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }
std::string_view parameter_name(std::string_view segment) { return segment.substr(1, segment.size() - 2); }

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool fits(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& segments) {
  return std::ranges::equal(pattern, segments, [](std::string_view wanted, std::string_view given) {
    return is_parameter(wanted) ? !given.empty() : wanted == given;
  });
}

void check(const api::Method& method, const Routes::Entry& entry) {
  if (method.changes && entry.route->verb == "GET")
    throw std::logic_error(fmt::format("GET {} would change something", entry.route->path));
  for (const std::string_view segment : entry.segments)
    if (is_parameter(segment) &&
        std::ranges::find(method.params, parameter_name(segment), &api::Param::name) == method.params.end())
      throw std::logic_error(fmt::format("{} has no parameter {}", method.name, segment));
}

}  // namespace

Routes::Routes(const api::Table& table) {
  for (const api::Method& method : table.all())
    for (const api::HttpRoute& route : method.http) {
      entries_.push_back({&method, &route, split(route.path)});
      check(method, entries_.back());
    }
  std::ranges::sort(entries_, {}, [](const Entry& entry) {
    return std::pair(std::ranges::count_if(entry.segments, is_parameter), entry.route->path);
  });
}

std::string Routes::allow(std::string_view path) const {
  std::set<std::string_view> verbs;
  const auto segments = split(path);
  for (const Entry& entry : entries_)
    if (fits(entry.segments, segments)) verbs.insert(entry.route->verb);
  if (verbs.contains("GET")) verbs.insert("HEAD");
  return fmt::format("{}", fmt::join(verbs, ", "));
}

Result<Match> Routes::find(std::string_view verb, std::string_view path) const {
  const auto segments = split(path);
  const std::string_view wanted = verb == "HEAD" ? "GET" : verb;
  const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.route->verb == wanted && fits(entry.segments, segments);
  });
  if (found == entries_.end()) {
    if (const std::string verbs = allow(path); !verbs.empty())
      return refuse(Code::method_not_allowed, fmt::format("{} takes {}, not {}", path, verbs, verb), {},
                    {{"allow", verbs}});
    std::vector<std::string> paths;
    for (const Entry& entry : entries_) paths.emplace_back(entry.route->path);
    return refuse(Code::route_not_found, fmt::format("there is no {}{}", path, did_you_mean(path, paths)),
                  "/openapi.json lists every path");
  }
  Match match{found->method, found->route, found->route->fixed};
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (!is_parameter(found->segments[i])) continue;
    auto value = decode_percent(segments[i], false);
    if (!value) return std::unexpected(value.error());
    match.params[parameter_name(found->segments[i])] = std::move(*value);
  }
  return match;
}

}  // namespace trawl::httpd
