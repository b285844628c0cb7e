// The plugin of handoff-bench: fetches as many pages as /pages says and emits the summary of each.
#include <string>
#include <trawl/plugin.hpp>
#include <vector>

#include "summing.hpp"

namespace {

struct Summing {
  static constexpr auto id = "summing", version = "1.0.0";
  static constexpr auto config_schema =
      R"({"type": "object", "properties": {"pages": {"type": "integer", "description": "how many"}}})";

  void run(trawl::context& ctx) {
    std::vector<std::string> urls;
    for (std::int64_t i = 0; i < ctx.config_int("/pages"); ++i)
      urls.push_back("http://shop.example/" + std::to_string(i));
    ctx.each(urls, [&](const std::string& url) {
      trawl::emit(ctx, "page", url, trawl::bench::summary(ctx.get(url).body()));
    });
  }
};

}  // namespace

TRAWL_PLUGIN(Summing)
