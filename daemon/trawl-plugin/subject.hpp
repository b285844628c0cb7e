// What a verb runs: one platform of a configuration file, checked as trawld checks it, with its plugin.
#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "model/plugin.hpp"
#include "settings/settings.hpp"
#include "trawl-plugin/installation.hpp"
#include "worker/launcher.hpp"

namespace trawl::author {

struct Subject {
  settings::Platform platform;
  model::PluginDescriptor plugin;
};

struct Wanted {
  std::filesystem::path config;   // a trawl.yaml
  std::string platform;           // empty: the file's only one (of the library's plugins, when one is named)
  std::filesystem::path library;  // empty: the plugin is looked for where the file and the installation say
  bool offline = false;           // a replay: secrets and certificates that the file names may be missing
};

// A refusal over the file has a line "FILE:LINE:COLUMN: what" for each fault. Other platforms' plugins need
// not be installed.
Result<Subject> find_subject(asio::io_context&, worker::Launcher&, const Installation&, const Wanted&);

// The same for a configuration that a verb made up; `name` stands where messages have the file.
Result<Subject> find_subject_in(asio::io_context&, worker::Launcher&, const Installation&, const Wanted&,
                                const std::string& name, const std::string& text);

}  // namespace trawl::author
