// Any text as a configuration: it gives settings or faults with places inside of the text, and what is
// accepted can be shown.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "settings/effective.hpp"
#include "settings/load.hpp"

namespace {

using namespace trawl;

void require(bool holds) {
  if (!holds) std::abort();
}

const model::PluginDescriptor plugin{.id = "p", .config_schema = R"({
  "type": "object", "required": ["a"], "additionalProperties": {"$ref": "#/$defs/any"},
  "properties": {"a": {"oneOf": [{"type": "string", "pattern": "^a+b"}, {"type": "array", "items": {"type": "integer"}, "minItems": 1}]}},
  "$defs": {"any": {"anyOf": [{"enum": ["x", 1, null]}, {"type": "object", "additionalProperties": {"$ref": "#/$defs/any"}}]}}})"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  settings::LoadOptions options;
  options.find_plugin = [](std::string_view id) { return id == plugin.id ? &plugin : nullptr; };
  options.plugin_ids = {plugin.id};
  options.find_group = [](const std::string&) { return std::optional<std::uint32_t>(1); };
  const settings::LoadResult result = settings::load_text("fuzz.yaml", text, options);
  require(result.settings.has_value() == result.faults.empty());
  for (const settings::Fault& fault : result.faults) {
    require(!fault.message.empty() && fault.line >= 0 && fault.column >= 0);
    require(std::size_t(fault.line) <= size + 1 && std::size_t(fault.column) <= size + 1);
  }
  if (result.settings) boost::json::serialize(settings::effective(*result.settings));
  return 0;
}
