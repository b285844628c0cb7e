#include "cassette/player.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
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

Player::Player(const Cassette& cassette, asio::any_io_executor executor,
               std::optional<std::uint64_t> shuffle_seed)
    : cassette_(cassette), executor_(std::move(executor)) {
  if (shuffle_seed) shuffle_.emplace(*shuffle_seed);
  for (const Exchange& exchange : cassette.exchanges()) recorded_[exchange.question].push_back(&exchange);
}

Task<std::expected<fetch::Response, fetch::Failure>> Player::fetch(fetch::Request request,
                                                                   std::shared_ptr<fetch::Session>,
                                                                   std::stop_token stop) {
  Outcome outcome = look_up(request);  // now, because the order of asking decides which asking is the n-th
  const std::uint64_t number = next_number_++;
  const OneShot<bool> turn(executor_);
  pending_.push_back({number, turn});
  const std::stop_callback on_stop(stop, [turn] { turn.set(false); });
  const bool mine = co_await turn.get();
  if (mine) co_return outcome;
  std::erase_if(pending_, [&](const Pending& each) { return each.number == number; });
  co_return std::unexpected(
      fetch::Failure{.kind = ErrorKind::cancelled, .message = "stopped", .url = safe_url(request.url)});
}

std::function<void()> Player::on_waiting() {
  // In a later turn of the loop, when the requests that came before the plugin's word have arrived here.
  return [this] { asio::post(executor_, [this] { give_one(); }); };
}

void Player::give_one() {
  if (pending_.empty()) return;  // the answer is on its way
  const std::size_t chosen = shuffle_ ? (*shuffle_)() % pending_.size() : 0;
  const OneShot<bool> turn = pending_[chosen].turn;
  pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(chosen));
  turn.set(true);
}

std::vector<const Exchange*> Player::unplayed() const {
  std::vector<const Exchange*> left;
  for (const auto& [question, exchanges] : recorded_) {
    const auto asked = asked_.find(question);
    const std::size_t played = asked == asked_.end() ? 0 : std::min(asked->second, exchanges.size());
    left.insert(left.end(), exchanges.begin() + static_cast<std::ptrdiff_t>(played), exchanges.end());
  }
  return left;
}

Player::Outcome Player::look_up(const fetch::Request& request) {
  const Question question = question_of(request, cassette_.header.redact_query);
  const auto found = recorded_.find(question);
  if (found == recorded_.end()) {
    unmatched_.push_back(to_string(question));
    return std::unexpected(fetch::Failure{
        .kind = ErrorKind::no_fixture,
        .message = fmt::format("nothing is recorded for {}{}", to_string(question), advice(question)),
        .url = question.url});
  }
  const std::size_t asked = asked_[question]++;
  return play(*found->second[std::min(asked, found->second.size() - 1)], request);
}

Player::Outcome Player::play(const Exchange& exchange, const fetch::Request& request) const {
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
std::string Player::advice(const Question& question) const {
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
