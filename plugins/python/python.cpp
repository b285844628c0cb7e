// The plugin `python`: runs a Python script as a scraper, in the worker and its sandbox like any other.
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <trawl/json.hpp>
#include <trawl/plugin.hpp>

#include "interpreter.hpp"
#include "schema.hpp"

namespace {

using namespace trawl::python_plugin;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// A script is code: whoever can write it decides what trawl runs.
std::string why_unsafe(const std::string& place) {
  struct stat found{};
  if (::stat(place.c_str(), &found) != 0) return place + ": " + std::strerror(errno);
  if (found.st_uid != 0 && found.st_uid != ::geteuid())
    return place + " belongs to neither root nor trawl's user";
  const bool sticky_folder = S_ISDIR(found.st_mode) && (found.st_mode & S_ISVTX) != 0;
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !sticky_folder)
    return place + " can be written by others; chmod go-w " + place;
  return {};
}

// The script of a configuration, if there is nothing to say against it. Throws config_fault.
std::string checked_script(const std::string& script) {
  for (const std::string& place : {script, folder_of(script)}) {
    if (const std::string why = why_unsafe(place); !why.empty()) throw trawl::config_fault("/script", why);
  }
  if (const auto fault = fault_of_script(script)) throw trawl::config_fault("/script", *fault);
  return script;
}

}  // namespace

struct Python {
  static constexpr auto id = "python", version = "1.0.0", license = "MIT";
  static constexpr auto summary = "Runs a scraper written in Python";
  static constexpr auto config_schema = schema;

  static void check_config(std::string_view config_json) {
    checked_script(trawl::json::parse(config_json).string_at("/script"));
  }

  void run(trawl::context& ctx) {
    const Outcome outcome = run_script(ctx.raw(), checked_script(ctx.config("/script")));
    if (outcome.cancelled) throw trawl::cancelled{};
    if (!outcome.code.empty()) throw trawl::failure(outcome.code, outcome.text, outcome.url);
  }
};
TRAWL_PLUGIN(Python)
