// URLs and domain names of web-platform-tests: every row, every part.
#include <gtest/gtest.h>

#include <iostream>
#include <trawl/url.hpp>

#include "tests/support/json_lines.hpp"

namespace {

using trawl::url::address;

std::string text_of(const boost::json::object& row, const char* name) {
  const auto* found = row.if_contains(name);
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::string after(char mark, const std::optional<std::string>& part) {
  return part && !part->empty() ? mark + *part : std::string();
}

// The parts as the table names them; "" when they are equal.
std::string difference(const address& url, const boost::json::object& row) {
  const std::string port = url.port() ? std::to_string(*url.port()) : "";
  const std::pair<const char*, std::string> parts[] = {
      {"href", url.href()},
      {"protocol", url.scheme() + ":"},
      {"username", url.username()},
      {"password", url.password()},
      {"host", url.host() + (port.empty() ? "" : ":" + port)},
      {"hostname", url.host()},
      {"port", port},
      {"pathname", url.path()},
      {"search", after('?', url.query())},
      {"hash", after('#', url.fragment())},
  };
  for (const auto& [name, found] : parts) {
    if (row.contains(name) && found != text_of(row, name)) return std::string(name) + " is " + found;
  }
  if (row.contains("origin") && url.origin() != text_of(row, "origin")) return "origin is " + url.origin();
  return "";
}

TEST(UrlTable, EveryRowIsReadAsBrowsersReadIt) {
  const auto rows = trawl::tests::json_lines("url/parse.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA << "/url/parse.jsonl";
  for (const auto& row : rows) {
    const bool has_base = row.at("base").is_string();
    const std::string input = text_of(row, "input");
    const auto found = has_base ? trawl::url::parse(input, text_of(row, "base")) : trawl::url::parse(input);
    if (row.contains("failure")) {
      EXPECT_FALSE(found) << boost::json::serialize(row) << " gives " << found->href();
    } else if (!found) {
      ADD_FAILURE() << boost::json::serialize(row) << " is refused: " << found.error();
    } else {
      EXPECT_EQ(difference(*found, row), "") << boost::json::serialize(row);
      EXPECT_EQ(trawl::url::resolve("", found->href()), found->href());
    }
  }
  std::cout << rows.size() << " rows\n";
}

TEST(ToAsciiTable, EveryNameBecomesItsPunycode) {
  const auto rows = trawl::tests::json_lines("url/toascii.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA << "/url/toascii.jsonl";
  for (const auto& row : rows) {
    // The parser would drop a tab or a line end, and cut at a slash; percent-encoded, the host gets the name
    // whole.
    std::string host;
    for (const char c : text_of(row, "input")) {
      char escape[4];
      std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned char>(c));
      host += escape;
    }
    const auto found = trawl::url::parse("https://" + host + "/");
    EXPECT_EQ(found ? found->host() : "", text_of(row, "output")) << boost::json::serialize(row);
  }
  std::cout << rows.size() << " rows\n";
}

}  // namespace
