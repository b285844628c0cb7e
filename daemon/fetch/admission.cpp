#include "fetch/admission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "fetch/header_name.hpp"
#include "model/redact.hpp"
#include "model/reserved_headers.hpp"

namespace trawl::fetch {
namespace {

constexpr std::array<std::string_view, 6> methods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

// Empty when there is nothing to object to.
std::string objection(const Request& request) {
  if (std::ranges::find(methods, request.method) == methods.end())
    return fmt::format("the method '{}' is not one of GET, HEAD, POST, PUT, PATCH, DELETE",
                       escape_controls(request.method));
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) return fmt::format("'{}' is no name for a header", escape_controls(name));
    if (model::is_reserved_header(lower_ascii(name)))
      return fmt::format("the header {} is set by trawl; leave it out of the request", name);
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return fmt::format("the value of the header {} contains a line break or NUL", name);
  }
  return {};
}

}  // namespace

std::expected<Hop, Failure> admit(Request request) {
  const auto refused = [](std::string message, std::string url) {
    return std::unexpected(
        Failure{.kind = model::ErrorKind::denied, .message = std::move(message), .url = std::move(url)});
  };
  auto url = parse_url(request.url);
  if (!url) return refused(std::move(url.error().message), safe_part(request.url));
  if (std::string message = objection(request); !message.empty())
    return refused(std::move(message), url->safe);
  request.url = url->text;
  return Hop{std::move(request), *std::move(url)};
}

}  // namespace trawl::fetch
