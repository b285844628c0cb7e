#include "model/error_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace trawl::model {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool ends_word(char c) {
  return c == ' ' || c == ')' || c == '"' || c == '\'' || c == ',';
}

// Where the address or absolute file name at `at` ends; `at` itself when there is none.
std::size_t end_of_place(std::string_view text, std::size_t at) {
  const bool begins_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || text[at - 1] == '"';
  const std::string_view rest = text.substr(at);
  if (!begins_word || !(rest.starts_with('/') || rest.starts_with("http://") || rest.starts_with("https://")))
    return at;
  while (at < text.size() && !ends_word(text[at])) ++at;
  return at;
}

void add_new(std::vector<std::string>& values, const std::string& value, std::size_t limit) {
  if (!value.empty() && values.size() < limit && std::ranges::find(values, value) == values.end())
    values.push_back(value);
}

}  // namespace

std::string fingerprint(std::string_view message) {
  std::string found;
  for (std::size_t at = 0; at < message.size();) {
    if (const std::size_t end = end_of_place(message, at); end > at) {
      found += '@';
      at = end;
    } else if (is_digit(message[at])) {
      found += '#';
      while (at < message.size() && is_digit(message[at])) ++at;
    } else {
      found += message[at++];
    }
  }
  return found;
}

void ErrorGroups::add(const ErrorRecord& error) {
  std::string key = fmt::format("{} {} {} {}", name(error.severity), info(error.kind).name,
                                error.http_status.value_or(0), fingerprint(error.message));
  auto group = groups_.find(key);
  if (group == groups_.end()) {
    if (groups_.size() >= max_error_groups) {
      truncated_ = true;
      return;
    }
    ErrorGroup made{.kind = error.kind,
                    .severity = error.severity,
                    .http_status = error.http_status,
                    .message = error.message,
                    .first = error.time,
                    .last = error.time};
    group = groups_.emplace(std::move(key), std::move(made)).first;
  }
  ErrorGroup& found = group->second;
  ++found.count;
  found.first = std::min(found.first, error.time);
  found.last = std::max(found.last, error.time);
  add_new(found.platforms, error.platform, 1000);
  add_new(found.urls, error.url, max_group_urls);
}

std::vector<ErrorGroup> ErrorGroups::sorted() const {
  std::vector<ErrorGroup> groups;
  for (const auto& [key, group] : groups_) groups.push_back(group);
  std::ranges::sort(groups, {}, [](const ErrorGroup& group) {
    return std::tuple(group.severity == Severity::warning, -group.count, group.first, group.message);
  });
  return groups;
}

}  // namespace trawl::model
