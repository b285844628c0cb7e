#include "fetch/decoding/unpacker.hpp"

#include <boost/asio/post.hpp>

#include "fetch/byte_budget.hpp"
#include "fetch/decoding/decode_body.hpp"

namespace trawl::fetch {
namespace {

using Decoded = std::expected<std::string, DecodingFault>;

// From here on a body is unpacked beside the crawl thread. A page of 50 KB takes 0.04 ms (brotli 0.1), less
// than a change of threads is worth; 16 MiB take 13 ms (brotli 37), in which other hosts would wait. Below
// this limit max_ratio bounds even a bomb to some ten milliseconds.
constexpr std::size_t large = 256 << 10;

Task<Decoded> decode_on(asio::thread_pool& thread, std::string packed, std::vector<ContentCoding> codings,
                        DecodingLimits limits) {
  const OneShot<Decoded> decoded(co_await asio::this_coro::executor);
  auto decode = [decoded, packed = std::move(packed), codings = std::move(codings), limits]() mutable {
    decoded.set(decode_body(std::move(packed), codings, limits));
  };
  asio::post(thread, std::move(decode));
  co_return co_await decoded.get();
}

void forget_packing(std::vector<Header>& headers) {
  std::erase_if(headers, [](const Header& header) {
    return header.first == "content-encoding" || header.first == "content-length";
  });
}

std::unexpected<Failure> fail(model::ErrorKind kind, std::string message) {
  return std::unexpected(Failure{.kind = kind, .message = std::move(message)});
}

}  // namespace

Task<std::expected<void, Failure>> Unpacker::unpack(Response& response, const Request& request,
                                                    Session& session) {
  if (response.body.empty()) co_return std::expected<void, Failure>{};
  auto codings = content_codings(response.headers);
  if (!codings) co_return fail(model::ErrorKind::parse, std::move(codings.error()));
  if (codings->empty()) co_return std::expected<void, Failure>{};

  const model::FetchPolicy& policy = session.policy();
  const DecodingLimits limits{request.keep_at_most ? model::largest_max_body : policy.max_body,
                              policy.max_ratio};
  const std::size_t received = response.body.size();
  Decoded body;
  if (received < large)
    body = decode_body(std::move(response.body), *codings, limits);
  else
    body = co_await decode_on(thread_, std::move(response.body), *std::move(codings), limits);
  if (!body) co_return fail(body.error().kind, std::move(body.error().message));

  if (body->size() > received) {  // the received bytes are counted already
    metrics_.bytes += body->size() - received;
    session.count_bytes(body->size() - received);
  }
  if (over_budget(session)) co_return fail(model::ErrorKind::too_large, over_budget_message(session));
  response.body = *std::move(body);
  if (request.keep_at_most && response.body.size() > *request.keep_at_most)
    response.body.resize(*request.keep_at_most);
  forget_packing(response.headers);
  co_return std::expected<void, Failure>{};
}

}  // namespace trawl::fetch
