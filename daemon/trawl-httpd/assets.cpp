#include "trawl-httpd/assets.hpp"

#include <algorithm>

#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

constexpr std::string_view page_policy =
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
constexpr std::string_view no_page =
    "<!doctype html><html lang=en><meta charset=utf-8><title>trawl</title><h1>trawl</h1>"
    "<p>This program was built without its page. Install npm and build again (-DTRAWL_WEB=ON says why it could not "
    "be built). The API is at <a href=/openapi.json>/openapi.json</a>.";

const Asset* find(std::string_view path) {
  const auto found = std::ranges::find(assets(), path, &Asset::path);
  return found == assets().end() ? nullptr : &*found;
}

bool accepts(const Request& request, std::string_view coding) {
  const std::string_view accepted = request.field("accept-encoding").value_or("");
  const auto at = accepted.find(coding);
  return at != std::string_view::npos && !accepted.substr(at + coding.size()).starts_with(";q=0,") &&
         accepted.substr(at + coding.size()) != ";q=0";
}

Response send(const Asset& asset, const Request& request) {
  Response response;
  response.fields = {{"content-type", std::string(asset.content_type)},
                     {"etag", std::string(asset.etag)},
                     {"vary", "accept-encoding"},
                     {"cache-control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                     {"content-security-policy", std::string(page_policy)}};
  if (request.field("if-none-match").value_or("").find(asset.etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.fixed_body = asset.identity;
  if (!asset.brotli.empty() && accepts(request, "br")) {
    response.fixed_body = asset.brotli;
    response.fields.push_back({"content-encoding", "br"});
  } else if (!asset.gzip.empty() && accepts(request, "gzip")) {
    response.fixed_body = asset.gzip;
    response.fields.push_back({"content-encoding", "gzip"});
  }
  return response;
}

// "/runs/57" is a view of the page; "/favicon.png" and "/api/..." are not.
bool is_view(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("/api/") &&
         path.substr(path.rfind('/')).find('.') == std::string_view::npos;
}

}  // namespace

Response asset_response(const Request& request) {
  if (request.verb != "GET" && request.verb != "HEAD")
    return problem({Code::method_not_allowed, "the page can only be read", {}, {{"allow", "GET, HEAD"}}},
                   request);
  if (const Asset* asset = find(request.path)) return send(*asset, request);
  if (!is_view(request.path)) return problem({Code::route_not_found, "there is no such file"}, request);
  if (const Asset* page = find("/index.html")) return send(*page, request);
  return {.fields = {{"content-type", "text/html; charset=utf-8"}}, .fixed_body = no_page};
}

}  // namespace trawl::httpd
