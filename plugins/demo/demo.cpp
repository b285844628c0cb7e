// The plugin `demo`: makes up items without any network, and misbehaves on request. Documentation, tests
// and `trawlctl demo` use it to show what happens when a platform fails.
#include <trawl/plugin.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

#include "faults.hpp"
#include "schema.hpp"

namespace {

using std::chrono::milliseconds;

// "250ms", "10s" or "5m"; the schema has checked the form.
milliseconds duration(const std::string& text) {
  char* unit = nullptr;
  const long number = std::strtol(text.c_str(), &unit, 10);
  const std::string_view suffix = unit;
  if (suffix == "ms") return milliseconds(number);
  if (suffix == "s") return std::chrono::seconds(number);
  if (suffix == "m") return std::chrono::minutes(number);
  throw trawl::failure("config", "delay '" + text + "' is not like 250ms, 10s or 5m");
}

// Sleeps in steps, so that a cancelled run ends at once.
void sleep_for(trawl::context& ctx, milliseconds time) {
  constexpr milliseconds step{20};
  for (; time.count() > 0; time -= step) {
    if (ctx.stopping()) throw trawl::cancelled{};
    std::this_thread::sleep_for(std::min(time, step));
  }
}

// Whether this attempt is one of those that misbehave.
bool is_faulty(trawl::context& ctx) {
  const bool retry = ctx.trigger().find("retry:") != std::string_view::npos;  // also "auto_retry:"
  if (ctx.config_or("/until", "never") == "retry" && retry) return false;
  const auto limit = ctx.config_or("/faulty_attempts", 0);
  if (limit == 0) return true;
  const int before = std::atoi(ctx.state("attempts").value_or("0").c_str());
  ctx.set_state("attempts", std::to_string(before + 1));
  ctx.checkpoint();  // a crash must not forget it
  return before < limit;
}

}  // namespace

struct Demo {
  static constexpr auto id = "demo", version = "1.0.0", license = "MIT";
  static constexpr auto summary = "Makes up items without any network, and misbehaves on request";
  static constexpr auto config_schema = demo::schema;

  void run(trawl::context& ctx) {
    const auto items = ctx.config_or("/items", 10);
    const auto delay = duration(ctx.config_or("/delay", "0ms"));
    const double fail_rate = ctx.config_or("/fail_rate", 0.0);
    const auto after = ctx.config_or("/after", 0);
    const std::string fault = ctx.config_or("/fault", "none");
    const bool faulty = fault != "none" && is_faulty(ctx);
    std::mt19937_64 chance(ctx.seed());
    std::uniform_real_distribution<double> share(0, 1);

    for (std::int64_t number = 1; number <= items; ++number) {
      if (faulty && number > after) break;
      sleep_for(ctx, delay);
      if (ctx.stopping()) throw trawl::cancelled{};
      const std::string key = "item-" + std::to_string(number);
      if (share(chance) < fail_rate) {
        ctx.report(trawl::severity::error, "demo", "demo:" + key, "this item fails, as fail_rate asks");
      } else {
        trawl::emit(ctx, "demo", key,
                    trawl::item()("number", number)("title", "Item " + std::to_string(number)));
      }
      ctx.progress(static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(items), key);
    }
    if (faulty) {
      ctx.checkpoint();  // a crash takes with it what the worker has not yet handed over
      demo::misbehave(ctx, fault);
    }
  }
};

TRAWL_PLUGIN(Demo)
