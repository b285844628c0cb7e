#include "cassette/recorder.hpp"

#include <algorithm>
#include <chrono>

#include "cassette/scrubber.hpp"
#include "fetch/header_name.hpp"
#include "fetch/url.hpp"

namespace trawl::cassette {
namespace {

std::string content_type_of(const std::vector<fetch::Header>& headers) {
  for (const auto& [name, value] : headers)
    if (fetch::same_header(name, "content-type")) return value;
  return {};
}

}  // namespace

Recorder::Recorder(Cassette& cassette, fetch::Fetcher& network, Clock& clock, Known known)
    : cassette_(cassette), network_(network), clock_(clock) {
  if (known == Known::played)
    known_.emplace(cassette);
  else
    cassette.clear();
}

Task<std::expected<fetch::Response, fetch::Failure>> Recorder::fetch(fetch::Request request,
                                                                     std::shared_ptr<fetch::Session> session,
                                                                     std::stop_token stop) {
  if (known_)
    if (auto played = known_->next(request)) co_return std::move(*played);
  const Steady begin = clock_.steady();
  fetch::Request sent = request;
  auto outcome = co_await network_.fetch(std::move(sent), session, std::move(stop));
  const auto elapsed = std::chrono::duration_cast<Millis>(clock_.steady() - begin);
  const bool told = outcome || outcome.error().kind != model::ErrorKind::cancelled;
  if (told)
    if (auto kept = record(request, session->policy(), elapsed, outcome); !kept && !fault_)
      fault_ = std::move(kept.error());
  co_return outcome;
}

Result<> Recorder::record(const fetch::Request& request, const model::FetchPolicy& policy, Millis elapsed,
                          const Answers::Outcome& outcome) {
  const Scrubber scrub(request, policy, cassette_.header.redact_query);
  Exchange exchange;
  exchange.question = question_of(request, cassette_.header.redact_query);
  exchange.question.url = scrub.url(exchange.question.url);
  exchange.elapsed = outcome ? outcome->elapsed : elapsed;
  exchange.attempts = outcome ? outcome->attempts : outcome.error().attempts;
  if (!outcome) {
    exchange.outcome = Failure{outcome.error().kind, scrub.message(outcome.error().message)};
    return cassette_.add(std::move(exchange));
  }
  Answer answer;
  answer.status = outcome->status;
  answer.headers = scrub.headers(outcome->headers);
  if (std::string final_url = scrub.url(outcome->url); final_url != exchange.question.url)
    answer.final_url = std::move(final_url);
  auto body = cassette_.store_body(scrub.body(outcome->body), content_type_of(outcome->headers));
  if (!body) return std::unexpected(std::move(body.error()));
  answer.body = std::move(*body);
  exchange.outcome = std::move(answer);
  return cassette_.add(std::move(exchange));
}

}  // namespace trawl::cassette
