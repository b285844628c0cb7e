#include "fetch/redirects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "fetch/field.hpp"

namespace trawl::fetch {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

const std::string* location_of(const Response& response) {
  const auto header = std::ranges::find(response.headers, "location", &Header::first);
  return header == response.headers.end() ? nullptr : &header->second;
}

template <std::size_t N>
void keep_only(std::vector<Header>& headers, const std::array<std::string_view, N>& names) {
  std::erase_if(headers, [&](const Header& header) {
    return std::ranges::none_of(names,
                                [&](std::string_view name) { return same_header(name, header.first); });
  });
}

void become_get(Request& request) {
  request.method = "GET";
  request.body.clear();
  std::erase_if(request.headers, [](const Header& header) {
    return header.first.size() >= 8 && same_header(std::string_view(header.first).substr(0, 8), "content-");
  });
}

// What any site may be told. A list of what to keep, because nobody can list the names of all secrets.
constexpr std::array<std::string_view, 10> harmless_headers{
    "accept", "accept-language", "cache-control", "content-language",          "content-type",
    "dnt",    "pragma",          "range",         "upgrade-insecure-requests", "user-agent"};

std::unexpected<Failure> fail(model::ErrorKind kind, const Hop& from, std::string message) {
  return std::unexpected(Failure{.kind = kind, .message = std::move(message), .url = from.url.safe});
}

std::string identity(const Hop& hop) {
  return hop.request.method + ' ' + hop.url.text;
}

}  // namespace

std::expected<std::optional<Hop>, Failure> RedirectTrail::next(const Hop& from, const Response& response,
                                                               const model::FetchPolicy& policy) {
  using enum model::ErrorKind;
  const std::string* location = location_of(response);
  if (!from.request.follow_redirects || !is_redirect(response.status) || !location) return std::nullopt;

  if (policy.cookies && has_field(response.headers, "set-cookie"))
    visited_.clear();
  else
    visited_.insert(identity(from));
  auto target = resolve(from.url, *location);
  if (!target)
    return fail(
        target.error().what == UrlFault::What::other_scheme ? denied : redirects, from,
        fmt::format("{} redirects to what cannot be followed: {}", from.url.safe, target.error().message));
  if (++followed_ > max_redirects)
    return fail(redirects, from,
                fmt::format("more than {} redirects, the last one from {} to {}", max_redirects,
                            from.url.safe, target->safe));
  const bool downgrade = from.url.origin.scheme == "https" && target->origin.scheme == "http";
  if (downgrade && !policy.allow_downgrade)
    return fail(denied, from,
                fmt::format("{} redirects to {}, which gives up encryption; "
                            "fetch.allow_downgrade can permit it",
                            from.url.safe, target->safe));

  Hop hop{from.request, *std::move(target)};
  hop.request.url = hop.url.text;
  const bool post_becomes_get =
      (response.status == 301 || response.status == 302) && hop.request.method == "POST";
  if (post_becomes_get || (response.status == 303 && hop.request.method != "HEAD")) become_get(hop.request);
  if (hop.url.origin != from.url.origin) keep_only(hop.request.headers, harmless_headers);
  if (visited_.contains(identity(hop)))
    return fail(redirects, from, fmt::format("{} redirects back to {}: a loop", from.url.safe, hop.url.safe));
  return hop;
}

}  // namespace trawl::fetch
