#include "fetch/robots_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "fetch/header_name.hpp"
#include "robots/line_reader.hpp"
#include "robots/location.hpp"
#include "robots/pattern.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using model::ErrorKind;

constexpr int most_redirects = 5;
constexpr Millis shortest_life = 10min, longest_life = 24h;
constexpr Millis pause_after_fault = 1min;

std::string robots_url(const Origin& origin) {
  return to_string(origin) + "/robots.txt";
}

// Path and query. The URL is curl's: absolute, normalised, without fragment.
std::string_view path_of(const Url& url) {
  const std::string_view text = url.text;
  const auto path = text.find('/', text.find("://") + 3);
  return path == std::string_view::npos ? "/" : text.substr(path);
}

// Who has no token of letters cannot be named by any group.
std::string_view agent_of(const model::FetchPolicy& policy) {
  const std::string_view token = robots::product_token(policy.user_agent);
  return token.empty() ? "*" : token;
}

// A line of a stranger's file within one of our sentences.
std::string quoted(std::string_view line) {
  constexpr std::size_t shown = 200;
  std::string text =
      escape_controls(is_valid_utf8(line) ? std::string(line) : robots::normalise_escapes(line));
  if (text.size() <= shown) return text;
  std::size_t end = shown;
  while (!is_valid_utf8(std::string_view(text).substr(0, end))) --end;
  return text.substr(0, end) + "...";
}

Failure denied_by(const robots::Verdict& verdict, const Origin& origin) {
  return {
      .kind = ErrorKind::robots,
      .message = fmt::format("line {} of {}: {}", verdict.line, robots_url(origin), quoted(verdict.rule))};
}

Failure unreadable(const SiteRobots& robots, const Origin& origin, Steady now) {
  const auto wait = std::chrono::ceil<std::chrono::seconds>(robots.expires - now);
  return {.kind = ErrorKind::robots,
          .message = fmt::format("{} could not be read: {}; it is asked for again in {}", robots_url(origin),
                                 robots.fault, format_duration(wait))};
}

Failure cancelled() {
  return {.kind = ErrorKind::cancelled, .message = "cancelled while waiting for the site's robots.txt"};
}

// Failures that say something about the platform that asked and nothing about the site.
bool concerns_the_asker_alone(ErrorKind kind) {
  return kind == ErrorKind::cancelled || kind == ErrorKind::denied || kind == ErrorKind::too_large ||
         kind == ErrorKind::rate_limited;
}

Millis lifetime_of(const Response& response) {
  const auto header = std::ranges::find(response.headers, "cache-control", &Header::first);
  if (header == response.headers.end()) return longest_life;
  const std::string control = lower_ascii(header->second);
  if (control.contains("no-cache") || control.contains("no-store")) return shortest_life;
  constexpr std::string_view age = "max-age=";
  const auto found = control.find(age);
  if (found == std::string::npos) return longest_life;
  std::uint32_t seconds = 0;
  const char* digits = control.data() + found + age.size();
  const auto [end, fault] = std::from_chars(digits, control.data() + control.size(), seconds);
  if (fault != std::errc{}) return longest_life;
  return std::clamp<Millis>(std::chrono::seconds(seconds), shortest_life, longest_life);
}

// Rules are public, and are the same for every platform: they are followed to http, too, where a page may not
// be.
model::FetchPolicy reading_anywhere(model::FetchPolicy policy) {
  policy.allow_downgrade = true;
  return policy;
}

}  // namespace

// One robots.txt on its way, and who waits for it.
struct RobotsGate::Question {
  std::string proxy;             // the way it is asked; empty: directly
  std::optional<Answer> answer;  // one that counts for all who wait
  std::vector<OneShot<bool>> bells;

  // What a site says holds for everybody; that it was not reached, for those who go the same way.
  bool counts_for(const model::FetchPolicy& policy) const {
    return answer && (*answer || policy.proxy == proxy);
  }

  Task<> wait(std::stop_token stop) {
    const OneShot<bool> bell(co_await asio::this_coro::executor);
    bells.push_back(bell);
    auto ring = [bell] { bell.set(true); };
    const std::stop_callback on_stop(stop, ring);
    co_await bell.get();
  }
};

struct RobotsGate::State {
  explicit State(RobotsCache::Limits limits) : cache(limits) {}
  RobotsCache cache;
  std::map<Origin, std::shared_ptr<Question>> questions;
  bool closed = false;
};

// Makes everybody else wait while one request asks; wakes them however that ends.
class RobotsGate::Asking {
 public:
  Asking(std::shared_ptr<State> state, Origin origin, const model::FetchPolicy& policy)
      : state_(std::move(state)), origin_(std::move(origin)), question_(std::make_shared<Question>()) {
    question_->proxy = policy.proxy;
    state_->questions[origin_] = question_;
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() {
    state_->questions.erase(origin_);
    if (state_->closed) return;  // the loop is dropping its coroutines: there is nobody left to wake
    for (const OneShot<bool>& bell : question_->bells) bell.set(true);
  }

  void answer(const Answer& answer) {
    if (answer) state_->cache.put(origin_, *answer);
    if (answer || !concerns_the_asker_alone(answer.error().kind)) question_->answer = answer;
  }

 private:
  std::shared_ptr<State> state_;
  const Origin origin_;
  std::shared_ptr<Question> question_;
};

RobotsGate::RobotsGate(Clock& clock, FetchHop fetch, RobotsCache::Limits limits)
    : clock_(clock), fetch_(std::move(fetch)), state_(std::make_shared<State>(limits)) {}

RobotsGate::~RobotsGate() {
  state_->closed = true;
}

Task<std::expected<Millis, Failure>> RobotsGate::pass(const Url& url, Session& session,
                                                      std::stop_token stop) {
  const model::FetchPolicy& policy = session.policy();
  const std::string_view path = path_of(url);
  if (!policy.obey_robots || path == "/robots.txt") co_return Millis{0};
  const Answer answer = co_await robots_of(url.origin, session, std::move(stop));
  if (!answer) co_return std::unexpected(answer.error());
  const SiteRobots& site = **answer;
  if (!site.fault.empty()) co_return std::unexpected(unreadable(site, url.origin, clock_.steady()));

  const std::string_view agent = agent_of(policy);
  robots::Verdict verdict = site.rules.decide(agent, path);
  // Servers unescape letters before they look for a page, so that the path has to pass without escapes too.
  if (const std::string plain = robots::plain_path(path); verdict.allowed && plain != path)
    verdict = site.rules.decide(agent, plain);
  if (!verdict.allowed) co_return std::unexpected(denied_by(verdict, url.origin));
  co_return std::min(site.rules.crawl_delay(agent).value_or(Millis{0}), policy.max_crawl_delay);
}

// From the cache, from somebody who asks already, or by asking. Whoever waited in vain, because the asker was
// cancelled, may not reach the site or goes there by another proxy, asks next.
Task<RobotsGate::Answer> RobotsGate::robots_of(Origin origin, Session& session, std::stop_token stop) {
  const auto state = state_;
  for (;;) {
    if (stop.stop_requested()) co_return std::unexpected(cancelled());
    if (auto known = state->cache.find(origin, clock_.steady())) co_return known;
    const auto asked = state->questions.find(origin);
    if (asked == state->questions.end()) break;
    const auto question = asked->second;
    co_await question->wait(stop);
    if (question->counts_for(session.policy())) co_return *question->answer;
  }
  Asking asking(state, origin, session.policy());
  Answer answer = co_await ask(origin, session, std::move(stop));
  asking.answer(answer);
  co_return answer;
}

Task<RobotsGate::Answer> RobotsGate::ask(Origin origin, Session& session, std::stop_token stop) {
  auto url = parse_url(robots_url(origin));
  if (!url) co_return std::unexpected(Failure{.kind = ErrorKind::robots, .message = url.error().message});
  // One byte more than counts, so that the reader sees the cut and leaves out the line that it goes through.
  Hop hop{Request{.url = url->text, .keep_at_most = robots::max_file + 1}, *std::move(url)};
  RedirectTrail trail;
  for (int redirects = 0;; ++redirects) {
    auto response = co_await fetch_(hop, session, stop);
    if (!response) {
      Failure failure = std::move(response.error());
      failure.message = fmt::format("{} could not be read: {}", robots_url(origin), failure.message);
      co_return std::unexpected(std::move(failure));
    }
    auto next = trail.next(hop, *response, reading_anywhere(session.policy()));
    const bool final = next && !*next;
    if (final) co_return std::make_shared<const SiteRobots>(read(*response));
    if (!next || redirects == most_redirects)
      co_return std::make_shared<const SiteRobots>(SiteRobots{.expires = clock_.steady() + longest_life});
    hop = **std::move(next);
  }
}

SiteRobots RobotsGate::read(const Response& response) const {
  const int status = response.status;
  if (status == 429 || status >= 500)
    return {.fault = fmt::format("the site answers {}", status),
            .expires = clock_.steady() + pause_after_fault};
  const Steady expires = clock_.steady() + lifetime_of(response);
  if (status >= 200 && status <= 299)
    return {.rules = robots::Rules::parse(response.body), .expires = expires};
  return {.expires = expires};
}

}  // namespace trawl::fetch
