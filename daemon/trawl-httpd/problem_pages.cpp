#include "trawl-httpd/problem_pages.hpp"

#include <fmt/format.h>

#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

constexpr std::string_view folder = "/problems/";

}  // namespace

bool is_problem_path(std::string_view path) { return path.starts_with(folder); }

Response problem_page(const Request& request) {
  const auto code = find_code(std::string_view(request.path).substr(folder.size()));
  if (!code) return problem({Code::route_not_found, "there is no such problem"}, request);
  const CodeInfo& row = info(*code);
  Response page;
  page.fields = {{"content-type", "text/html; charset=utf-8"}, {"cache-control", "max-age=3600"}};
  page.body = fmt::format(
      "<!doctype html><html lang=en><meta charset=utf-8><title>{0}</title><h1>{0}</h1><p>{1}.</p>"
      "<p>HTTP status {2}; trawlctl exits with {3}. {4}</p>"
      "<p>The problem's <code>detail</code> says what happened, its <code>hint</code> what to do.</p>",
      row.name, row.title, row.http, row.exit,
      row.retryable ? "The same request can succeed later." : "The same request will not succeed unless something changes.");
  return page;
}

}  // namespace trawl::httpd
