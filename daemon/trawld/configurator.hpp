// Reads a configuration file together with the plugins it names, which are asked for their part of it. Main
// thread; plugins are asked in worker processes of their own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "engine/configuration.hpp"
#include "settings/load.hpp"
#include "trawld/layout.hpp"
#include "worker/launcher.hpp"

namespace trawl::trawld {

struct ReadConfiguration {
  engine::ConfigurationPtr configuration;  // if and only if there are no faults
  std::vector<settings::Fault> faults, warnings;
};

class Configurator {
 public:
  Configurator(asio::any_io_executor crawl, worker::Launcher& launcher, Layout layout,
               settings::LoadOptions options = {})
      : crawl_(crawl), launcher_(launcher), layout_(std::move(layout)), options_(std::move(options)) {}

  Task<ReadConfiguration> read(std::filesystem::path file);
  Task<ReadConfiguration> read_text(std::string file_name, std::string text);

 private:
  using Load = std::function<settings::LoadResult(const settings::LoadOptions&)>;
  Task<ReadConfiguration> read_with(Load);
  Task<> ask_plugins(const engine::Configuration&, const settings::Settings&, settings::LoadResult&);

  asio::any_io_executor crawl_;
  worker::Launcher& launcher_;
  Layout layout_;
  settings::LoadOptions options_;  // but for the plugins, which are looked up each time
};

}  // namespace trawl::trawld
