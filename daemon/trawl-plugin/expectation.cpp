#include "trawl-plugin/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <map>
#include <set>

#include "cassette/body_files.hpp"
#include "cli/display.hpp"
#include "trawl-plugin/show.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* items_file = "expect.jsonl";
constexpr const char* errors_file = "expect-errors.jsonl";
constexpr std::size_t max_file_bytes = 64ULL << 20;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(text->data(), text->size()) : std::string();
}

// Calls `use` with each line's object; what it returns is empty or the fault.
Result<> for_each_line(const fs::path& file, const std::function<std::string(const json::object&)>& use) {
  const auto text = cassette::read_whole(file, max_file_bytes);
  if (!text) return std::unexpected(text.error());
  std::string_view rest = *text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    json::error_code broken;
    const json::value value = json::parse(line, broken);
    std::string fault = broken ? "not JSON: " + broken.message() : std::string();
    if (!broken) fault = value.is_object() ? use(value.get_object()) : "a JSON object is expected";
    if (!fault.empty())
      return refuse(Code::config_invalid, fmt::format("{}:{}: {}", file.string(), number, fault),
                    "trawl-plugin test --update writes it anew");
  }
  return {};
}

using ItemName = std::pair<std::string, std::string>;
std::map<ItemName, json::object> by_name(const std::vector<model::Item>& items) {
  std::map<ItemName, json::object> named;
  for (const auto& item : items) named[{item.kind, item.key}] = json::parse(item.data).get_object();
  return named;
}

// As items are stored, where numbers have their shortest form.
std::string shown(const json::value* value) {
  if (!value) return "nothing";
  constexpr std::string_view head = R"({"v":)";
  const auto item = model::canonical_item("v", "v", json::serialize(json::object{{"v", *value}}));
  if (!item) return "a value that cannot be shown";
  const auto text = std::string_view(item->data).substr(head.size(), item->data.size() - head.size() - 1);
  return cli::clip(cli::printable(text), 200);
}

std::string shown(const ItemName& name) {
  return cli::printable(fmt::format("{} \"{}\"", name.first, name.second));
}

// Each place at which two values differ, as a JSON Pointer.
void compare(const json::value* expected, const json::value* found, const std::string& pointer,
             std::vector<std::string>& lines) {
  if (expected && found && *expected == *found) return;
  const auto* left = expected ? expected->if_object() : nullptr;
  const auto* right = found ? found->if_object() : nullptr;
  if (!left || !right) {
    lines.push_back(
        fmt::format("    {}: expected {}, got {}", cli::printable(pointer), shown(expected), shown(found)));
    return;
  }
  for (const auto& member : *left)
    compare(&member.value(), right->if_contains(member.key()),
            fmt::format("{}/{}", pointer, std::string_view(member.key())), lines);
  for (const auto& member : *right)
    if (!left->contains(member.key()))
      compare(nullptr, &member.value(), fmt::format("{}/{}", pointer, std::string_view(member.key())), lines);
}

void compare_items(const Expectation& expected, const Expectation& found, std::vector<std::string>& lines) {
  const auto wanted = by_name(expected.items), got = by_name(found.items);
  for (const auto& [name, data] : wanted) {
    const auto there = got.find(name);
    if (there == got.end()) {
      lines.push_back(fmt::format("- {} is missing", shown(name)));
      continue;
    }
    if (data == there->second) continue;
    lines.push_back(fmt::format("~ {} differs", shown(name)));
    const json::value left(data), right(there->second);
    compare(&left, &right, "", lines);
  }
  for (const auto& [name, data] : got)
    if (!wanted.contains(name)) {
      const json::value whole(data);
      lines.push_back(fmt::format("+ {} is not expected: {}", shown(name), shown(&whole)));
    }
}

std::string shown(const ExpectedError& error) {
  return cli::printable(fmt::format("error {}: {}  {}", error.kind, error.message, error.url));
}

void compare_errors(const Expectation& expected, const Expectation& found, std::vector<std::string>& lines) {
  auto wanted = expected.errors, got = found.errors;
  std::ranges::sort(wanted);
  std::ranges::sort(got);
  std::vector<ExpectedError> missing, extra;
  std::ranges::set_difference(wanted, got, std::back_inserter(missing));
  std::ranges::set_difference(got, wanted, std::back_inserter(extra));
  for (const auto& error : missing) lines.push_back(fmt::format("- {} did not come", shown(error)));
  for (const auto& error : extra) lines.push_back(fmt::format("+ {}", shown(error)));
}

// Of each kind, the fields that every item has, with their type where it is one.
using Shape = std::map<std::string, std::map<std::string, json::kind>>;
Shape shape_of(const std::vector<model::Item>& items) {
  const auto kind_of = [](const json::value& value) {  // a price may be 12 today and 12.50 tomorrow
    return value.is_number() ? json::kind::double_ : value.kind();
  };
  Shape shape;
  for (const auto& [name, data] : by_name(items)) {
    const auto [entry, is_first] = shape.try_emplace(name.first);
    if (is_first)
      for (const auto& member : data) entry->second[member.key()] = kind_of(member.value());
    std::erase_if(entry->second, [&, &fields = data](const auto& field) {
      const json::value* value = fields.if_contains(field.first);
      return !value || value->is_null() || kind_of(*value) != field.second;
    });
  }
  return shape;
}

}  // namespace

Result<Expectation> read_expectation(const fs::path& folder) {
  Expectation expectation;
  std::set<ItemName> names;
  if (std::error_code ignored; !fs::exists(folder / items_file, ignored))
    return refuse(Code::config_invalid, fmt::format("{} is missing", (folder / items_file).string()),
                  "trawl-plugin test --update writes what comes now; look it over, then keep it");
  auto read = for_each_line(folder / items_file, [&](const json::object& line) -> std::string {
    const json::value* data = line.if_contains("data");
    if (!data) return "data is missing";
    auto item = model::canonical_item(text_of(line, "kind"), text_of(line, "key"), json::serialize(*data));
    if (!item) return item.error().message;
    if (!names.emplace(item->kind, item->key).second) return "the item stands there twice";
    expectation.items.push_back(std::move(*item));
    return {};
  });
  if (!read) return std::unexpected(std::move(read.error()));
  if (std::error_code ignored; !fs::exists(folder / errors_file, ignored)) return expectation;
  read = for_each_line(folder / errors_file, [&](const json::object& line) -> std::string {
    ExpectedError error{text_of(line, "kind"), text_of(line, "url"), text_of(line, "message")};
    if (!model::find_error_kind(error.kind)) return fmt::format("'{}' is no kind of error", error.kind);
    expectation.errors.push_back(std::move(error));
    return {};
  });
  if (!read) return std::unexpected(std::move(read.error()));
  return expectation;
}

Result<> write_expectation(const fs::path& folder, const Expectation& expectation) {
  std::map<ItemName, std::string> lines;
  for (const auto& item : expectation.items) lines[{item.kind, item.key}] = item_line(item);
  std::string text;
  for (const auto& [name, line] : lines) text += line + "\n";
  if (auto written = cassette::write_whole(folder / items_file, text); !written) return written;
  if (std::error_code ignored; expectation.errors.empty()) {
    fs::remove(folder / errors_file, ignored);
    return {};
  }
  auto errors = expectation.errors;
  std::ranges::sort(errors);
  text.clear();
  for (const auto& error : errors)
    text +=
        json::serialize(json::object{{"kind", error.kind}, {"url", error.url}, {"message", error.message}}) +
        "\n";
  return cassette::write_whole(folder / errors_file, text);
}

Expectation outcome_of(const std::vector<model::Item>& items, const std::vector<model::ErrorRecord>& errors) {
  Expectation outcome{items, {}};
  for (const auto& error : errors)
    if (error.severity == model::Severity::error)
      outcome.errors.push_back({std::string(model::info(error.kind).name), error.url, error.message});
  return outcome;
}

std::vector<std::string> differences(const Expectation& expected, const Expectation& found) {
  std::vector<std::string> lines;
  compare_items(expected, found, lines);
  compare_errors(expected, found, lines);
  return lines;
}

std::vector<std::string> shape_differences(const Expectation& expected, const Expectation& found) {
  std::vector<std::string> lines;
  const std::size_t least = (expected.items.size() + 1) / 2, most = expected.items.size() * 2;
  if (found.items.size() < least || found.items.size() > most)
    lines.push_back(fmt::format("{} items, {} to {} expected", found.items.size(), least, most));
  const Shape wanted = shape_of(expected.items);
  for (const auto& [name, data] : by_name(found.items)) {
    const auto shape = wanted.find(name.first);
    if (shape == wanted.end()) {
      lines.push_back(fmt::format("+ {}: no item of this kind is expected", shown(name)));
      continue;
    }
    for (const auto& [field, kind] : shape->second) {
      const json::value* value = data.if_contains(field);
      const bool fits =
          value && (value->kind() == kind || (kind == json::kind::double_ && value->is_number()));
      if (!fits)
        lines.push_back(fmt::format("~ {}: {} must be a {}, got {}", shown(name), cli::printable(field),
                                    std::string_view(json::to_string(kind)), shown(value)));
    }
  }
  return lines;
}

}  // namespace trawl::author
