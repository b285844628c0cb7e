#include "cassette/cassette.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::cassette {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::string content(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::size_t count_files(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

Exchange answer(std::string url, std::string body, int status = 200) {
  Exchange exchange;
  exchange.question.url = std::move(url);
  exchange.outcome = Answer{.status = status, .body = std::move(body)};
  return exchange;
}

class CassetteFormat : public testing::Test {
 protected:
  std::string fault() {
    const auto opened = Cassette::open(folder());
    return opened ? "" : opened.error().message.substr(folder().string().size() + 1);
  }
  void write_index(std::string_view lines) {
    write(folder() / "cassette.json", R"({"format": 1})");
    write(folder() / "index.jsonl", lines);
  }
  const fs::path& folder() const { return temp_.path(); }

 private:
  test::TempDir temp_;
};

TEST_F(CassetteFormat, ReadsBackAsItself) {
  Cassette made(folder());
  made.header = {.now_us = 1'795'000'000'000'000, .seed = 7, .plugin = "html", .platform = "books"};
  const auto body = made.store_body("<h1>Hello</h1>", "text/html; charset=utf-8");
  ASSERT_TRUE(body);
  EXPECT_TRUE(body->ends_with(".html"));
  ASSERT_TRUE(made.add(answer("http://b.example/", *body)));
  ASSERT_TRUE(made.add(answer("http://a.example/", "", 204)));
  ASSERT_TRUE(made.save());
  const auto read = Cassette::open(folder());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->header, made.header);
  EXPECT_EQ(read->exchanges(), made.exchanges());
  EXPECT_EQ(read->load_body(std::get<Answer>(read->exchanges()[1].outcome)), "<h1>Hello</h1>");
}

TEST_F(CassetteFormat, KeepsLinesInOrderOfUrlAndCountsAskings) {
  Cassette made(folder());
  for (const char* url : {"http://b.example/", "http://a.example/", "http://b.example/"})
    ASSERT_TRUE(made.add(answer(url, "")));
  std::vector<std::pair<std::string, unsigned>> order;
  for (const Exchange& exchange : made.exchanges()) order.emplace_back(exchange.question.url, exchange.n);
  EXPECT_EQ(order, (std::vector<std::pair<std::string, unsigned>>{
                       {"http://a.example/", 1}, {"http://b.example/", 1}, {"http://b.example/", 2}}));
}

TEST_F(CassetteFormat, IsTheSameTextWhateverTheOrderOfRecording) {
  const auto text_of = [&](const std::vector<std::string>& urls) {
    Cassette made(folder());
    for (const std::string& url : urls) EXPECT_TRUE(made.add(answer(url, "")));
    EXPECT_TRUE(made.save());
    return content(folder() / "index.jsonl");
  };
  EXPECT_EQ(text_of({"http://a.example/", "http://b.example/"}),
            text_of({"http://b.example/", "http://a.example/"}));
}

TEST_F(CassetteFormat, KeepsEqualBodiesOnce) {
  Cassette made(folder());
  EXPECT_EQ(made.store_body("same", "text/plain").value(), made.store_body("same", "text/plain").value());
  EXPECT_EQ(count_files(folder() / "bodies"), 1u);
}

TEST_F(CassetteFormat, NamesBodiesByTheirContentType) {
  Cassette made(folder());
  const std::vector<std::pair<std::string, std::string>> rows{{"application/json", ".json"},
                                                              {"application/ld+json; charset=utf-8", ".json"},
                                                              {"Application/RSS+XML", ".xml"},
                                                              {"text/markdown", ".txt"},
                                                              {"", ".bin"},
                                                              {"image/../../x", ".bin"}};
  for (const auto& [type, extension] : rows)
    EXPECT_TRUE(made.store_body("body", type)->ends_with(extension)) << type;
}

TEST_F(CassetteFormat, RemovesBodiesThatNoLineMentionsButNotHandMadeOnes) {
  Cassette made(folder());
  ASSERT_TRUE(made.store_body("old", "text/html"));
  write(folder() / "bodies" / "mine.html", "by hand");
  ASSERT_TRUE(made.save());
  EXPECT_EQ(count_files(folder() / "bodies"), 1u);
  EXPECT_TRUE(fs::exists(folder() / "bodies" / "mine.html"));
}

TEST_F(CassetteFormat, FaultsNameFileAndLine) {
  write_index("{\"url\":\"http://a.example/\",\"status\":200}\n\n{\"url\":3}\n");
  EXPECT_EQ(fault(), "index.jsonl:3: url must be a text");
  EXPECT_FALSE(Cassette::open(folder()).error().hint.empty());
}

TEST_F(CassetteFormat, RefusesAMissingBody) {
  write_index(R"({"url":"http://a.example/","status":200,"body":"gone.html"})");
  EXPECT_TRUE(fault().starts_with("index.jsonl:1: the body ")) << fault();
}

TEST_F(CassetteFormat, RefusesALinkForABody) {
  write(folder() / "secret", "outside");
  write_index(R"({"url":"http://a.example/","status":200,"body":"link.html"})");
  fs::create_directories(folder() / "bodies");
  fs::create_symlink(folder() / "secret", folder() / "bodies" / "link.html");
  EXPECT_TRUE(fault().contains("link.html")) << fault();
}

TEST_F(CassetteFormat, RefusesAskingsThatCollideOrAreMissing) {
  const std::string one = R"({"url":"http://a.example/","n":1,"status":200})";
  write_index(one + "\n" + one);
  EXPECT_EQ(fault(), "index.jsonl:2: GET http://a.example/ has n 1 twice");
  write_index(R"({"url":"http://a.example/","n":2,"status":200})");
  EXPECT_EQ(fault(), "index.jsonl:1: GET http://a.example/ has n 2, but only 1 answer(s)");
}

TEST_F(CassetteFormat, RefusesAnotherFormat) {
  write_index("");
  write(folder() / "cassette.json", R"({"format": 2})");
  EXPECT_EQ(fault(), "cassette.json:1: the cassette has format 2; this trawl-plugin knows 1");
  write(folder() / "cassette.json", "{}");
  EXPECT_EQ(fault(), "cassette.json:1: format is missing");
}

TEST_F(CassetteFormat, AnEmptyFolderIsNone) {
  EXPECT_FALSE(Cassette::exists(folder()));
  EXPECT_TRUE(fault().starts_with("cassette.json: "));
}

}  // namespace
}  // namespace trawl::cassette
