// page::text(): the encoding that the host says, and what an earlier host did not say.
#include <gtest/gtest.h>
#include <trawl/plugin.hpp>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

trawl_response response_of(std::string_view body, std::string_view encoding) {
  trawl_response response{};
  response.size = sizeof response;
  response.body = trawl::detail::to_str(body);
  response.encoding = trawl::detail::to_str(encoding);
  return response;
}

TEST(PageText, IsDecodedAsTheHostSays) {
  FakeHost host;
  const auto response = response_of("caf\xE9,\x80", "windows-1252");
  const trawl::page page(&host, &response);
  EXPECT_EQ(page.encoding(), "windows-1252");
  EXPECT_EQ(page.text(), "caf\xC3\xA9,\xE2\x82\xAC");
}

TEST(PageText, OfAHostThatSaysNothingIsSniffedHere) {
  FakeHost host;
  auto response = response_of("{\"name\": \"\xE9\"}", "never read");
  response.size = offsetof(trawl_response, encoding);
  const trawl_header type{trawl::detail::to_str("Content-Type"),
                          trawl::detail::to_str("application/json; charset=latin1")};
  response.headers = &type;
  response.header_count = 1;
  const trawl::page page(&host, &response);
  EXPECT_EQ(page.encoding(), "");
  EXPECT_EQ(page.text(), "{\"name\": \"\xC3\xA9\"}");
}

}  // namespace
