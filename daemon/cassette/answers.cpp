#include "cassette/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cassette/nearest_url.hpp"
#include "fetch/url.hpp"

namespace trawl::cassette {
namespace {

using model::ErrorKind;

std::string safe_url(const std::string& text) {
  const auto url = fetch::parse_url(text);
  return url ? url->safe : fetch::safe_part(text);
}

}  // namespace

Answers::Answers(const Cassette& cassette) : cassette_(cassette) {
  for (const Exchange& exchange : cassette.exchanges()) recorded_[exchange.question].push_back(exchange);
}

std::optional<Answers::Outcome> Answers::next(const fetch::Request& request) {
  const auto found = recorded_.find(question_of(request, cassette_.header.redact_query));
  if (found == recorded_.end()) return std::nullopt;
  const auto& [question, exchanges] = *found;
  const std::size_t asked = asked_[question]++;
  return play(exchanges[std::min(asked, exchanges.size() - 1)], request);
}

fetch::Failure Answers::unknown(const fetch::Request& request) const {
  const Question question = question_of(request, cassette_.header.redact_query);
  return {.kind = ErrorKind::no_fixture,
          .message = fmt::format("nothing is recorded for {}{}", to_string(question), advice(question)),
          .url = question.url};
}

std::vector<Exchange> Answers::unplayed() const {
  std::vector<Exchange> left;
  for (const auto& [question, exchanges] : recorded_) {
    const auto asked = asked_.find(question);
    const std::size_t played = asked == asked_.end() ? 0 : std::min(asked->second, exchanges.size());
    left.insert(left.end(), exchanges.begin() + static_cast<std::ptrdiff_t>(played), exchanges.end());
  }
  return left;
}

Answers::Outcome Answers::play(const Exchange& exchange, const fetch::Request& request) const {
  if (const auto* failure = std::get_if<Failure>(&exchange.outcome))
    return std::unexpected(fetch::Failure{.kind = failure->kind,
                                          .message = failure->message,
                                          .url = exchange.question.url,
                                          .attempts = exchange.attempts});
  const Answer& answer = std::get<Answer>(exchange.outcome);
  auto body = cassette_.load_body(answer);
  if (!body)
    return std::unexpected(fetch::Failure{
        .kind = ErrorKind::no_fixture, .message = body.error().message, .url = exchange.question.url});
  fetch::Response response;
  response.url = answer.final_url.empty() ? safe_url(request.url) : answer.final_url;
  response.status = answer.status;
  response.headers = answer.headers;
  response.body = std::move(*body);
  if (request.keep_at_most && *request.keep_at_most < response.body.size())
    response.body.resize(*request.keep_at_most);
  response.elapsed = exchange.elapsed;
  response.attempts = exchange.attempts;
  return response;
}

// The rest of the sentence "nothing is recorded for ...".
std::string Answers::advice(const Question& question) const {
  std::vector<std::string> urls;
  for (const auto& [recorded, exchanges] : recorded_) {
    if (recorded.url != question.url) {
      if (urls.empty() || urls.back() != recorded.url) urls.push_back(recorded.url);
      continue;
    }
    if (recorded.method != question.method)
      return fmt::format("; for this URL there is {}", to_string(recorded));
    if (recorded.request_sha256 != question.request_sha256) return ", only for another request body";
    return question.follow_redirects ? ", only without following redirects"
                                     : ", only with redirects followed";
  }
  const std::string near = nearest_url(question.url, urls);
  return near.empty() ? "; the cassette is empty" : fmt::format("; the nearest recorded one is {}", near);
}

}  // namespace trawl::cassette
