#include "base/ip_address.hpp"

#include <gtest/gtest.h>

namespace trawl {
namespace {

bool in(const char* block, const char* address) {
  return parse_cidr(block).value().contains(*parse_ip(address));
}

TEST(IpAddress, MappedFormIsTheV4AddressItself) {
  EXPECT_EQ(parse_ip("::ffff:127.0.0.1"), parse_ip("127.0.0.1"));
  EXPECT_EQ(to_string(*parse_ip("::ffff:127.0.0.1")), "127.0.0.1");
  EXPECT_EQ(to_string(*parse_ip("2001:DB8::1")), "2001:db8::1");
}

TEST(IpAddress, OnlyTheFullFormIsRead) {
  for (const char* text :
       {"", "127.1", "2130706433", "0x7f.0.0.1", "127.0.0.1 ", "[::1]", "localhost", "::g"})
    EXPECT_FALSE(parse_ip(text)) << text;
}

TEST(Cidr, ContainsExactlyItsPrefix) {
  EXPECT_TRUE(in("10.0.0.0/8", "10.255.255.255"));
  EXPECT_FALSE(in("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(in("100.64.0.0/10", "100.127.0.1"));
  EXPECT_FALSE(in("100.64.0.0/10", "100.128.0.1"));
  EXPECT_TRUE(in("fc00::/7", "fdff::1"));
  EXPECT_FALSE(in("fc00::/7", "fe00::1"));
  EXPECT_TRUE(in("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(in("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(in("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(in("192.0.2.7", "192.0.2.6"));
}

TEST(Cidr, FaultsAreRefusedWithARemedy) {
  for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "fd00::/129",
                           "host/8", "10.0.0.0/8/8", "10.1.0.0/8"}) {
    const auto refused = parse_cidr(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_FALSE(refused.error().hint.empty()) << text;
  }
  EXPECT_EQ(parse_cidr("10.1.0.0/8").error().hint, "the network is 10.0.0.0/8");
}

}  // namespace
}  // namespace trawl
