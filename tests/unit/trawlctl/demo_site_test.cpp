#include "trawlctl/demo/demo_site.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <string>

namespace trawl::ctl {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string get(const DemoSite& site, const std::string& host, const std::string& path) {
  const UniqueFd fd(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(site.port())};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return "no connection";
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL);
  std::string answer;
  std::array<char, 4096> bytes;
  for (ssize_t count; (count = recv(fd.get(), bytes.data(), bytes.size(), 0)) > 0;)
    answer.append(bytes.data(), static_cast<std::size_t>(count));
  return answer;
}

TEST(DemoSite, ShopHasTwoPages) {
  const DemoSite site;
  EXPECT_THAT(get(site, "shop.example", "/"), HasSubstr("Walnut desk"));
  EXPECT_THAT(get(site, "shop.example", "/page/2"), HasSubstr("Chair"));
  EXPECT_EQ(site.shop_requests(), 2);
  EXPECT_EQ(site.news_requests(), 0);
}

TEST(DemoSite, NewsAnswers503UntilItIsHealed) {
  DemoSite site;
  EXPECT_THAT(get(site, "news.example", "/"), StartsWith("HTTP/1.1 503 "));
  site.heal();
  EXPECT_THAT(get(site, "news.example", "/"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(site.news_requests(), 2);
}

TEST(DemoSite, RobotsAreNotCounted) {
  const DemoSite site;
  EXPECT_THAT(get(site, "shop.example", "/robots.txt"), StartsWith("HTTP/1.1 404 "));
  EXPECT_EQ(site.shop_requests(), 0);
}

}  // namespace
}  // namespace trawl::ctl
