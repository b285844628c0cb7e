// Addresses that the configuration may name.
#include "settings/address.hpp"

#include <gtest/gtest.h>

namespace trawl::settings {
namespace {

Node text(std::string value) {
  return {.kind = Node::Kind::scalar, .text = std::move(value)};
}

template <class Reader>
bool accepts(const Reader& reader, const std::string& value) {
  return reader(text(value)).has_value();
}

TEST(Address, RangesNeedAnAddressAndALength) {
  for (const char* good : {"10.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "fd00::/8", "::1/128"})
    EXPECT_TRUE(accepts(read_cidr, good)) << good;
  for (const char* bad : {"10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/", "10.0.0.0/8 ", "10.0.0.0/-1",
                          "localhost/8", "[::1]/128"})
    EXPECT_FALSE(accepts(read_cidr, bad)) << bad;
  EXPECT_FALSE(accepts(read_cidr, "10.0.0.1/8")) << "a mistyped network, which the fetcher does not take";
  EXPECT_NE(read_cidr(text("10.0.0.1/8")).error().find("10.0.0.0/8"), std::string::npos);
  EXPECT_EQ(read_cidr(text("10.0.0.1")).error(), "'10.0.0.1' is no address range; write it like 10.0.0.1/32");
}

TEST(Address, ConnectToHasFourParts) {
  for (const char* good : {"::127.0.0.1:8080", "a.example:80:127.0.0.1:8080", "a.example:::8080",
                           "[::1]:80:[::2]:81", "::[::1]:8080"})
    EXPECT_TRUE(accepts(read_connect_to, good)) << good;
  for (const char* bad :
       {"127.0.0.1:8080", "a:b:c:d", ":::", "::127.0.0.1:65536", "a:1:b:2:c", "::1:80:x:y", "a b::c:1"})
    EXPECT_FALSE(accepts(read_connect_to, bad)) << bad;
}

TEST(Address, ProxiesAreUrls) {
  for (const char* good :
       {"http://proxy:3128", "https://u:p@proxy.example:443/", "socks5h://[::1]:1080", "http://proxy"})
    EXPECT_TRUE(accepts(read_proxy, good)) << good;
  for (const char* bad : {"proxy:3128", "http://", "http://proxy:port", "http://proxy/path", "http://a b",
                          "http://u:p%00q@proxy:1", "http://u:p%0D%0Aq@proxy:1"})
    EXPECT_FALSE(accepts(read_proxy, bad)) << bad;
  EXPECT_EQ(read_proxy(text("ftp://proxy")).error(),
            "a proxy cannot be reached by 'ftp'; use one of http, https, socks4, socks4a, socks5, socks5h");
}

TEST(Address, NoMessageRepeatsAProxysPassword) {
  EXPECT_EQ(read_proxy(text("http://ann:secret@a b")).error(),
            "'http://***@a b' is no proxy URL; write it like http://proxy.example:3128");
}

TEST(Address, APasswordInTheWrongPlaceIsNotRepeatedEither) {
  EXPECT_EQ(read_proxy(text("ann:secret@http://proxy")).error(),
            "'***@http://proxy' is no proxy URL; write it like http://proxy.example:3128");
}

TEST(Address, NullMeansNoProxy) {
  EXPECT_EQ(read_proxy({}).value(), "");
}

TEST(Address, ListeningNeedsALiteralAddressAndAPort) {
  for (const char* good : {"127.0.0.1:8484", "[::1]:0", "0.0.0.0:65535"})
    EXPECT_TRUE(accepts(read_listen_address, good)) << good;
  for (const char* bad : {"localhost:8484", "127.0.0.1", "::1:8484", ":8484", "127.0.0.1:99999"})
    EXPECT_FALSE(accepts(read_listen_address, bad)) << bad;
}

TEST(Address, ASocketPathFitsIntoItsAddress) {
  EXPECT_TRUE(accepts(read_socket_path, std::string(107, 'a')));
  EXPECT_EQ(read_socket_path(text(std::string(108, 'a'))).error(),
            "the path of a Unix socket has at most 107 bytes, this one has 108; choose a shorter one");
}

}  // namespace
}  // namespace trawl::settings
