// Takes a changed configuration into force: whole, or not at all. Main thread.
#pragma once

#include <optional>
#include <vector>

#include "api/engine_port.hpp"
#include "engine/scheduler.hpp"
#include "trawld/configurator.hpp"
#include "trawld/state.hpp"

namespace trawl::trawld {

// What is different, in the words of the file: "platforms.shop", "schedules.hourly", "socket".
api::ConfigChange compare(const settings::Settings& before, const settings::Settings& after);

std::vector<api::ConfigFault> to_api(const std::vector<settings::Fault>&);

class Reloader {
 public:
  Reloader(DaemonState& state, Configurator& configurator, engine::Scheduler& scheduler, store::Store& store,
           Clock& clock)
      : state_(state), configurator_(configurator), scheduler_(scheduler), store_(store), clock_(clock) {}

  // Reads the file again. Refused with config_invalid and every fault in data.errors; then nothing has
  // changed. Two reloads at once: the second is refused with revision_conflict.
  Task<Result<api::ConfigChange>> reload(bool dry_run, std::optional<store::AuditRow>);

  Task<std::vector<api::ConfigFault>> check(api::ConfigSource);

  // The same configuration with one platform switched on or off by an operator.
  void override_enabled(const std::string& platform, bool enabled);

 private:
  Task<Result<>> reject(const std::vector<settings::Fault>&, std::optional<store::AuditRow>);
  Task<> apply(engine::ConfigurationPtr, const api::ConfigChange&, std::optional<store::AuditRow>);

  DaemonState& state_;
  Configurator& configurator_;
  engine::Scheduler& scheduler_;
  store::Store& store_;
  Clock& clock_;
  bool reloading_ = false;
};

}  // namespace trawl::trawld
