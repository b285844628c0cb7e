#include "worker/probe_answer.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "worker/digest.hpp"
#include "worker/worker_words.hpp"

namespace trawl::worker {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, json::string_view member) {
  const json::value* value = object.if_contains(member);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

int number_of(const json::object& object, json::string_view member) {
  const json::value* value = object.if_contains(member);
  return value && value->is_int64() ? static_cast<int>(value->get_int64()) : 0;
}

bool is_true(const json::object& object, json::string_view member) {
  const json::value* value = object.if_contains(member);
  return value && value->is_bool() && value->get_bool();
}

}  // namespace

Result<std::vector<model::PluginDescriptor>> read_probe_answer(const std::filesystem::path& file,
                                                               std::string_view out, const ChildExit& end,
                                                               std::string_view last_words) {
  boost::system::error_code fault;
  const json::value answer = json::parse(json::string_view(out.data(), out.size()), fault);
  if (!fault && answer.is_array()) {
    auto digest = sha256_of_file(file);
    if (!digest) return std::unexpected(digest.error());
    std::vector<model::PluginDescriptor> plugins;
    for (const json::value& entry : answer.get_array()) {
      if (!entry.is_object()) continue;
      const json::object& plugin = entry.get_object();
      plugins.push_back({text_of(plugin, "id"), text_of(plugin, "version"), text_of(plugin, "summary"),
                         text_of(plugin, "license"), text_of(plugin, "homepage"),
                         text_of(plugin, "config_schema"), text_of(plugin, "sdk"),
                         number_of(plugin, "abi_major"), number_of(plugin, "abi_minor"), file, *digest,
                         is_true(plugin, "checks_config"), text_of(plugin, "item_schemas")});
    }
    return plugins;
  }
  if (end.signal == SIGKILL)
    return refuse(Code::plugin_unavailable,
                  fmt::format("{} did not say in time what it is, and was killed", file.string()),
                  "see what its constructors wait for");
  if (end.signal != 0)
    return refuse(Code::plugin_unavailable,
                  fmt::format("{} ended its process with SIG{} while it was loaded", file.string(),
                              ::sigabbrev_np(end.signal) ? ::sigabbrev_np(end.signal) : "?"),
                  "see what its constructors do, or remove the file from plugins.path");
  if (end.code == 0)
    return refuse(Code::plugin_unavailable,
                  fmt::format("{} left the process while it was loaded", file.string()));
  return refuse(Code::plugin_unavailable, fmt::format("{} {}", file.string(), reason_in(last_words, file)));
}

}  // namespace trawl::worker
