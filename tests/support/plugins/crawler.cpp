// A well-behaved plugin of the C++ SDK: fetches `urls` with each() and emits what came; or, by `how`,
// shows one corner of the SDK in a real worker.
#include <trawl/plugin.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::vector<std::string> numbered_urls(std::int64_t count) {
  std::vector<std::string> urls;
  for (std::int64_t number = 1; number <= count; ++number)
    urls.push_back("http://site/" + std::to_string(number));
  return urls;
}

void crawl(trawl::context& ctx) {
  const auto urls = numbered_urls(ctx.config_int("/urls"));
  ctx.each(urls, [&](const std::string& url) {
    auto page = ctx.get(url);
    if (!page.ok()) return;
    trawl::emit(ctx, "page", url,
                trawl::item()("size", page.body().size())("type", page.header("content-type")));
  });
}

void read_text(trawl::context& ctx) {
  for (const auto& url : numbered_urls(ctx.config_int("/urls"))) {
    auto page = ctx.get(url);
    trawl::emit(ctx, "text", url, trawl::item()("encoding", page.encoding())("text", page.text()));
  }
}

void crash_on_the_third(trawl::context& ctx) {
  for (const auto& url : numbered_urls(5)) {
    auto page = ctx.get(url);
    if (url.back() == '3') std::abort();
  }
}

void throw_on_the_third(trawl::context& ctx) {
  ctx.each(numbered_urls(5), [&](const std::string& url) {
    auto page = ctx.get(url);
    if (url.back() == '3') throw std::runtime_error("cannot read this page");
  });
}

void exhaust_memory(trawl::context&) {
  std::vector<std::string> hoard;
  for (;;) hoard.emplace_back(std::size_t{1} << 20, 'x');
}

void count_attempts(trawl::context& ctx) {
  const int before = std::stoi(ctx.state("attempts").value_or("0"));
  ctx.set_state("attempts", std::to_string(before + 1));
  ctx.checkpoint();
  trawl::emit(ctx, "attempt", ctx.state("attempts").value(), trawl::item()("trigger", ctx.trigger()));
}

}  // namespace

struct Crawler {
  static constexpr auto id = "crawler", version = "1.0.0";

  void run(trawl::context& ctx) {
    const std::string how = ctx.config_or("/how", "crawl");
    if (how == "crawl") crawl(ctx);
    if (how == "read text") read_text(ctx);
    if (how == "crash on the third") crash_on_the_third(ctx);
    if (how == "throw on the third") throw_on_the_third(ctx);
    if (how == "exhaust memory") exhaust_memory(ctx);
    if (how == "count attempts") count_attempts(ctx);
  }
};

TRAWL_PLUGIN(Crawler)
