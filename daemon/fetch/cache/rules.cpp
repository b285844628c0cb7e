#include "fetch/cache/rules.hpp"

#include <algorithm>
#include <array>

#include "fetch/field.hpp"
#include "fetch/cache/freshness.hpp"
#include "fetch/hosts/retry.hpp"

namespace trawl::fetch {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::any_of(names, [&](std::string_view one) { return same_header(one, name); });
}

constexpr std::array<std::string_view, 6> plugins_own_conditions{
    "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range"};

// About one connection, or one session (section 3.1), and worthless or worse in the next.
constexpr std::array<std::string_view, 11> never_kept{"connection",
                                                      "keep-alive",
                                                      "proxy-authenticate",
                                                      "proxy-authentication-info",
                                                      "proxy-authorization",
                                                      "proxy-connection",
                                                      "set-cookie",
                                                      "te",
                                                      "trailer",
                                                      "transfer-encoding",
                                                      "upgrade"};

// The body is the stored one, so that what a 304 says of its own is wrong.
constexpr std::array<std::string_view, 5> of_the_body{"content-encoding", "content-length", "content-md5",
                                                      "content-range", "content-type"};

std::vector<Header> lasting_headers(const std::vector<Header>& headers) {
  const std::vector<std::string_view> named = list_of(headers, "connection");
  std::vector<Header> kept;
  for (const Header& header : headers) {
    const bool hop_by_hop =
        std::ranges::any_of(named, [&](std::string_view name) { return same_header(name, header.first); });
    if (!hop_by_hop && !is_one_of(header.first, never_kept)) kept.push_back(header);
  }
  return kept;
}

bool same_variant(const StoredResponse& stored, const Request& request, const SentByFetcher& own) {
  const auto variant = variant_of(stored.headers, request.headers, own);
  return variant && *variant == stored.variant;
}

// Answers that are complete, final, and no sign of trouble.
bool lasting_status(int status) {
  return status >= 200 && status <= 599 && status != 206 && status != 304 && !worth_another_try(status);
}

// Only for these may a server evaluate conditions (RFC 9110 section 13.2.1).
bool can_be_confirmed(const StoredResponse& stored) {
  return stored.status >= 200 && stored.status <= 299;
}

// A login page that gave a cookie must be asked again: the next run begins without cookies.
bool may_be_served(const StoredResponse& stored, const CacheContext& context) {
  return context.cache_fresh && !stored.sets_cookies && !stored.variant.empty() &&
         !cache_control(stored.headers).no_cache;
}

bool fresh_enough(const StoredResponse& stored, const CacheControl& wanted, Time now) {
  const Seconds age = age_of(stored, now);
  const Seconds left = lifetime_of(stored.headers, stored.answered).value_or(Seconds{0}) - age;
  if (wanted.no_cache || (wanted.max_age && age > *wanted.max_age)) return false;
  return left > wanted.min_fresh.value_or(Seconds{0});
}

}  // namespace

CacheWishes wishes_of(const Request& request) {
  const bool conditional = std::ranges::any_of(
      request.headers, [](const Header& header) { return is_one_of(header.first, plugins_own_conditions); });
  const bool possible = request.method == "GET" && request.body.empty() && !request.keep_at_most &&
                        !conditional && !cache_control(request.headers).no_store;
  return {.read = possible && !request.bypass_cache, .store = possible};
}

Reuse reuse_of(const StoredResponse& stored, const Request& request, const CacheContext& context, Time now) {
  if (may_be_served(stored, context) && fresh_enough(stored, cache_control(request.headers), now) &&
      same_variant(stored, request, context.own))
    return Reuse::serve;
  return validators_of(stored, request, context).empty() ? Reuse::none : Reuse::validate;
}

std::vector<Header> validators_of(const StoredResponse& stored, const Request& request,
                                  const CacheContext& context) {
  std::vector<Header> validators;
  if (!can_be_confirmed(stored)) return validators;
  const std::string_view tag = trimmed(first_field(stored.headers, "etag"));
  const std::string_view date = trimmed(first_field(stored.headers, "last-modified"));
  if (!tag.empty()) validators.emplace_back("If-None-Match", tag);
  if (!date.empty() && same_variant(stored, request, context.own))
    validators.emplace_back("If-Modified-Since", date);
  return validators;
}

std::optional<StoredResponse> storable(const Request& request, const Response& response,
                                       const CacheContext& context, Time answered) {
  const CacheControl control = cache_control(response.headers);
  if (!wishes_of(request).store || !lasting_status(response.status) || control.no_store) return std::nullopt;
  StoredResponse stored{.url = response.url,
                        .variant = variant_of(response.headers, request.headers, context.own).value_or(""),
                        .status = response.status,
                        .sets_cookies = has_field(response.headers, "set-cookie"),
                        .asked = answered - response.elapsed,
                        .answered = answered,
                        .headers = lasting_headers(response.headers),
                        .body = {}};
  const bool ever_fresh =
      may_be_served(stored, context) &&
      lifetime_of(stored.headers, answered).value_or(Seconds{0}) > age_of(stored, answered);
  if (!ever_fresh && validators_of(stored, request, context).empty()) return std::nullopt;
  stored.body = response.body;
  return stored;
}

void freshen(StoredResponse& stored, const Response& not_modified, const Request& request,
             const CacheContext& context, Time answered) {
  std::vector<Header> news = lasting_headers(not_modified.headers);
  std::erase_if(news, [](const Header& header) { return is_one_of(header.first, of_the_body); });
  drop_field(stored.headers, "age");
  for (const Header& header : news) drop_field(stored.headers, header.first);
  stored.headers.insert(stored.headers.end(), news.begin(), news.end());
  stored.variant = variant_of(stored.headers, request.headers, context.own).value_or("");
  stored.sets_cookies = stored.sets_cookies || has_field(not_modified.headers, "set-cookie");
  stored.asked = answered - not_modified.elapsed;
  stored.answered = answered;
}

bool invalidates(std::string_view method, int status) {
  const bool safe = method == "GET" || method == "HEAD";
  return !safe && status >= 200 && status <= 399;
}

}  // namespace trawl::fetch
