// The files in config/: the commented trawl.yaml, the examples, and the schema for editors agree with what
// the daemon reads.
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "settings/canonical.hpp"
#include "settings/effective.hpp"
#include "settings/schema.hpp"
#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;
namespace json = boost::json;

const std::filesystem::path config = std::filesystem::path(TRAWL_SOURCE_DIR) / "config";

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// trawl.yaml with its examples (lines "#  ...") switched on.
std::string with_examples(const std::string& text) {
  std::istringstream lines(text);
  std::string out, line;
  while (std::getline(lines, line)) out += (line.starts_with("#  ") ? line.substr(1) : line) + "\n";
  return out;
}

// The introduction has indented prose; examples come after the first key.
std::string every_key() {
  const std::string text = read(config / "trawl.yaml");
  const auto start = text.find("state_dir:");
  return with_examples(text.substr(start));
}

LoadOptions any_plugin() {
  LoadOptions options = machine();
  options.find_plugin = {};
  options.tolerate_absent_files = true;
  return options;
}

std::vector<std::string> against_schema(std::string_view yaml) {
  const auto schema = Schema::parse(read(config / "trawl.schema.json"));
  if (!schema) return {schema.error().message};
  EXPECT_THAT(schema->unsupported_keywords(), IsEmpty());
  Faults faults("t.yaml", yaml);
  if (const auto tree = parse_tree(yaml, faults)) schema->check(*tree, "file", faults);
  return lines(faults.take());
}

// Every "properties" key of a schema with its path: "fetch.retry.attempts", "platforms.*.plugin".
void collect_keys(const json::object& root, const json::value& schema, const std::string& path,
                  std::set<std::string>& keys) {
  const json::object* object = &schema.as_object();
  if (const auto* reference = object->if_contains("$ref"))
    object = &root.at("$defs")
                  .as_object()
                  .at(std::string(reference->as_string()).substr(std::string_view("#/$defs/").size()))
                  .as_object();
  if (const auto* properties = object->if_contains("properties"))
    for (const auto& [key, value] : properties->as_object()) {
      keys.insert(path + std::string(key));
      collect_keys(root, value, path + std::string(key) + ".", keys);
    }
  if (const auto* items = object->if_contains("items")) collect_keys(root, *items, path + "*.", keys);
  if (const auto* patterns = object->if_contains("patternProperties"))
    for (const auto& [pattern, value] : patterns->as_object()) collect_keys(root, value, path + "*.", keys);
}

std::set<std::string> keys_of_schema() {
  const json::value root = json::parse(read(config / "trawl.schema.json"));
  std::set<std::string> keys;
  collect_keys(root.as_object(), root, "", keys);
  return keys;
}

// The same of a tree; names and list entries are "*", a plugin's config is its own business, and
// fetch.ca has hosts.
void collect_keys(const Node& node, const std::string& path, std::set<std::string>& keys) {
  for (const Node& item : node.items) collect_keys(item, path + "*.", keys);
  for (const Member& member : node.members) {
    if (path == "platforms." || path == "schedules.") {
      collect_keys(member.value, path + "*.", keys);
      continue;
    }
    keys.insert(path + member.key);
    if (member.key != "config" && !(path + member.key).ends_with("fetch.ca"))
      collect_keys(member.value, path + member.key + ".", keys);
  }
}

std::set<std::string> keys_of_yaml(std::string_view yaml) {
  Faults faults("t.yaml", yaml);
  std::set<std::string> keys;
  collect_keys(parse_tree(yaml, faults).value(), "", keys);
  return keys;
}

TEST(ShippedFiles, TheCommentedFileLoads) {
  EXPECT_TRUE(settings_of(read(config / "trawl.yaml")).platforms.empty());
}

TEST(ShippedFiles, TheCommentedFileStatesTheDefaults) {
  const json::object shipped = to_json(settings_of(read(config / "trawl.yaml")), Secrets::shown);
  const json::object defaults = to_json(settings_of("{}"), Secrets::shown);
  for (const char* key : {"state_dir", "access", "log", "fetch", "plugins", "platforms", "schedules",
                          "retention", "drain_timeout"})
    EXPECT_EQ(canonical(shipped.at(key)), canonical(defaults.at(key))) << key;
}

TEST(ShippedFiles, TheCommentedFileLoadsWithItsExamplesToo) {
  const Settings settings = settings_of(every_key(), any_plugin());
  EXPECT_EQ(settings.platforms.size(), 1U);
  EXPECT_EQ(settings.schedules.size(), 2U);
}

TEST(ShippedFiles, TheEditorsSchemaAcceptsWhatTheDaemonAccepts) {
  EXPECT_THAT(against_schema(read(config / "trawl.yaml")), IsEmpty());
  EXPECT_THAT(against_schema(every_key()), IsEmpty());
  for (const auto& example : std::filesystem::directory_iterator(config / "examples")) {
    EXPECT_THAT(against_schema(read(example.path())), IsEmpty()) << example.path();
    settings_of(read(example.path()), any_plugin());
  }
}

TEST(ShippedFiles, TheCommentedFileAndTheEditorsSchemaKnowTheSameKeys) {
  std::set<std::string> schema = keys_of_schema();
  std::erase_if(schema, [](const std::string& key) { return key.starts_with("platforms.*.fetch."); });
  std::set<std::string> shipped = keys_of_yaml(every_key());
  std::erase_if(shipped, [](const std::string& key) { return key.starts_with("platforms.*.fetch."); });
  const auto is_way_to_a_secret = [](const std::string& key) {  // an example shows one of the two
    return key.starts_with("fetch.credentials.") && (key.ends_with(".credential") || key.ends_with(".file"));
  };
  std::erase_if(schema, is_way_to_a_secret);
  std::erase_if(shipped, is_way_to_a_secret);
  EXPECT_EQ(schema, shipped);
}

TEST(ShippedFiles, TheEditorsSchemaKnowsEveryKeyThatIsInForce) {
  const std::string in_force = canonical(to_json(settings_of(every_key(), any_plugin()), Secrets::shown));
  const std::set<std::string> schema = keys_of_schema();
  for (const std::string& key : keys_of_yaml(in_force)) EXPECT_TRUE(schema.contains(key)) << key;
}

}  // namespace
}  // namespace trawl::settings
