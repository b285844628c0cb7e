#include "fetch/cache/http_cache.hpp"

#include <stdexcept>

#include "base/log.hpp"
#include "fetch/field.hpp"
#include "fetch/cache/freshness.hpp"
#include "fetch/cache/packing.hpp"
#include "fetch/hosts/retry.hpp"
#include "model/redact.hpp"

namespace trawl::fetch {
namespace {

constexpr Millis quiet_after_failure{5 * 60'000};

CacheContext context_of(const Session& session) {
  const model::FetchPolicy& policy = session.policy();
  return {.own = {.user_agent = policy.user_agent, .cookies = policy.cookies},
          .cache_fresh = policy.cache_fresh};
}

// One response is kept for a URL; Vary decides whether it answers, not where it lies. Hashed, because the
// URL may hold a password.
std::string key_of(const Hop& hop) {
  return sha256_hex("GET " + hop.url.text);
}

Response as_response(StoredResponse stored) {
  return {.url = std::move(stored.url),
          .status = stored.status,
          .headers = std::move(stored.headers),
          .body = std::move(stored.body),
          .from_cache = true};
}

Response served(StoredResponse stored, Time now) {
  const Seconds age = age_of(stored, now);
  drop_field(stored.headers, "age");
  stored.headers.emplace_back("age", std::to_string(age.count()));
  return as_response(std::move(stored));
}

}  // namespace

HttpCache::HttpCache(std::filesystem::path folder, Clock& clock, Metrics& metrics)
    : folder_(std::move(folder)), clock_(clock), metrics_(metrics) {}

CacheVisit HttpCache::look_up(const Hop& hop, const Session& session) {
  CacheVisit visit;
  if (hop.request.bypass_cache && !has_field(hop.request.headers, "cache-control"))
    visit.conditions.emplace_back("Cache-Control", "no-cache");  // caches on the way are meant too
  BodyStore* store = store_of(session);
  if (!store) return visit;
  visit.key = key_of(hop);
  if (!wishes_of(hop.request).read) return visit;
  std::string packed;
  auto found = stored(*store, visit.key, packed);
  if (!found) return visit;
  const CacheContext context = context_of(session);
  switch (reuse_of(*found, hop.request, context, clock_.now())) {
    case Reuse::serve:
      ++metrics_.cache_served;
      visit.answer = served(*std::move(found), clock_.now());
      break;
    case Reuse::validate:
      visit.conditions = validators_of(*found, hop.request, context);
      visit.packed = std::move(packed);
      break;
    case Reuse::none:
      break;
  }
  return visit;
}

std::expected<Response, Failure> HttpCache::settle(CacheVisit visit, const Hop& hop, const Session& session,
                                                   std::expected<Response, Failure> outcome) {
  BodyStore* store = store_of(session);
  if (!outcome || !store || visit.key.empty()) return outcome;
  const CacheContext context = context_of(session);
  if (outcome->status == 304 && !visit.packed.empty()) {
    auto confirmed = unpack(visit.packed, visit.key);
    if (!confirmed) throw std::logic_error("a stored response changed in memory");
    ++metrics_.cache_confirmed;
    freshen(*confirmed, *outcome, hop.request, context, clock_.now());
    keep(*store, visit.key, *confirmed);
    Response response = as_response(*std::move(confirmed));
    response.elapsed = outcome->elapsed;
    return response;
  }
  if (invalidates(hop.request.method, outcome->status)) store->remove(visit.key);
  if (!wishes_of(hop.request).store || worth_another_try(outcome->status)) return outcome;
  outcome->url = model::redact_url(hop.url.text, session.policy().redact_query);
  const auto news = storable(hop.request, *outcome, context, clock_.now());
  if (news && news->body.size() <= largest_stored_body)
    keep(*store, visit.key, *news);
  else
    store->remove(visit.key);  // the site has something else now
  return outcome;
}

BodyStore* HttpCache::store_of(const Session& session) {
  const std::uint64_t size = session.policy().cache_size;
  if (folder_.empty() || size == 0) return nullptr;
  auto known = stores_.find(session.platform());
  if (known == stores_.end())
    known = stores_.try_emplace(session.platform(), folder_ / session.platform(), size).first;
  known->second.set_capacity(size);
  return &known->second;
}

std::optional<StoredResponse> HttpCache::stored(BodyStore& store, const std::string& key,
                                                std::string& packed) {
  auto bytes = store.get(key);
  if (!bytes) return std::nullopt;
  auto response = unpack(*bytes, key);
  if (!response) store.remove(key);
  packed = *std::move(bytes);
  return response;
}

void HttpCache::keep(BodyStore& store, const std::string& key, const StoredResponse& response) {
  const Steady now = clock_.steady();
  if (now < quiet_until_) return store.remove(key);
  const auto kept = store.put(key, pack(response, key));
  if (kept) return;
  ++metrics_.cache_write_failures;
  quiet_until_ = now + quiet_after_failure;
  log::warning("cache.write", "{}; pages are not cached for {}", kept.error().message,
               format_duration(quiet_after_failure));
}

}  // namespace trawl::fetch
