#include "cassette/player.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "fetch/url.hpp"

namespace trawl::cassette {
Player::Player(const Cassette& cassette, asio::any_io_executor executor,
               std::optional<std::uint64_t> shuffle_seed)
    : secret_keys_(cassette.header.redact_query), answers_(cassette), executor_(std::move(executor)) {
  if (shuffle_seed) shuffle_.emplace(*shuffle_seed);
}

Task<std::expected<fetch::Response, fetch::Failure>> Player::fetch(fetch::Request request,
                                                                   std::shared_ptr<fetch::Session>,
                                                                   std::stop_token stop) {
  auto outcome = look_up(request);  // now, because the order of asking decides which asking is the n-th
  const std::uint64_t number = next_number_++;
  const OneShot<bool> turn(executor_);
  pending_.push_back({number, turn});
  const std::stop_callback on_stop(stop, [turn] { turn.set(false); });
  const bool mine = co_await turn.get();
  if (mine) co_return outcome;
  std::erase_if(pending_, [&](const Pending& each) { return each.number == number; });
  co_return std::unexpected(fetch::Failure{
      .kind = model::ErrorKind::cancelled, .message = "stopped", .url = fetch::safe_part(request.url)});
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

Answers::Outcome Player::look_up(const fetch::Request& request) {
  if (auto known = answers_.next(request)) return std::move(*known);
  unmatched_.push_back(to_string(question_of(request, secret_keys_)));
  return std::unexpected(answers_.unknown(request));
}

}  // namespace trawl::cassette
