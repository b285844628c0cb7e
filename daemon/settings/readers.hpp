// How the parts of trawl.yaml are read; load.cpp calls them in this order. Each fills what it can, puts
// what it cannot into the faults, and goes on. Used inside of this folder only.
#pragma once

#include "settings/load.hpp"
#include "settings/section.hpp"

namespace trawl::settings {

// What all readers share while one file is read.
struct Reading {
  const LoadOptions& options;
  Faults& faults;
  Faults& warnings;
  std::vector<PluginConfig>& plugin_configs;
};

// state_dir, socket, access, http, log, plugins, retention, drain_timeout.
void read_daemon(Section& root, const Reading&, Settings&);

// The keys of `fetch:` that a platform may give as well, over the values that are already in `policy`.
void read_fetch_policy(Section&, const Reading&, model::FetchPolicy& policy);

// Its list `credentials`, and the secrets that the list names.
void read_credentials(Section& fetch, const Reading&, std::vector<model::Credential>&);

void read_platforms(Section, const Reading&, Settings&);

// `every:` or `cron:` with what belongs to them.
void read_cadence(Section& schedule, const Reading&, model::Cadence&);

// After the platforms: schedules name them.
void read_schedules(Section, const Reading&, Settings&);

}  // namespace trawl::settings
