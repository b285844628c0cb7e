// What trawl knows of an installed plugin without running it: the answer of `trawl-worker --probe`.
#pragma once

#include <filesystem>
#include <string>

namespace trawl::model {

struct PluginDescriptor {
  std::string id, version, summary, license, homepage;
  std::string config_schema;   // JSON Schema text; empty when the plugin takes any configuration
  std::string sdk;             // the SDK it was built with
  int abi_major = 0, abi_minor = 0;
  std::filesystem::path file;
  std::string digest;          // SHA-256 of the file, hex
  bool checks_config = false;  // it can be asked what it has against a configuration
  std::string item_schemas;    // JSON text: for each kind of item its JSON Schema; empty when it says nothing
};

}  // namespace trawl::model
