// The plugin `json`: answers of APIs become items. Fetches and emits; what the answers mean is read in
// answer.cpp, extract.cpp and paging.cpp.
#include <algorithm>
#include <map>
#include <trawl/charset.hpp>
#include <trawl/plugin.hpp>
#include <trawl/url.hpp>
#include <unordered_set>

#include "answer.hpp"
#include "extract.hpp"
#include "paging.hpp"
#include "schema.hpp"
#include "spec.hpp"

namespace {

using namespace trawl::json_plugin;
namespace json = trawl::json;

// What trawl itself calls a fetch that brought no answer.
const char* kind_of(int net) {
  static constexpr const char* kinds[] = {"",      "dns",       "connect",   "tls",    "timeout",
                                          "reset", "too_large", "redirects", "robots", "denied"};
  const auto at = static_cast<std::size_t>(net);
  return at < std::size(kinds) ? kinds[at] : "fetch";
}

// A page that was read: its items, and where the next one is.
struct Page {
  Extracted found;
  std::string url, next;
};

// One run of the plugin.
class Crawl {
 public:
  Crawl(trawl::context& ctx, Spec spec) : ctx_(ctx), spec_(std::move(spec)) {
    for (const std::string& start : spec_.start) origins_.insert(trawl::url::parse(start)->origin());
  }

  void run() {
    if (!spec_.pages_lead_on()) return read_starts();
    for (const std::string& start : spec_.start) follow(first_url(spec_.next, start));
  }

 private:
  // From page to page, as long as there is another.
  void follow(std::string url) {
    while (!url.empty() && pages_ < spec_.max_pages && seen_.insert(url).second) {
      const auto page = load(url);
      ctx_.progress(++pages_, 0, "pages");
      if (!page) return;
      emit(*page);
      url = page->next;
    }
  }

  // Starts that lead nowhere else need not wait for each other; their items come in the order of the starts.
  void read_starts() {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < spec_.start.size() && wanted.size() < spec_.max_pages; ++i) {
      if (seen_.insert(spec_.start[i]).second) wanted.push_back(i);
    }
    std::map<std::size_t, std::optional<Page>> waiting;
    auto next = wanted.begin();
    ctx_.each(wanted, [&](std::size_t i) {
      waiting.emplace(i, load(spec_.start[i]));
      ctx_.progress(++pages_, wanted.size(), "pages");
      for (; next != wanted.end() && waiting.count(*next) > 0; ++next) {
        const auto page = waiting.extract(*next);
        if (page.mapped()) emit(*page.mapped());
      }
    });
  }

  // Nothing when the page gives nothing; the reason is on the run's error list then.
  std::optional<Page> load(const std::string& url) {
    const trawl::page page = ctx_.fetch(request_for(url));
    const std::string from(page.url().empty() ? url : page.url());
    if (page.net() != TRAWL_NET_OK) return refuse({kind_of(page.net()), std::string(page.error())}, from);
    const std::string body = is_utf8(page.body()) ? without_mark(page.body()) : page.text();
    Reading reading = read_answer(spec_, {page.status(), std::string(page.header("content-type")), body});
    if (reading.problem) return refuse(*reading.problem, from);
    if (!reading.document) return std::nullopt;
    try {
      Page out{extract_items(spec_, *reading.document, from), from, {}};
      out.next = next_url(spec_.next, {url, from, *reading.document, page.headers("link"), out.found.found});
      return out;
    } catch (const json::limit_error& error) {
      return refuse({"parse", error.what()}, from);
    }
  }

  // Quiet: what an API says of an error is in its answer, and that is reported instead of the bare status.
  // Headers and body are for the sites that the configuration names, not for those that an answer leads to.
  trawl::request request_for(const std::string& url) const {
    trawl::request request(url);
    request.quiet();
    const auto address = trawl::url::parse(url);
    if (!address || origins_.count(address->origin()) == 0)
      return request.header("Accept", "application/json");
    for (const auto& [name, value] : spec_.headers) request.header(name, value);
    if (!spec_.body.empty()) return request.post(spec_.body, spec_.content_type);
    return spec_.post ? request.method("POST") : request;
  }

  static std::string without_mark(std::string_view body) {
    return std::string(body.substr(0, 3) == "\xEF\xBB\xBF" ? body.substr(3) : body);
  }

  std::nullopt_t refuse(const Problem& problem, const std::string& url) {
    ctx_.report(trawl::severity::error, problem.code, url, problem.text);
    return std::nullopt;
  }

  // An item that the host does not take, such as one beyond 1 MiB, is an error of its own.
  void emit(const Item& item, const std::string& url) {
    try {
      trawl::emit(ctx_, spec_.kind, item.key, item.json);
    } catch (const trawl::failure& error) {
      refuse({"item", error.what()}, url);
    }
  }

  void emit(const Page& page) {
    for (const Item& item : page.found.items) emit(item, page.url);
    for (const Problem& problem : page.found.problems) refuse(problem, page.url);
  }

  trawl::context& ctx_;
  const Spec spec_;
  std::unordered_set<std::string> origins_, seen_;
  std::size_t pages_ = 0;
};

}  // namespace

struct Json {
  static constexpr auto id = "json", version = "1.0.0", license = "MIT";
  static constexpr auto summary =
      "Items from JSON APIs, described by pointers and paths in the configuration";
  static constexpr auto config_schema = trawl::json_plugin::schema;

  static void check_config(std::string_view config_json) { parse_spec(config_json); }

  void run(trawl::context& ctx) { Crawl(ctx, parse_spec(ctx.config_json(""))).run(); }
};
TRAWL_PLUGIN(Json)
