#include "tests/conformance/fetch/cache_script.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fetch/cache/cache_control.hpp"
#include "fetch/field.hpp"
#include "fetch/cache/http_cache.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/session.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::fetch {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr Millis pause{3'000};  // what the suite's own client waits

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

std::string http_date(Time time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::floor<Seconds>(time).time_since_epoch().count()));
}

const json::array& list(const json::object& step, const char* name) {
  static const json::array none;
  const auto* found = step.if_contains(name);
  return found && found->is_array() ? found->as_array() : none;
}

std::string word(const json::object& step, const char* name, std::string otherwise = {}) {
  const auto* found = step.if_contains(name);
  return found && found->is_string() ? std::string(found->as_string()) : otherwise;
}

bool flag(const json::object& step, const char* name) {
  const auto* found = step.if_contains(name);
  return found && found->is_bool() && found->as_bool();
}

// One row's client, cache and server.
class Stage {
 public:
  Stage() { policy_.cache_size = 1 << 20, policy_.cache_fresh = true, policy_.cookies = false, policy_.obey_robots = false; }

  std::string play(const json::array& steps) {
    number_ = 0;
    for (const json::value& step : steps) {
      ++number_;
      if (std::string fault = perform(step.as_object()); !fault.empty())
        return fmt::format("request {}: {}", number_, fault);
      if (flag(step.as_object(), "pause_after")) clock_.advance(pause);
    }
    return {};
  }

 private:
  using Outcome = std::expected<Response, Failure>;

  Hop hop_of(const json::object& step) const {
    Request request{.method = word(step, "request_method", "GET"), .body = word(step, "request_body")};
    request.url = "http://cache.example/" + word(step, "filename", "page");
    if (const std::string query = word(step, "query_arg"); !query.empty()) request.url += '?' + query;
    for (const json::value& header : list(step, "request_headers")) {
      const bool date = header.at(1).is_int64();
      request.headers.emplace_back(
          text_of(header.at(0)),
          date ? http_date(clock_.now() + Seconds{header.at(1).as_int64()}) : text_of(header.at(1)));
    }
    if (word(step, "cache") == "no-cache") request.headers.emplace_back("cache-control", "max-age=0");
    auto url = parse_url(request.url).value();
    return {std::move(request), std::move(url)};
  }

  std::string perform(const json::object& step) {
    const Hop hop = hop_of(step);
    CacheVisit visit = cache_.look_up(hop, *session());
    seen_.clear();
    asked_ = false;
    Outcome outcome = Response{};
    if (visit.answer) {
      outcome = *std::move(visit.answer);
    } else {
      std::vector<Header> sent = hop.request.headers;
      sent.insert(sent.end(), visit.conditions.begin(), visit.conditions.end());
      outcome = cache_.settle(std::move(visit), hop, *session(), serve(step, hop, std::move(sent)));
    }
    return compare(step, outcome);
  }

  // The suite's server: a step that expects validation is answered 304 when the validator is the one that the
  // URL's last answer had, and with an error otherwise.
  Outcome serve(const json::object& step, const Hop& hop, std::vector<Header> received) {
    asked_ = true;
    seen_ = std::move(received);
    if (flag(step, "disconnect")) return std::unexpected(Failure{.kind = model::ErrorKind::reset});
    Response response{.status = 200, .body = word(step, "response_body", fmt::format("body {}", number_))};
    if (const auto& status = list(step, "response_status"); !status.empty())
      response.status = static_cast<int>(status[0].as_int64());
    for (const json::value& header : list(step, "response_headers")) {
      const bool date = header.at(1).is_int64();
      response.headers.emplace_back(
          lower_ascii(text_of(header.at(0))),
          date ? http_date(clock_.now() + Seconds{header.at(1).as_int64()}) : text_of(header.at(1)));
    }
    if (!has_field(response.headers, "date")) response.headers.emplace_back("date", http_date(clock_.now()));
    auto& last = last_answer_[hop.request.url];
    if (word(step, "expected_type").ends_with("validated")) {
      const auto confirms = [&](const char* condition, const char* validator) {
        const auto known = first_field(last, validator);
        return !known.empty() && first_field(seen_, condition) == known;
      };
      const bool same = confirms("if-none-match", "etag") || confirms("if-modified-since", "last-modified");
      response.status = same ? 304 : 999;
      if (same) response.body.clear();
    }
    last = response.headers;
    return response;
  }

  std::string compare(const json::object& step, const Outcome& outcome) const {
    const std::string type = word(step, "expected_type");
    if (type == "cached" && asked_) return "the server was asked";
    if (type == "not_cached" && !asked_) return "answered without the server";
    if (type == "etag_validated" && !has_field(seen_, "if-none-match")) return "no If-None-Match was sent";
    if (type == "lm_validated" && !has_field(seen_, "if-modified-since"))
      return "no If-Modified-Since was sent";
    if (!outcome) return type.empty() ? "" : "no answer";
    if (type.ends_with("validated") && !outcome->from_cache) return "the stored response was not used";
    if (const auto* status = step.if_contains("expected_status");
        status && status->is_int64() && outcome->status != status->as_int64())
      return fmt::format("status {}", outcome->status);
    if (const auto* text = step.if_contains("expected_response_text");
        text && text->is_string() && outcome->body != text->as_string())
      return fmt::format("body '{}'", outcome->body);
    for (const json::value& wanted : list(step, "expected_request_headers"))
      if (asked_ && wanted.is_array() && !has_line(seen_, text_of(wanted.at(0)), text_of(wanted.at(1))))
        return fmt::format("the server did not get {}", text_of(wanted));
    return compare_headers(step, outcome->headers);
  }

  std::string compare_headers(const json::object& step, const std::vector<Header>& headers) const {
    for (const json::value& wanted : list(step, "expected_response_headers"))
      if (!satisfies(headers, wanted)) return fmt::format("header {} is not there", text_of(wanted));
    for (const json::value& wrong : list(step, "expected_response_headers_missing")) {
      const bool present = wrong.is_array() ? has_line(headers, text_of(wrong.at(0)), text_of(wrong.at(1)))
                                            : has_field(headers, text_of(wrong));
      if (present) return fmt::format("header {} is there", text_of(wrong));
    }
    return {};
  }

  bool satisfies(const std::vector<Header>& headers, const json::value& wanted) const {
    if (!wanted.is_array()) return has_field(headers, text_of(wanted));
    const std::string name = text_of(wanted.at(0));
    if (wanted.as_array().size() == 3 && text_of(wanted.at(1)) == ">")
      return delta_seconds(first_field(headers, name)).value_or(Seconds{-1}).count() >
             wanted.at(2).as_int64();
    if (wanted.at(1).is_int64())  // relative to when the page was made: before the pause
      return has_line(headers, name, http_date(clock_.now() + Seconds{wanted.at(1).as_int64()} - pause));
    return has_line(headers, name, text_of(wanted.at(1)));
  }

  static bool has_line(const std::vector<Header>& headers, std::string_view name, std::string_view value) {
    return std::ranges::any_of(headers, [&](const Header& header) {
      return same_header(header.first, name) && header.second == value;
    });
  }

  std::shared_ptr<Session> session() const { return test::session_of(policy_); }

  asio::io_context io_;
  test::FakeClock clock_{io_};
  Metrics metrics_;
  test::TempDir folder_;
  model::FetchPolicy policy_;
  HttpCache cache_{folder_.path(), clock_, metrics_};

  int number_ = 0;
  bool asked_ = false;        // the last request reached the server
  std::vector<Header> seen_;  // its headers there
  std::map<std::string, std::vector<Header>> last_answer_;
};

}  // namespace

Played play(const json::object& row) {
  return {Stage().play(row.at("requests").as_array())};
}

}  // namespace trawl::fetch
