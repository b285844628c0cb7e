// A well-behaved plugin that sends headers of its own with one request, as plugins for sites with an API
// key do, and emits the heading of the page that came.
#include <trawl/plugin.hpp>

#include <string>
#include <string_view>

namespace {

std::string heading(std::string_view page) {
  const auto start = page.find("<h1>");
  const auto end = page.find("</h1>");
  if (start == std::string_view::npos || end == std::string_view::npos) return {};
  return std::string(page.substr(start + 4, end - start - 4));
}

}  // namespace

struct Messenger {
  static constexpr auto id = "messenger", version = "1.0.0";

  void run(trawl::context& ctx) {
    const std::string url = ctx.config("/start");
    trawl::request wanted(url);
    for (const std::string name : {"Authorization", "Cookie", "X-Api-Key"})
      wanted.header(name, ctx.config("/secret"));
    auto page = ctx.fetch(wanted);
    if (page.ok()) trawl::emit(ctx, "page", url, trawl::item()("title", heading(page.body())));
  }
};

TRAWL_PLUGIN(Messenger)
