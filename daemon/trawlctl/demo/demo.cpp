// demo: a daemon of its own, a small site on loopback, and the story of a run that fails twice and is
// retried to green. `--script` is a test of all of trawl.
#include <fmt/format.h>
#include <unistd.h>

#include "trawlctl/demo/demo_site.hpp"
#include "trawlctl/demo/private_daemon.hpp"
#include "trawlctl/demo/story.hpp"
#include "trawlctl/handlers.hpp"

namespace trawl::ctl {
namespace {

std::string configuration(const std::filesystem::path& folder, const DemoSite& site) {
  return fmt::format(R"yaml(state_dir: {0}/state
socket: {{path: {0}/trawl.sock, mode: "0600"}}
log: {{level: info, target: {0}/trawld.log}}
fetch:
  user_agent: trawl-demo/1.0 (+http://localhost/)
  connect_to: ["::127.0.0.1:{1}"]           # every host of the demo is this machine
  allow_private: [127.0.0.0/8]
  retry: {{attempts: 1}}
platforms:
  demo-shop:
    plugin: html
    config:
      start: http://shop.example/
      next: "li.next a::attr(href)"
      each: "article.product"
      key: "{{title}}"
      fields:
        title: {{css: h2, required: true}}
        price: {{css: .price, type: number}}
  demo-news:                                # its site answers 503 at first
    plugin: html
    config:
      start: http://news.example/
      each: "article.story"
      key: "{{title}}"
      fields:
        title: {{css: h2}}
  demo-crash:                               # its plugin crashes in every run that is no retry
    plugin: demo
    config: {{items: 4, fault: crash, after: 2, until: retry}}
schedules:
  demo: {{every: 5s, platforms: all}}
)yaml",
                     folder.string(), site.port());
}

}  // namespace

Result<int> show_demo(Session& session) {
  const auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  DemoSite site;
  std::string shown;
  auto daemon = PrivateDaemon::start(
      *installed, [&](const std::filesystem::path& folder) { return shown = configuration(folder, site); });
  if (!daemon) return std::unexpected(daemon.error());
  const bool pauses = !session.line().has("--script") && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  Narrator narrator(session.out(), pauses, session.interrupt());
  const auto told = tell_story({*daemon, site, narrator, shown, session.interrupt()});
  if (!told) {
    session.out().progress(daemon->log_tail() + "\n");
    return std::unexpected(told.error());
  }
  if (narrator.broken_promises() > 0) session.out().progress(daemon->log_tail() + "\n");
  return narrator.broken_promises() == 0 ? 0 : 1;
}

}  // namespace trawl::ctl
