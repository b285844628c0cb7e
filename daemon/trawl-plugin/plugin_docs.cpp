#include "trawl-plugin/plugin_docs.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <vector>

#include "base/text.hpp"
#include "cli/display.hpp"
#include "trawl-plugin/schema_outline.hpp"

namespace trawl::author {
namespace {

namespace json = boost::json;

struct ItemKind {
  std::string name;
  std::vector<KeyTable> tables;
};

Result<std::vector<ItemKind>> item_kinds(const model::PluginDescriptor& plugin) {
  if (plugin.item_schemas.empty()) return std::vector<ItemKind>();
  boost::system::error_code fault;
  const json::value schemas = json::parse(plugin.item_schemas, fault);
  if (fault || !schemas.is_object())
    return refuse(Code::plugin_unavailable,
                  fmt::format("the item_schemas of '{}' are no JSON object", plugin.id));
  std::vector<ItemKind> kinds;
  for (const auto& [name, schema] : schemas.get_object())
    kinds.push_back({std::string(name), outline(schema)});
  return kinds;
}

Result<std::vector<KeyTable>> config_tables(const model::PluginDescriptor& plugin) {
  auto tables = outline_text(plugin.config_schema);
  if (!tables)
    return refuse(Code::plugin_unavailable,
                  fmt::format("the config_schema of '{}' is no JSON object", plugin.id));
  return tables;
}

// --- Markdown ---

// Runs of text between backticks are code already; elsewhere, what Markdown or HTML would read is escaped.
std::string prose(std::string_view text) {
  std::string out;
  bool is_code = false;
  for (const char c : cli::printable(text)) {
    if (c == '`') is_code = !is_code;
    if (c == '|' || (!is_code && std::string_view("<*[]").contains(c))) out += '\\';
    out += c;
  }
  return out;
}

// A text of code within a table; one that holds backticks itself stands between two of them.
std::string code(std::string_view text) {
  const char* fence = text.contains('`') ? "`` " : "`";
  std::string inner;
  for (const char c : cli::printable(text)) {
    if (c == '|') inner += '\\';
    inner += c;
  }
  return text.contains('`') ? fence + inner + " ``" : fence + inner + "`";
}

std::string type_in_markdown(const KeyRow& row) {
  if (row.choices.empty()) return prose(row.type);
  std::vector<std::string> words;
  for (const std::string& choice : row.choices) words.push_back(code(choice));
  return join(words, ", ");
}

std::string table_in_markdown(const KeyTable& table) {
  std::string text = "| key | type | default | meaning |\n| --- | --- | --- | --- |\n";
  for (const KeyRow& row : table.keys) {
    const std::string fallback = !row.fallback.empty() ? code(row.fallback) : row.required ? "needed" : "";
    text += fmt::format("| {} | {} | {} | {} |\n", code(row.name), type_in_markdown(row), fallback,
                        prose(row.description));
  }
  return text;
}

// --- scdoc ---

// Everything that scdoc would read as a mark is escaped.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : cli::printable(text)) {
    if (std::string_view("\\_*#[]|<>-`.").contains(c) && c != '.' && c != '-') out += '\\';
    out += c;
  }
  return out;
}

std::string list_in_scdoc(const KeyTable& table) {
  std::string text;
  for (const KeyRow& row : table.keys) {
    const std::string prefix = table.path.empty() ? "" : table.path + ".";
    std::string type = row.choices.empty() ? row.type : "one of " + join(row.choices, ", ");
    if (!row.fallback.empty()) type += "; default " + row.fallback;
    if (row.required) type += "; needed";
    text += fmt::format("*{}* ({})\n\t{}\n\n", plain(prefix + row.name), plain(type), plain(row.description));
  }
  return text;
}

}  // namespace

Result<std::string> as_markdown(const model::PluginDescriptor& plugin) {
  const auto tables = config_tables(plugin);
  if (!tables) return std::unexpected(tables.error());
  const auto kinds = item_kinds(plugin);
  if (!kinds) return std::unexpected(kinds.error());
  std::string text = fmt::format("## Configuration of {}\n", code(plugin.id));
  if (tables->empty()) text += "\nIt has no keys.\n";
  for (const KeyTable& table : *tables) {
    if (!table.path.empty()) text += fmt::format("\n### {}\n", code(table.path));
    text += "\n" + table_in_markdown(table);
  }
  for (const ItemKind& kind : *kinds) {
    text += fmt::format("\n## Items of kind {}\n", code(kind.name));
    for (const KeyTable& table : kind.tables) {
      if (!table.path.empty()) text += fmt::format("\n### {}\n", code(table.path));
      text += "\n" + table_in_markdown(table);
    }
  }
  return text;
}

Result<std::string> as_scdoc(const model::PluginDescriptor& plugin) {
  const auto tables = config_tables(plugin);
  if (!tables) return std::unexpected(tables.error());
  std::string text;
  for (const KeyTable& table : *tables) text += list_in_scdoc(table);
  if (tables->empty()) text = "It has no keys.\n\n";
  return fmt::format("## Configuration of {}\n\n{}", plain(plugin.id), text);
}

}  // namespace trawl::author
