// A plugin reads URLs with the SDK, the daemon dials them with curl. What the SDK normalises must mean the
// same host and port to both, else a link would lead elsewhere than the plugin believes.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <trawl/url.hpp>

#include "fetch/url.hpp"
#include "tests/support/json_lines.hpp"

namespace {

// "https example 443", with IPv6 addresses bare, as the daemon keeps them.
std::string origin_of(const trawl::url::address& url) {
  std::string host = url.host();
  if (host[0] == '[') host = host.substr(1, host.size() - 2);
  return url.scheme() + " " + host + " " + std::to_string(*url.effective_port());
}

std::string origin_of(const trawl::fetch::Url& url) {
  return url.origin.scheme + " " + url.origin.host + " " + std::to_string(url.origin.port);
}

// Legal for a browser, refused by curl: no name server has such a name. The request is then refused with a
// message, so nothing is dialled that was not checked.
constexpr std::string_view refused_by_curl[] = {"http://!\"$&'()*+,-.;=_`{}~/"};

bool is_exception(const std::string& href) {
  return std::find(std::begin(refused_by_curl), std::end(refused_by_curl), href) != std::end(refused_by_curl);
}

TEST(UrlsOfSdkAndDaemon, MeanTheSameHostAndPort) {
  const auto rows = trawl::tests::json_lines("url/parse.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA << "/url/parse.jsonl";
  int compared = 0;
  for (const auto& row : rows) {
    const std::string input(row.at("input").as_string());
    const auto ours = row.at("base").is_string()
                          ? trawl::url::parse(input, std::string_view(row.at("base").as_string()))
                          : trawl::url::parse(input);
    if (!ours || !ours->is_http()) continue;
    ++compared;
    const auto theirs = trawl::fetch::parse_url(ours->href());
    if (is_exception(ours->href())) {
      EXPECT_FALSE(theirs) << ours->href() << " is no exception any more";
      continue;
    }
    EXPECT_EQ(theirs ? origin_of(*theirs) : theirs.error().message, origin_of(*ours)) << ours->href();
  }
  std::cout << compared << " URLs compared\n";
}

}  // namespace
