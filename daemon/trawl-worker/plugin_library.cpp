#define BOOST_DLL_USE_STD_FS
#include "trawl-worker/plugin_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>

#include "base/text.hpp"

namespace trawl::worker {
namespace {

// What ABI 1.0 has of these structs. A plugin built then says so for ever, however long they grow.
constexpr std::uint32_t smallest_plugin = 80, smallest_module = 32;

namespace dll = boost::dll;

constexpr std::size_t max_plugins = 64, max_id = 64, max_text = 1u << 20;

template <class... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw std::runtime_error(fmt::format(format, std::forward<Args>(args)...));
}

// dlopen says "invalid ELF header" to a text file and "file too short" to an empty one.
void check_is_elf(const std::filesystem::path& file) {
  char magic[4]{};
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse("cannot be opened: {}", std::strerror(errno));
  if (!in.read(magic, sizeof magic) || std::memcmp(magic, "\177ELF", 4) != 0)
    refuse("is no shared library (not an ELF file)");
}

// The loader's own words, without what Boost.DLL wraps around them.
std::string_view loader_words(std::string_view what) {
  constexpr std::string_view before = "dlerror system message: ";
  const auto start = what.find(before);
  const auto end = what.rfind("): ");
  if (start == what.npos || end == what.npos || end < start) return what;
  return what.substr(start + before.size(), end - start - before.size());
}

dll::shared_library load(const std::filesystem::path& file) {
  try {
    return dll::shared_library(file, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
  } catch (const std::system_error& fault) {
    refuse("cannot be loaded: {}", loader_words(fault.what()));
  }
}

[[noreturn]] void refuse_without_entry(const dll::shared_library& library) {
  for (int major = TRAWL_ABI_MAJOR + 1; major < TRAWL_ABI_MAJOR + 10; ++major) {
    if (library.has(fmt::format("trawl_module_v{}", major)))
      refuse("is built for plugin ABI {}; this trawl speaks ABI {}: use a newer trawl", major,
             TRAWL_ABI_MAJOR);
  }
  refuse("is no trawl plugin: it does not export trawl_module_v{} (write TRAWL_PLUGIN or TRAWL_EXPORT)",
         TRAWL_ABI_MAJOR);
}

bool is_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !id.empty() && id.size() <= max_id && id.front() != '_' && id.front() != '-' &&
         std::ranges::all_of(id, fits);
}

void check_text(const char* text, std::string_view id, const char* member) {
  if (!text) return;
  const std::string_view value(text, ::strnlen(text, max_text + 1));
  if (value.size() > max_text) refuse("has a plugin '{}' whose {} exceeds {} bytes", id, member, max_text);
  if (!is_valid_utf8(value)) refuse("has a plugin '{}' whose {} is not UTF-8", id, member);
}

void check_plugin(const trawl_plugin* plugin) {
  if (!plugin) refuse("lists a plugin that is a null pointer");
  if (plugin->size < smallest_plugin)
    refuse("describes a plugin in {} bytes; ABI {} needs {}", plugin->size, TRAWL_ABI_MAJOR,
           smallest_plugin);
  const std::string_view id(plugin->id ? plugin->id : "", plugin->id ? ::strnlen(plugin->id, max_id + 1) : 0);
  if (!is_id(id))
    refuse("has a plugin whose id is not of the form [a-z0-9][a-z0-9_-]*, up to {} bytes", max_id);
  if (!plugin->version || !*plugin->version) refuse("has a plugin '{}' without a version", id);
  if (!plugin->run) refuse("has a plugin '{}' without run()", id);
  check_text(plugin->version, id, "version");
  check_text(plugin->summary, id, "summary");
  check_text(plugin->license, id, "license");
  check_text(plugin->homepage, id, "homepage");
  check_text(plugin->config_schema, id, "config_schema");
  check_text(plugin->item_schemas, id, "item_schemas");
}

void check_module(const trawl_module* module) {
  if (!module) refuse("returns no module from trawl_module_v{}", TRAWL_ABI_MAJOR);
  if (module->size < smallest_module)
    refuse("describes itself in {} bytes; ABI {} needs {}", module->size, TRAWL_ABI_MAJOR,
           smallest_module);
  if (module->abi_major != TRAWL_ABI_MAJOR)
    refuse("is built for plugin ABI {}; this trawl speaks ABI {}", module->abi_major, TRAWL_ABI_MAJOR);
  if (module->plugin_count == 0 || module->plugin_count > max_plugins || !module->plugins)
    refuse("claims {} plugins; a module has 1 to {}", module->plugin_count, max_plugins);
  check_text(module->sdk, "(module)", "sdk");
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < module->plugin_count; ++i) {
    check_plugin(module->plugins[i]);
    if (!ids.insert(module->plugins[i]->id).second) refuse("has two plugins '{}'", module->plugins[i]->id);
  }
}

}  // namespace

PluginLibrary::PluginLibrary(const std::filesystem::path& file) {
  check_is_elf(file);
  // On the heap and forgotten, because a shared_library unloads when it goes.
  const auto* library = new dll::shared_library(load(file));
  const std::string entry = fmt::format("trawl_module_v{}", TRAWL_ABI_MAJOR);
  if (!library->has(entry)) refuse_without_entry(*library);
  module_ = library->get<const trawl_module*()>(entry)();
  check_module(module_);
}

const trawl_plugin& PluginLibrary::plugin(std::string_view id) const {
  std::string known;
  for (const trawl_plugin* plugin : plugins()) {
    if (plugin->id == id) return *plugin;
    known += fmt::format("{}'{}'", known.empty() ? "" : ", ", plugin->id);
  }
  refuse("has no plugin '{}'; it has {}", id, known);
}

}  // namespace trawl::worker
