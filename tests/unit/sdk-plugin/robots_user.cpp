// A plugin that includes trawl/robots.hpp, and nothing of trawl before it.
#include <trawl/robots.hpp>

struct Sitemaps {
  static constexpr auto id = "sitemaps", version = "1.0.0";

  void run(trawl::context& ctx) {
    for (const std::string& sitemap : trawl::sitemaps(ctx, "https://shop.example/")) ctx.get(sitemap);
  }
};
TRAWL_PLUGIN(Sitemaps)
