// An Authenticator with a tokens file, a fake clock and a scripted daemon that knows codes, and requests as a
// browser or a program sends them.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>

#include "tests/support/fake_clock.hpp"
#include "tests/support/temp_dir.hpp"
#include "trawl-httpd/problem.hpp"
#include "trawl-httpd/who.hpp"

namespace trawl::httpd {

inline constexpr std::string_view ci_token = "trawl_0123456789";

class Door : public testing::Test {
 protected:
  Door() {
    give_tokens(fmt::format("ci viewer {}\n", hex(sha256(ci_token))));
    open({});
  }

  void give_tokens(const std::string& text) { std::ofstream(tokens_file()) << text; }
  std::string tokens_file() const { return folder_ / "tokens"; }

  void open(Authenticator::Options options) {
    options.tokens_file = tokens_file();
    options.access.own_uid = 900;
    options.access.rules = {{.uid = 1000, .role = model::Role::operator_}};
    auto redeem = [this](std::string code) -> Task<Result<std::string>> {
      ++asked_;
      co_return code == "c0de" ? daemon_says_ : refuse(Code::invalid_params, "no such code");
    };
    who_.emplace(std::move(options), clock_, redeem);
    ASSERT_TRUE(who_->reload());
  }

  static Request request(std::string verb, std::string path, std::vector<Field> fields = {},
                         std::string body = "") {
    return {.verb = std::move(verb),
            .path = std::move(path),
            .fields = std::move(fields),
            .body = std::move(body),
            .source = "192.0.2.7"};
  }
  static Request with_token(std::string_view token, std::string verb = "GET") {
    return request(std::move(verb), "/api/v1/runs", {{"authorization", fmt::format("Bearer {}", token)}});
  }
  static Request with_session(std::string_view id, std::string verb = "GET",
                              std::string path = "/api/v1/runs") {
    return request(std::move(verb), std::move(path),
                   {{"cookie", fmt::format("theme=dark; trawl_session={}", id)}});
  }

  Result<Caller> ask(const Request& request) { return who_->authenticate(request, nullptr); }
  Result<Caller> ask(const Request& request, const Peer& peer) { return who_->authenticate(request, &peer); }
  // The code of the refusal; internal_error when there is none.
  Code refusal(const Request& request) {
    const auto caller = ask(request);
    return caller ? Code::internal_error : caller.error().code;
  }

  // As the adapter does it: who asks, and then the route.
  Response session(Request request) {
    auto caller = ask(request);
    if (!caller) return problem(caller.error(), request);
    request.caller = std::move(*caller);
    return clock_.finish(who_->session(request));
  }
  Response buy(std::string body, std::vector<Field> fields = {}) {
    return session(request("POST", "/api/session", std::move(fields), std::move(body)));
  }

  static std::string field_of(const Response& response, std::string_view name) {
    for (const Field& field : response.fields)
      if (field.name == name) return field.value;
    return "";
  }
  // The id that a Set-Cookie carries.
  static std::string id_in(const Response& response) {
    const std::string cookie = field_of(response, "set-cookie");
    const auto begin = std::min(cookie.find('=') + 1, cookie.size());
    return cookie.substr(begin, cookie.find(';') - begin);
  }
  static boost::json::value body_of(const Response& response) { return boost::json::parse(response.body); }

  test::TempDir folder_;
  asio::io_context io_;
  test::FakeClock clock_{io_, *parse_rfc3339("2026-11-24T08:00:00Z")};
  Result<std::string> daemon_says_ = R"({"name":"ann","role":"operator","uid":1000})";
  int asked_ = 0;
  std::optional<Authenticator> who_;
};

}  // namespace trawl::httpd
