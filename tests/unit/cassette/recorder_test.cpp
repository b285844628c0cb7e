#include "cassette/recorder.hpp"

#include <gtest/gtest.h>

#include "base/system_clock.hpp"
#include "tests/support/task_loop.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::cassette {
namespace {

// A site that answers as it is told, and remembers what it was asked.
class Site final : public fetch::Fetcher {
 public:
  std::expected<fetch::Response, fetch::Failure> outcome = fetch::Response{.status = 200, .body = "page"};
  std::vector<std::string> asked;

  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request request,
                                                             std::shared_ptr<fetch::Session>,
                                                             std::stop_token) override {
    asked.push_back(request.url);
    auto answer = outcome;
    if (answer && answer->url.empty()) answer->url = request.url;
    co_return answer;
  }
};

class Recording : public testing::Test {
 protected:
  std::expected<fetch::Response, fetch::Failure> fetch(std::string url) {
    if (!recorder_) recorder_ = std::make_unique<Recorder>(cassette, site, clock_, known);
    fetch::Request request;
    request.url = std::move(url);
    auto session = std::make_shared<fetch::Session>("test", std::make_shared<model::FetchPolicy>());
    return loop_.run(recorder_->fetch(std::move(request), std::move(session), {}));
  }
  const Answer& recorded(std::size_t index = 0) {
    return std::get<Answer>(cassette.exchanges().at(index).outcome);
  }

 private:
  test::TempDir folder_;
  SystemClock clock_;
  test::TaskLoop loop_;
  std::unique_ptr<Recorder> recorder_;

 protected:
  Site site;
  Cassette cassette{folder_.path()};
  Recorder::Known known = Recorder::Known::replaced;
};

TEST_F(Recording, KeepsTheAnswerAndGivesItOn) {
  site.outcome =
      fetch::Response{.status = 404, .headers = {{"content-type", "text/html"}}, .body = "<p>none"};
  EXPECT_EQ(fetch("http://a.example/x")->body, "<p>none");
  EXPECT_EQ(recorded().status, 404);
  EXPECT_EQ(recorded().final_url, "");
  EXPECT_EQ(cassette.load_body(recorded()), "<p>none");
}

TEST_F(Recording, KeepsWhereARedirectLed) {
  site.outcome = fetch::Response{.url = "http://a.example/end", .status = 200};
  fetch("http://a.example/start");
  EXPECT_EQ(recorded().final_url, "http://a.example/end");
}

TEST_F(Recording, KeepsSecretsOutButNotFromThePlugin) {
  site.outcome =
      fetch::Response{.status = 200, .headers = {{"set-cookie", "sid=1"}}, .body = "for hush-hush"};
  EXPECT_EQ(fetch("http://a.example/?token=hush-hush")->body, "for hush-hush");
  EXPECT_EQ(cassette.exchanges()[0].question.url, "http://a.example/?token=***");
  EXPECT_TRUE(recorded().headers.empty());
  EXPECT_EQ(cassette.load_body(recorded()), "for ***");
}

TEST_F(Recording, KeepsFailuresButNotCancelledRequests) {
  site.outcome = std::unexpected(fetch::Failure{.kind = model::ErrorKind::cancelled});
  fetch("http://a.example/");
  EXPECT_TRUE(cassette.exchanges().empty());
  site.outcome = std::unexpected(fetch::Failure{.kind = model::ErrorKind::timeout, .message = "too slow"});
  fetch("http://a.example/");
  EXPECT_EQ(std::get<Failure>(cassette.exchanges()[0].outcome),
            (Failure{model::ErrorKind::timeout, "too slow"}));
}

TEST_F(Recording, AddingPlaysWhatIsKnownAndFetchesTheRest) {
  Exchange exchange;
  exchange.question.url = "http://a.example/";
  exchange.outcome = Answer{.body = *cassette.store_body("old", "text/plain")};
  ASSERT_TRUE(cassette.add(exchange));
  known = Recorder::Known::played;
  EXPECT_EQ(fetch("http://a.example/")->body, "old");
  EXPECT_EQ(fetch("http://b.example/")->body, "page");
  EXPECT_EQ(site.asked, std::vector<std::string>{"http://b.example/"});
  EXPECT_EQ(cassette.exchanges().size(), 2u);
}

TEST_F(Recording, ReplacingForgetsWhatWasThere) {
  Exchange exchange;
  exchange.question.url = "http://gone.example/";
  ASSERT_TRUE(cassette.add(exchange));
  fetch("http://a.example/");
  ASSERT_EQ(cassette.exchanges().size(), 1u);
  EXPECT_EQ(cassette.exchanges()[0].question.url, "http://a.example/");
}

}  // namespace
}  // namespace trawl::cassette
