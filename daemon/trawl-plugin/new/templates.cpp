#include "trawl-plugin/new/templates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <optional>

#include "base/text.hpp"
#include "cassette/body_files.hpp"
#include "trawl-plugin/new/names.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* common_folder = "common";
constexpr const char* values_file = "values.json";
constexpr std::size_t max_file_bytes = 1U << 20;

std::unexpected<Error> broken(const fs::path& file, const std::string& why) {
  return refuse(Code::internal_error, fmt::format("the template {}: {}", file.string(), why));
}

Result<> read_folder(const fs::path& folder, Files& files) {
  std::error_code fault;
  constexpr auto through_links = fs::directory_options::follow_directory_symlink;  // to what kinds share
  for (fs::recursive_directory_iterator each(folder, through_links, fault), end; !fault && each != end;
       each.increment(fault)) {
    if (!each->is_regular_file(fault)) continue;
    const std::string path = each->path().lexically_relative(folder).string();
    if (path == values_file) continue;
    auto text = cassette::read_whole(fs::canonical(each->path(), fault), max_file_bytes);
    if (!text) return std::unexpected(std::move(text.error()));
    const bool executable = (each->status(fault).permissions() & fs::perms::owner_exec) != fs::perms::none;
    files.insert_or_assign(path, File{std::move(*text), executable});
  }
  if (fault) return broken(folder, fault.message());
  return {};
}

// A text, or a list of them, as it goes between the quotes or brackets of a template.
std::optional<std::string> value_of(const json::value& value) {
  if (const auto* text = value.if_string()) return within_quotes(std::string_view(*text));
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const json::value& each : value.get_array()) {
    if (!each.is_string()) return std::nullopt;
    texts.push_back(fmt::format("\"{}\"", within_quotes(std::string_view(each.get_string()))));
  }
  return join(texts, ", ");
}

Result<Values> read_values(const fs::path& file) {
  const auto text = cassette::read_whole(file, max_file_bytes);
  if (!text) return std::unexpected(text.error());
  json::error_code fault;
  const json::value document = json::parse(*text, fault);
  if (fault || !document.is_object()) return broken(file, "a JSON object is expected");
  return values_in(document.get_object());
}

bool is_placeholder(std::string_view word) {
  return !word.empty() &&
         std::ranges::all_of(word, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

}  // namespace

Result<Values> values_in(const json::object& object) {
  Values values;
  for (const auto& member : object) {
    auto value = value_of(member.value());
    if (!value)
      return refuse(Code::internal_error,
                    fmt::format("{}: a text or a list of texts is expected", std::string_view(member.key())));
    values.emplace(member.key(), std::move(*value));
  }
  return values;
}

std::vector<std::string> kinds_in(const fs::path& templates) {
  std::vector<std::string> kinds;
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(templates, fault))
    if (entry.is_directory(fault) && entry.path().filename() != common_folder)
      kinds.push_back(entry.path().filename().string());
  std::ranges::sort(kinds);
  return kinds;
}

Result<Kind> read_kind(const fs::path& templates, const std::string& name) {
  Kind kind;
  for (const fs::path& folder : {templates / common_folder, templates / name})
    if (auto read = read_folder(folder, kind.files); !read) return std::unexpected(std::move(read.error()));
  auto values = read_values(templates / name / values_file);
  if (!values) return std::unexpected(std::move(values.error()));
  kind.values = std::move(*values);
  return kind;
}

Result<std::string> fill(std::string_view text, const Values& values, std::string_view place) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('@', at);
    filled += text.substr(at, open - at);
    if (open == text.npos) break;
    const std::size_t close = text.find('@', open + 1);
    const auto word = close == text.npos ? std::string_view() : text.substr(open + 1, close - open - 1);
    if (!is_placeholder(word)) {  // an address, or a version of somebody's action
      filled += '@';
      at = open + 1;
      continue;
    }
    const auto value = values.find(word);
    if (value == values.end()) return broken(place, fmt::format("nobody knows what @{}@ is", word));
    filled += value->second;
    at = close + 1;
  }
  return filled;
}

Result<Files> fill(const Files& files, const Values& values) {
  Files filled;
  for (const auto& [path, file] : files) {
    auto place = fill(path, values, path);
    if (!place) return std::unexpected(std::move(place.error()));
    auto text = fill(file.text, values, path);
    if (!text) return std::unexpected(std::move(text.error()));
    filled.emplace(std::move(*place), File{std::move(*text), file.executable});
  }
  return filled;
}

}  // namespace trawl::author
