// web: the address that lets a browser in as whoever asks for it.
#include <fmt/format.h>

#include "cli/display.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"

namespace trawl::ctl {
namespace {

Error not_on_tcp() {
  return {Code::config_invalid, "the page is not on TCP: http.listen is not set in trawl.yaml",
          "set http.listen and http.tokens_file, then: systemctl restart trawl-httpd; a page behind a proxy "
          "is named "
          "with --url https://HOST/"};
}

// Where the code goes: behind '#', which browsers keep to themselves.
Result<std::string> with_code(std::string url, const std::string& code) {
  const bool http = url.starts_with("http://") || url.starts_with("https://");
  if (!http || url.find_first_of("#? ") != url.npos)
    return refuse(Code::invalid_params, fmt::format("'{}' is no address of a page", cli::printable(url)),
                  "write it like --url https://trawl.example/");
  if (!url.ends_with('/')) url += '/';
  return fmt::format("{}#code={}", url, code);
}

}  // namespace

Result<int> show_page_address(Session& session) {
  const bool elsewhere = session.line().has("--url");
  const std::string base = session.line().value("--url");
  if (elsewhere)
    if (const auto usable = with_code(base, ""); !usable) return std::unexpected(usable.error());
  const auto timeout = session.line().duration("--timeout", client::default_timeout);
  if (!timeout) return std::unexpected(timeout.error());
  auto given = session.call(session.method(), {}, *timeout);
  if (!given) return std::unexpected(given.error());
  if (elsewhere) given->as_object()["url"] = *with_code(base, text(*given, "code"));
  const std::string url = text(*given, "url");
  if (url.empty()) return std::unexpected(not_on_tcp());
  session.out().result(session.method(), *given, {.rows = "", .name = "url"},
                       [&] { return cli::printable(url) + "\n"; });
  session.out().hint(fmt::format("open it within a minute; it lets one browser in, as {}",
                                 cli::printable(text(*given, "role"))));
  return 0;
}

}  // namespace trawl::ctl
