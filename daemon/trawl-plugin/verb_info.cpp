// trawl-plugin info: what a library says of itself, as the sandboxed worker reads it, and what its file
// needs, which is read without loading it.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <fstream>
#include <iterator>
#include <map>

#include "base/text.hpp"
#include "cli/display.hpp"
#include "cli/table.hpp"
#include "trawl-plugin/check/elf_file.hpp"
#include "trawl-plugin/descriptors.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/schema_outline.hpp"

namespace trawl::author {
namespace {

namespace json = boost::json;
using Plugins = std::vector<model::PluginDescriptor>;

struct Needs {
  std::vector<std::string> libraries;
  std::vector<std::string> versions;  // of each kind the highest: {"GLIBC_2.34", "GLIBCXX_3.4.30"}
};

Result<Needs> read_needs(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(Code::plugin_unavailable, fmt::format("{} cannot be read", path));
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  auto file = check::read_elf(bytes);
  if (!file) return refuse(file.error().code, fmt::format("{}: {}", path, file.error().message));
  std::map<std::string, std::string> highest;  // "GLIBC" -> "2.34"
  for (const std::string& version : file->versions) {
    const auto underline = version.find('_');
    if (underline == std::string::npos) continue;
    std::string& most = highest[version.substr(0, underline)];
    const std::string number = version.substr(underline + 1);
    if (most.empty() || check::version_numbers(number) > check::version_numbers(most)) most = number;
  }
  Needs needs{std::move(file->libraries), {}};
  for (const auto& [kind, number] : highest) needs.versions.push_back(kind + "_" + number);
  return needs;
}

// --- for programs ---

json::value schema_value(const std::string& text) {
  boost::system::error_code fault;
  json::value value = json::parse(text, fault);
  return fault ? json::value(nullptr) : value;
}

json::object document(const Plugins& plugins, const Needs& needs) {
  json::array all;
  for (const auto& plugin : plugins)
    all.push_back({{"id", plugin.id},
                   {"version", plugin.version},
                   {"summary", plugin.summary},
                   {"license", plugin.license},
                   {"homepage", plugin.homepage},
                   {"sdk", plugin.sdk},
                   {"abi_major", plugin.abi_major},
                   {"abi_minor", plugin.abi_minor},
                   {"checks_config", plugin.checks_config},
                   {"config_schema", schema_value(plugin.config_schema)},
                   {"item_schemas", schema_value(plugin.item_schemas)}});
  return {{"schema", "trawl-plugin.info/1"},
          {"plugins", all},
          {"libraries", json::value_from(needs.libraries)},
          {"versions", json::value_from(needs.versions)}};
}

// --- for people ---

std::size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 110;
}

// Lines of whole words, of at most `width` columns where no word is longer.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    std::string& line = lines.back();
    if (!line.empty() && cli::display_width(line) + 1 + cli::display_width(word) > width)
      lines.emplace_back(word);
    else
      line += (line.empty() ? "" : " ") + std::string(word);
    at = end + 1;
  }
  return lines;
}

// Keys of inner objects stand below those of outer ones, as "next.param". Long texts go over several lines.
void print_keys(const std::vector<KeyTable>& tables) {
  constexpr std::size_t widest_type = 28, narrowest_text = 30;
  std::size_t before = 0;
  std::vector<std::pair<std::string, const KeyRow*>> rows;
  for (const KeyTable& table : tables)
    for (const KeyRow& row : table.keys) {
      rows.emplace_back((table.path.empty() ? "  " : "  " + table.path + ".") + row.name, &row);
      before = std::max(before, rows.back().first.size() + widest_type + row.fallback.size() + 16);
    }
  const std::size_t columns = terminal_columns();
  const std::size_t width = columns > before + narrowest_text ? columns - before : narrowest_text;
  cli::Table shown({{"  KEY"}, {"TYPE"}, {"DEFAULT"}, {"REQUIRED"}, {"DESCRIPTION"}});
  for (const auto& [key, row] : rows) {
    const auto type =
        wrapped(row->choices.empty() ? row->type : "one of " + join(row->choices, ", "), widest_type);
    const auto text = wrapped(cli::printable(row->description), width);
    for (std::size_t i = 0; i < std::max(type.size(), text.size()); ++i)
      shown.add({i == 0 ? key : "", i < type.size() ? type[i] : "", i == 0 ? row->fallback : "",
                 i == 0 && row->required ? "yes" : "", i < text.size() ? text[i] : ""});
  }
  fmt::print("{}", shown.text(0));
}

void print_schema(const std::string& title, const Result<std::vector<KeyTable>>& tables) {
  fmt::print("\n{}\n", cli::printable(title));
  if (!tables) return fmt::print("  {}\n", tables.error().message);
  if (tables->empty()) return fmt::print("  nothing is said of its keys\n");
  print_keys(*tables);
}

void print_plugin(const model::PluginDescriptor& plugin) {
  const auto line = [](std::string_view what, const std::string& value) {
    if (!value.empty()) fmt::print("  {:12}{}\n", what, cli::printable(value));
  };
  fmt::print("{} {}\n", plugin.id, cli::printable(plugin.version));
  line("summary", plugin.summary);
  line("license", plugin.license);
  line("homepage", plugin.homepage);
  line("built with",
       fmt::format("{}, for plugin ABI {}.{}", plugin.sdk.empty() ? "no SDK that it names" : plugin.sdk,
                   plugin.abi_major, plugin.abi_minor));
  line("can", plugin.checks_config ? "check its configuration before it runs (trawl.check/1)" : "");
  print_schema("Configuration", outline_text(plugin.config_schema));
  const json::value kinds = schema_value(plugin.item_schemas);
  if (const json::object* named = kinds.if_object())
    for (const auto& [kind, schema] : *named)
      print_schema(fmt::format("Items of kind {}", std::string_view(kind)), outline(schema));
}

void print_needs(const Needs& needs) {
  fmt::print("\nThe file needs\n");
  const auto line = [](std::string_view what, const std::vector<std::string>& names) {
    fmt::print("  {:12}{}\n", what, names.empty() ? "none" : cli::printable(join(names, ", ")));
  };
  line("libraries", needs.libraries);
  line("versions", needs.versions);
}

}  // namespace

Result<int> show_info(const cli::CommandLine& line) {
  const std::string& path = line.arguments[0];
  const auto needs = read_needs(path);
  if (!needs) return std::unexpected(needs.error());
  const auto plugins = load_descriptors(path);
  if (line.has("--json")) {
    if (!plugins) return std::unexpected(plugins.error());
    fmt::print("{}\n", json::serialize(document(*plugins, *needs)));
    return 0;
  }
  if (plugins)
    for (const auto& plugin : *plugins) print_plugin(plugin);
  else
    fmt::print("{}\n", cli::printable(path));  // what it needs may be why it cannot be loaded
  print_needs(*needs);
  if (!plugins) return std::unexpected(plugins.error());
  return 0;
}

}  // namespace trawl::author
