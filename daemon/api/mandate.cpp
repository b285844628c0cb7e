#include "api/mandate.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <map>

namespace trawl::api {
namespace {

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

// The same request in the same bytes, whatever order its parameters came in. No parameter nests.
std::string canonical(const Method& method, const json::object& params) {
  std::map<std::string_view, const json::value*> sorted;
  for (const auto& member : params)
    if (member.key() != "idempotency_key") sorted.emplace(member.key(), &member.value());
  std::string text(method.name);
  for (const auto& [name, value] : sorted) text += fmt::format("\n{}={}", name, json::serialize(*value));
  return text;
}

std::string actor_id(const model::Actor& actor) {
  return actor.uid ? fmt::format("uid:{}", *actor.uid) : fmt::format("name:{}", actor.name);
}

}  // namespace

Mandate mandate(const Call& call) {
  const std::string digest = sha256_hex(canonical(call.method, call.params.values()));
  Mandate mandate{.caller = call.caller};
  mandate.audit = {.time = call.services.clock.now(),
                   .actor = call.caller.actor,
                   .transport = call.caller.transport,
                   .method = std::string(call.method.name),
                   .params_digest = digest,
                   .outcome = "ok"};
  if (const std::string key = call.params.text("idempotency_key"); !key.empty())
    mandate.key = store::IdempotencyKey{actor_id(call.caller.actor), key, digest};
  return mandate;
}

}  // namespace trawl::api
