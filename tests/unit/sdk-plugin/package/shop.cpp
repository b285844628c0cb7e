#include <trawl/html.hpp>
#include <trawl/plugin.hpp>

struct Shop {
  static constexpr auto id = "shop", version = "1.2.0", summary = "Example shop";

  void run(trawl::context& ctx) {
    std::vector<std::string> urls{"https://shop.example/a", "https://shop.example/b"};
    ctx.each(urls, [&](const std::string& url) {
      auto page = ctx.get(url);
      if (!page.ok()) return;
      auto document = trawl::html::parse(page);
      trawl::emit(ctx, "product", url, trawl::item()("title", document.css1("h1").text()));
    });
  }
};
TRAWL_PLUGIN(Shop)
